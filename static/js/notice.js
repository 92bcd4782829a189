// What a person must hear of: the list of what is missing gets the focus, and a part that could not be loaded says so.
{
  const summary = document.querySelector('.summary_error[tabindex]');
  if (summary) summary.focus();

  const failed = () => {
    const toasts = document.getElementById('toasts');
    if (!toasts) return;
    const line = document.createElement('p');
    line.className = 'toast';
    line.textContent = toasts.dataset.failed;
    toasts.replaceChildren(line);
    toasts.scrollIntoView({ block: 'center' });
  };
  document.addEventListener('htmx:sendError', failed);
  document.addEventListener('htmx:responseError', failed);
  document.addEventListener('htmx:timeout', failed);
}
