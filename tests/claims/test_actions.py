"""Saying where one lives, and the committee's word on it."""

import pytest
from sqlalchemy import func, select

from resident.accounts.models import SYSTEM, PersonRow
from resident.claims.actions import (
    Door,
    ask_claim_changes,
    change_claim,
    claim_residence,
    confirm_claim,
    refuse_claim,
    withdraw_claim,
)
from resident.claims.models import OPEN, BuildingGone, ClaimMoved, ClaimState, ResidenceClaim
from resident.claims.people import claims_as_json, forget_claims
from resident.communities.models import Building, CommunityRow, Household, Membership, Role
from resident.db import db
from resident.moderation.actions import approve, ask_changes, reject
from resident.moderation.models import AlreadyDecided, ReviewItem
from resident.notifications.models import Notification
from resident.web.errors import Changed, Invalid, NotAllowed
from tests.makers.accounts import make_person
from tests.makers.claims import item_of, make_claim
from tests.makers.communities import make_building, make_community, make_resident, make_staff

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def community() -> CommunityRow:
    return make_community()


@pytest.fixture
def building(community: CommunityRow) -> Building:
    return make_building(community, "3")


@pytest.fixture
def person() -> PersonRow:
    return make_person("李阿姨")


@pytest.fixture
def moderator(community: CommunityRow) -> PersonRow:
    return make_staff(community, Role.MODERATOR)


def decide(claim: ResidenceClaim, decision: str, by: PersonRow) -> None:
    item = item_of(claim)
    if decision == "approve":
        approve(item=item, version=item.version, by=by)
    else:
        {"reject": reject, "ask": ask_changes}[decision](item=item, version=item.version, by=by, reason="请带证件来")


def membership_of(community: CommunityRow, person: PersonRow) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(Membership.community_id == community.id, Membership.person_id == person.id)
    )


def told(person: PersonRow) -> list[str]:
    return list(
        db.session.scalars(
            select(Notification.kind).where(Notification.person_id == person.id).order_by(Notification.id)
        )
    )


def test_what_is_said_waits_for_the_committee(community: CommunityRow, building: Building, person: PersonRow) -> None:
    claim = make_claim(community, person, building)
    assert (claim.state, claim.unit, claim.room) == ("waiting", "2", "502")
    assert item_of(claim).title == {"zh_Hans": "3栋2-502", "en": "Building 3, 2-502"}
    membership = membership_of(community, person)
    assert membership is not None
    assert membership.confirmed_at is None


def test_only_one_claim_is_open(community: CommunityRow, building: Building, person: PersonRow) -> None:
    make_claim(community, person, building)
    with pytest.raises(ClaimMoved):
        make_claim(community, person, building, room="503")


def test_in_another_community_one_may_live_too(community: CommunityRow, person: PersonRow) -> None:
    make_claim(community, person)
    assert make_claim(make_community(), person).state == "waiting"


@pytest.mark.parametrize(
    ("unit", "room", "wanted"),
    [
        ("2单元", "502室", ("2", "502")),
        ("２", "５０２", ("2", "502")),
        (" Unit 2 ", "no. 502", ("2", "502")),
        ("", "12f", ("", "12F")),
        ("东", "1-502", ("东", "1-502")),
        ("99", "A" * 10, ("99", "A" * 10)),
    ],
)
def test_a_door_is_written_in_one_way(
    community: CommunityRow, building: Building, person: PersonRow, unit: str, room: str, wanted: tuple[str, str]
) -> None:
    claim = make_claim(community, person, building, unit, room)
    assert (claim.unit, claim.room) == wanted


