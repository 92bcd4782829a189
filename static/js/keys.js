// Staff with a keyboard: a key presses what carries it in data-key and can be seen, unless something is being typed; what it
// chooses (a reason by its digit) is sent at once. A key that is held down presses once.
{
  const TYPING = 'textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])';
  const press = (target) => {
    if (!target.matches('a, button, summary, input')) target = target.querySelector('a, button');
    target.click();
    if (target.checked) target.form.querySelector('button[type=submit]').click();
  };

  document.addEventListener('keydown', (event) => {
    const held = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat || held.closest(TYPING)) return;
    if (event.key.startsWith('Arrow') && held.closest('input, [tabindex="0"]')) return;
    const all = [...document.querySelectorAll(`[data-key~="${CSS.escape(event.key.toLowerCase())}"]`)];
    const target = all.find((one) => one.getClientRects().length);
    if (!target) return;
    event.preventDefault();
    press(target);
  });
}
