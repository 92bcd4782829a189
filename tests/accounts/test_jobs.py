"""What the worker forgets at night."""

import pytest

from resident.accounts.jobs import sweep_sessions, sweep_sign_ins
from resident.accounts.models import KeptForm, SignInCode, SignInSession, ThrottleHit
from resident.accounts.sessions import end_session, open_session
from resident.accounts.sessions.rows import presence_behind
from resident.accounts.sessions.using import mark_used
from resident.db import db, transaction
from tests.makers.accounts import make_person


def count(model):
    return db.session.scalar(db.select(db.func.count()).select_from(model))


@pytest.mark.parametrize(
    ("hours", "codes", "throttles", "forms"),
    [(0.4, 1, 1, 1), (0.6, 1, 1, 0), (25, 0, 1, 0), (191, 0, 1, 0), (193, 0, 0, 0)],
)
def test_each_thing_is_forgotten_in_its_time(app, clock, hours, codes, throttles, forms):
    with app.app_context():
        with transaction():
            person = make_person()
            now = clock()
            db.session.add(
                SignInCode(phone_lookup="p" * 64, browser_hash="b" * 64, code_hash="c" * 64, sent_at=now, tries_left=5)
            )
            db.session.add(ThrottleHit(bucket="b", key="k", at=now))
            db.session.add(KeptForm(person_id=person.id, path="/p", sent_to="/p", fields={}, kept_at=now))
        clock.advance(hours=hours)
        sweep_sign_ins()
        sweep_sign_ins()
        assert (count(SignInCode), count(ThrottleHit), count(KeptForm)) == (codes, throttles, forms)


def _ended():
    return db.session.scalars(db.select(SignInSession.ended_at)).all()


def test_a_session_that_is_used_ends_with_its_cookie_and_is_forgotten_after_half_a_year(app, clock):
    with app.app_context():
        with transaction():
            token = open_session(make_person(), device="phone")
        for days in (29, 29, 29, 2):
            clock.advance(days=days)
            sweep_sessions()
            assert _ended() == [None]
            with transaction():
                mark_used(presence_behind(token))
        clock.advance(days=1)
        sweep_sessions()
        assert _ended() == [clock()]
        clock.advance(days=184)
        sweep_sessions()
        assert count(SignInSession) == 0


def test_a_session_that_was_not_used_for_thirty_days_ends(app, clock):
    with app.app_context():
        with transaction():
            open_session(make_person(), device="phone")
        clock.advance(days=30, seconds=-1)
        sweep_sessions()
        assert _ended() == [None]
        clock.advance(seconds=1)
        sweep_sessions()
        assert _ended() == [clock()]


def test_a_session_that_somebody_ended_is_kept_half_a_year(app, clock):
    with app.app_context():
        with transaction():
            end_session(open_session(make_person(), device="phone"))
        clock.advance(days=182)
        sweep_sessions()
        assert count(SignInSession) == 1
