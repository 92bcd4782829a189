"""What a test is: it says what must be, and fails where it is not."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import files, functions, tree

EXPECTS = {"raises", "warns", "fail", "expect"}
TESTS = [path for path in files("tests", ".py") if path.name.startswith("test_")]


def calls(function: ast.AST) -> set[str]:
    """The last name of everything that a function calls."""
    called = (ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call))
    return {name.rpartition(".")[2] for name in called}


def asserts(function: ast.AST) -> bool:
    """Whether a function itself says what must be, or expects to be refused."""
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or bool(calls(function) & EXPECTS)


@cache
def asserting(path: Path) -> frozenset[str]:
    """What a file can call to have something asserted: its own functions that do, and those of tests it imports."""
    known = {
        name for module, name in imported(path) if module in asked_files() and name in asserting(asked_files()[module])
    }
    own = functions(path)
    for _again in own:  # one may call the next
        known |= {one.name for one in own if asserts(one) or calls(one) & known}
    return frozenset(known)


def imported(path: Path) -> list[tuple[str, str]]:
    """Names that a file imports, each with the module it comes from."""
    found = (node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module)
    return [(node.module or "", alias.name) for node in found for alias in node.names]


@cache
def asked_files() -> dict[str, Path]:
    """The files of the tests by the names of their modules."""
    return {".".join(path.with_suffix("").parts): path for path in files("tests", ".py")}


def silent(module: ast.Module, known: frozenset[str] = frozenset()) -> list[str]:
    """The tests of a module that can only fail by accident."""
    tests = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))
    return [test.name for test in tests if not asserts(test) and not calls(test) & known]


@pytest.mark.parametrize("path", TESTS, ids=str)
def test_every_test_says_what_must_be(path: Path) -> None:
    """Protects from a test that stays green whatever becomes of the code."""
    assert silent(tree(path), asserting(path)) == []


def test_a_test_that_only_runs_is_found() -> None:
    assert silent(ast.parse("def test_it():\n    run()")) == ["test_it"]
    assert silent(ast.parse("def test_it():\n    looks_right()"), frozenset({"looks_right"})) == []