@pytest.mark.parametrize(
    ("unit", "room", "field"),
    [
        ("0", "502", "unit"),
        ("100", "502", "unit"),
        ("A" * 11, "502", "unit"),
        ("<b>", "502", "unit"),
        ("2", "", "room"),
        ("2", "5" * 11, "room"),
        ("2", "5 02!", "room"),
        ("2", "\u202e502", "room"),
        ("2", "😀", "room"),
    ],
)
def test_what_cannot_stand_on_a_door_is_refused(
    community: CommunityRow, building: Building, person: PersonRow, unit: str, room: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        make_claim(community, person, building, unit, room)
    assert refusal.value.field == field
    assert db.session.scalar(select(func.count()).select_from(ResidenceClaim)) == 0


def test_a_building_of_another_community_is_refused(community: CommunityRow, person: PersonRow) -> None:
    for building_id in (make_building(make_community()).id, 987654, 0):
        with pytest.raises(Invalid) as refusal:
            claim_residence(community=community, at=Door(building_id, "2", "502"), by=person)
        assert refusal.value.field == "building_id"


def test_confirming_makes_a_resident_and_tells_them(
    community: CommunityRow, building: Building, person: PersonRow, moderator: PersonRow
) -> None:
    claim = make_claim(community, person, building)
    decide(claim, "approve", moderator)
    membership = membership_of(community, person)
    assert membership is not None
    assert membership.confirmed_at is not None
    assert membership.household is not None
    assert (membership.household.building_id, membership.household.room) == (building.id, "502")
    assert claim.state == "confirmed"
    assert told(person) == ["claims.confirmed"]


def test_two_of_one_home_share_the_household(
    community: CommunityRow, building: Building, person: PersonRow, moderator: PersonRow
) -> None:
    for one in (person, make_person("王先生")):
        decide(make_claim(community, one, building, "2单元"), "approve", moderator)
    assert db.session.scalar(select(func.count()).select_from(Household)) == 1


@pytest.mark.parametrize(("decision", "state"), [("reject", "refused"), ("ask", "changes_asked")])
def test_a_refusal_confirms_nothing_and_says_why(
    community: CommunityRow, person: PersonRow, moderator: PersonRow, decision: str, state: str
) -> None:
    claim = make_claim(community, person)
    decide(claim, decision, moderator)
    membership = membership_of(community, person)
    assert membership is not None
    assert membership.confirmed_at is None
    assert (claim.state, claim.reason) == (state, "请带证件来")
    assert told(person) == [f"claims.{state}"]


@pytest.mark.parametrize("decision", ["approve", "reject", "ask"])
def test_nobody_decides_twice(community: CommunityRow, person: PersonRow, moderator: PersonRow, decision: str) -> None:
    claim = make_claim(community, person)
    decide(claim, decision, moderator)
    with pytest.raises(AlreadyDecided):
        decide(claim, "approve", moderator)
    assert len(told(person)) == 1


@pytest.mark.parametrize("state", [state for state in ClaimState if state != ClaimState.WAITING])
def test_the_committee_decides_only_on_what_waits(
    community: CommunityRow, person: PersonRow, moderator: PersonRow, state: ClaimState
) -> None:
    claim = make_claim(community, person)
    claim.state = state
    db.session.flush()
    with pytest.raises(ClaimMoved):
        confirm_claim(claim.id, by=moderator, reason="")


def test_only_a_moderator_of_the_community_decides_on_a_claim(community: CommunityRow, person: PersonRow) -> None:
    claim = make_claim(community, person)
    elsewhere = make_staff(make_community(), Role.MODERATOR)
    for somebody in (person, elsewhere, make_staff(community, Role.WORKER), SYSTEM):
        for decide_on in (confirm_claim, refuse_claim, ask_claim_changes):
            with pytest.raises(NotAllowed):
                decide_on(claim.id, by=somebody, reason="请带证件来")  # type: ignore[arg-type]
    assert claim.state == ClaimState.WAITING


def test_nobody_but_its_owner_changes_or_takes_back_a_claim(
    community: CommunityRow, building: Building, person: PersonRow, moderator: PersonRow
) -> None:
    claim = make_claim(community, person, building)
    for somebody in (moderator, make_resident(community), SYSTEM):
        with pytest.raises(NotAllowed):
            change_claim(claim=claim, at=Door(building.id, "1", "101"), by=somebody)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            withdraw_claim(claim=claim, by=somebody)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        claim_residence(community=community, at=Door(building.id, "1", "101"), by=SYSTEM)  # type: ignore[arg-type]
    assert (claim.state, claim.version) == (ClaimState.WAITING, 1)


def test_a_moderator_does_not_confirm_their_own_home(community: CommunityRow, moderator: PersonRow) -> None:
    claim = make_claim(community, moderator)
    with pytest.raises(NotAllowed):
        decide(claim, "approve", moderator)


def test_a_correction_while_it_waits_keeps_the_place(
    community: CommunityRow, building: Building, person: PersonRow, moderator: PersonRow
) -> None:
    claim = make_claim(community, person, building)
    item = item_of(claim)
    change_claim(claim=claim, at=Door(building.id, "2", "503"), by=person)
    assert item_of(claim) is item
    with pytest.raises(Changed):
        approve(item=item, version=1, by=moderator)
    approve(item=item, version=2, by=moderator)
    membership = membership_of(community, person)
    assert membership is not None
    assert membership.household is not None
    assert membership.household.room == "503"


def test_after_changes_were_asked_it_waits_anew(
    community: CommunityRow, building: Building, person: PersonRow, moderator: PersonRow
) -> None:
    claim = make_claim(community, person, building)
    decide(claim, "ask", moderator)
    change_claim(claim=claim, at=Door(building.id, "3", "502"), by=person)
    assert claim.state == "waiting"
    decide(claim, "approve", moderator)
    assert claim.state == "confirmed"


@pytest.mark.parametrize("state", [state for state in ClaimState if state not in OPEN])
def test_what_is_closed_cannot_be_corrected(
    community: CommunityRow, building: Building, person: PersonRow, state: ClaimState
) -> None:
    claim = make_claim(community, person, building)
    claim.state = state
    db.session.flush()
    with pytest.raises(ClaimMoved):
        change_claim(claim=claim, at=Door(building.id, "2", "503"), by=person)


def test_nobody_touches_the_claim_of_another(community: CommunityRow, building: Building, person: PersonRow) -> None:
    claim = make_claim(community, person, building)
    other = make_resident(community)
    with pytest.raises(NotAllowed):
        change_claim(claim=claim, at=Door(building.id, "2", "503"), by=other)
    with pytest.raises(NotAllowed):
        withdraw_claim(claim=claim, by=other)
    assert (claim.state, claim.room) == ("waiting", "502")


def test_taking_it_back_once_and_twice(community: CommunityRow, person: PersonRow) -> None:
    claim = make_claim(community, person)
    withdraw_claim(claim=claim, by=person)
    withdraw_claim(claim=claim, by=person)
    assert (claim.state, item_of(claim).state) == ("withdrawn", "withdrawn")
    assert make_claim(community, person).state == "waiting"


@pytest.mark.parametrize("state", [ClaimState.CONFIRMED, ClaimState.REFUSED])
def test_what_is_decided_cannot_be_taken_back(community: CommunityRow, person: PersonRow, state: ClaimState) -> None:
    claim = make_claim(community, person)
    claim.state = state
    db.session.flush()
    with pytest.raises(ClaimMoved):
        withdraw_claim(claim=claim, by=person)


def test_the_old_home_stays_until_the_new_one_is_confirmed(
    community: CommunityRow, building: Building, person: PersonRow, moderator: PersonRow
) -> None:
    decide(make_claim(community, person, building), "approve", moderator)
    move = make_claim(community, person, building, room="601")
    membership = membership_of(community, person)
    assert membership is not None
    assert membership.household is not None
    assert membership.household.room == "502"
    decide(move, "reject", moderator)
    assert membership.household.room == "502"
    decide(make_claim(community, person, building, room="701"), "approve", moderator)
    assert membership.household.room == "701"


def test_the_confirmed_home_is_not_claimed_again(
    community: CommunityRow, building: Building, person: PersonRow, moderator: PersonRow
) -> None:
    decide(make_claim(community, person, building), "approve", moderator)
    with pytest.raises(Invalid):
        make_claim(community, person, building, "2单元", "502室")


def test_closing_an_account_forgets_what_was_said(
    community: CommunityRow, person: PersonRow, moderator: PersonRow
) -> None:
    decide(make_claim(community, person), "ask", moderator)
    make_claim(make_community(), person)
    forget_claims(person)
    assert claims_as_json(person) == []
    items = db.session.scalars(select(ReviewItem).where(ReviewItem.author_id == person.id)).all()
    assert {item.state for item in items} == {"changes_asked", "withdrawn"}
    assert all(item.title == {} and item.reason == "" for item in items)


def test_the_person_gets_everything_said_along(community: CommunityRow, building: Building, person: PersonRow) -> None:
    make_claim(community, person, building)
    (row,) = claims_as_json(person)
    assert (row["building"], row["unit"], row["room"], row["state"]) == (building.name, "2", "502", "waiting")


def test_nobody_is_confirmed_in_a_building_that_is_no_longer_in_use(
    community: CommunityRow, moderator: PersonRow
) -> None:
    claim = make_claim(community, make_resident(community, confirmed=False))
    claim.building.archived_at = claim.submitted_at
    with pytest.raises(BuildingGone):
        confirm_claim(claim.id, by=moderator, reason="")
    assert claim.state == "waiting"
    refuse_claim(claim.id, by=moderator, reason="这栋楼已经拆了")
    assert claim.state == "refused"
