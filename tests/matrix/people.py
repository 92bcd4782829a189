"""Who opens the pages: everybody with a role, and those who are in the middle of something, each with its address."""

import re
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from resident import clock
from resident.accounts import sessions
from resident.accounts.actions import join
from resident.accounts.entrance.identity import decrypt
from resident.accounts.models import Consent, PersonRow, SignInSession, Suspension
from resident.accounts.queries import find_by_phone
from resident.activities.models import Activity
from resident.communities.actions import print_slip
from resident.communities.models import Household
from resident.db import db, transaction
from resident.demands.models import Comment, Demand
from resident.organizations.models import OrganizationMember
from resident.rewards.models import Redemption, Reward
from tests.makers.things import KINDS, PEOPLE
from tests.matrix.modes import COUNTER, in_mode
from tests.matrix.seen import HERE

ROOT = "/c/guihua"
NEWCOMER, NUMBER_TO_COME, WHO_AGREED_BEFORE = "13955556666", "13955557777", "13955558888"
LONG_AWAY, RENUMBERED = "13800000007", "13800000002"
Jars = dict[str, dict[str, str]]
Clients = dict[str, FlaskClient]


@dataclass(frozen=True)
class Between:
    """Somebody between two steps: the browser, the addresses that are open to it alone, in which circumstances."""

    client: FlaskClient
    paths: list[str]
    mode: str = ""


def everybody(app: Flask) -> Clients:
    """A browser for nobody and for each role."""
    with app.app_context():
        ids = {who: find_by_phone(phone).id for who, phone in PEOPLE.items()}  # type: ignore[union-attr]
    ids["stranger"] = app.config["STRANGER"]
    return {who: signed_in(app, ids[who]) if who in ids else app.test_client() for who in KINDS}


def signed_in(app: Flask, person: int) -> FlaskClient:
    """A browser in which this person has just signed in."""
    client = app.test_client()
    with app.app_context(), transaction():
        token = sessions.open_session(db.session.get_one(PersonRow, person), device="test")
    with client.session_transaction(base_url=HERE) as cookie:
        cookie[sessions.COOKIE_KEY], cookie["_fresh"] = token, True
    return client


def jar(client: FlaskClient) -> dict[str, str]:
    """The cookies of a browser, by name."""
    return {cookie.key: cookie.value for cookie in client._cookies.values()}


def in_the_middle(app: Flask) -> dict[str, Between]:
    """People between two steps: on the way in, with something that waits for them, at work on their account."""
    return {
        **_on_the_way_in(app),
        **_with_something_waiting(app),
        **_with_a_slip(app),
        **_at_the_counter(app),
        **_of_an_account(app),
    }


def _on_the_way_in(app: Flask) -> dict[str, Between]:
    asked, new, away = app.test_client(), app.test_client(), app.test_client()
    _ask(asked, PEOPLE["resident"])
    _type(new, "/sign-in/code", _ask(new, NEWCOMER))
    page = _ask(away, LONG_AWAY)
    with app.app_context(), transaction():
        person = find_by_phone(LONG_AWAY)
        assert person is not None
        person.signed_in_at = clock.now() - timedelta(days=500)
    with in_mode(app, COUNTER):
        _type(away, "/sign-in/code", page)
    return {
        "asked": Between(asked, ["/sign-in/code"]),
        "new": Between(new, ["/sign-in/name", "/sign-in/second-step"]),
        "long away": Between(away, ["/sign-in/unused"], COUNTER),
        "at the counter": Between(app.test_client(), ["/sign-in", "/sign-in/staff", "/sign-in/way-in"], COUNTER),
    }


def _with_something_waiting(app: Flask) -> dict[str, Between]:
    with app.app_context():
        demand = db.session.scalars(select(Demand).where(Demand.state == "changes_asked")).one()
        activity = db.session.scalars(select(Activity).where(Activity.state == "in_review")).one()
        leads = _of_body(activity.organization_id, "manager")
        pickup, body = db.session.execute(
            select(Redemption, Reward.organization_id)
            .join(Reward, Reward.id == Redemption.reward_id)
            .where(Redemption.state == "waiting")
        ).first()  # type: ignore[misc]
        gives, code = _of_body(body, "clerk"), decrypt(pickup.code_encrypted)
        edited, led, door = f"demands/{demand.number}", f"activities/{activity.id}", f"desk/hand-over/{pickup.id}"
        author = demand.author_id
        comment = db.session.scalars(select(Comment).where(Comment.state.in_(("in_review", "changes_asked")))).first()
        assert comment is not None
        talked_of = f"demands/{db.session.get_one(Demand, comment.demand_id).number}/comments/{comment.id}"
        commenter = comment.author_id
    assert author is not None
    assert commenter is not None
    clerk = signed_in(app, gives)
    clerk.post(f"{ROOT}/desk/hand-over", base_url=HERE, data={"code": code})
    return {
        "author": Between(signed_in(app, author), [f"{ROOT}/{edited}/edit", f"{ROOT}/{edited}"]),
        "commenter": Between(signed_in(app, commenter), [f"{ROOT}/{talked_of}/edit"]),
        "organizer": Between(signed_in(app, leads), [f"{ROOT}/{led}/edit", f"{ROOT}/{led}"]),
        "handing over": Between(clerk, [f"{ROOT}/{door}"]),
    }


