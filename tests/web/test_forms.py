"""What people type, and what a form does with it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resident.db import transaction
from resident.web.forms import one_line, plain
from tests.makers.accounts import make_person

TOKEN = "t" * 24


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  楼道灯坏了  ", "楼道灯坏了"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("a\u202eb\u200fc\u2066d", "abcd"),
        ("a\u200bb\ufeffc", "abc"),
        ("e\u0301", "é"),
        ("👩\u200d👧 𠮷 😀", "👩\u200d👧 𠮷 😀"),
        ("<b>{{ 7*7 }}</b>", "<b>{{ 7*7 }}</b>"),
        (None, ""),
        ("\u200b \n", ""),
        ("\ue863某", "\ue863某"),
        ("\u3164\u2800\ufe0f", ""),
    ],
)
def test_what_cannot_be_seen_is_taken_out_and_the_rest_stays(typed, kept):
    assert plain(typed) == kept


def test_a_line_is_one_line():
    assert one_line(" two\nlines\t and   spaces ") == "two lines and spaces"


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cleaning_twice_is_cleaning_once(typed):
    assert plain(plain(typed)) == plain(typed)
    assert "\x00" not in plain(typed)


@pytest.fixture
def person(app):
    with app.app_context(), transaction():
        return make_person().id


@pytest.fixture
def somebody(probe_app, person, sign_in):
    """A signed-in person's browser on the app with the probes."""
    cookie = sign_in(person)
    browser = probe_app.test_client()
    with cookie.session_transaction() as theirs, browser.session_transaction() as ours:
        ours.update(theirs)
    return browser


def test_a_good_form_creates_and_leads_there(somebody, written):
    answer = somebody.post("/probe/note", data={"title": "one", "text": "", "token": TOKEN} | {"title": "fine"})
    assert (answer.status_code, answer.location) == (303, "/probe/note?made=fine")
    assert written() == {"fine"}


def test_a_second_tap_leads_to_what_the_first_one_made(somebody, written):
    for _ in range(2):
        answer = somebody.post("/probe/note", data={"title": "first", "token": TOKEN})
        assert answer.location == "/probe/note?made=first"
    assert written() == {"first"}


def test_another_text_after_going_back_is_another_thing_and_not_thrown_away(somebody, written):
    for title in ("first", "second"):
        answer = somebody.post("/probe/note", data={"title": title, "token": TOKEN})
        assert answer.location == f"/probe/note?made={title}"
    assert written() == {"first", "second"}


def test_two_taps_at_the_same_moment_make_one_thing(probe_app, somebody, written):
    with somebody.session_transaction() as session:
        cookie = dict(session)

    def tap(_number):
        browser = probe_app.test_client()
        with browser.session_transaction() as session:
            session.update(cookie)
        return browser.post("/probe/note", data={"title": "taps", "token": TOKEN})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(tap, range(4)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert len(written()) == 1


def test_another_persons_token_is_not_mine(app, probe_app, somebody, sign_in, written):
    somebody.post("/probe/note", data={"title": "mine", "token": TOKEN})
    with app.app_context(), transaction():
        other = make_person().id
    cookie = sign_in(other)
    browser = probe_app.test_client()
    with cookie.session_transaction() as theirs, browser.session_transaction() as ours:
        ours.update(theirs)
    assert browser.post("/probe/note", data={"title": "theirs", "token": TOKEN}).location == "/probe/note?made=theirs"
    assert written() == {"mine", "theirs"}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", "Please fill this in."),
        ("abc", "4 to 20 characters, please; now there are 3."),
        ("x" * 21, "4 to 20 characters, please; now there are 21."),
        ("\u200b\u202e", "Please fill this in."),
        ("taken", "That one is taken."),
    ],
)
def test_a_refused_form_says_why_at_its_field_and_stores_nothing(somebody, written, title, words):
    answer = somebody.post("/probe/note", data={"title": title, "token": TOKEN}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert words in answer.text
    assert title.strip("\u200b\u202e") in answer.text
    assert written() == set()


def test_a_refused_form_can_be_sent_again_with_its_token(somebody, written):
    somebody.post("/probe/note", data={"title": "taken", "token": TOKEN})
    assert somebody.post("/probe/note", data={"title": "free", "token": TOKEN}).status_code == 303
    assert written() == {"free"}


def test_a_token_that_is_none_is_replaced(somebody, written):
    assert somebody.post("/probe/note", data={"title": "fine", "token": "../.."}).status_code == 303
    assert written() == {"fine"}


def test_a_form_from_elsewhere_is_refused(probe_app, somebody, written):
    probe_app.config["WTF_CSRF_ENABLED"] = True
    answer = somebody.post("/probe/note", data={"title": "fine", "token": TOKEN}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "This form is too old" in answer.text
    assert written() == set()


@pytest.mark.parametrize("length", [21, 60, 80])
def test_a_text_that_is_somewhat_too_long_comes_back_whole(somebody, written, length):
    answer = somebody.post(
        "/probe/note", data={"title": "字" * length, "token": TOKEN}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 422
    assert f"4 to 20 characters, please; now there are {length}." in answer.text
    assert answer.text.count("字") == length
    assert written() == set()


@pytest.mark.parametrize("sent", ["字" * 5_000, "ab" + "\u200b" * 5_000, "ab c" + "\u0301" * 5_000, "fine" + " " * 200])
def test_a_text_without_end_is_cut_and_never_taken(somebody, written, sent):
    answer = somebody.post("/probe/note", data={"title": sent, "token": TOKEN}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert f"At most 20 characters, please; now there are {len(sent)}." in answer.text
    assert answer.text.count("字") in {0, 80}
    assert written() == set()
