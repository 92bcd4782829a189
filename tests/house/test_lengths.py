"""Length comes before work: whatever is sent to whichever form, nothing of ours looks at more than a little of it.

Protects from one request that holds the interpreter: normalizing takes the square of the marks in a row (three forms
with 160,000 of them once took the site down for half a minute), and so do many expressions.
"""

import re
import re._parser as parser  # type: ignore[import-untyped]  # how Python itself reads an expression
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import ImmutableMultiDict

from resident import patterns
from resident.web import uploads
from resident.web.forms import bases
from resident.web.forms.bounds import UNSAID, bounded, most_in
from tests.house import test_access as access
from tests.house.source import files, lines_with
from tests.test_characters import longest_run

demo, things, _nothing_stays = access.demo, access.things, access._nothing_stays
KINDS = ("chief", "manager", "resident", "visitor", "clerk", "dispatcher", "moderator")
EXPRESSIONS = re.compile(r"\bimport re$|\bfrom re import (?!Match\b)|\bre\.\w+\(")
NORMALIZING = re.compile(r"\bnormalize\(|import normalize")
JSON_TAKEN = re.compile(r"\brequest\.(get_json|json)\b|\bis_json\b")
TIMES = 8
FIRST_LETTER = ord("A")  # each field gets a letter of its own, so that one request tries them all
FORM = "application/x-www-form-urlencoded"
WHOLE = {  # what no form takes at all
    "100,000 marks": {"?": "a" + "\u0301" * 50_000 + "\u0316" * 50_000},
    "1 MB of one sign": {"?": "x" * 1_000_000},
    "10,000 fields": {f"field{number}": "" for number in range(10_000)},
    "deep names": {"?" + "[a]" * 40_000: "x", "a" + "-0" * 40_000: "x"},
}


def test_expressions_are_made_in_one_place() -> None:
    """Protects the bound that `Pattern` puts around each of them."""
    code = [path for path in files("resident", ".py") if path.as_posix() != "resident/patterns.py"]
    assert [line for path in code for line in lines_with(path, EXPRESSIONS)] == []


def test_text_is_normalized_in_one_place() -> None:
    """Protects the same for normal forms."""
    code = [path for path in files("resident", ".py") if path.as_posix() != "resident/characters.py"]
    assert [line for path in code for line in lines_with(path, NORMALIZING)] == []


def test_no_view_reads_json() -> None:
    """Protects from a second way in, without the bounds of a form: deep JSON takes the interpreter's stack."""
    assert [line for path in files("resident", ".py") for line in lines_with(path, JSON_TAKEN)] == []


def _repeats(parsed: Any, inside: bool = False) -> Iterator[str]:
    """Every unbounded repeat inside another one: what grows with a power of two."""
    for name, value in parsed:
        endless = str(name) in {"MAX_REPEAT", "MIN_REPEAT"} and value[1] == parser.MAXREPEAT
        if endless and inside:
            yield str(value)
        parts = value if isinstance(value, tuple | list) else (value,)
        for part in parts:
            if isinstance(part, parser.SubPattern):
                yield from _repeats(part, inside or endless)
            elif isinstance(part, list) and part and isinstance(part[0], parser.SubPattern):
                for branch in part:
                    yield from _repeats(branch, inside or endless)


def test_no_expression_can_try_again_without_end(sqlite_app: Flask) -> None:
    """Protects from `(a+)+`, which takes years over forty letters."""
    assert len(patterns.made) > 15
    assert list(_repeats(parser.parse("(a+)+b"))) != []
    assert [one.compiled.pattern for one in patterns.made if list(_repeats(parser.parse(one.compiled.pattern)))] == []


class Spied:
    """An expression that notes what it is asked about."""

    def __init__(self, compiled: re.Pattern[str], asked: list[str]) -> None:
        self.compiled, self.asked = compiled, asked

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.compiled, name)

        def _asked(*args: str) -> Any:
            self.asked.append(args[-1])
            return method(*args)

        return _asked if callable(method) else method


