// A page that is made to be printed offers to do so; without scripts the browser's menu does.
{
  document.querySelectorAll('[data-print]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  });
}
