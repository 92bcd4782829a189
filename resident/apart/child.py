"""What begins such a process: it sets its bounds, and runs one module with none of the app around it.

The packages of that module are there without what stands in their `__init__`: that would make the whole app.
"""

import os
import resource
import runpy
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType

NICENESS = 5  # pages come first


def main() -> None:
    """Arguments: most bytes of address space, most seconds of work, where the packages are, the module."""
    memory, seconds, root, module = sys.argv[1:]
    _limit(int(memory), seconds=int(seconds))
    _bare_packages(Path(root), module)
    runpy.run_module(module, run_name="__main__")


def _limit(memory: int, *, seconds: int) -> None:
    """Bound what this process may take, as far as the system lets us (macOS knows no bound of memory)."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))
    with suppress(OSError):
        os.nice(NICENESS)


def _bare_packages(root: Path, module: str) -> None:
    sys.path.insert(0, str(root))
    parts = module.split(".")[:-1]
    for depth in range(1, len(parts) + 1):
        package = ModuleType(".".join(parts[:depth]))
        package.__path__ = [str(root.joinpath(*parts[:depth]))]
        sys.modules[package.__name__] = package


if __name__ == "__main__":
    main()
