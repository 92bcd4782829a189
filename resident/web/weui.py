"""What is taken of WeUI: the widgets and classes in use, and no variable that nothing reads or that we set ourselves.

What stands in it for browsers older than those in which WeChat still opens pages goes too. Works on the text of WeUI's own minified files.
"""

from collections.abc import Collection
from pathlib import Path
from re import Match

from resident.patterns import Pattern

WIDGETS = (
    "base/base",
    "widget/weui-cell/weui-cell",
    "widget/weui-cell/weui-switch",
    "widget/weui-button/weui-button",
    "widget/weui-tab/weui-tab",
    "widget/weui-tips/weui-badge",
)
CLASSES = frozenset(
    f"weui-{name}"
    for name in (
        "badge",
        "bar__item_on",
        "btn",
        "btn_default",
        "btn_primary",
        "btn_warn",
        "cell",
        "cell__bd",
        "cell__desc",
        "cell__ft",
        "cell__hd",
        "cells",
        "switch",
        "tabbar",
        "tabbar__icon",
        "tabbar__item",
        "tabbar__label",
    )
)
LONGEST_SHEET = 10_000_000
RULE = Pattern(r"([^{}@;]+)(\{[^{}]*\})", longest=LONGEST_SHEET)
VARIABLE = Pattern(r"(--weui-[\w-]+):[^;{}]*;?", longest=LONGEST_SHEET)
SET = Pattern(r"(--weui-[\w-]+):", longest=LONGEST_SHEET)
FOR_OLDER = Pattern(r"(?<![\w-])([\w-]+):[^;{}]*;(?=\1:)", longest=LONGEST_SHEET)
PREFIXED = Pattern(
    r"-webkit-(?:box-flex|flex|box-align|align-items|transform|transform-origin|transition):[^;{}]*;?",
    longest=LONGEST_SHEET,
)
EMPTY = Pattern(r"(?:@media[^{}]*|[^{}@]*)\{\}", longest=LONGEST_SHEET)
READ = Pattern(r"var\((--weui-[\w-]+)", longest=LONGEST_SHEET)
CLASS = Pattern(r"\.(weui-[\w-]+)", longest=LONGEST_SHEET)


def chosen(styles: Path, others: str) -> str:
    """What we use of WeUI's base and widgets, its licence first, without the preamble that each file repeats.

    `others` is the CSS that stands beside it and may read its variables.
    """
    texts = [(styles / f"{name}.min.css").read_text(encoding="utf-8") for name in WIDGETS]
    licence, _, base = texts[0].partition("*/")
    preamble = texts[0].partition("html{")[0]
    rules = base + "".join(text.removeprefix(preamble) for text in texts[1:])
    return f"{licence}*/{only_used(rules, CLASSES, others)}"


def only_used(weui: str, classes: Collection[str], others: str) -> str:
    """Minified WeUI without the rules of classes we never write and without variables that nothing reads.

    `others` is the CSS that stands beside it and may read its variables, or set them for good. A selector stays when all
    of its `weui-` classes are in `classes`; selectors of mini programs (`.wx-root`, `page`) and of a
    forced dark theme go.
    """

    def _kept(rule: Match[str]) -> str:
        selectors = [one for one in rule[1].split(",") if _is_used(one, classes)]
        return ",".join(selectors) + rule[2] if selectors else ""

    kept = RULE.sub(_kept, weui)
    kept = FOR_OLDER.sub("", PREFIXED.sub("", kept))
    read = set(READ.findall(kept + others)) - set(SET.findall(others))
    kept = VARIABLE.sub(lambda found: found[0] if found[1] in read else "", kept)
    while EMPTY.search(kept):
        kept = EMPTY.sub("", kept)
    return kept


def _is_used(selector: str, classes: Collection[str]) -> bool:
    if selector == "page" or ".wx-root" in selector or '[data-weui-theme="dark"]' in selector:
        return False
    return all(name in classes for name in CLASS.findall(selector))
