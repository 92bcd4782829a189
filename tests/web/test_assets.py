"""Assets: built once, served for a year, light, and readable by the oldest browsers."""

import gzip
import json
import re
import shutil
from itertools import chain
from pathlib import Path
from subprocess import CalledProcessError

import pytest
from flask import Flask

from resident.config import ROOT
from resident.web.assets import CSS, OF_ONE_PAGE, AssetsMissing, asset_url, build, packages, serve, serving
from resident.web.weui import WIDGETS

HASHED = re.compile(r"^[\w-]+\.[0-9a-f]{10}\.(css|js|svg|png)$")
MOST_CSS, MOST_IN_ALL = 12 * 1024 + 512, 40 * 1024 + 512
TOO_NEW_CSS = re.compile(r"[;{]\s*inset:|&|@media[^{]*[<>]|rgba?\([^,)]*\s")
TOO_NEW_JS = re.compile(r"\?\.(?!\d)|\?\?|[|&]{2}=")


@pytest.fixture
def npm_runs(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Installs small stand-ins for the packages, and the esbuild that is there, without asking npm; an entry is a run."""
    runs: list[Path] = []

    def _pretend(folder: Path, *_arguments: str) -> None:
        runs.append(folder)
        for name in WIDGETS:
            file = folder / "node_modules" / "weui" / "dist" / "style" / f"{name}.min.css"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("/*! MIT */html{top:0}")
        htmx = folder / "node_modules" / "htmx.org" / "dist" / "htmx.min.js"
        htmx.parent.mkdir(parents=True, exist_ok=True)
        htmx.write_text("var htmx={};")
        if not (folder / "node_modules" / "@esbuild").exists():
            (folder / "node_modules" / "@esbuild").symlink_to(ROOT / ".build" / "npm" / "node_modules" / "@esbuild")

    monkeypatch.setattr(packages, "npm", _pretend)
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
    assert set(files) == {
        *("app.css", "desk.css", "plan.css", "paper.css", "receipt.css", "slips.css"),
        *("app.js", "paper.js", "plan.js", "htmx.js"),
        *("icons.svg", "favicon.svg", "share.png"),
    }
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
    monkeypatch.setattr(packages.shutil, "which", lambda _name: None)
    monkeypatch.setattr(packages.subprocess, "run", lambda command, **_options: commands.append(command))
    packages.npm(tmp_path, "ci")
    assert commands[0][1:] == ["-c", packages.WHEEL_NPM, "ci"]


def test_an_unknown_name_and_missing_assets_fail_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssetsMissing, match=r"no asset nothing\.css"):
        asset_url("nothing.css")
    serving._urls.cache_clear()
    monkeypatch.setattr(serving, "ROOT", tmp_path)
    try:
        with pytest.raises(AssetsMissing, match="assets build"):
            asset_url("app.css")
    finally:
        serving._urls.cache_clear()


def built(house: Path, name: str) -> str:
    """What stands in a file that was built."""
    return (house / "static" / "vendor" / build(house)[name]).read_text()


@pytest.mark.parametrize(
    ("modern", "old"),
    [
        (".now { inset: 0 }", ".now{top:0;right:0;bottom:0;left:0}"),
        (".now { .box & { color: red } }", ".box .now{color:red}"),
        ("@media (width >= 48rem) { i { top: 0 } }", "@media(min-width:48rem){i{top:0}}"),
        ("i { color: rgb(11 79 49 / 28%) }", "i{color:#0b4f3147}"),
    ],
)
def test_styles_are_written_for_the_oldest_browser(house: Path, modern: str, old: str) -> None:
    (house / "static" / "css" / "tokens.css").write_text(modern)
    style = built(house, "app.css")
    assert TOO_NEW_CSS.search(modern)
    assert old in style
    assert not TOO_NEW_CSS.search(style)


@pytest.mark.parametrize(
    ("modern", "old"),
    [
        ("go(area?.value);", "go(area==null?void 0:area.value)"),
        ("go(size ?? 3);", "go(size!=null?size:3)"),
        ("area.size ||= 3;", "area.size||(area.size=3)"),
    ],
)
def test_scripts_are_written_for_the_oldest_browser(house: Path, modern: str, old: str) -> None:
    (house / "static" / "js" / "busy.js").write_text(modern)
    script = built(house, "app.js")
    assert TOO_NEW_JS.search(modern)
    assert old in script
    assert not TOO_NEW_JS.search(script)


def test_what_is_served_is_for_the_oldest_browser_too() -> None:
    vendor = ROOT / "static" / "vendor"
    files = json.loads((vendor / "manifest.json").read_text())["files"]
    assert not any(TOO_NEW_CSS.search((vendor / files[f"{sheet}.css"]).read_text()) for sheet in CSS)
    assert not TOO_NEW_JS.search((vendor / files["app.js"]).read_text())


def test_a_style_keeps_its_pictures_and_its_chinese(house: Path) -> None:
    picture = "url(\"data:image/svg+xml,%3Csvg viewBox='0 0 20 20'/%3E\")"
    (house / "static" / "css" / "tokens.css").write_text(
        f'i {{ background: {picture}; }} b::after {{ content: "邻里"; }}'
    )
    style = built(house, "app.css")
    assert f"i{{background:{picture}}}" in style
    assert 'b:after{content:"邻里"}' in style


def test_the_sources_are_read_without_a_complaint(house: Path, capfd: pytest.CaptureFixture[str]) -> None:
    build(house)
    assert capfd.readouterr().err == ""
    (house / "static" / "css" / "tokens.css").write_text("i { color red }")
    build(house)
    assert "[css-syntax-error]" in capfd.readouterr().err


def test_a_script_that_cannot_be_read_leaves_what_was_built(house: Path) -> None:
    build(house)
    before = served(house)
    (house / "static" / "js" / "busy.js").write_text("{ const")
    with pytest.raises(CalledProcessError):
        build(house)
    assert served(house) == before


def test_a_machine_that_esbuild_does_not_run_on_is_told_so(house: Path) -> None:
    build(house)
    (house / ".build" / "npm" / "node_modules" / "@esbuild").unlink()
    (house / "static" / "css" / "tokens.css").write_text("i{top:0}")
    with pytest.raises(AssetsMissing, match="no esbuild for"):
        build(house)


def test_every_style_source_is_built() -> None:
    assert {path.stem for path in (ROOT / "static" / "css").glob("*.css")} == set(chain(*CSS.values()))


def test_the_lock_of_the_packages_names_no_host() -> None:
    lock = (ROOT / "static" / "package-lock.json").read_text()
    assert "://" not in lock
    assert '"resolved"' not in lock


@pytest.mark.parametrize("machine", ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"])
def test_the_lock_of_the_packages_knows_the_program_of_every_machine(machine: str) -> None:
    packages = json.loads((ROOT / "static" / "package-lock.json").read_text())["packages"]
    program = packages[f"node_modules/@esbuild/{machine}"]
    assert program["optional"]
    assert program["integrity"].startswith("sha512-")
    assert program["version"] == packages["node_modules/esbuild"]["version"]


def test_a_first_visit_is_light() -> None:
    vendor = ROOT / "static" / "vendor"
    files = json.loads((vendor / "manifest.json").read_text())["files"]
    named = {name: file for name, file in files.items() if not name.endswith("png")}
    of_some = {f"{name}.js" for name in OF_ONE_PAGE} | {f"{sheet}.css" for sheet in CSS if sheet != "app"}
    everywhere = {name: file for name, file in named.items() if name not in of_some}
    sizes = {name: len((vendor / f"{file}.gz").read_bytes()) for name, file in everywhere.items()}
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
