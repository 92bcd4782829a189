"""Messages that can be read."""

import ast

from flask import Flask

from resident.notifications.kinds import KINDS
from tests.house.source import files, nodes

TELLING = {"tell", "tell_everybody"}  # of a package: its own kinds, by the second part of their names


def sent() -> dict[str, str]:
    """Every kind that some `notify(…)` names as a plain text, and where."""
    kinds: dict[str, str] = {}
    for path in files("resident", ".py"):
        for call in nodes(path, ast.Call):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in TELLING:
                said = [one.value for one in call.args[:2] if isinstance(one, ast.Constant)]
                kinds |= {kind if "." in kind else f"{path.parts[1]}.{kind}": f"{path}:{call.lineno}" for kind in said}
            if name == "notify" and len(call.args) > 1 and isinstance(call.args[1], ast.Constant):
                kinds[call.args[1].value] = f"{path}:{call.lineno}"
    return kinds


def test_every_kind_that_is_sent_has_its_words(sqlite_app: Flask):
    """Protects the inbox: a kind without words would break the page of whoever got it."""
    assert sent()
    assert {kind: where for kind, where in sent().items() if kind not in KINDS} == {}
