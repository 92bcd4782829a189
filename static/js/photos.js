// Chosen photos are shown before they are sent, gathered over several choices, and can be taken out again.
{
  const tile = (file, words, remove) => {
    const pic = document.createElement('span');
    pic.className = 'pic pic_chosen';
    const image = document.createElement('img');
    image.alt = file.name;
    image.src = URL.createObjectURL(file);
    image.addEventListener('load', () => URL.revokeObjectURL(image.src));
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'pic__del';
    button.setAttribute('aria-label', `${words} ${file.name}`);
    button.append(document.createElement('span'));
    button.addEventListener('click', remove);
    pic.append(image, button);
    return pic;
  };

  const start = (field) => {
    const input = field.querySelector('input[type=file]');
    const words = field.querySelector('[data-photos-words]');
    let chosen = [];
    let leftOut = [];

    const say = () => [
      chosen.length && words.dataset.photosWords.replace('{n}', chosen.length),
      leftOut.length && words.dataset.leftOut.replace('{names}', leftOut.map((file) => file.name).join(', ')),
    ].filter(Boolean).join(' · ');

    const draw = () => {
      const files = new DataTransfer();
      chosen.forEach((file) => files.items.add(file));
      input.files = files.files;
      field.querySelectorAll('.pic_chosen').forEach((pic) => pic.remove());
      const pics = chosen.map((file) => tile(file, words.dataset.remove, () => {
        chosen = chosen.filter((other) => other !== file);
        leftOut = [];
        draw();
        input.focus();
      }));
      input.closest('.pic_add').before(...pics);
      words.textContent = say();
    };

    input.addEventListener('change', () => {
      const kept = field.querySelectorAll('.pic_kept input:not(:checked)').length;
      const known = new Set(chosen.map((file) => `${file.name}/${file.size}/${file.lastModified}`));
      const added = [...input.files].filter((file) => !known.has(`${file.name}/${file.size}/${file.lastModified}`));
      const room = Math.max(0, field.dataset.most - kept);
      leftOut = [...chosen, ...added].slice(room);
      chosen = [...chosen, ...added].slice(0, room);
      draw();
    });
  };

  const all = (root) => root.querySelectorAll('[data-photos]').forEach(start);
  document.addEventListener('htmx:afterSettle', (event) => all(event.target));
  all(document);
}
