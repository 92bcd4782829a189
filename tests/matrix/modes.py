"""Circumstances in which pages look different: a community without codes, a person who has posted enough, a bad moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn

from flask import Flask

from resident.accounts.entrance.allowance import ALLOWANCES
from resident.turns import Busy

COUNTER, SPENT, BUSY, BROKEN = "counter", "spent", "busy", "broken"
SETTINGS: dict[str, dict[str, object]] = {
    COUNTER: {"demo": False, "sign_in": "counter"},
    SPENT: {allowance.setting: 0 for allowance in ALLOWANCES.values()},
}


def _busy() -> NoReturn:
    raise Busy


def _broken() -> NoReturn:
    raise RuntimeError("this is what the page of an error is looked at with")


BEFORE: dict[str, list[Callable[[], NoReturn]]] = {BUSY: [_busy], BROKEN: [_broken]}


@contextmanager
def in_mode(app: Flask, mode: str) -> Iterator[None]:
    """Have the app answer in these circumstances."""
    usual, hooks = app.config["RESIDENT"], app.before_request_funcs.get(None, [])
    app.config["RESIDENT"] = replace(usual, **SETTINGS.get(mode, {}))
    app.before_request_funcs[None] = [*BEFORE.get(mode, []), *hooks]
    try:
        yield
    finally:
        app.config["RESIDENT"], app.before_request_funcs[None] = usual, hooks
