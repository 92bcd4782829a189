"""The files of this repository, as the tests of the house read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in git or would be, as paths from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (Path(line) for line in sorted(set(listed.stdout.splitlines())))
    return tuple(path for path in paths if (ROOT / path).is_file())


def files(folder: str, ending: str) -> list[Path]:
    """The files of one folder with one ending; migrations are a record, not code that is read daily."""
    return [
        path
        for path in tracked()
        if path.parts[0] == folder and path.suffix == ending and "migrations" not in path.parts
    ]


def text(path: Path) -> str:
    """What a file says."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(text(path))


def nodes(path: Path, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Every part of a Python file of these kinds."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, kinds))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a Python file, inner ones too."""
    return list(nodes(path, ast.FunctionDef, ast.AsyncFunctionDef))  # type: ignore[arg-type]


def lines_with(path: Path, pattern: object) -> Iterator[str]:
    """`file:line text` of every line that matches a compiled pattern."""
    for number, line in enumerate(text(path).splitlines(), 1):
        if pattern.search(line):  # type: ignore[attr-defined]
            yield f"{path}:{number} {line.strip()[:100]}"
