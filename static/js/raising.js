// Raising: what is folded says what is chosen in it, and the kind of matter is guessed from the words.
{
  const form = document.querySelector('[data-raising]');
  const words = form ? JSON.parse(form.dataset.words) : {};
  let isGuess = Boolean(form) && !form.querySelector('[name=category_id]:checked');

  const weigh = (list, said) => list.reduce((sum, word) => sum + word.length * (said.split(word).length - 1), 0);

  const guess = () => {
    const said = [form.elements.title, form.elements.title, form.elements.body].map((field) => field.value).join('\n').toLowerCase();
    let most = 0;
    form.querySelectorAll('[name=category_id]').forEach((radio) => {
      const weight = weigh(words[radio.value] || [], said);
      radio.checked = weight > most; // of a group the last one that is checked stays so
      most = Math.max(most, weight);
    });
  };

  const chosen = (name) => {
    const field = form.querySelector(`select[name=${name}], [name=${name}]:checked`);
    if (!field || !field.value) return '';
    if (field.options) return field.selectedOptions[0].text;
    return field.getAttribute('aria-label') || field.closest('label').querySelector('b, .chip > span').textContent;
  };

  const show = () => {
    form.querySelectorAll('[data-says]').forEach((title) => {
      title.textContent = chosen(title.dataset.says) || title.dataset.else;
    });
    form.querySelectorAll('[data-guess]').forEach((note) => {
      note.textContent = isGuess && chosen('category_id') ? note.dataset.guess : note.dataset.note;
    });
    form.querySelectorAll('[data-on]').forEach((title) => {
      title.textContent = form.elements.shows_name.checked ? title.dataset.on : title.dataset.off;
    });
  };

  if (form) {
    form.addEventListener('input', (event) => {
      if (event.target.name === 'category_id') isGuess = false;
      if (isGuess) guess();
      show();
    });
    show();
  }
}
