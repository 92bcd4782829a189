// What was done stands over the bar for five seconds; in care mode, and while somebody is in it, until the next act.
{
  const SHOWN = 5000;
  const layer = document.getElementById('toasts');
  let leaving;

  const clear = () => { layer.textContent = ''; };

  // Never over what has the focus: then it stands at the top.
  const place = () => {
    layer.classList.remove('is-high');
    const box = layer.getBoundingClientRect();
    const held = document.activeElement;
    if (!layer.firstElementChild || !held || held === document.body || layer.contains(held)) return;
    const at = held.getBoundingClientRect();
    layer.classList.toggle('is-high', at.height < innerHeight / 2 && at.bottom > box.top && at.top < box.bottom);
  };

  const leave = () => {
    if (layer.matches(':hover, :focus-within')) wait();
    else clear();
  };

  const wait = () => {
    clearTimeout(leaving);
    if (document.documentElement.dataset.mode !== 'care') leaving = setTimeout(leave, SHOWN);
  };

  const show = () => {
    if (!layer.firstElementChild) return;
    place();
    wait();
  };

  const fail = () => {
    const line = document.createElement('div');
    line.className = 'toast';
    line.textContent = layer.dataset.failed;
    clear();
    layer.append(line);
    place();
    clearTimeout(leaving);
  };

  if (layer) {
    // A screen reader says what comes into a layer, not what stood in it from the start.
    layer.append(...layer.children);
    show();
    document.addEventListener('submit', (event) => {
      if (!event.defaultPrevented && !layer.contains(event.target)) clear();
    });
    document.addEventListener('focusin', place);
    addEventListener('scroll', place, { passive: true });
    document.addEventListener('htmx:afterSettle', show);
    ['htmx:sendError', 'htmx:responseError', 'htmx:timeout'].forEach((name) => document.addEventListener(name, fail));
  }
}
