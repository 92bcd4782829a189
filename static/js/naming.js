// The button says to whom: data-names="Hand over to {body}" with the name of the choice in its form.
{
  const name = (root) => root.querySelectorAll('[data-names]').forEach((button) => {
    const chosen = button.form.querySelector('input[type=radio]:checked');
    const body = chosen && chosen.closest('label').querySelector('b');
    if (body) button.textContent = button.dataset.names.replace('{body}', () => body.textContent);
  });

  document.addEventListener('change', (event) => { if (event.target.form) name(event.target.form); });
  document.addEventListener('htmx:afterSettle', (event) => name(event.target));
  addEventListener('pageshow', () => name(document));
}
