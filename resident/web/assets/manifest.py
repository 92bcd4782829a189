"""What was built, written down beside it."""

import json
import os
from pathlib import Path
from typing import Any


class AssetsMissing(RuntimeError):
    """The assets are not built and cannot be, or a template names one that does not exist."""


def put(path: Path, content: bytes) -> None:
    """Write at once or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def read_manifest(vendor: Path) -> dict[str, Any] | None:
    """What the last build wrote down; None where nothing was built."""
    try:
        return json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
