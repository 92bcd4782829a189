"""What is looked at after every part that htmx swaps: the focus, the answer, and that nothing jumped."""

from playwright.sync_api import BrowserContext, Page

MOST_SHIFT = 0.02
WATCH = """() => {
  window.swapped = [];
  let shift = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { if (!one.hadRecentInput) shift += one.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  const inView = (one) => {
    const box = one.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  };
  document.addEventListener('htmx:beforeRequest', () => { shift = 0; });
  document.addEventListener('htmx:afterSettle', (event) => {
    const id = event.detail.elt.id || event.target.id;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const held = document.activeElement;
      const answers = [...document.querySelectorAll('.toast, .summary'), document.getElementById(id)].filter(Boolean);
      window.swapped.push({
        what: id, lost: !held || held === document.body, hidden: !answers.some(inView), shift,
        covered: [...document.querySelectorAll('.toast')].some((toast) => {
          const a = toast.getBoundingClientRect(), b = held.getBoundingClientRect();
          return held !== document.body && !toast.contains(held) && b.height < innerHeight / 2
            && a.top < b.bottom && b.top < a.bottom && a.left < b.right && b.left < a.right;
        }),
      });
    }));
  });
}"""
TAKE = "() => (window.swapped || []).splice(0)"


def watch_swaps(phone: Page | BrowserContext) -> None:
    """Have every page that is opened here note its swaps."""
    phone.add_init_script(f"({WATCH})()")


def what_swaps_did(page: Page) -> list[str]:
    """What was wrong with the parts swapped since the last look."""
    findings = []
    for swap in page.evaluate(TAKE):
        if swap["lost"]:
            findings.append(f"the focus fell to the body when #{swap['what']} was swapped")
        if swap["hidden"]:
            findings.append(f"the answer of #{swap['what']} is out of sight")
        if swap["covered"]:
            findings.append(f"what is said covers what has the focus in #{swap['what']}")
        if swap["shift"] > MOST_SHIFT:
            findings.append(f"the page jumped by {swap['shift']:.3f} when #{swap['what']} was swapped")
    return findings
