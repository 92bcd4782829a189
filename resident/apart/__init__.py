"""Reading what strangers sent, in a process of its own: what a hostile file does to a decoder ends with it.

Its memory and its work are bounded and given back, pages need not wait for it, and it sees nothing of our
environment, where the keys are. What it runs is one module of ours, with none of the app around it (`child.py`).
"""

import subprocess
import sys
from pathlib import Path

import structlog

from resident import turns
from resident.config import ROOT

log = structlog.get_logger()
CHILD = Path(__file__).with_name("child.py")


class Died(Exception):
    """It took more memory, or more work of the processor, than it is given, or broke down."""


def program(module: str, *, memory: int, seconds: int, root: Path = ROOT) -> tuple[str, ...]:
    """What runs the module `a.b.c` under `root`: `memory` in bytes of address space, `seconds` of work, not of waiting."""
    return (sys.executable, "-I", "-B", str(CHILD), str(memory), str(seconds), str(root), module)


def answer(of: tuple[str, ...], content: bytes, *, left: float) -> bytes:
    """What a program says of a file, within `left` seconds.

    Raises Died when it is killed for what it takes (how long it works, it counts itself), Busy when it is not done
    by then: on a machine that others keep busy, this file would take as long as a smaller one.
    """
    try:
        ended = subprocess.run(  # noqa: S603
            of, input=content, capture_output=True, timeout=max(0.0, left), env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise turns.Busy from error
    if ended.returncode:
        said = ended.stderr[-500:].decode(errors="replace")
        log.warning("a process apart has ended", module=of[-1], status=ended.returncode, error=said)
        raise Died
    return ended.stdout
