// The plan of the estate can be drawn with a finger or with arrows; what is sent are the numbers of the table below.
{
  const FIELD = 46;
  const EDGE = 3;
  const plan = document.querySelector('[data-plan]');
  const svg = plan && plan.querySelector('svg');

  const numberOf = (block, measure) => document.getElementById(`${measure}_${block.dataset.place}`);
  const measured = (block, measure) => Number(numberOf(block, measure).value);
  const spotOf = (block) => ({
    left: measured(block, 'column') - 1,
    top: measured(block, 'row') - 1,
    right: measured(block, 'column') - 1 + measured(block, 'width'),
    foot: measured(block, 'row') - 1 + measured(block, 'height'),
  });
  const blocks = svg ? [...svg.querySelectorAll('[data-place]')] : [];
  // A place whose numbers are being typed stays where it was drawn.
  const isWhole = (block) => ['column', 'row', 'width', 'height'].every((measure) => measured(block, measure) >= 1);
  const meet = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.foot && other.top < one.foot;

  const grow = () => {
    const spots = blocks.filter(isWhole).map(spotOf);
    const right = Math.max(svg.viewBox.baseVal.width, ...spots.map((spot) => spot.right * FIELD + 2 * EDGE));
    const foot = Math.max(svg.viewBox.baseVal.height, ...spots.map((spot) => spot.foot * FIELD + 2 * EDGE));
    svg.setAttribute('viewBox', `0 0 ${right} ${foot}`);
    svg.setAttribute('width', `${right / 16}rem`);
    const ground = svg.querySelector('.pl-w');
    ground.setAttribute('width', right - 3);
    ground.setAttribute('height', foot - 3);
  };

  const judge = () => {
    let said = '';
    blocks.forEach((block) => block.classList.remove('pl-bad'));
    const whole = blocks.filter(isWhole);
    whole.forEach((one, at) => whole.slice(at + 1).forEach((other) => {
      if (!meet(spotOf(one), spotOf(other))) return;
      one.classList.add('pl-bad');
      other.classList.add('pl-bad');
      said = said || plan.dataset.overlap.replace('{one}', one.dataset.name).replace('{other}', other.dataset.name);
    }));
    const error = plan.querySelector('[data-plan-error]');
    error.hidden = !said;
    error.querySelector('[data-plan-said]').textContent = said;
  };

  const draw = (block) => {
    if (!isWhole(block)) return;
    const spot = spotOf(block);
    const width = spot.right - spot.left;
    const height = spot.foot - spot.top;
    block.setAttribute('transform', `translate(${EDGE + spot.left * FIELD} ${EDGE + spot.top * FIELD})`);
    block.querySelectorAll('rect').forEach((rect) => {
      const edge = Number(rect.getAttribute('x')) * 2;
      rect.setAttribute('width', width * FIELD - edge);
      rect.setAttribute('height', height * FIELD - edge);
    });
    const lines = block.querySelectorAll('text');
    lines.forEach((line, at) => {
      line.setAttribute('x', width * FIELD / 2);
      line.setAttribute('y', height * FIELD / 2 + 5 - 8 * (lines.length - 1) + 16 * at);
    });
    grow();
    judge();
  };

  const put = (block, left, top) => {
    const within = (measure, value) => {
      const input = numberOf(block, measure);
      input.value = Math.min(Math.max(value + 1, 1), Number(input.dataset.most));
    };
    within('column', left);
    within('row', top);
    draw(block);
  };

  const start = () => {
    let chosen = null;
    const tools = plan.querySelector('[data-plan-tools]');
    const choose = (block) => {
      blocks.forEach((other) => other.classList.toggle('pl-on', other === block));
      chosen = block;
      plan.querySelector('[data-plan-chosen]').textContent = block.dataset.name;
    };
    const nudge = (dx, dy) => {
      if (!chosen) return;
      const spot = spotOf(chosen);
      put(chosen, spot.left + dx, spot.top + dy);
    };
    tools.hidden = false;
    blocks.forEach((block) => {
      block.setAttribute('tabindex', '0');
      block.setAttribute('role', 'button');
      block.setAttribute('aria-label', block.dataset.name);
      block.addEventListener('focus', () => choose(block));
      block.addEventListener('pointerdown', (event) => {
        choose(block);
        block.setPointerCapture(event.pointerId);
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width * FIELD;
        const spot = spotOf(block);
        const move = (now) => put(
          block,
          spot.left + Math.round((now.clientX - event.clientX) / scale),
          spot.top + Math.round((now.clientY - event.clientY) / scale),
        );
        block.addEventListener('pointermove', move);
        block.addEventListener('pointerup', () => block.removeEventListener('pointermove', move), { once: true });
        block.addEventListener('pointercancel', () => block.removeEventListener('pointermove', move), { once: true });
      });
    });
    svg.addEventListener('keydown', (event) => {
      const way = event.key.startsWith('Arrow') && tools.querySelector(`.nudge__${event.key.slice(5).toLowerCase()}`);
      if (!way) return;
      event.preventDefault();
      way.click();
    });
    tools.querySelectorAll('[data-dx]').forEach((button) => {
      button.addEventListener('click', () => nudge(Number(button.dataset.dx), Number(button.dataset.dy)));
    });
    tools.querySelector('[data-turn]').addEventListener('click', () => {
      if (!chosen) return;
      const wide = measured(chosen, 'width');
      numberOf(chosen, 'width').value = measured(chosen, 'height');
      numberOf(chosen, 'height').value = wide;
      draw(chosen);
    });
    document.querySelectorAll('[data-plan-table] input').forEach((input) => {
      input.addEventListener('change', () => draw(blocks.find((block) => input.id.endsWith(`_${block.dataset.place}`))));
    });
  };

  if (blocks.length) start();
}
