"""Style sheets, scripts and pictures: built once into files whose names change with their content.

Sources are `static/css`, `static/js`, `static/img` and the packages named in `static/package.json`;
the result is `static/vendor/`, the only folder that is served.
"""

from resident.web.assets.building import CSS, OF_ONE_PAGE, PICTURES, build
from resident.web.assets.manifest import AssetsMissing
from resident.web.assets.packages import WHEEL_NPM, axe_script
from resident.web.assets.serving import asset_url, serve, setup

__all__ = [
    "CSS",
    "OF_ONE_PAGE",
    "PICTURES",
    "WHEEL_NPM",
    "AssetsMissing",
    "asset_url",
    "axe_script",
    "build",
    "serve",
    "setup",
]
