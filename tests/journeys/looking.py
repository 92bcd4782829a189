"""What a page is looked over for: axe's rules, and nothing wider than the phone."""

import json
from functools import cache

from playwright.sync_api import Page

from resident.web.assets import axe_script

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found => JSON.stringify(
    found.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary)])))"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll('*')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""


def look_over(page: Page) -> list[str]:
    """axe's violations on this page, whose context runs scripts."""
    page.evaluate(_axe())
    return [f"axe {rule}: {nodes}" for rule, nodes in json.loads(page.evaluate(AXE_RUN, RULES))]


def what_sticks_out(page: Page) -> list[str]:
    """Elements that make the page wider than its window."""
    return [f"wider than the phone: {element}" for element in page.evaluate(TOO_WIDE)]


@cache
def _axe() -> str:
    return axe_script().read_text(encoding="utf-8")
