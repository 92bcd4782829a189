"""Who confirms what somebody says: outside the body, in turn, and never one person for both; what counts is voided by two."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from resident.accounts.models import PersonRow
from resident.activities.actions import (
    agree_to_void,
    ask_to_void,
    confirm_records,
    keep_record,
    name_witness,
    propose_seen,
)
from resident.activities.models import (
    Activity,
    How,
    RecordState,
    ServiceRecord,
    Voiding,
    VoidingMoved,
)
from resident.activities.permissions import can_confirm
from resident.activities.queries import hours_to_confirm, overlaps, stuck
from resident.communities.context import community_by_id, community_of
from resident.communities.models import CommunityRow, Role, RoleGrant
from resident.db import db, transaction
from resident.organizations.models import MemberRole, OrganizationMember
from resident.web.errors import Conflict, Invalid, NotAllowed
from tests.activities.conftest import Neighbourhood
from tests.at_once import at_once
from tests.makers.activities import first_minutes, make_activity, make_place, make_record, make_shift
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.organizations import make_member, make_organization
from tests.makers.points import points_of
from tests.recorded import recorded, told

SignIn = Callable[[int], FlaskClient]


@pytest.fixture
def row(session: None) -> CommunityRow:
    """A community without public notice and without staff."""
    return make_community(notice_days=0)


@pytest.fixture
def activity(row: CommunityRow) -> Activity:
    """Of a body with one manager."""
    return make_activity(row)


def _noted(activity: Activity, how: How = How.NOTED, hours: float = -5) -> ServiceRecord:
    return make_record(make_shift(activity, hours=hours), by=activity.created_by, how=how)


def _may(record: ServiceRecord, *people: PersonRow) -> list[bool]:
    """Whether each of them may confirm it; the list of what waits for them says the same."""
    community = community_of(record)
    verdicts = [bool(can_confirm(person, record)) for person in people]
    listed = [record.id in {one.id for one in hours_to_confirm(community, person.value).rows} for person in people]
    assert listed == verdicts
    return verdicts


@pytest.mark.parametrize("how", [How.NOTED, How.BY_HAND])
def test_in_turn_a_worker_a_moderator_or_administrator_the_witness_and_nobody(
    row: CommunityRow, activity: Activity, how: How
) -> None:
    record, community = _noted(activity, how), community_of(activity)
    witness = make_member(make_organization(row, name="晨光互助会"))
    assert [one.id for one in stuck(community).rows] == []  # without a number nobody is listed
    moderator, administrator = make_staff(row, Role.MODERATOR), make_staff(row, Role.ADMINISTRATOR)
    worker = make_staff(row, Role.WORKER)
    everybody = (activity.created_by, witness, moderator, administrator, worker)
    name_witness(organization_id=_body_of(witness), community=community, by=administrator)
    assert _may(record, *everybody) == [False, False, False, False, True]
    _end(worker)
    assert _may(record, *everybody) == [False, False, True, True, False]
    _end(moderator)
    _end(administrator)
    assert _may(record, *everybody) == [False, True, False, False, False]
    _leave(witness)
    assert _may(record, *everybody) == [False] * 5


def _body_of(person: PersonRow) -> int:
    wanted = select(OrganizationMember.organization_id).where(OrganizationMember.person_id == person.id)
    return db.session.scalars(wanted).one()


def _end(person: PersonRow) -> None:
    for grant in db.session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id)):
        grant.ended_at = grant.granted_at
    db.session.flush()


def _leave(person: PersonRow) -> None:
    for member in db.session.scalars(select(OrganizationMember).where(OrganizationMember.person_id == person.id)):
        member.ended_at = member.since
    db.session.flush()


def test_whoever_acts_for_the_body_in_whatever_role_is_not_outside_it(row: CommunityRow, activity: Activity) -> None:
    record = _noted(activity)
    body = activity.organization
    inside = [
        make_member(body, role, make_staff(row, Role.WORKER))
        for role in (MemberRole.MANAGER, MemberRole.CLERK, MemberRole.MEMBER)
    ]
    moderator = make_staff(row, Role.MODERATOR)
    assert _may(record, *inside, moderator) == [False, False, False, True]


def test_never_the_volunteer_nor_who_proposed_nor_one_person_for_both(row: CommunityRow, activity: Activity) -> None:
    worker, moderator = make_staff(row, Role.WORKER), make_staff(row, Role.MODERATOR)
    own = make_record(make_shift(activity, hours=-5), worker, by=activity.created_by, how=How.NOTED)
    assert _may(own, worker, moderator) == [False, True]
    theirs = make_record(make_shift(activity, hours=-9), by=worker, how=How.BY_HAND)
    assert _may(theirs, worker, moderator) == [False, True]
    long_day = make_record(
        make_shift(activity, hours=-30, length=9), by=activity.created_by, how=How.NOTED, minutes=540, needs_two=True
    )
    assert confirm_records(record_ids=[long_day.id], community=community_of(activity), by=worker) == 0
    assert _may(long_day, worker, moderator) == [False, True]
    assert confirm_records(record_ids=[long_day.id], community=community_of(activity), by=moderator) == 1


def test_a_witness_body_never_confirms_what_it_ran_itself(row: CommunityRow, activity: Activity) -> None:
    colleague = make_member(activity.organization)
    name_witness(
        organization_id=activity.organization_id,
        community=community_of(activity),
        by=make_staff(row, Role.ADMINISTRATOR),
    )
    _end(db.session.scalars(select(PersonRow).order_by(PersonRow.id.desc())).first())  # type: ignore[arg-type]
    assert _may(_noted(activity), colleague) == [False]
    assert _may(_noted(activity, How.SEEN, -9), colleague) == [True]


def test_the_administrator_is_told_and_sees_what_nobody_can_confirm(row: CommunityRow, activity: Activity) -> None:
    manager = activity.created_by
    administrator = make_member(activity.organization, MemberRole.MEMBER, make_staff(row, Role.ADMINISTRATOR))
    shift = make_shift(activity, hours=-3)
    make_place(shift, seen=60, pressed_by=manager)
    community = community_of(activity)
    (record,) = propose_seen(shift_id=shift.id, community=community, by=manager).records
    assert [(one[0], one[1], one[2]) for one in told()] == [
        (administrator.id, "activities.stuck", f"/c/{community.slug}/activities/hours/stuck")
    ]
    assert [(one.id, one.minutes) for one in stuck(community).rows] == [(record.id, 60)]
    worker = make_staff(row, Role.WORKER)
    assert stuck(community).rows == []
    assert confirm_records(record_ids=[record.id], community=community, by=worker) == 1


def test_who_confirms_in_turn_is_told(row: CommunityRow, activity: Activity) -> None:
    moderator = make_staff(row, Role.MODERATOR)
    shift = make_shift(activity, hours=-3)
    make_place(shift, seen=60, pressed_by=activity.created_by)
    propose_seen(shift_id=shift.id, community=community_of(activity), by=activity.created_by)
    assert [(one[0], one[1]) for one in told()] == [(moderator.id, "activities.to_confirm")]


def test_a_witness_body_is_named_by_an_administrator_and_belongs_here(row: CommunityRow) -> None:
    administrator, community = make_staff(row, Role.ADMINISTRATOR), community_of(make_activity(row))
    body, elsewhere = make_organization(row), make_organization(make_community())
    with pytest.raises(NotAllowed):
        name_witness(organization_id=body.id, community=community, by=make_staff(row, Role.WORKER))
    with pytest.raises(Invalid):
        name_witness(organization_id=elsewhere.id, community=community, by=administrator)
    for _twice in range(2):
        name_witness(organization_id=body.id, community=community, by=administrator)
    for _twice in range(2):
        name_witness(organization_id=0, community=community, by=administrator)
    assert [one[0] for one in recorded()] == ["witness_body.appointed", "witness_body.removed"]


def _final(activity: Activity) -> ServiceRecord:
    record = make_record(make_shift(activity, hours=-5), by=activity.created_by, minutes=60)
    worker = make_staff(db.session.get_one(CommunityRow, activity.community_id), Role.WORKER)
    assert confirm_records(record_ids=[record.id], community=community_of(activity), by=worker) == 1
    return record


def test_what_counts_is_voided_by_two_people(row: CommunityRow, activity: Activity) -> None:
    record, community = _final(activity), community_of(activity)
    manager, worker = activity.created_by, make_staff(row, Role.WORKER)
    wish = ask_to_void(record_id=record.id, reason="人没来", community=community, by=manager)
    assert ask_to_void(record_id=record.id, reason="再说一次", community=community, by=worker) is wish
    assert (record.state, points_of(row.id, record.person_id)) == (RecordState.FINAL, 10)
    for person in (manager, record.person, make_resident(row), make_staff(make_community(), Role.WORKER)):
        with pytest.raises(NotAllowed):
            agree_to_void(voiding_id=wish.id, community=community, by=person)
    agree_to_void(voiding_id=wish.id, community=community, by=worker)
    assert (record.state, record.void_reason) == (RecordState.VOIDED, "人没来")
    assert points_of(row.id, record.person_id) == 0
    with pytest.raises(VoidingMoved):
        agree_to_void(voiding_id=wish.id, community=community, by=worker)
    assert points_of(row.id, record.person_id) == 0


def test_a_correction_of_what_counts_is_proposed_when_somebody_agrees(row: CommunityRow, activity: Activity) -> None:
    record, community = _final(activity), community_of(activity)
    hour = first_minutes(record.shift, 30)
    wish = ask_to_void(record_id=record.id, **hour, reason="早走了", community=community, by=activity.created_by)
    agree_to_void(voiding_id=wish.id, community=community, by=make_staff(row, Role.WORKER))
    right = db.session.scalars(select(ServiceRecord).where(ServiceRecord.corrects_id == record.id)).one()
    assert (right.minutes, right.how, right.proposed_by_id) == (30, How.BY_HAND, activity.created_by_id)
    assert right.state == RecordState.PROPOSED


def test_the_record_stays_when_the_second_person_does_not_agree(row: CommunityRow, activity: Activity) -> None:
    record, community = _final(activity), community_of(activity)
    wish = ask_to_void(record_id=record.id, reason="人没来", community=community, by=activity.created_by)
    messages = len(told())
    keep_record(voiding_id=wish.id, community=community, by=make_staff(row, Role.WORKER))
    assert record.state == RecordState.FINAL
    assert [(one[0], one[1]) for one in told(but=messages)] == [(activity.created_by_id, "activities.kept")]
    again = ask_to_void(record_id=record.id, reason="真没来", community=community, by=activity.created_by)
    keep_record(voiding_id=again.id, community=community, by=activity.created_by)  # who asked thinks better of it
    assert len(told(but=messages)) == 1 + len([one for one in told() if one[1] == "activities.to_void"][1:])


def test_the_database_holds_that_two_people_void(activity: Activity) -> None:
    wish = ask_to_void(
        record_id=_final(activity).id, reason="人没来", community=community_of(activity), by=activity.created_by
    )
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            Voiding.__table__.update().values(state="agreed", answered_by_id=Voiding.asked_by_id)  # type: ignore[attr-defined]
        )
    assert wish.state == "waiting"


def test_two_who_agree_at_once_void_once(app: Flask, here: Neighbourhood) -> None:
    with app.app_context(), transaction():
        activity = db.session.get_one(Activity, here.activity)
        record = _final(activity)
        wish = ask_to_void(
            record_id=record.id, reason="人没来", community=community_of(activity), by=activity.created_by
        ).id
        person = record.person_id

    def _agree(person_id: int) -> str:
        with app.app_context():
            try:
                with transaction():
                    by = db.session.get_one(PersonRow, person_id)
                    agree_to_void(voiding_id=wish, community=community_by_id(here.community), by=by)
            except Conflict as refusal:
                return type(refusal).__name__
            return "done"

    people = (here.colleague, here.worker, here.moderator)
    outcomes = at_once([lambda one=one: _agree(one) for one in people])  # type: ignore[misc]
    assert sorted(outcomes) == ["VoidingMoved", "VoidingMoved", "done"]
    with app.app_context():
        assert points_of(here.community, person) == 0


def test_the_pages_of_what_is_doubtful(app: Flask, here: Neighbourhood, sign_in: SignIn) -> None:
    with app.app_context(), transaction():
        activity = db.session.get_one(Activity, here.activity)
        record = _final(activity).id
        row = db.session.get_one(CommunityRow, here.community)
        administrator = make_staff(row, Role.ADMINISTRATOR).id
        other = make_organization(row, name="晨光互助会").id
    manager, colleague, hours = sign_in(here.manager), sign_in(here.colleague), f"{here.path}/hours"
    url = f"{hours}/{record}/correct"
    void = {"started_at": "", "ended_at": "", "only_void": "y", "reason": "没来", "token": "c" * 24}
    assert manager.post(url, data=void).status_code == 303
    assert "/agree" not in manager.get(hours).text
    page = colleague.get(hours).text
    assert "/agree" in page
    assert "没来" in page
    with app.app_context():
        wish = db.session.scalars(select(Voiding.id)).one()
    assert manager.post(f"{hours}/voidings/{wish}/agree").status_code == 403
    assert colleague.post(f"{hours}/voidings/{wish}/agree").status_code == 303
    assert colleague.post(f"{hours}/voidings/{wish}/agree").status_code == 409
    staff = sign_in(administrator)
    assert staff.get(f"{hours}/stuck").status_code == 200
    assert staff.post(f"{hours}/stuck", data={"organization": other}).status_code == 303
    assert staff.get(f"{hours}/overlaps").status_code == 200
    assert manager.get(f"{hours}/stuck").status_code == 403
    assert manager.get(f"{hours}/overlaps").status_code == 403


def test_pairs_of_one_time_are_listed_only_while_they_are_flagged_and_live(activity: Activity) -> None:
    _noted(activity)
    assert overlaps(community_of(activity)).rows == []
