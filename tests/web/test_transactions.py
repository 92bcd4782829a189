"""One request is one transaction."""

import io
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from resident import clock
from resident.db import after_commit, batches, begin_write, db, in_request, transaction
from resident.turns import Busy
from resident.web.models import Heartbeat
from tests.web.conftest import told, tries


@pytest.mark.parametrize(
    ("ending", "status", "stays"),
    [("ok", 200, True), ("refuse", 422, False), ("kept", 429, True), ("crash", 500, False), ("conflict", 409, False)],
)
def test_what_was_written_stays_only_after_a_yes_or_a_refusal_that_is_kept(browser, written, ending, status, stays):
    assert browser.post(f"/probe/{ending}/a").status_code == status
    assert written() == ({"a"} if stays else set())
    assert told == (["a"] if stays else [])


def test_a_refusal_is_kept_for_its_own_request_alone(browser, written):
    browser.post("/probe/kept/first")
    browser.post("/probe/refuse/second")
    assert written() == {"first"}


def test_a_change_that_was_not_announced_fails_on_both_databases(browser, written):
    assert browser.post("/probe/careless/a").status_code == 500
    assert written() == set()


def upload():
    return {"file": (io.BytesIO(b"12345"), "x.txt")}


def test_a_deadlock_is_tried_once_more_with_the_same_upload(browser, written):
    answer = browser.post("/probe/deadlock/1/a", data=upload())
    assert answer.status_code == 200
    assert tries == [5, 5]
    assert written() == {"a"}


def test_a_second_deadlock_is_an_error(browser, written):
    assert browser.post("/probe/deadlock/2/a", data=upload()).status_code == 500
    assert len(tries) == 2
    assert written() == set()


def test_a_locked_sqlite_is_busy(sqlite_app):
    def answer():
        raise OperationalError("…", {}, sqlite3.OperationalError("database is locked"))

    with sqlite_app.app_context(), pytest.raises(Busy):
        in_request(answer)


def test_busy_is_a_page_that_says_so(browser):
    answer = browser.get("/probe/busy", headers={"Accept-Language": "en"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Very busy just now" in answer.text


def test_a_command_is_all_or_nothing(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            db.session.add(Heartbeat(name="a", at=clock.now()))
            db.session.flush()
            raise ZeroDivisionError
        with transaction():
            db.session.add(Heartbeat(name="b", at=clock.now()))
        assert set(db.session.scalars(db.select(Heartbeat.name))) == {"b"}


def test_batches_keep_what_was_done_before_a_failure(app):
    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            for name in batches("abcde", 2):
                db.session.add(Heartbeat(name=name, at=clock.now()))
                db.session.flush()
                if name == "d":
                    raise ZeroDivisionError
        db.session.rollback()
        assert set(db.session.scalars(db.select(Heartbeat.name))) == {"a", "b"}


def test_what_comes_after_the_commit_comes_once_and_not_after_a_rollback(app):
    heard = []
    with app.app_context():
        with transaction():
            after_commit("x", lambda: heard.append("first"))
            after_commit("x", lambda: heard.append("second"))
            assert heard == []
        begin_write()
        after_commit("x", lambda: heard.append("never"))
        db.session.rollback()
        with transaction():
            pass
    assert heard == ["second"]


def test_a_moment_without_a_time_zone_is_refused(app):
    with app.app_context(), pytest.raises(Exception, match="time zone"), transaction():
        db.session.add(Heartbeat(name="a", at=clock.now().replace(tzinfo=None)))


@pytest.mark.parametrize(("ending", "status"), [("commit", 500), ("refusal", 409)])
def test_success_is_not_said_of_what_was_given_up(browser, ending, status):
    answer = browser.post(f"/probe/said/{ending}")
    assert answer.status_code == status
    assert "It is done." not in answer.text
    assert browser.get("/probe/heard").json == []


@pytest.mark.parametrize("ending", ["deadlock", "well"])
def test_success_is_said_once(browser, ending):
    assert browser.post(f"/probe/said/{ending}").status_code == 200
    assert browser.get("/probe/heard").json == ["It is done."]
