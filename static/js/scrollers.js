// In a row that scrolls sideways, what is current stands in view.
document.querySelectorAll('.chips_scroll [aria-current], .desk__nav [aria-current]').forEach((current) => {
  const row = current.parentElement;
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
});
