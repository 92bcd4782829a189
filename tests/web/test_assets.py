"""Assets: built once, served for a year, light, and readable in light and dark."""

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask

from resident.config import ROOT
from resident.web import assets
from resident.web.assets import CSS, WEUI, WEUI_CLASSES, AssetsMissing, asset_url, build, serve
from resident.web.shrink import only_used, shrink_css, shrink_js

HASHED = re.compile(r"^[\w-]+\.[0-9a-f]{10}\.(css|js|svg|png)$")
MOST_CSS, MOST_IN_ALL = 13 * 1024, 40 * 1024


@pytest.fixture
def npm_runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Installs small stand-ins for the packages instead of asking npm; each entry is one run."""
    runs: list[Path] = []

    def _pretend(folder: Path, *_arguments: str) -> None:
        runs.append(folder)
        for name in WEUI:
            file = folder / "node_modules" / "weui" / "dist" / "style" / f"{name}.min.css"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"/* MIT */body{{--weui-BRAND:#07c160}}html{{--{file.stem}:1;color:var(--weui-BRAND)}}")
        htmx = folder / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
        htmx.parent.mkdir(parents=True, exist_ok=True)
        htmx.write_text("var htmx={};")

    monkeypatch.setattr(assets, "_npm", _pretend)
    return runs


@pytest.fixture
def house(tmp_path: Path, npm_runs: list[Path]) -> Path:
    """A copy of the sources in a folder of its own."""
    shutil.copytree(ROOT / "static", tmp_path / "static", ignore=shutil.ignore_patterns("vendor"))
    return tmp_path


def served(house: Path) -> list[str]:
    return sorted(path.name for path in (house / "static" / "vendor").iterdir() if path.name != "manifest.json")


def test_every_built_file_carries_its_hash_and_has_a_compressed_twin(house: Path) -> None:
    files = build(house)
    vendor = house / "static" / "vendor"
    assert set(files) == {"app.css", "app.js", "htmx.js", "icons.svg", "favicon.svg", "share.png"}
    assert json.loads((vendor / "manifest.json").read_text())["files"] == files
    for file in files.values():
        assert HASHED.match(file)
        if not file.endswith(".png"):
            assert gzip.decompress((vendor / f"{file}.gz").read_bytes()) == (vendor / file).read_bytes()


def test_a_second_build_changes_nothing(house: Path, npm_runs: list[Path]) -> None:
    first = build(house)
    times = {path: path.stat().st_mtime_ns for path in (house / "static" / "vendor").iterdir()}
    assert build(house) == first
    assert {path: path.stat().st_mtime_ns for path in (house / "static" / "vendor").iterdir()} == times
    assert len(npm_runs) == 1


def test_packages_are_installed_again_only_when_the_lock_changes(house: Path, npm_runs: list[Path]) -> None:
    build(house)
    (house / "static" / "css" / "tokens.css").write_text(":root{--ink:#000}")
    build(house)
    assert len(npm_runs) == 1
    lock = house / "static" / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    build(house)
    assert len(npm_runs) == 2


def test_a_changed_style_gets_a_new_name_and_the_old_one_stays_for_the_server_that_still_runs(house: Path) -> None:
    style = house / "static" / "css" / "tokens.css"
    first = build(house)
    style.write_text(":root{--ink:#111}")
    second = build(house)
    assert second["app.css"] != first["app.css"]
    assert {name: file for name, file in second.items() if name != "app.css"} == {
        name: file for name, file in first.items() if name != "app.css"
    }
    assert first["app.css"] in served(house)
    style.write_text(":root{--ink:#222}")
    build(house)
    assert first["app.css"] not in served(house)


def test_a_file_that_was_lost_is_built_again(house: Path) -> None:
    files = build(house)
    (house / "static" / "vendor" / files["app.js"]).unlink()
    build(house)
    assert files["app.js"] in served(house)


def test_what_all_widgets_repeat_stands_once(house: Path) -> None:
    style = (house / "static" / "vendor" / build(house)["app.css"]).read_text()
    assert style.count("--weui-BRAND:#07c160") == 1
    assert style.count("MIT") == 1
    assert all(f"--{name.rsplit('/', 1)[1]}.min:1" in style for name in WEUI)


def test_only_the_widgets_and_variables_in_use_are_taken() -> None:
    weui = (
        ".wx-root,body{--weui-A:1;--weui-B:2}@media (prefers-color-scheme:dark){body{--weui-B:3}}"
        '.weui-btn,.weui-dialog{color:var(--weui-A)}.weui-dialog::after{top:0}body[data-weui-theme="dark"]{--weui-A:4}'
    )
    assert only_used(weui, {"weui-btn"}, "") == "body{--weui-A:1;}.weui-btn{color:var(--weui-A)}"
    assert "--weui-B:3" in only_used(weui, {"weui-btn"}, "a{color:var(--weui-B)}")


def test_every_widget_that_is_written_is_taken() -> None:
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").glob("[cj]s/*")]
    written = {name for path in sources for name in re.findall(r"\b(weui-[a-z_]+[a-z])\b", path.read_text())}
    assert written - {"weui-btn_", "weui-mode", "weui-theme"} <= WEUI_CLASSES


def test_built_files_are_served_compressed_and_kept_for_a_year(house: Path) -> None:
    files = build(house)
    app = Flask("served", static_folder=None)
    app.wsgi_app = serve(app.wsgi_app, house / "static" / "vendor")  # type: ignore[method-assign]
    with app.test_client().get(f"/static/{files['app.css']}", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["css/tokens.css", "package.json", "../package.json", "vendor/app.css", "app.css"])
def test_only_built_files_are_served(house: Path, path: str) -> None:
    build(house)
    app = Flask("served", static_folder=None)
    app.wsgi_app = serve(app.wsgi_app, house / "static" / "vendor")  # type: ignore[method-assign]
    assert app.test_client().get(f"/static/{path}").status_code == 404


def test_the_machine_without_npm_uses_the_one_of_the_python_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(assets.shutil, "which", lambda _name: None)
    monkeypatch.setattr(assets.subprocess, "run", lambda command, **_options: commands.append(command))
    assets._npm(tmp_path, "ci")
    assert commands[0][1:] == ["-c", assets.WHEEL_NPM, "ci"]


def test_an_unknown_name_and_missing_assets_fail_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssetsMissing, match=r"no asset nothing\.css"):
        asset_url("nothing.css")
    assets._urls.cache_clear()
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    try:
        with pytest.raises(AssetsMissing, match="assets build"):
            asset_url("app.css")
    finally:
        assets._urls.cache_clear()


@pytest.mark.parametrize(
    ("text", "shrunk"),
    [
        (".now :focus { color: #fff; }", ".now :focus{color:#fff}"),
        ("a {\n  width: calc(1rem + 2px);\n}\n", "a{width:calc(1rem + 2px)}"),
        (
            "/* why */\n@media (min-width: 48rem) { .a, .b { margin: 0 auto } }",
            "@media (min-width:48rem){.a,.b{margin:0 auto}}",
        ),
        (
            "i { background: url(\"data:image/svg+xml,%3Csvg viewBox='0 0 20 20'/%3E\") center / 100%; }",
            "i{background:url(\"data:image/svg+xml,%3Csvg viewBox='0 0 20 20'/%3E\") center / 100%}",
        ),
    ],
)
def test_a_shrunk_style_means_the_same(text: str, shrunk: str) -> None:
    assert shrink_css(text) == shrunk


def test_a_shrunk_script_keeps_its_lines_and_its_strings() -> None:
    assert (
        shrink_js("// why\n{\n  const url = 'a//b';\n\n  go(url); // here\n}\n")
        == "{\nconst url = 'a//b';\ngo(url); // here\n}"
    )


def test_every_style_source_is_built() -> None:
    assert {path.stem for path in (ROOT / "static" / "css").glob("*.css")} == set(CSS)


def test_the_lock_of_the_packages_names_no_host() -> None:
    lock = (ROOT / "static" / "package-lock.json").read_text()
    assert "://" not in lock
    assert '"resolved"' not in lock


def test_a_first_visit_is_light() -> None:
    vendor = ROOT / "static" / "vendor"
    files = json.loads((vendor / "manifest.json").read_text())["files"]
    sizes = {
        name: len((vendor / f"{file}.gz").read_bytes()) for name, file in files.items() if not file.endswith("png")
    }
    assert sizes["app.css"] <= MOST_CSS
    assert sum(sizes.values()) <= MOST_IN_ALL


def test_every_symbol_that_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static" / "img" / "icons.svg").read_text()))
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        named = set(re.findall(r"#([isp]-[a-z]+(?:-[a-z]+)*)\"", text))
        named |= {f"i-{name}" for name in re.findall(r"\bicon\('([a-z-]+)'", text)}
        named |= {f"p-{name}" for name in re.findall(r"\b(?:picture|cover)\('([a-z-]+)'", text)}
        assert named <= drawn, path


def tokens(name: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", (ROOT / "static" / "css" / f"{name}.css").read_text()))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (text, ground)
        for text in ("ink", "ink-2", "brand-ink", "blue", "orange", "ochre", "violet", "slate", "red")
        for ground in ("ground", "surface")
    ]
    + [
        ("gold-ink", "gold-tint"),
        ("red", "red-tint"),
        ("on-brand", "brand"),
        ("on-deep", "deep"),
        ("on-deep-2", "deep"),
        ("gold-on-deep", "deep"),
        ("ink", "sunken"),
        ("ink-2", "sunken"),
        ("ink", "brand-tint"),
        ("ink", "blue-tint"),
    ],
)
def test_text_stands_out_from_its_ground(theme: str, text: str, ground: str) -> None:
    colours = tokens("tokens") | (tokens("dark") if theme == "dark" else {})
    lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.495, f"{theme}: {text} on {ground}"
