"""What is taken of WeUI: each widget that is written, and nothing twice."""

import json
import re
from pathlib import Path

from resident.config import ROOT
from resident.web.weui import CLASSES, WIDGETS, chosen, only_used


def test_what_all_widgets_repeat_stands_once(tmp_path: Path) -> None:
    for name in WIDGETS:
        file = tmp_path / f"{name}.min.css"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"/*! MIT */body{{--weui-A:1}}html{{--of-{file.parent.name}-{file.stem}:1;top:var(--weui-A)}}")
    style = chosen(tmp_path, "")
    assert style.startswith("/*! MIT */")
    assert style.count("--weui-A:1") == 1
    assert style.count("MIT") == 1
    assert style.count("--of-") == len(WIDGETS)


def test_only_the_widgets_and_variables_in_use_are_taken() -> None:
    weui = (
        ".wx-root,body{--weui-A:1;--weui-B:2}@media (prefers-color-scheme:dark){body{--weui-B:3}}"
        '.weui-btn,.weui-dialog{color:var(--weui-A)}.weui-dialog::after{top:0}body[data-weui-theme="dark"]{--weui-A:4}'
    )
    assert only_used(weui, {"weui-btn"}, "") == "body{--weui-A:1;}.weui-btn{color:var(--weui-A)}"
    assert "--weui-B:3" in only_used(weui, {"weui-btn"}, "a{color:var(--weui-B)}")


def test_what_we_set_ourselves_is_not_set_twice() -> None:
    weui = "body{--weui-A:1;--weui-B:2}.weui-btn{color:var(--weui-A);top:var(--weui-B)}"
    assert only_used(weui, {"weui-btn"}, "body{--weui-B: 3}").startswith("body{--weui-A:1;}")


def test_what_stands_there_for_browsers_that_are_gone_goes() -> None:
    weui = (
        ".weui-btn{display:-webkit-flex;display:flex;-webkit-flex:1;flex:1;color:#fff;color:var(--weui-A);"
        "-webkit-user-select:none;-webkit-transition:top 1s;transition:top 1s}"
    )
    kept = ".weui-btn{display:flex;flex:1;color:var(--weui-A);-webkit-user-select:none;transition:top 1s}"
    assert only_used(weui, {"weui-btn"}, "") == kept


def test_every_widget_that_is_written_is_taken() -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").glob("[cj]s/*")]
    written = {name for path in sources for name in re.findall(r"\b(weui-[a-z_]+[a-z])\b", path.read_text())}
    assert written - {"weui-btn_", "weui-mode", "weui-theme"} <= CLASSES


def test_the_licence_of_weui_and_its_widgets_are_served() -> None:
    vendor = ROOT / "static" / "vendor"
    style = (vendor / json.loads((vendor / "manifest.json").read_text())["files"]["app.css"]).read_text()
    assert style.startswith("/*!")
    assert "Tencent" in style.partition("*/")[0]
    assert set(re.findall(r"\.(weui-[\w-]+)", style)) >= CLASSES
