"""Built files: their addresses, and how they are served."""

from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from resident.config import ROOT
from resident.patterns import Pattern
from resident.web.assets.manifest import AssetsMissing, read_manifest

A_YEAR = 365 * 24 * 3600
HASHED = Pattern(r"^/static/[\w-]+\.[0-9a-f]{10}\.\w+$")


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
    manifest = read_manifest(ROOT / "static" / "vendor")
    if manifest is None:
        raise AssetsMissing("The assets are not built. Run: flask --app app assets build")
    return {name: f"/static/{file}" for name, file in manifest["files"].items()}
