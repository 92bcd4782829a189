"""Every machine of states, asked for every move in every state, against a table that was written down and read.

Protects: a state changes only as the field's rules say, and nowhere but in `move`.
Run with WRITE_MOVES=1 to write the table anew; then read the difference, line by line.
"""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from resident.db import Base
from resident.web.errors import Conflict
from resident.web.moves import Moves
from tests.house.source import files, nodes

TABLE = Path(__file__).with_name("moves.txt")
MACHINES: list[Any] = sorted(Moves.__subclasses__(), key=lambda machine: machine.__tablename__)


def name_of(value: Any) -> str:
    """How a machine, a move or a state is called in the name of a test."""
    return str(getattr(value, "__tablename__", value))


def states_of(machine: Any) -> list[str]:
    """Every state of the machine's enum."""
    return [str(state) for state in type(next(iter(machine.MOVES.values())).target)]


def beginnings(machine: Any) -> set[str]:
    """In which state a new row stands: the column's default, else what nothing leads to."""
    default = machine.__table__.c.state.default
    if default is not None:
        return {str(default.arg)}
    return set(states_of(machine)) - {str(step.target) for step in machine.MOVES.values()}


def lines() -> Iterator[str]:
    """What each machine does, as lines of the table: how it begins, every allowed move, where it ends for good."""
    for machine in MACHINES:
        name, states = machine.__tablename__, states_of(machine)
        yield f"{name:15} {'begins':14} {'/'.join(sorted(beginnings(machine)))}"
        for move, step in machine.MOVES.items():
            yield from (f"{name:15} {move:14} {state:14} {step.target}" for state in states if state in step.sources)
        for move in (one for one in machine.MOVES if one in machine.UNDOABLE):
            back = "/".join(state for state in states if state in machine.MOVES[move].sources)
            yield f"{name:15} {'undo:' + move:14} {machine.MOVES[move].target:14} {back}"
        left = {state for step in machine.MOVES.values() for state in step.sources}
        yield f"{name:15} {'ends':14} {'/'.join(state for state in states if state not in left)}"


@cache
def written_down() -> dict[tuple[str, ...], str]:
    """Where each allowed move leads: {(machine, move, state): state after it}."""
    words = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {tuple(line[:3]): line[3] for line in words if len(line) == 4}


TRIPLES = [(machine, move, state) for machine in MACHINES for move in machine.MOVES for state in states_of(machine)]


@pytest.mark.parametrize(("machine", "move", "state"), TRIPLES, ids=name_of)
def test_a_move_is_made_from_the_states_written_down_and_refused_from_every_other(
    machine: Any, move: Any, state: Any
) -> None:
    row = machine(state=state)
    target = written_down().get((machine.__tablename__, move, state))
    assert row.allows(move) == (target is not None)
    if target is not None:
        row.move(move)
    else:
        with pytest.raises(machine.MOVED_ON):
            row.move(move)
    assert row.state == (target or state)


WAYS_BACK = [(machine, move, state) for machine, move, state in TRIPLES if move in machine.UNDOABLE]


@pytest.mark.parametrize(("machine", "move", "state"), WAYS_BACK, ids=name_of)
def test_a_move_is_undone_to_where_it_can_have_come_from_and_to_nowhere_else(
    machine: Any, move: Any, state: Any
) -> None:
    came_from = written_down()[machine.__tablename__, f"undo:{move}", str(machine.MOVES[move].target)].split("/")
    row = machine(state=machine.MOVES[move].target)
    if str(state) in came_from:
        row.undo(move, state)
        assert row.state == state
        return
    with pytest.raises(machine.MOVED_ON):
        row.undo(move, state)


@pytest.mark.parametrize(("machine", "move", "state"), TRIPLES, ids=name_of)
def test_no_other_move_is_undone_and_none_from_another_state(machine: Any, move: Any, state: Any) -> None:
    source = next(iter(machine.MOVES[move].sources))
    if move in machine.UNDOABLE and state == machine.MOVES[move].target:
        return
    row = machine(state=state)
    with pytest.raises(machine.MOVED_ON):
        row.undo(move, source)
    assert row.state == state


def test_the_table_says_no_more_than_the_machines() -> None:
    if os.environ.get("WRITE_MOVES"):
        TABLE.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
    assert list(lines()) == TABLE.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("machine", MACHINES, ids=name_of)
def test_every_state_can_be_reached(machine: Any) -> None:
    reached, before = beginnings(machine), set[str]()
    while reached != before:
        before = set(reached)
        reached |= {step.target for step in machine.MOVES.values() if step.sources & reached}
    assert reached == set(states_of(machine))


@pytest.mark.parametrize("machine", MACHINES, ids=name_of)
def test_what_has_moved_on_is_a_conflict_of_its_own(machine: Any) -> None:
    assert issubclass(machine.MOVED_ON, Conflict)
    assert machine.MOVED_ON is not Conflict
    assert machine.MOVED_ON().status == 409


def test_every_table_with_a_state_is_a_machine() -> None:
    """A demand's history tells in which state each step left it; that is no state of the step's own."""
    tables = {table.name for table in Base.metadata.tables.values() if "state" in table.c}
    assert tables == {machine.__tablename__ for machine in MACHINES} | {"demand_event"}


def test_nothing_but_a_move_sets_a_state() -> None:
    """A state that is set elsewhere asks no table; a new row is made in its first state."""
    setting = [
        f"{path}:{node.lineno}"
        for path in files("resident", ".py")
        if path.as_posix() != "resident/web/moves.py"
        for node in nodes(path, ast.Attribute, ast.Call)
        if _sets_state(node)
    ]
    assert not setting


def _sets_state(node: Any) -> bool:
    """`x.state = …` in whatever company, `setattr(x, "state", …)` and `.values(state=…)`."""
    if isinstance(node, ast.Attribute):
        return node.attr == "state" and isinstance(node.ctx, ast.Store)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "setattr":
        return any(isinstance(word, ast.Constant) and word.value == "state" for word in node.args)
    return name == "values" and any(keyword.arg == "state" for keyword in node.keywords)
