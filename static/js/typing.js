// No bar over the keyboard: while a field has the focus, the bars at the bottom step aside.
{
  const FIELDS = 'textarea, select, input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file])';
  const look = () => {
    const held = document.activeElement;
    document.documentElement.classList.toggle('is-typing', Boolean(held) && held.matches(FIELDS) && !held.closest('.bottom'));
  };
  document.addEventListener('focusin', look);
  document.addEventListener('focusout', () => setTimeout(look));
  look();
}
