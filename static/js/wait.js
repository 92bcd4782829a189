// A button that works again after some seconds: data-wait="48" data-wait-words="Again in {n} s". The server decides anyway.
document.querySelectorAll('[data-wait]').forEach((button) => {
  const label = button.textContent;
  const end = Date.now() + button.dataset.wait * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? button.dataset.waitWords.replace('{n}', left) : label;
    if (left > 0) setTimeout(tick, 500);
  };
  if (button.dataset.wait > 0) tick();
});
