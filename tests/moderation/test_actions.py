"""Submitting and deciding."""

from collections.abc import Callable

import pytest

from resident.accounts.models import SYSTEM, PersonRow
from resident.communities.models import CommunityRow, Role
from resident.moderation.actions import (
    approve,
    ask_changes,
    forget,
    reject,
    submit,
    withdraw,
)
from resident.moderation.models import DECISIONS, AlreadyDecided, ReviewItem, ReviewState
from resident.web.errors import Changed, Invalid, NotAllowed
from tests.conftest import Clock
from tests.makers.communities import make_community, make_resident, make_staff
from tests.makers.moderation import make_note, make_waiting, note_of, submit_note
from tests.recorded import recorded

pytestmark = pytest.mark.usefixtures("session")
Decide = Callable[[ReviewItem, PersonRow], None]

DECIDE: dict[ReviewState, Decide] = {
    ReviewState.APPROVED: lambda item, by: approve(item=item, version=item.version, by=by),
    ReviewState.REJECTED: lambda item, by: reject(item=item, version=item.version, by=by, reason="广告"),
    ReviewState.CHANGES_ASKED: lambda item, by: ask_changes(item=item, version=item.version, by=by, reason="写清地点"),
}
EACH_DECISION = pytest.mark.parametrize("decision", DECISIONS)


@pytest.fixture
def community() -> CommunityRow:
    return make_community()


@pytest.fixture
def author(community: CommunityRow) -> PersonRow:
    return make_resident(community)


@pytest.fixture
def moderator(community: CommunityRow) -> PersonRow:
    return make_staff(community, Role.MODERATOR)


def test_what_is_submitted_waits(community: CommunityRow, author: PersonRow) -> None:
    item = make_waiting(community, author)
    assert (item.state, item.version, item.community_id, item.author_id) == ("waiting", 1, community.id, author.id)


def test_what_is_submitted_carries_its_words_and_its_moment(
    community: CommunityRow, author: PersonRow, clock: Clock
) -> None:
    item = make_waiting(community, author, title="电梯坏了")
    assert (item.kind, item.subject_id, item.title) == ("note", note_of(item).id, {"zh_Hans": "电梯坏了", "en": ""})
    assert (item.submitted_at, item.decided_at, item.decided_by_id) == (clock(), None, None)


def test_an_edit_while_it_waits_keeps_its_place(community: CommunityRow, author: PersonRow, clock: Clock) -> None:
    first = make_waiting(community, author)
    submitted_at = first.submitted_at
    clock.advance(minutes=30)
    note = note_of(first)
    note.version, note.title = 2, "两部电梯都坏了"
    again = submit_note(note, author)
    assert again is first
    assert (again.version, again.title["zh_Hans"], again.submitted_at) == (2, "两部电梯都坏了", submitted_at)


def test_what_is_sent_again_after_changes_waits_anew(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, clock: Clock
) -> None:
    first = make_waiting(community, author)
    ask_changes(item=first, version=1, by=moderator, reason="写清地点")
    clock.advance(minutes=30)
    again = submit_note(note_of(first), author)
    assert again.id != first.id
    assert (first.state, again.state) == ("changes_asked", "waiting")


def test_an_unknown_kind_cannot_be_submitted(community: CommunityRow, author: PersonRow) -> None:
    with pytest.raises(KeyError):
        submit(kind="nothing", subject=make_note(community), title={}, author_id=author.id, version=1)


@EACH_DECISION
def test_a_decision_ends_the_waiting_and_reaches_the_subject(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, decision: ReviewState, clock: Clock
) -> None:
    item = make_waiting(community, author)
    clock.advance(minutes=5)
    DECIDE[decision](item, moderator)
    assert (item.state, item.decided_by_id, item.decided_at) == (decision, moderator.id, clock())
    note = note_of(item)
    assert note.decision == f"{decision.replace('_', ' ')} by {moderator.id}"
    assert note.reason == item.reason
    assert bool(item.reason) is (decision != ReviewState.APPROVED)
    details = {"kind": "note", "reviewed": note.id, "version": 1, "reason": item.reason}
    assert recorded() == [(f"review_item.{decision}", moderator.id, item.id, details)]


