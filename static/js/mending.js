// An error at a field is quiet once the field has been changed: the red goes, and its line in the summary above. What stands
// under the thumb does not jump by it. Whether it is right now, the server says.
{
  const follow = (id) => {
    const link = document.querySelector(`.summary a[href="#${id}"]`);
    if (!link) return;
    const summary = link.closest('.summary');
    const line = link.closest('li');
    link.remove();
    if (!line.querySelector('a')) line.remove();
    const left = summary.querySelectorAll('li').length;
    const says = summary.querySelector('b');
    if (!left) summary.remove();
    else says.textContent = left === 1 ? says.dataset.one : says.textContent.replace(/\d+/, left);
  };

  document.addEventListener('input', (event) => {
    const field = event.target;
    const group = field.closest('fieldset.field');
    const id = group && !document.getElementById(`${field.id}-e`) ? group.id : field.id;
    const error = id && document.getElementById(`${id}-e`);
    if (!error || (field.type !== 'checkbox' && !field.value.trim())) return;
    const top = field.getBoundingClientRect().top;
    field.removeAttribute('aria-invalid');
    while (error.nextElementSibling && error.nextElementSibling.matches('.field__error')) error.nextElementSibling.remove();
    error.remove();
    follow(id);
    if (!CSS.supports('overflow-anchor', 'auto')) scrollBy(0, field.getBoundingClientRect().top - top);
  });
}
