// What somebody has begun to write stays on this phone for a day: for its writer alone, and never what is delicate.
// Storage may be full or forbidden: then nothing is kept, and nothing else changes.
{
  const DAY = 24 * 60 * 60 * 1000;
  const who = document.documentElement.dataset.who; // none on a page that does not know who reads
  const form = document.querySelector('form[data-draft]');
  const fields = ['title', 'body', 'spot', 'building_id', 'token'].filter((name) => form && form.elements[name]); // no building yet
  const attempt = (act) => { try { return act(); } catch { return null; } };
  const read = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
  const forget = (key) => attempt(() => localStorage.removeItem(key));
  const all = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith('draft:'))) || [];

  const isOver = (key) => {
    const draft = read(key);
    const isMine = who && key.startsWith(`draft:${who}:`);
    return !isMine || !draft || !(Date.now() - draft.at < DAY) || (draft.sent && !form);
  };
  if (who !== undefined) all().filter(isOver).forEach(forget);

  document.addEventListener('submit', (event) => {
    if ((event.target.getAttribute('action') || '').endsWith('/sign-out')) all().forEach(forget);
  });

  if (form) {
    const key = form.dataset.draft;
    const never = new RegExp(form.dataset.never, 'i');
    const offer = document.querySelector('[data-offer]');
    const mark = document.querySelector('[data-kept]');
    let soon = 0;

    const photos = () => [...form.querySelectorAll('.pic_kept input:not(:checked)')].map((box) => box.value);
    const isDelicate = () => form.querySelector('[name=visibility]:checked')?.value === 'committee'
      || never.test(`${form.elements.title.value}\n${form.elements.body.value}\n${form.elements.spot.value}`);

    const keep = (more) => {
      const values = {};
      fields.forEach((name) => { values[name] = form.elements[name].value; });
      const draft = { at: Date.now(), values, photos: photos(), ...more };
      const isEmpty = !values.title && !values.body && !draft.photos.length;
      if (isEmpty && offer && !offer.hidden) return;
      const isKept = !isEmpty && !isDelicate() && attempt(() => { localStorage.setItem(key, JSON.stringify(draft)); return true; });
      if (!isKept) forget(key);
      if (mark) mark.hidden = !isKept;
    };

    const takeUp = (draft) => {
      fields.forEach((name) => { form.elements[name].value = draft.values[name] || ''; });
      const pattern = document.querySelector('[data-kept-photo]');
      draft.photos.forEach((photo) => {
        const pic = pattern.content.cloneNode(true);
        pic.querySelector('img').src = `/photos/${encodeURIComponent(photo)}/thumb`;
        pic.querySelector('img').addEventListener('error', (event) => event.target.closest('.pic').remove());
        pic.querySelector('input').name = 'drop_photo';
        pic.querySelector('input').value = photo;
        form.querySelector('.pics').append(pic);
      });
      form.elements.title.dispatchEvent(new Event('input', { bubbles: true }));
    };

    // As the server says moments, on the community's wall clock; nothing is kept for longer than a day.
    const moment = (at) => {
      const say = (time, parts) => new Intl.DateTimeFormat('en-GB', Object.assign({ timeZone: offer.dataset.zone }, parts)).format(time);
      const date = { year: 'numeric', month: 'numeric', day: 'numeric' };
      const day = say(at, date) === say(Date.now(), date) ? offer.dataset.today : offer.dataset.yesterday;
      return day.replace('{time}', say(at, { hour: 'numeric', minute: '2-digit' }).replace(/^0(?=\d:)/, ''));
    };

    const kept = read(key);
    if (kept && offer && !form.elements.title.value) {
      offer.querySelector('[data-time]').textContent = offer.dataset.offer.replace('{time}', moment(kept.at));
      offer.hidden = false;
      offer.addEventListener('click', (event) => {
        const button = event.target.closest('button');
        if (!button) return;
        offer.hidden = true;
        if ('takeUp' in button.dataset) takeUp(kept);
        else forget(key);
        form.elements.title.focus();
      });
    } else if (kept) keep();

    form.addEventListener('input', () => { clearTimeout(soon); soon = setTimeout(keep, 400); });
    addEventListener('pagehide', () => { if (soon) { clearTimeout(soon); keep(form.dataset.sent ? { sent: true } : {}); } });
    form.addEventListener('submit', () => { clearTimeout(soon); soon = 0; keep({ sent: true }); });
  }
}
