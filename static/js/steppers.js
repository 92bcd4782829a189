// For people in a hurry: − and + beside a number or a time, and days to be tapped. Without scripts they are plain fields.
{
  const LAST_MINUTE = 1439;
  const read = (typed) => {
    const parts = typed.replace('½', '.5').normalize('NFKC').replace(',', '.').split(':');
    return parseFloat(parts[0]) + (parts[1] ? parts[1] / 60 : 0);
  };
  const said = (minutes) => [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');

  const write = (field, hours) => {
    field.value = field.type === 'time' ? said(Math.min(Math.max(Math.round(hours * 60), 0), LAST_MINUTE)) : hours;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };

  // A time moves by the step, a number to the next step: from 0:50 by half hours to 1, which can be read again.
  const moved = (field, now, by) => {
    const step = Math.abs(by);
    if (field.type === 'time') return Math.max(now + by, 0);
    return Math.max((by > 0 ? Math.floor(now / step) + 1 : Math.ceil(now / step) - 1) * step, step);
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-by]');
    if (!button) return;
    const field = document.getElementById(button.getAttribute('aria-controls'));
    const now = read(field.value);
    write(field, Number.isNaN(now) ? field.dataset.first : moved(field, now, Number(button.dataset.by)));
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
