"""Accounts are guarded: a second step at sign-in, a fresh code, a lost phone, and one who is kept out for a while."""

import base64
from dataclasses import replace

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import update

from resident.accounts.actions import make_way_in
from resident.accounts.models import SYSTEM, Consent
from resident.accounts.queries import find_by_phone
from resident.accounts.second_factor.steps import DIGITS, SECONDS
from resident.db import db, transaction
from tests.conftest import Clock
from tests.journeys.arriving import NEW_NUMBER, PHONES
from tests.journeys.walker import Walk, Walker

PEOPLE = "/c/guihua/admin/people"
NEIGHBOUR = "13800000007"


def a_second_step(walk: Walk, clock: Clock) -> None:
    """A colleague sets one up, signs in with it, makes new codes, does without; another one has lost everything."""
    colleague = walk["colleague"]
    colleague.open("/me/second-factor")
    secret = _set_up(colleague, clock)
    colleague.send("/second-factor/codes")
    colleague.reads("The old recovery codes are worth nothing from now on.")
    spare = colleague.page.locator("ol.numbered li").first.inner_text()
    clock.advance(seconds=SECONDS)
    phone = walk["the colleague's new phone"]
    _come(phone, PHONES["colleague"])
    phone.send("/sign-in/second-step", step="000000", expect=422)
    phone.send("/sign-in/second-step", step=_digits(secret, clock))
    clock.advance(minutes=11)
    phone.open("/me/second-factor")
    phone.send("/second-factor/end")
    phone.reads("Is it really you?")
    phone.send("/me/confirm", step=spare)
    phone.send("/second-factor/end")
    phone.reads("The second step is off. The code by text message is enough to sign in again.")


def agree_again(walk: Walk) -> None:
    """How personal data is used has changed: the resident reads what is new, forgets the tick, agrees, and is where they were going."""
    with walk.server.app.app_context(), transaction():
        resident = find_by_phone(NEW_NUMBER)
        assert resident is not None
        db.session.execute(update(Consent).where(Consent.person_id == resident.id).values(version="before"))
    asked = walk["resident"]
    asked.open("/me/settings")
    asked.reads("How personal data is used has changed")
    asked.send("/me/agree", expect=422)
    asked.send("/me/agree", agreed=True)
    assert asked.page.url.endswith("/me/settings")


def without_codes(walk: Walk, clock: Clock) -> None:
    """Where no codes are sent: letters from the operator the first time, then number and app."""
    app, computer, phone = walk.server.app, walk["the colleague's computer"], PHONES["colleague"]
    usual = app.config["RESIDENT"]
    app.config["RESIDENT"] = replace(usual, sign_in="counter")
    try:
        computer.open("/sign-in")
        computer.follow("a[href^='/sign-in/staff']")
        computer.follow("a[href^='/sign-in/way-in']")
        computer.send("/sign-in/way-in", phone=phone, letters="ABCDE", expect=422)
        with app.app_context(), transaction():
            person = find_by_phone(phone)
            assert person
            letters = make_way_in(person=person.value, by=SYSTEM)
        computer.send("/sign-in/way-in", phone=phone, letters=letters)
        computer.open("/me/second-factor")
        secret = _set_up(computer, clock)
        computer.open("/me/settings")
        computer.send("/sign-out")
        clock.advance(seconds=2 * SECONDS)
        computer.open("/sign-in/staff")
        computer.send("/sign-in/staff", phone=phone, step="000000", expect=422)
        computer.send("/sign-in/staff", phone=phone, step=_digits(secret, clock))
    finally:
        app.config["RESIDENT"] = usual
    computer.open("/me/second-factor")
    computer.send("/second-factor/end")


def lost_and_found(walk: Walk, clock: Clock) -> None:
    """The administrator takes a lost second factor off, and signs somebody out, after a fresh code."""
    administrator, moderator = walk["administrator"], walk["moderator"]
    moderator.open("/me/second-factor")
    _set_up(moderator, clock)
    _find(administrator, PHONES["moderator"])
    page = administrator.page.url
    administrator.send("/second-factor/end")
    administrator.confirm()
    administrator.open(page)
    administrator.send("/second-factor/end")
    administrator.reads("The second step is off. The person sets it up anew after signing in.")
    moderator.sign_in(PHONES["moderator"])
    administrator.send("/sign-out")
    administrator.reads("Signed out on every device.")
    moderator.sign_in(PHONES["moderator"])


def kept_out(walk: Walk) -> None:
    """A neighbour is suspended, reads why, appeals; a moderator decides; another time it is lifted."""
    administrator, moderator, neighbour = walk["administrator"], walk["moderator"], walk["neighbour"]
    neighbour.sign_in(NEIGHBOUR)
    _find(administrator, NEIGHBOUR)
    person = administrator.page.url
    reason = walk.say("一再辱骂邻居。", "Shouted at neighbours again and again.")
    for days in ("7", "30"):
        administrator.open(person)
        administrator.follow("a[href$='/suspensions/new']")
        administrator.send("/suspensions/new", reason=reason, days=days)
        administrator.reads("The account is suspended. %(name)s has been told.")
        if days == "7":
            neighbour.sign_in(NEIGHBOUR)
            neighbour.open("/c/guihua/demands")
            neighbour.reads("Your account is suspended")
            neighbour.sees(reason)
            neighbour.send("/appeal", words=walk.say("我没有骂人。", "I did not."))
            neighbour.reads("Your appeal is being looked at")
            moderator.hears("Somebody appeals against a suspension; please decide")
            moderator.open("/c/guihua/admin/suspensions")
            moderator.follow("a[href*='/admin/suspensions/']")
            moderator.send("/decide", answer=walk.say("听过双方，恢复。", "Both were heard."))
            moderator.reads("Decided. The person has been told.")
            administrator.open("/c/guihua/admin/suspensions")
            administrator.follow("a[href*='/admin/suspensions/']")
            administrator.send("/lift")
            administrator.reads("The suspension is lifted. The person has been told.")
            neighbour.open("/c/guihua/demands")


def _set_up(walker: Walker, clock: Clock) -> str:
    walker.send("/second-factor/new")
    if not walker.page.locator(".secret").count():  # it is a while since the last code
        walker.confirm()
        walker.open("/me/second-factor")
        walker.send("/second-factor/new")
    secret = walker.page.locator(".secret").inner_text()
    walker.send("/second-factor/confirm", step=_digits(secret, clock))
    walker.reads("The second step is set up. From now on you sign in with it.")
    walker.open("/me/second-factor")
    return secret


def _come(walker: Walker, phone: str) -> None:
    walker.open("/sign-in?next=/c/guihua/demands")
    walker.send("/sign-in", phone=phone)
    walker.send("/sign-in/code", code=walker.page.locator("[data-demo-code]").inner_text())


def _find(administrator: Walker, phone: str) -> None:
    administrator.open(PEOPLE)
    administrator.send("/people/find", phone=phone)


def _digits(secret: str, clock: Clock) -> str:
    """What the app shows now."""
    at = int(clock.moment.timestamp())
    return TOTP(base64.b32decode(secret.replace(" ", "")), DIGITS, SHA1(), SECONDS).generate(at).decode()
