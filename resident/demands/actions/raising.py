"""What the one who asks does: raise, change, withdraw, rate."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from resident import clock
from resident.accounts.entrance.allowance import count_post
from resident.accounts.models import Person
from resident.communities.context import community_of
from resident.communities.models import Building, Community
from resident.communities.numbers import next_number
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions.asking import ask, lock_demand
from resident.demands.actions.coming_back import forget_archived_body
from resident.demands.actions.ending import end_waiting_comments
from resident.demands.actions.going_back import moving_on
from resident.demands.actions.history import write_step
from resident.demands.actions.pressing import listen, usually_urgent
from resident.demands.actions.promising import promise_again
from resident.demands.actions.telling import tell, tell_everybody
from resident.demands.danger import sounds_like
from resident.demands.models import (
    Channel,
    Content,
    Demand,
    DemandCategory,
    DemandEntry,
    DemandState,
    Move,
    Visibility,
)
from resident.demands.queries.audience import managers_of, supporters_of, workers_of
from resident.demands.queries.finding import JOINED
from resident.i18n import LANGUAGES
from resident.i18n import lazy_gettext as _l
from resident.media.actions import adopt_drafts, has_new_photos, hide_photos, remove_photos
from resident.moderation import actions as moderation
from resident.statements import entities
from resident.web.errors import Invalid
from resident.web.versions import new_in, require_version

KIND = "demand"


@dataclass(frozen=True)
class Draft:
    """What its author says: every field of a demand that can be typed, already plain text."""

    title: str
    body: str
    category_id: int
    building_id: int | None = None
    spot: str = ""
    visibility: Visibility = Visibility.ALL
    shows_name: bool = True
    shares_photo: bool = False


@dataclass(frozen=True)
class ForAnother:
    """Who raises it when somebody of the committee writes it down, how it came, and what was said about consent."""

    raiser: Person
    channel: Channel
    consent: str


def raise_demand(
    *, community: Community, draft: Draft, photo_token: str = "", entered: ForAnother | None = None, by: Person
) -> Demand:
    """Raise a demand and put it into the review queue; the clock starts now.

    `photo_token` names the drafts of its photos; `entered` says for whom a worker writes it down, whose day it counts in.
    Raises NotAllowed, Later, Invalid("category_id"), ("building_id"), ("photos").
    """
    raiser = entered.raiser if entered else by
    ask(permissions.can_enter(by, community) if entered else permissions.can_raise(by, community))
    if entered and raiser.id == by.id:
        ask(permissions.FOR_ONESELF)
    count_post(KIND, by=raiser)
    demand = Demand(
        community_id=community.id,
        number=next_number(community, KIND),
        author_id=raiser.id,
        state=DemandState.IN_REVIEW,
        submitted_at=clock.now(),
    )
    _write(demand, draft)
    db.session.add(demand)
    db.session.flush()
    if photo_token:
        adopt_drafts(community=community, owner_kind=KIND, owner_id=demand.id, token=photo_token, by=by)
    if entered:
        _write_entry(demand, entered, by)
    _submit(demand, by)
    write_step(demand, "enter" if entered else "raise", by=by)
    listen(demand)
    if entered:
        tell([raiser.id], "entered", demand, by=by)
    return demand


def edit_demand(
    *, demand: Demand, draft: Draft, version: int, photo_token: str = "", drop_photos: Sequence[str] = (), by: Person
) -> None:
    """Change it while it waits (its place in line stays) or after changes were asked.

    `version` is the one the author had before them. Raises NotAllowed, Changed, and what `raise_demand` raises.
    """
    lock_demand(demand, permissions.can_edit, by=by)
    was_asked = demand.state == DemandState.CHANGES_ASKED
    photos = has_new_photos(
        community=community_of(demand),
        owner_kind=KIND,
        owner_id=demand.id,
        token=photo_token,
        dropped=drop_photos,
        by=by,
    )
    if not (was_asked or photos or new_in(demand, **asdict(draft))):
        return
    require_version(
        demand,
        version,
        title=_l("You changed this elsewhere"),
        message=_l("Another version was saved meanwhile. Yours is below; look at both before you send it again."),
    )
    heard = sounds_like(demand.title, demand.body, demand.spot)
    demand.move(Move.SUBMIT_AGAIN)
    _write(demand, draft)
    demand.version += 1
    db.session.flush()
    remove_photos(keys=drop_photos, owner_kind=KIND, owner_id=demand.id)
    if photo_token:
        community = community_of(demand)
        adopt_drafts(community=community, owner_kind=KIND, owner_id=demand.id, token=photo_token, by=by)
    _submit(demand, by)
    write_step(demand, Move.SUBMIT_AGAIN if was_asked else "edit", by=by, version=demand.version)
    listen(demand, heard=heard)


def withdraw_demand(*, demand: Demand, by: Person) -> None:
    """Take it back; possible until somebody has it in hand. A second time changes nothing. Raises NotAllowed.

    What was approved keeps its number, text and answers for the committee, and stays in its figures. What others had
    raised and was merged into it goes on by itself: nobody's matter ends because somebody else has lost interest.
    """
    lock(demand, *entities(JOINED, demand=demand.id))
    if demand.state == DemandState.WITHDRAWN and permissions.speaks_for(by, demand):
        return
    ask(permissions.can_withdraw(by, demand))
    was_listed = demand.is_listed
    demand.move(Move.WITHDRAW)
    moderation.withdraw(kind=KIND, subject=demand, by=by)
    hide_photos(owner_kind=KIND, owner_id=demand.id)
    write_step(demand, Move.WITHDRAW, by=by)
    _set_free(demand, by)
    end_waiting_comments(demand=demand, by=by)
    if not permissions.is_author(by, demand):
        tell([demand.author_id], "withdrawn_for_you", demand, by=by)
    if was_listed:
        followers = [*supporters_of(demand), *managers_of(community_of(demand), demand.holder_id)]
        tell(followers, "withdrawn", demand, by=by)


def rate(*, demand: Demand, solved: bool, content: Content, by: Person) -> None:
    """The author says whether it is solved, and how content they are.

    Not solved sends it back to the handler once, the second time to the committee (接诉即办条例: closed and
    solved are two facts). Raises NotAllowed, WrongState.
    """
    lock_demand(demand, permissions.can_rate, by=by)
    move = Move.CONFIRM if solved else Move.TAKE_BACK if demand.times_reopened else Move.REOPEN
    handler = demand.holder_id
    with moving_on(move, demand, by=by):
        demand.move(move)
        demand.rated_at, demand.rated_solved, demand.rated_content = clock.now(), solved, content
        if not solved:
            forget_archived_body(demand)
            demand.times_reopened += move == Move.REOPEN
            promise_again(demand)
        if move == Move.TAKE_BACK:
            demand.holder_id = None
        write_step(demand, move, by=by, organization_id=handler, solved=solved, content=content)
        people = [*managers_of(community_of(demand), handler), *workers_of(community_of(demand))]
        tell(people, "confirmed" if solved else "not_solved", demand, by=by)


def _set_free(demand: Demand, by: Person) -> None:
    """The committee has those again that were merged into this one; their raisers and supporters are told."""
    for one in entities(JOINED, demand=demand.id):
        one.move(Move.GO_ON)
        one.merged_into_id, one.holder_id = None, None
        write_step(one, Move.GO_ON, by=by, other_number=demand.number)
        tell_everybody(one, "goes_on", by=by)


def _write(demand: Demand, draft: Draft) -> None:
    category, before = _check_places(demand, draft), demand.category
    if before is None or before.id != category.id:
        usually_urgent(demand, category.urgency, before=before.urgency if before else None)
    demand.title, demand.body, demand.category_id = draft.title, draft.body, draft.category_id
    demand.building_id, demand.spot = draft.building_id, draft.spot
    demand.visibility, demand.shows_name = draft.visibility, draft.shows_name
    demand.shares_photo = draft.shares_photo


def _check_places(demand: Demand, draft: Draft) -> DemandCategory:
    """Category and building are those of this community and still in use; a demand may keep what it had."""
    category = db.session.get(DemandCategory, draft.category_id)
    if category is None or not _is_usable(category, demand.community_id, demand.category_id):
        raise Invalid("category_id", _l("Please choose one of these."))
    if draft.building_id is not None:
        building = db.session.get(Building, draft.building_id)
        if not _is_usable(building, demand.community_id, demand.building_id):
            raise Invalid("building_id", _l("Please choose one of these."))
    return category


def _is_usable(row: DemandCategory | Building | None, community_id: int, had: int | None) -> bool:
    return row is not None and row.community_id == community_id and (row.archived_at is None or row.id == had)


def _write_entry(demand: Demand, entered: ForAnother, by: Person) -> None:
    demand.entry = DemandEntry(
        community_id=demand.community_id,
        demand_id=demand.id,
        submitter_id=by.id,
        channel=entered.channel,
        consent=entered.consent,
        consented_at=clock.now(),
    )
    db.session.flush()


def _submit(demand: Demand, by: Person) -> None:
    """Into the queue as a post of who wrote the words down, who decides on it no more than who raised it."""
    moderation.submit(
        kind=KIND,
        subject=demand,
        title=dict.fromkeys(LANGUAGES, demand.title),
        author_id=demand.submitter_id or by.id,
        version=demand.version,
    )
