// A form on its way says so, and a second press of it does nothing. `data-plain` opts out (downloads).
// What has just turned into its opposite (`rests`) takes no tap for three seconds, or for what `data-rests` says: an impatient
// second one was meant for the first.
{
  const LONGEST = 20000;
  const RESTS = 3000;
  const drawn = new WeakMap();

  const note = () => document.querySelectorAll('.rests').forEach((form) => {
    if (!drawn.has(form)) drawn.set(form, Date.now());
  });
  const isResting = (form) => Date.now() - (drawn.get(form) || 0) < (form.dataset.rests || RESTS);

  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if ('plain' in form.dataset) return;
    if (form.dataset.sent || isResting(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = 'yes';
    const button = event.submitter || form.querySelector('button:not([type=button])');
    if (button) button.setAttribute('aria-busy', 'true');
    setTimeout(release, LONGEST, form);
  }, true);

  document.documentElement.classList.add('has-scripts');
  document.addEventListener('htmx:afterSwap', note);
  note();

  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.detail.elt.closest('form');
    if (form) release(form);
  });

  addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release));
}