class Noted(ImmutableMultiDict[str, str]):
    """A form that notes which of its fields a view asks for by itself."""

    names: set[str] = set()

    def get(self, key: str, *args: Any, **options: Any) -> Any:
        self.names.add(key)
        return super().get(key, *args, **options)

    def getlist(self, key: str, *args: Any, **options: Any) -> Any:
        self.names.add(key)
        return super().getlist(key, *args, **options)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `normalize` and every expression of ours are asked about."""
    texts: list[str] = []
    original = unicodedata.normalize
    monkeypatch.setattr(unicodedata, "normalize", lambda form, text: texts.append(text) or original(form, text))
    for one in patterns.made:
        monkeypatch.setattr(one, "compiled", Spied(one.compiled, texts))
    return texts


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """The fields that were looked for, and how many characters each of them takes."""
    found: dict[str, int] = {}

    def _bounded(form: Any, sent: Any) -> Any:
        found.update({field.name: most_in(field) for field in form})
        return bounded(form, sent)

    monkeypatch.setattr(bases, "bounded", _bounded)
    monkeypatch.setattr(Noted, "names", set())
    monkeypatch.setattr(uploads.MeasuredRequest, "parameter_storage_class", Noted)
    return found


def _send(client: FlaskClient, path: str, data: dict[str, str]) -> int:
    with client.session_transaction() as cookie:
        cookie.clear()
        if client.environ_base.get("token"):
            cookie[access.sessions.COOKIE_KEY], cookie["_fresh"] = client.environ_base["token"], True
    answer = client.post(path, data=data, content_type="multipart/form-data", headers={"Sec-Fetch-Site": "same-origin"})
    answer.close()
    return answer.status_code


def _learn(clients: list[FlaskClient], path: str, limits: dict[str, int]) -> tuple[FlaskClient, dict[str, int]]:
    """The first browser for whom this route has a form, and the fields that it looks for."""
    Noted.names.clear()
    for client in clients:
        limits.clear()
        _send(client, path, {"version": "1", "seen": "", "decision": "reject"})
        if limits:
            break
    return client, dict.fromkeys(Noted.names, UNSAID) | limits


def test_no_field_of_any_form_is_looked_at_whole(
    demo: Flask, things: dict[str, Any], asked: list[str], limits: dict[str, int]
) -> None:
    clients = [access.browser_of(demo, kind) for kind in KINDS]
    tried: set[str] = set()
    for method, rule in access.rules(demo):
        if method != "POST":
            continue
        path = access.address(rule, things)
        client, fields = _learn(clients, path, limits)
        letters = {name: chr(FIRST_LETTER + place) for place, name in enumerate(fields)}
        asked.clear()
        status = _send(client, path, {name: _endless(letters[name], fields[name]) for name in fields})
        assert status < 500, f"{rule.rule}: {status}"
        for name, limit in fields.items():
            ours = [text for text in asked if letters[name] * TIMES in text.upper()]
            assert max(map(len, ours), default=0) <= TIMES * limit, f"{rule.rule} {name}"
            assert max(map(longest_run, ours), default=0) <= TIMES, f"{rule.rule} {name}"
            tried.update([name] if ours else [])
    assert len(tried) > 25, sorted(tried)


def _endless(letter: str, limit: int) -> str:
    """More than anything of ours may look at, with more marks in a row."""
    return letter + "\u0301" * (TIMES + 1) + letter * (TIMES + 1) * limit


def test_what_no_form_takes_is_refused_before_anything_is_read(
    demo: Flask, things: dict[str, Any], asked: list[str]
) -> None:
    client = access.browser_of(demo, "chief")
    bodies = {words: urlencode(data) for words, data in WHOLE.items()}
    for method, rule in access.rules(demo):
        if method == "POST":
            for words, body in bodies.items():
                asked.clear()
                path = access.address(rule, things)
                answer = client.post(path, data=body, content_type=FORM, headers={"Sec-Fetch-Site": "same-origin"})
                assert answer.status_code == 413, f"{rule.rule}, {words}"
                assert max(map(len, asked), default=0) < 1_000
