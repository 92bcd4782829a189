// What a person must hear of: the list of what is missing gets the focus, and after a part was swapped the focus
// is where it was, or on what changed: never nowhere.
{
  const CONTROLS = 'button, a[href], input:not([type=hidden]), select, textarea, summary';
  const canHold = (one) => one.matches(CONTROLS) && one.offsetParent && !one.disabled && getComputedStyle(one).visibility === 'visible';
  let place = [];

  const summary = document.querySelector('.summary_error[tabindex]');
  if (summary) summary.focus();

  document.addEventListener('htmx:beforeSwap', (event) => {
    place = [];
    for (let one = event.detail.requestConfig.elt; one; one = one.parentElement) if (one.id) place.push(one.id);
    place.push(event.detail.target.id);
  });

  document.addEventListener('htmx:afterSettle', () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const part = place.map((id) => id && document.getElementById(id)).find((one) => one && one.closest('main, .bottom'));
    if (!part) return;
    const control = [part, ...part.querySelectorAll(CONTROLS)].find(canHold);
    if (!control) part.tabIndex = -1;
    (control || part).focus({ preventScroll: true });
  });
}
