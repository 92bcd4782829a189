"""Marks piled on letters: whatever reaches a page, nothing of it is drawn over what stands beside it."""

import io

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.journeys.arriving import PHONES
from tests.journeys.conftest import Server
from tests.journeys.walker import Walk

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
PILE = "\u0300\u0306\u033f" * 6 + "\u0323\u0331\u0333" * 6
SLACK = 6  # pixels around a box, for the ring of what has the focus
# One of each kind of words that people write (buttons and links are ours alone): what holds them as a block.
KINDS = """() => {
  const kinds = new Map();
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim().length < 2 || holder.closest('form, label, .sr, script, svg, summary, .weui-btn, .chip, .views, a.link, a.tool')) continue;
    const block = holder.closest('p, li, h1, h2, h3, dd, dt, td, th, div, article, a.row > *, .row__title, .row__line, .note__words');
    const kind = [holder.tagName, holder.className, block && block.tagName, block && block.className].join(' ');
    if (block && holder.getClientRects().length && !kinds.has(kind)) kinds.set(kind, [holder, walker.currentNode, block]);
  }
  window.kinds = [...kinds.values()];
  return [...kinds.keys()];
}"""
WRITE = """([at, marks]) => {
  const [holder, text, block] = window.kinds[at];
  document.body.style.fontFamily = 'DejaVu Sans';  // of the fonts of a test machine the one that piles marks up
  text.data = ('o' + marks).repeat(4);
  const box = block.getBoundingClientRect();
  return [box.left, box.top + scrollY, box.right, box.bottom + scrollY];
}"""


def _drawn(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB")


def _strays(page: Page) -> list[str]:
    found = []
    kinds = page.evaluate(KINDS)
    for at in range(len(kinds)):
        page.evaluate(WRITE, [at, ""])
    _drawn(page)  # what is lazy comes now
    before = _drawn(page)
    for at, kind in enumerate(kinds):
        left, top, right, bottom = page.evaluate(WRITE, [at, PILE])
        after = _drawn(page)
        page.evaluate(WRITE, [at, ""])
        if before.size != after.size:
            found.append(f"{page.url}: {kind} makes the page longer")
            continue
        difference = ImageChops.difference(before, after)
        own = tuple(map(round, (left - SLACK, top - SLACK, right + SLACK, bottom + SLACK)))
        difference.paste((0, 0, 0), own)
        if difference.getbbox():
            found.append(f"{page.url}: {kind} {own} draws at {difference.getbbox()}")
    return found


def test_marks_stay_in_the_box_of_their_words(chromium: Browser, server: Server) -> None:
    walk = Walk(chromium, server, "zh_Hans", scripts=True)
    resident = walk["volunteer"]
    resident.sign_in(PHONES["volunteer"])
    found = []
    for path in ("/c/guihua/", "/c/guihua/demands", "/c/guihua/activities", "/c/guihua/rewards", "/me/notifications"):
        resident.page.goto(path)
        found += _strays(resident.page)
    resident.open("/c/guihua/demands")
    resident.follow("main a[href^='/c/guihua/demands/']:not([href$='/new'])")
    found += _strays(resident.page)
    walk.end()
    assert not found, "\n".join(found)
