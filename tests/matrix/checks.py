"""What every page is looked over for beside axe's rules: too wide, too small to press, cut off, machinery showing."""

from playwright.sync_api import Page

from tests.journeys.looking import look_over

LEAST, LEAST_IN_CARE = 44, 60  # px; the second is for main controls
# Everything is measured on the page as it was drawn; `shown` leaves out what is folded away, hidden or for screen readers.
HELPERS = r"""
const shown = (one) => {
  const box = one.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && box.right + scrollX > 0
    && one.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
    && !one.closest('.sr, [hidden], [aria-hidden="true"]');
};
const said = (one) => one.outerHTML.replace(/\s+/g, ' ').slice(0, 140);
const some = (kind, found) => found.slice(0, 3).map((one) => kind + ': ' + one);
"""
TOO_WIDE = r"""() => {
  const by = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (by <= 0) return [];
  const out = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
  return some('wider than the page by ' + by, out.filter((one) => !out.some((other) => other !== one && one.contains(other)))
    .map(said).concat(out.length ? [] : ['?']));
}"""
TOO_SMALL = r"""(least) => {
  const small = [];
  const pressed = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=slider]';
  for (const one of document.querySelectorAll(pressed)) {
    const boxes = [one, ...(one.matches('[type=checkbox], [type=radio], [type=file]') ? one.labels : [])].filter(shown);
    if (!boxes.length || one.disabled) continue;
    if (one.matches('a') && getComputedStyle(one).display === 'inline') {
      const around = one.closest('p, li, dd, dt, td, figcaption, label, small, span, div');
      if (around && around.textContent.trim().length > one.textContent.trim().length + 8) continue;  // within a sentence
    }
    const sizes = boxes.map((box) => [box.getBoundingClientRect(), box]);
    if (sizes.some(([box]) => box.width >= least - 0.5 && box.height >= least - 0.5)) continue;
    const [box, best] = sizes.sort((a, b) => b[0].width * b[0].height - a[0].width * a[0].height)[0];
    best.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const now = best.getBoundingClientRect(), x = now.left + now.width / 2, y = now.top + now.height / 2;
    const mine = (a, b) => {
      const hit = document.elementFromPoint(a, b);
      return hit && boxes.some((some) => some.contains(hit));
    };
    const reach = (right, down) => {
      let far = 0;
      while (far < least && mine(x + right * (far + 1), y + down * (far + 1))) far += 1;
      return far;
    };
    if (mine(x, y)) {
      const wide = Math.max(box.width, reach(-1, 0) + reach(1, 0) + 1), high = Math.max(box.height, reach(0, -1) + reach(0, 1) + 1);
      if (wide >= least - 1 && high >= least - 1) continue;
    }
    small.push(Math.round(box.width) + ' by ' + Math.round(box.height) + ' ' + said(one));
  }
  scrollTo(0, 0);
  return some('too small to press', small);
}"""
MAIN_TOO_SMALL = r"""(least) => some('too small for care mode', [...document.querySelectorAll('.weui-btn, .weui-tabbar__item, .big')]
  .filter((one) => shown(one) && one.getBoundingClientRect().height < least - 0.5).map((one) => said(one)))"""
CUT = r"""() => some('cut off', [...document.body.querySelectorAll('*')].filter((one) => {
  if (!shown(one) || !one.innerText || !one.innerText.trim() || one.matches('select, option, textarea, input')) return false;
  const style = getComputedStyle(one);
  const cuts = (flow) => flow === 'hidden' || flow === 'clip';
  const margin = style.overflowX === 'clip' ? parseFloat(style.overflowClipMargin.split(' ').pop()) || 0 : 0;
  const wide = cuts(style.overflowX) && one.scrollWidth > one.clientWidth + 1 + margin;
  const high = cuts(style.overflowY) && one.scrollHeight > one.clientHeight + 1 + margin;
  if (!wide && !high) return false;
  const box = one.getBoundingClientRect(), walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    const words = document.createRange();
    words.selectNodeContents(node);
    const drawn = words.getBoundingClientRect(), air = parseFloat(getComputedStyle(node.parentElement).fontSize) * 0.25;
    if ((wide && drawn.right > box.right + 1 + margin) || (high && drawn.bottom > box.bottom + air + margin)) return true;
  }
  return false;
}).map(said))"""
LEAKS = r"""() => {
  const leak = /\{\{|\}\}|\{%|%\([a-z_]+\)[sd]|\bundefined\b|\bNaN\b|\[object |Traceback \(most|(^|[\s:：])None(?! for )($|[\s,.，。])/;
  const found = [], walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (leak.test(node.nodeValue) && !node.parentElement.closest('script, style, bdi, code')) found.push(node.nodeValue.trim().slice(0, 120));
  return some('machinery shows', found);
}"""


def check(page: Page, *, is_care: bool = False) -> list[str]:
    """Everything that is wrong with the page as it is drawn now; main controls are larger in care mode."""
    found = [f"axe {line}" if not line.startswith("axe") else line for line in look_over(page)]
    for source, value in ((TOO_WIDE, None), (TOO_SMALL, LEAST), (CUT, None), (LEAKS, None)):
        found += page.evaluate(f"(given) => {{ {HELPERS} return ({source})(given); }}", value)
    if is_care:
        found += page.evaluate(f"(given) => {{ {HELPERS} return ({MAIN_TOO_SMALL})(given); }}", LEAST_IN_CARE)
    return found
