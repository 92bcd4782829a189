"""What the record of who did what is made of.

Protects the record, which is kept for years: an event that is glued together, or means two acts, cannot be asked for.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from resident.admin.words import DEEDS, THINGS
from resident.db import Base
from tests.house.source import files, functions, nodes, tree

IRREGULAR = {
    "begun",
    "drawn",
    "forgotten",
    "found",
    "given",
    "made",
    "put",
    "seen",
    "sent",
    "taken",
    "undone",
    "upheld",
    "withdrawn",
    "written",
}
CODE = files("resident", ".py")
Sites = dict[str, list[str]]


def names_of_record(path: Path) -> set[str]:
    """What `record` is called in a file: by its own name or another, or as an attribute of its module."""
    return {
        f"{alias.asname or alias.name}{'.record' if node.module == 'resident.audit' else ''}"
        for node in nodes(path, ast.ImportFrom)
        if (node.module, *(alias.name for alias in node.names))
        in {("resident.audit.actions", "record"), ("resident.audit", "actions")}
        for alias in node.names
    }


def calls_of(path: Path, names: set[str]) -> Iterator[ast.Call]:
    """Every call of one of these names."""
    return (call for call in nodes(path, ast.Call) if ast.unparse(call.func) in names)


def argument(call: ast.Call, function: ast.FunctionDef, name: str) -> ast.expr | None:
    """What a call gives for one parameter of a function."""
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    position = [parameter.arg for parameter in function.args.args].index(name) if name not in given else -1
    return given.get(name) or (call.args[position] if 0 <= position < len(call.args) else None)


def said(event: ast.expr | None, path: Path, around: ast.FunctionDef | None) -> Iterator[tuple[str, str]]:
    """The events an expression can be, each with where it is said; '' for what is put together as it runs."""
    where = f"{path}:{getattr(event, 'lineno', 0)}"
    if isinstance(event, ast.Constant):
        yield str(event.value), where
    elif isinstance(event, ast.IfExp):
        yield from said(event.body, path, around)
        yield from said(event.orelse, path, around)
    elif isinstance(event, ast.Name) and around and event.id in {one.arg for one in around.args.args}:
        for call in calls_of(path, {around.name}):
            yield from said(argument(call, around, event.id), path, None)
    elif isinstance(event, ast.Name) and (values := constants(path).get(event.id)):
        yield values[0], where
    elif isinstance(event, ast.Subscript) and (values := constants(path).get(ast.unparse(event.value))):
        yield from ((value, where) for value in values)
    else:
        yield "", where


def constants(path: Path) -> dict[str, list[str]]:
    """The texts that names of a module stand for: one, or those of a table."""
    found: dict[str, list[str]] = {}
    for node in tree(path).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            if all(isinstance(value, ast.Constant) and isinstance(value.value, str) for value in values):
                found[name] = [value.value for value in values]  # type: ignore[attr-defined]
    return found


@cache
def events() -> Sites:
    """Every event that is written down, and where."""
    sites: Sites = defaultdict(list)
    for path in CODE:
        names = names_of_record(path)
        for call in calls_of(path, names) if names else ():
            around = [one for one in functions(path) if one.lineno <= call.lineno <= (one.end_lineno or 0)]
            for event, where in said(call.args[0], path, around[-1] if around else None):
                sites[event].append(where)
    return sites


def test_every_event_is_said_in_full() -> None:
    """Protects who looks for an event: what is glued together as it runs is found by nobody."""
    assert len(events()) > 20
    assert events().get("", []) == []


@pytest.mark.parametrize("event", sorted(set(events()) - {""}))
def test_an_event_is_a_table_and_what_became_of_its_row(event: str) -> None:
    """Protects the one way to say it: `grid.archived`, never `grids.archive`."""
    table, _dot, participle = event.partition(".")
    assert table in Base.metadata.tables
    assert any(word.endswith("ed") or word in IRREGULAR for word in participle.split("_"))


def test_an_event_is_one_act() -> None:
    """Protects the count of what was done: two acts under one name cannot be told apart."""
    assert {event: where for event, where in events().items() if len(where) > 1} == {}


def test_every_event_has_words_for_the_administrator() -> None:
    """Protects who reads the record: a bare name of the code says nothing to a committee."""
    things = {event.partition(".")[0] for event in events() if event}
    deeds = {event.partition(".")[2] for event in events() if event}
    assert things - set(THINGS) == set()
    assert deeds - set(DEEDS) == set()
