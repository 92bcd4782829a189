// How much of the room for a text is used, counted as the server counts: in characters, not in code units.
{
  const show = (counter) => {
    const field = document.getElementById(counter.dataset.countFor);
    const length = [...field.value].length;
    counter.textContent = `${length}/${counter.dataset.most}`;
    counter.classList.toggle('is-over', length > counter.dataset.most);
  };

  const start = (root) => root.querySelectorAll('[data-count-for]').forEach(show);

  document.addEventListener('input', (event) => {
    const counter = document.querySelector(`[data-count-for="${CSS.escape(event.target.id || '-')}"]`);
    if (counter) show(counter);
  });
  document.addEventListener('htmx:afterSettle', (event) => start(event.target));
  start(document);
}