@pytest.mark.parametrize("first", [*DECISIONS, ReviewState.WITHDRAWN])
@pytest.mark.parametrize("second", DECISIONS)
def test_what_is_decided_or_withdrawn_is_not_decided_again(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, first: ReviewState, second: ReviewState
) -> None:
    item = make_waiting(community, author)
    if first == ReviewState.WITHDRAWN:
        withdraw(kind="note", subject=note_of(item), by=author)
    else:
        DECIDE[first](item, moderator)
    said = note_of(item).decision
    with pytest.raises(AlreadyDecided):
        DECIDE[second](item, make_staff(community, Role.MODERATOR))
    assert (item.state, note_of(item).decision) == (first, said)


@EACH_DECISION
def test_a_decision_on_an_older_version_is_not_taken(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, decision: ReviewState
) -> None:
    item = make_waiting(community, author)
    note = note_of(item)
    note.version = 2
    submit_note(note, author)
    with pytest.raises(Changed):
        {
            ReviewState.APPROVED: lambda: approve(item=item, version=1, by=moderator),
            ReviewState.REJECTED: lambda: reject(item=item, version=1, by=moderator, reason="广告"),
            ReviewState.CHANGES_ASKED: lambda: ask_changes(item=item, version=1, by=moderator, reason="地点"),
        }[decision]()
    assert (item.state, note.decision) == ("waiting", "")


@EACH_DECISION
def test_nobody_decides_on_their_own_post(community: CommunityRow, moderator: PersonRow, decision: ReviewState) -> None:
    item = make_waiting(community, moderator)
    with pytest.raises(NotAllowed):
        DECIDE[decision](item, moderator)
    assert (item.state, note_of(item).decision) == ("waiting", "")


@EACH_DECISION
def test_only_a_moderator_of_the_community_decides(
    community: CommunityRow, author: PersonRow, decision: ReviewState
) -> None:
    item = make_waiting(community, author)
    elsewhere = make_staff(make_community(), Role.MODERATOR)
    for somebody in (elsewhere, make_staff(community, Role.WORKER), make_resident(community), SYSTEM):
        with pytest.raises(NotAllowed):
            DECIDE[decision](item, somebody)  # type: ignore[arg-type]
    assert (item.state, note_of(item).decision) == ("waiting", "")


@pytest.mark.parametrize("decide", [reject, ask_changes])
def test_a_refusal_without_a_reason_is_not_taken(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, decide: Callable[..., None]
) -> None:
    item = make_waiting(community, author)
    with pytest.raises(Invalid) as refusal:
        decide(item=item, version=1, by=moderator, reason=" \n")
    assert refusal.value.field == "reason"
    assert item.state == "waiting"


@pytest.mark.parametrize("decide", [reject, ask_changes])
def test_a_reason_is_kept_without_the_space_around_it(
    community: CommunityRow, author: PersonRow, moderator: PersonRow, decide: Callable[..., None]
) -> None:
    item = make_waiting(community, author)
    decide(item=item, version=1, by=moderator, reason=" 写清地点\n")
    assert item.reason == "写清地点"


def test_what_is_deleted_leaves_who_decided_and_no_words(
    community: CommunityRow, author: PersonRow, moderator: PersonRow
) -> None:
    first, other = make_waiting(community, author), make_waiting(community, author)
    ask_changes(item=first, version=1, by=moderator, reason="写清地点")
    again = submit_note(note_of(first), author)
    forget(kind="note", subject=note_of(first))
    assert [(item.title, item.reason) for item in (first, again)] == [({}, ""), ({}, "")]
    assert (first.state, first.decided_by_id) == ("changes_asked", moderator.id)
    assert other.title == {"zh_Hans": "电梯坏了", "en": ""}


def test_one_kind_does_not_stand_in_the_place_of_another(community: CommunityRow, author: PersonRow) -> None:
    item = make_waiting(community, author)
    withdraw(kind="demand", subject=note_of(item), by=author)
    forget(kind="demand", subject=note_of(item))
    assert (item.state, item.title["zh_Hans"]) == ("waiting", "电梯坏了")


def test_withdrawing_takes_it_out_once_and_twice(community: CommunityRow, author: PersonRow, clock: Clock) -> None:
    item = make_waiting(community, author)
    withdraw(kind="note", subject=note_of(item), by=author)
    assert (item.state, item.decided_by_id) == ("withdrawn", author.id)
    at = item.decided_at
    clock.advance(minutes=1)
    withdraw(kind="note", subject=note_of(item), by=author)
    assert item.decided_at == at


def test_withdrawing_changes_nothing_once_it_is_decided(
    community: CommunityRow, author: PersonRow, moderator: PersonRow
) -> None:
    item = make_waiting(community, author)
    approve(item=item, version=1, by=moderator)
    withdraw(kind="note", subject=note_of(item), by=author)
    assert item.state == "approved"
