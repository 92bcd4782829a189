// A button that copies the words of an element; where the browser does not let us, they are selected instead.
{
  document.querySelectorAll('[data-copy]').forEach((button) => { button.hidden = false; });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const words = document.getElementById(button.dataset.copy);
    getSelection().selectAllChildren(words);
    const said = () => { button.textContent = button.dataset.copied; };
    if (navigator.clipboard) navigator.clipboard.writeText(words.textContent.trim()).then(said, () => {});
    else if (document.execCommand('copy')) said();
  });
}
