// Chosen photos are made smaller on the phone and sent one by one while the rest is written; what cannot be sent now
// stays chosen and goes with the form. Each can be taken out again.
{
  const LONGEST = 1600;
  const SMALL = 400000;

  const smaller = async (file) => {
    if (file.size < SMALL || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (Math.max(picture.width, picture.height) > 3 * Math.min(picture.width, picture.height)) return file;
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', 0.85); });
      const name = `${file.name.replace(/\.[^.]*$/, '')}.jpg`;
      return blob && blob.size < file.size ? new File([blob], name, { type: 'image/jpeg' }) : file;
    } catch {
      return file; // a format this browser does not draw: the server may
    }
  };

  const tile = (file, words, remove) => {
    const pic = document.createElement('span');
    pic.className = 'pic pic_chosen';
    const image = document.createElement('img');
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener('load', () => URL.revokeObjectURL(image.src));
    const bar = document.createElement('span');
    bar.className = 'pic__bar';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'pic__del';
    button.setAttribute('aria-label', `${words} ${file.name}`);
    button.append(document.createElement('span'));
    button.addEventListener('click', remove);
    pic.append(image, bar, button);
    return pic;
  };

  const start = (field) => {
    const input = field.querySelector('input[type=file]');
    const words = field.querySelector('[data-photos-words]');
    const row = field.querySelector('.pics');
    const form = input.form;
    let chosen = [];
    let leftOut = [];
    let wrong = [];
    let waits = null;
    let known = new Set();

    const kept = () => row.querySelectorAll('.pic_kept input:not(:checked)').length;
    const say = () => {
      const number = kept() + chosen.length;
      words.textContent = [
        number && words.dataset.photosWords.replace('{n}', number),
        leftOut.length && words.dataset.leftOut.replace('{names}', leftOut.map((file) => file.name).join(', ')),
        ...wrong,
      ].filter(Boolean).join(' · ');
    };
    const hand = () => { // what was not sent yet goes with the form
      const files = new DataTransfer();
      chosen.forEach((one) => files.items.add(one.file));
      input.files = files.files;
      say();
    };
    const drop = (one) => {
      chosen = chosen.filter((other) => other !== one);
      known.delete(one.mark);
      if (one.request) one.request.abort();
      one.pic.remove();
      leftOut = [];
      hand();
      input.focus();
    };

    const send = (one) => new Promise((done) => {
      const data = new FormData();
      data.append('csrf_token', form.elements.csrf_token.value);
      data.append('token', form.elements.token.value);
      data.append('photos', one.file, one.file.name);
      const request = new XMLHttpRequest();
      const bar = one.pic.querySelector('.pic__bar');
      one.request = request;
      one.pic.classList.add('pic_wait');
      request.open('POST', field.dataset.send);
      request.upload.addEventListener('progress', (event) => {
        const part = Math.round(100 * event.loaded / (event.total || 1));
        bar.textContent = field.dataset.sending.replace('{n}', part);
      });
      request.addEventListener('loadend', () => {
        one.request = null;
        one.pic.classList.remove('pic_wait');
        bar.textContent = '';
        if (request.status === 200) {
          one.pic.insertAdjacentHTML('afterend', request.responseText);
        }
        if (request.status === 200 || request.status === 422) {
          chosen = chosen.filter((other) => other !== one);
          one.pic.remove();
          if (request.status === 422) wrong.push(request.responseText);
          hand();
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        done();
      });
      request.send(data);
    });

    const work = async () => {
      for (const one of [...chosen]) {
        if (!one.seen) {
          one.seen = true;
          one.file = await smaller(one.file);
          hand();
          if (field.dataset.send && chosen.includes(one)) await send(one);
        }
      }
    };

    const resume = () => {
      const button = waits;
      waits = null;
      if (button !== null) form.requestSubmit(button || undefined);
    };

    input.addEventListener('change', () => {
      const mark = (file) => `${file.name}/${file.size}/${file.lastModified}`;
      const added = [...input.files].filter((file) => !known.has(mark(file)));
      const room = Math.max(0, field.dataset.most - kept() - chosen.length);
      leftOut = added.slice(room);
      wrong = [];
      added.slice(0, room).forEach((file) => {
        const one = { file, mark: mark(file), seen: false, request: null };
        one.pic = tile(file, words.dataset.remove, () => drop(one));
        known.add(one.mark);
        chosen.push(one);
        row.append(one.pic);
      });
      hand();
      field.busy = (field.busy || Promise.resolve()).then(work);
      const mine = field.busy;
      mine.then(() => { if (field.busy === mine) { field.busy = null; resume(); } });
    });
    row.addEventListener('change', say);

    window.addEventListener('submit', (event) => {
      if (event.target !== form || !field.busy) return;
      event.preventDefault(); // sent again as soon as the last photo is there
      event.stopImmediatePropagation();
      waits = event.submitter;
    }, true);
  };

  const all = (root) => root.querySelectorAll('[data-photos]').forEach(start);
  document.addEventListener('htmx:afterSettle', (event) => all(event.target));
  all(document);
}
