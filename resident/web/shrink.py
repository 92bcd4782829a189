"""Style sheets and scripts without what nobody reads. Works on text alone, for the sources and WeUI's own form of CSS."""

import re
from collections.abc import Collection

RULE = re.compile(r"([^{}@;]+)(\{[^{}]*\})")
VARIABLE = re.compile(r"(--weui-[\w-]+):[^;{}]*;?")
EMPTY = re.compile(r"(?:@media[^{}]*|[^{}@]*)\{\}")


def shrink_css(text: str) -> str:
    """CSS without comments and without the white space that means nothing."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,])\s*|(:)\s+", lambda found: found[1] or found[2], text).replace(";}", "}").strip()


def shrink_js(text: str) -> str:
    """A script without whole-line comments and indentation; its lines stay, so that errors still name one."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def only_used(weui: str, classes: Collection[str], others: str) -> str:
    """Minified WeUI without the rules of classes we never write and without variables that nothing reads.

    `others` is the CSS that stands beside it and may read its variables. A selector stays when all
    of its `weui-` classes are in `classes`; selectors of mini programs (`.wx-root`, `page`) and of a
    forced dark theme go.
    """

    def _kept(rule: re.Match[str]) -> str:
        selectors = [one for one in rule[1].split(",") if _is_used(one, classes)]
        return ",".join(selectors) + rule[2] if selectors else ""

    kept = RULE.sub(_kept, weui)
    read = set(re.findall(r"var\((--weui-[\w-]+)", kept + others))
    kept = VARIABLE.sub(lambda found: found[0] if found[1] in read else "", kept)
    while EMPTY.search(kept):
        kept = EMPTY.sub("", kept)
    return kept


def _is_used(selector: str, classes: Collection[str]) -> bool:
    if selector == "page" or ".wx-root" in selector or '[data-weui-theme="dark"]' in selector:
        return False
    return all(name in classes for name in re.findall(r"\.(weui-[\w-]+)", selector))
