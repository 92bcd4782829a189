// A form on its way says so, and a second press of it does nothing. `data-plain` opts out (downloads).
{
  const LONGEST = 20000;

  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'));
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if ('plain' in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = 'yes';
    const button = event.submitter || form.querySelector('button:not([type=button])');
    if (button) button.setAttribute('aria-busy', 'true');
    setTimeout(release, LONGEST, form);
  }, true);

  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.detail.elt.closest('form');
    if (form) release(form);
  });

  addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release));
}
