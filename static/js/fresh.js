// WeChat on iOS shows the page of yesterday when one goes back: load it again, unless something is being typed in it.
addEventListener('pageshow', (event) => {
  const writing = 'main textarea, main select, main input:not([type=hidden]):not([type=search])';
  if (event.persisted && !document.querySelector(writing)) location.reload();
});
