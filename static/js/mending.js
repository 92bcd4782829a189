// An error at a field is quiet once the field has been changed: the red goes, and its line in the summary above, whose room
// stays, so that nothing jumps under the thumb. Whether it is right now, the server says.
{
  const follow = (id) => {
    const link = document.querySelector(`.summary a[href="#${id}"]`);
    if (!link) return;
    link.removeAttribute('href');
    link.style.visibility = 'hidden';
    const summary = link.closest('.summary');
    const says = summary.querySelector('b');
    const left = [...summary.querySelectorAll('li')].filter((line) => line.querySelector('a[href]') || !line.querySelector('a')).length;
    if (!left) summary.style.visibility = 'hidden';
    says.textContent = left === 1 ? says.dataset.one : says.textContent.replace(/\d+/, left);
  };

  document.addEventListener('input', (event) => {
    const field = event.target;
    const group = field.closest('fieldset.field');
    const id = group && !document.getElementById(`${field.id}-e`) ? group.id : field.id;
    const error = id && document.getElementById(`${id}-e`);
    if (!error || (field.type !== 'checkbox' && !field.value.trim())) return;
    field.removeAttribute('aria-invalid');
    while (error.nextElementSibling && error.nextElementSibling.matches('.field__error')) error.nextElementSibling.remove();
    error.remove();
    follow(id);
  });
}
