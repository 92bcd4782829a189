// For people in a hurry: − and + beside a number or a time, and days to be tapped. Without scripts they are plain fields.
{
  const LAST_MINUTE = 1439;
  const read = (typed) => {
    const parts = typed.replace(',', '.').split(':');
    return parseFloat(parts[0]) + (parts[1] ? parts[1] / 60 : 0);
  };
  const said = (minutes) => [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

  const write = (field, hours) => {
    field.value = field.type === 'time' ? said(Math.min(Math.max(Math.round(hours * 60), 0), LAST_MINUTE)) : hours;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-by]');
    if (!button) return;
    const field = document.getElementById(button.getAttribute('aria-controls'));
    const by = Number(button.dataset.by);
    const now = read(field.value);
    const least = field.type === 'time' ? 0 : Math.abs(by);
    write(field, Number.isNaN(now) ? field.dataset.first : Math.max(now + by, least));
    button.parentNode.nextElementSibling.textContent = field.value;
  });

  document.addEventListener('input', (event) => {
    const begin = event.target;
    if (!begin.dataset.pulls) return;
    const end = document.getElementById(begin.dataset.pulls);
    const length = read(end.value) - read(begin.dataset.was || begin.defaultValue);
    if (length > 0 && begin.value) write(end, read(begin.value) + length);
    begin.dataset.was = begin.value;
  });

  document.addEventListener('change', (event) => {
    const days = event.target.closest('[data-days]');
    if (!days) return;
    const typed = days.querySelector('.box');
    const chips = [...days.querySelectorAll('[type=radio]')];
    if (event.target === typed) (chips.find((chip) => chip.value === typed.value) || chips[chips.length - 1]).checked = true;
    else if (event.target.value) typed.value = event.target.value;
    else typed.focus();
  });
}