def _with_a_slip(app: Flask) -> dict[str, Between]:
    """Who has just shown slips to print them, and who has just looked up the code of one."""
    with app.app_context(), transaction():
        chief, reader = find_by_phone(PEOPLE["chief"]), find_by_phone(PEOPLE["resident"])
        assert chief is not None
        assert reader is not None
        home = db.session.scalars(select(Household).order_by(Household.id)).first()
        assert home is not None
        code = decrypt(print_slip(home=home, by=chief.value).code_encrypted)
        of_all, of_one = f"admin/buildings/{home.building_id}/slips", f"admin/homes/{home.id}/slip"
        who = {"printing": chief.id, "printing one": chief.id, "at the door": reader.id}
    papers, paper, door = (signed_in(app, person) for person in who.values())
    papers.post(f"{ROOT}/{of_all}", base_url=HERE)
    paper.post(f"{ROOT}/{of_one}", base_url=HERE)
    door.post(f"{ROOT}/slip", base_url=HERE, data={"code": code})
    return {
        "printing": Between(papers, [f"{ROOT}/{of_all}/print"]),
        "printing one": Between(paper, [f"{ROOT}/{of_one}/print"]),
        "at the door": Between(door, [f"{ROOT}/slip/door"]),
    }


def _at_the_counter(app: Flask) -> dict[str, Between]:
    """Who has just entered a demand for somebody and prints the receipt, and who has just opened one."""
    with app.app_context():
        worker = find_by_phone(PEOPLE["worker"])
        assert worker is not None
        clerk, holder = signed_in(app, worker.id), app.test_client()
    typed = {"name": "赵奶奶", "channel": "phone", "phone_use": "call", "visibility": "all", "title": "三楼的灯坏了"}
    made = clerk.post(f"{ROOT}/counter/new", base_url=HERE, data={**typed, "agreed": "y", "consent": "好的。"})
    paper = made.location.removeprefix(ROOT)
    number, code = re.findall(r'receipt__number">[^<0-9]*([0-9 ]+)', clerk.get(made.location, base_url=HERE).text)
    holder.post(f"{ROOT}/receipt", base_url=HERE, data={"number": number, "code": code})
    return {
        "entering": Between(clerk, [f"{ROOT}{paper}", f"{ROOT}/demands/{number.strip()}"]),
        "with a receipt": Between(holder, [f"{ROOT}/receipt/state"]),
    }


def _of_body(body: int, role: str) -> int:
    statement = select(OrganizationMember.person_id).where(
        OrganizationMember.organization_id == body, OrganizationMember.role == role
    )
    return db.session.scalars(statement).first() or 0


def _of_an_account(app: Flask) -> dict[str, Between]:
    with app.app_context():
        rests = db.session.get_one(Suspension, app.config["SUSPENSION"]).person_id
        ids = {phone: find_by_phone(phone).id for phone in (PEOPLE["chief"], RENUMBERED)}  # type: ignore[union-attr]
    stale, careful, moving = (signed_in(app, ids[phone]) for phone in (PEOPLE["chief"], PEOPLE["chief"], RENUMBERED))
    with app.app_context(), transaction():
        opened = select(SignInSession).where(SignInSession.person_id == ids[PEOPLE["chief"]])
        first = db.session.scalars(opened.order_by(SignInSession.id.desc()).offset(1)).first()
        assert first is not None
        first.fresh_at = first.created_at - timedelta(days=1)
        earlier = join(phone=WHO_AGREED_BEFORE, display_name="老邻居").id
        db.session.execute(update(Consent).where(Consent.person_id == earlier).values(version="before"))
    careful.post("/me/second-factor/new", base_url=HERE)
    _type(moving, "/me/number/old", moving.post("/me/number/old/send", base_url=HERE, follow_redirects=True).text)
    moving.post("/me/number", base_url=HERE, data={"phone": NUMBER_TO_COME})
    return {
        "asked again": Between(signed_in(app, earlier), ["/me/agree", "/me/data"]),
        "stale": Between(stale, ["/me/confirm", "/me/data"]),
        "careful": Between(careful, ["/me/second-factor/confirm"]),
        "moving": Between(moving, ["/me/number", "/me/number/code"]),
        "suspended": Between(signed_in(app, rests), ["/me/suspension", f"{ROOT}/", f"{ROOT}/demands"]),
    }


def _ask(client: FlaskClient, phone: str) -> str:
    """Ask for a code; gives the page that shows it."""
    return client.post("/sign-in", base_url=HERE, data={"phone": phone}, follow_redirects=True).text


def _type(client: FlaskClient, path: str, page: str) -> None:
    """Type the code that this page shows."""
    code = re.search(r"data-demo-code[^>]*>(\d+)", page)
    assert code is not None, page
    client.post(path, base_url=HERE, data={"code": code[1]})
