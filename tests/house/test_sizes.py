"""Small pieces: what does not fit on a screen is not read."""

import ast
from pathlib import Path
from statistics import median

from tests.house.source import files, functions, text

MOST = {"file": 300, "function": 40, "view": 25, "template": 120}


def is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is bound to a route."""
    decorators = (d.func if isinstance(d, ast.Call) else d for d in function.decorator_list)
    return any(isinstance(d, ast.Attribute) and d.attr in {"get", "post", "route"} for d in decorators)


def measured() -> list[tuple[str, str, int]]:
    """(kind, name, lines) of everything that has a size; decorators do not count."""
    sizes: list[tuple[str, str, int]] = []
    for path in files("resident", ".py"):
        sizes.append(("file", str(path), _lines(path)))
        for function in functions(path):
            lines = (function.end_lineno or 0) - function.lineno + 1
            kind = "view" if is_view(function) else "function"
            sizes.append((kind, f"{path}:{function.lineno} {function.name}", lines))
    sizes += [("template", str(path), _lines(path)) for path in files("templates", ".html")]
    return sizes


def _lines(path: Path) -> int:
    return len(text(path).splitlines())


def test_nothing_outgrows_its_size(capsys):
    """Protects the reader: each file, function, view and template can be read in one go."""
    sizes = measured()
    with capsys.disabled():
        for kind, most in MOST.items():
            lines = [size for of, _name, size in sizes if of == kind]
            print(f"\n  {kind}: {len(lines)}, median {median(lines):.0f}, longest {max(lines)} of {most} lines", end="")
    too_long = [f"{name}: {size} lines" for kind, name, size in sizes if size > MOST[kind]]
    assert not too_long, "\n".join(too_long)
