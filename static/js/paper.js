// A sheet that is made to be printed: its button prints, and where there is a mouse it does so by itself.
{
  const button = document.querySelector('[data-print]');
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => print());
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) addEventListener('load', () => print());
  }
}
