// Where a page has several forms, its switches (language, care mode) take along the one that was typed in last.
document.addEventListener('input', (event) => {
  const form = event.target.form;
  if (!form || !form.id.startsWith('typed-')) return;
  document.querySelectorAll('[data-switch]').forEach((button) => button.setAttribute('form', form.id));
});
