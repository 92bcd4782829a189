"""Having the files checked by those who will read them, where they are on this machine."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from resident.operation.copies.tools import environment
from resident.operation.faults import Refused

LONGEST = 60  # seconds


def check_caddyfile(path: Path) -> bool:
    """Whether Caddy was there to check it. Raises Refused with what it says against the file."""
    return _ask("caddy", ["validate", "--adapter", "caddyfile", "--config", str(path)], path)


def check_units(paths: Sequence[Path]) -> bool:
    """Whether systemd was there to check them. Raises Refused with what it says against them."""
    return _ask("systemd-analyze", ["verify", "--man=no", *map(str, paths)], paths[0])


def _ask(name: str, arguments: list[str], path: Path) -> bool:
    program = shutil.which(name)
    if program is None:
        return False
    try:
        ended = subprocess.run(  # noqa: S603
            [program, *arguments], capture_output=True, text=True, timeout=LONGEST, env=environment({}), check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"{name} did not answer within {LONGEST} seconds; {path} is written, and not checked.") from None
    if ended.returncode:
        raise Refused(f"{name} does not take {path}: {(ended.stderr or ended.stdout).strip()[-1500:]}")
    return True
