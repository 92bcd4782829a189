"""Rules of the code that no linter knows."""

import ast
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.source import files, functions, lines_with, nodes, tree

CODE = files("resident", ".py")
ACTIONS = [path for path in CODE if "actions" in (*path.parts, path.stem)]
WORDS_OF_ACTIONS = {"record", "write_step", "lock_demand", "tell", "tell_everybody", "undoable", "moving_on"}
REGISTERED = ("ReviewKind", "ProposalKind", "PublicKind", "UndoKind", "OpenWork")
NUMBERS = {"int", "PersonId", "CommunityId"}
FORBIDDEN_NAMES = re.compile(r"^(utils?|helpers?|common|misc)$")
COMMIT = re.compile(r"\.commit\(")
FORBIDDEN_WORDS = re.compile(r"\bprint\(|\b(TODO|FIXME|XXX|HACK)\b")
HTMX_HEADERS = re.compile(r"\bHX[-_]\w", re.IGNORECASE)
OTHER_CLOCKS = re.compile(
    r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(|func\.now\(|CURRENT_TIMESTAMP|from time import time\b"
)


def found(pattern: re.Pattern[str], *besides: str) -> list[str]:
    """Every line of the code that matches, but in these files."""
    return [line for path in CODE if path.as_posix() not in besides for line in lines_with(path, pattern)]


def test_only_one_module_commits():
    """Protects "one request is one transaction": a second commit would keep half of what was done."""
    assert not found(COMMIT, "resident/db/transactions.py")


def test_nobody_reads_the_headers_of_htmx():
    """Protects the one place that decides page or part (`web/parts.py`): headers only says that answers differ by it."""
    assert not found(HTMX_HEADERS, "resident/web/headers.py")


def test_no_file_is_named_after_nothing():
    """Protects the order of the house: a file named `helpers` grows without end."""
    named = [path for path in files("resident", ".py") + files("tests", ".py") if FORBIDDEN_NAMES.match(path.stem)]
    named += [path for path in CODE if any(FORBIDDEN_NAMES.match(part) for part in path.parts[:-1])]
    assert not named


def test_no_import_hides_in_a_function():
    """Protects the arrows between packages: an import inside a function hides a circle."""
    hidden = [
        f"{path}:{inner.lineno}"
        for path in CODE
        for function in functions(path)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


def test_the_time_is_asked_in_one_place():
    """Protects tests and demo data, which move the clock: another source of time would not move."""
    assert not found(OTHER_CLOCKS, "resident/clock.py")


def test_nothing_is_printed_or_left_for_later():
    """Protects the log, which is the only place for output, and the next reader."""
    assert not found(FORBIDDEN_WORDS)


@pytest.mark.parametrize("path", CODE, ids=str)
def test_everything_public_says_what_it_is(path: Path):
    """Protects the newcomer: a module, a public class and a public function have one sentence at least."""
    silent = [] if _speaks(tree(path)) else [str(path)]
    silent += [f"{path}:{node.lineno} {node.name}" for node in _public(path) if not _speaks(node)]
    assert not silent


def _speaks(node: ast.AST) -> bool:
    return bool(ast.get_docstring(node))  # type: ignore[arg-type]


def _public(path: Path) -> list[ast.AST]:
    """Classes and functions of the module whose names do not begin with an underscore."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in tree(path).body if isinstance(node, kinds) and not node.name.startswith("_")]


def test_an_action_takes_its_arguments_by_name():
    """Protects who reads a call: who does what to what stands there, and no two numbers change places.

    What a registry calls back follows the registry; and the words an action is made of say the thing first.
    """
    told_by_place = [
        f"{path}:{function.lineno} {function.name}"
        for path in ACTIONS
        for function in tree(path).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if function.args.args and any(argument.arg == "by" for argument in every_argument(function))
        if function.name not in WORDS_OF_ACTIONS | called_back(path.parts[1])
    ]
    assert not told_by_place


def test_no_two_numbers_stand_side_by_side():
    """Protects who passes them: two bare numbers that change places are still two numbers."""
    swappable = [
        f"{path}:{function.lineno} {function.name}"
        for path in CODE
        if "views" not in (*path.parts, path.stem)  # the address names them
        for function in functions(path)
        for first, second in pairwise(function.args.args)
        if not function.name.startswith("_") and is_number(first) and is_number(second)
    ]
    assert not swappable


def every_argument(function: ast.FunctionDef) -> list[ast.arg]:
    """All that a function takes by a name of its own."""
    return function.args.posonlyargs + function.args.args + function.args.kwonlyargs


def is_number(argument: ast.arg) -> bool:
    """Whether an argument is whose number something is, or how many."""
    return argument.annotation is not None and ast.unparse(argument.annotation) in NUMBERS


@cache
def called_back(package: str) -> frozenset[str]:
    """What a package gives a registry to be called: arguments of a kind of review, of undoing, of open work."""
    return frozenset(
        ast.unparse(value).rpartition(".")[2]
        for path in CODE
        if path.parts[1] == package
        for call in nodes(path, ast.Call)
        if ast.unparse(call.func).endswith(REGISTERED)  # type: ignore[attr-defined]
        for value in [*call.args, *(keyword.value for keyword in call.keywords)]  # type: ignore[attr-defined]
    )


def test_actions_know_no_web_and_name_their_actor():
    """Protects the actions from the page that calls them today: the worker and the command line call them too."""
    strangers = [
        f"{path}:{node.lineno}"
        for path in ACTIONS
        if "demo" not in path.parts  # it draws what people would send
        for node in nodes(path, ast.Import, ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        if name.split(".")[0] in {"flask", "flask_login", "werkzeug"}
    ]
    assert not strangers
