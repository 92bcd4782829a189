"""Style sheets, scripts and pictures out of their sources."""

import fcntl
import gzip
import hashlib
import json
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resident.config import ROOT
from resident.web import weui
from resident.web.assets.manifest import AssetsMissing, put, read_manifest
from resident.web.assets.packages import install

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
    "desk": ("desk", "work", "stack"),  # asked for beside app.css by the pages of those who work
    "plan": ("plan",),  # and by those that show the plan of the estate
    "receipt": ("receipt",),  # and by the paper somebody takes along
    "slips": ("slips",),  # and by the one that is printed and cut
    "paper": ("paper",),  # and by those that are made to be printed
}
OF_ONE_PAGE = ("paper", "plan")  # scripts that one page asks for, under a name of their own
PICTURES = ("icons.svg", "favicon.svg", "share.png")
OLDEST_BROWSERS = "chrome78,safari12,ios12"  # what WeChat still opens pages in on phones that get no more updates


def build(root: Path = ROOT, *, for_tests: bool = False) -> dict[str, str]:
    """Build what has changed. Returns name → file name in `static/vendor`.

    `for_tests` also installs axe-core, which is never served. Raises subprocess.CalledProcessError
    when the packages cannot be installed or a source cannot be read, AssetsMissing where esbuild does not run.
    """
    vendor = root / "static" / "vendor"
    vendor.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        packages = install(root, for_tests=for_tests)
        before = read_manifest(vendor)
        sources = _digest_of_sources(root)
        if (
            before
            and before["sources"] == sources
            and all((vendor / name).is_file() for name in before["files"].values())
        ):
            return before["files"]
        files = {name: _write(vendor, name, content) for name, content in _contents(root, packages)}
        put(vendor / "manifest.json", json.dumps({"sources": sources, "files": files}, indent=1).encode())
        _sweep(vendor, {*files.values(), *(before["files"].values() if before else ())})
        return files


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One build at a time, should two processes start together."""
    (root / ".build").mkdir(exist_ok=True)
    with open(root / ".build" / "assets.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
    put(vendor / hashed, content)
    if ending != "png":
        put(vendor / f"{hashed}.gz", gzip.compress(content, 9, mtime=0))
    return hashed


def _sweep(vendor: Path, kept: set[str]) -> None:
    """Remove what neither this build nor the one before named: a server that still runs may need the latter."""
    for path in vendor.iterdir():
        if path.name != "manifest.json" and path.name.removesuffix(".gz") not in kept:
            path.unlink()
