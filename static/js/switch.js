// Where a page has several forms, its switches (language, care mode) take along the one that was typed in last.
document.addEventListener('input', (event) => {
  const form = event.target.form;
  if (!form || !form.id.startsWith('typed-')) return;
  document.querySelectorAll('[data-switch]').forEach((button) => button.setAttribute('form', form.id));
});
// What they draw anew is the whole page, its frame too: htmx, which would put a part into this one, does not hear of it.
{
  let pressed = null;
  document.addEventListener('click', (event) => { pressed = event.target.closest('[data-switch]'); });
  document.addEventListener('submit', (event) => { if (pressed) event.stopPropagation(); }, true);
}
