"""What moderation's things are called on a page."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from resident import clock
from resident.accounts.models import Person
from resident.communities.models import Community
from resident.dates import hours_and_minutes, moment
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.i18n import ngettext
from resident.moderation.models import ProposalState, ReviewState, Takedown, TakedownState
from resident.moderation.queries import SECONDS_EACH, InLine, Item, Listed, ReadToday
from resident.web.errors import Words
from resident.web.staff import Told, Waiting

MINUTE = timedelta(minutes=1)

STATES: dict[str, Words] = {
    ReviewState.WAITING: _l("In review"),
    ReviewState.APPROVED: _l("Approved"),
    ReviewState.REJECTED: _l("Not approved"),
    ReviewState.CHANGES_ASKED: _l("Changes asked"),
    ReviewState.WITHDRAWN: _l("Withdrawn"),
}
MARKS = {
    ReviewState.APPROVED: "solved",
    ReviewState.REJECTED: "not_approved",
    ReviewState.CHANGES_ASKED: "changes_asked",
    ReviewState.WITHDRAWN: "withdrawn",
}

TAKEDOWN_STATES: dict[str, Words] = {
    TakedownState.DOWN: _l("Taken down"),
    TakedownState.APPEALED: _l("Taken down, an appeal waits"),
    TakedownState.RESTORED: _l("Public again"),
    TakedownState.KEPT: _l("Taken down, also after the appeal"),
}

PROPOSAL_STATES: dict[str, Words] = {
    ProposalState.WAITING: _l("In review"),
    ProposalState.CHANGES_ASKED: _l("Changes asked"),
    ProposalState.ACCEPTED: _l("Approved"),
    ProposalState.REFUSED: _l("Not approved"),
    ProposalState.TOO_LATE: _l("Too late"),
    ProposalState.WITHDRAWN: _l("Withdrawn"),
}


def minutes_for(count: int, *, seconds_each: int = SECONDS_EACH) -> int:
    """How long so many decisions take, in whole minutes."""
    return max(1, round(count * seconds_each / 60))


def queue_told(community: Community, waiting: Waiting) -> Told:
    """What home says of the queue: how much there is, how long the oldest waits and what was promised."""
    waited = community.office.minutes_between(waiting.since, clock.now()) if waiting.since else 0
    promise = hours_and_minutes(community.review_promise_minutes)
    time = hours_and_minutes(waited)
    is_late = waiting.due is not None and waiting.due < clock.now()
    return Told(
        ngettext(
            "%(count)s waits, for %(time)s",
            "%(count)s wait, the oldest for %(time)s",
            waiting.number,
            count=waiting.words,
            time=time,
        ),
        _("We promised %(time)s of office time; the oldest is past it.", time=promise)
        if is_late
        else _("We promise %(time)s of office time.", time=promise),
        _("Start, about %(time)s", time=hours_and_minutes(minutes_for(waiting.number))),
    )


def togo_words(count: int, *, seconds_each: int) -> str:
    """How many are left for who reads, and how long they take at the pace of today."""
    time = hours_and_minutes(minutes_for(count, seconds_each=seconds_each))
    return ngettext("%(num)d to go, about %(time)s", "%(num)d to go, about %(time)s", count, time=time)


def read_words(community: Community, count: int, longest: ReadToday | None) -> str:
    """What somebody has read today, for the thank-you when nothing is left; empty for who has read nothing."""
    if longest is None:
        return ""
    waited = community.office.minutes_between(longest.submitted_at, longest.decided_at)
    time = hours_and_minutes(waited)
    return ngettext(
        "You read %(num)d today; it had waited %(time)s.",
        "You read %(num)d today; the oldest had waited %(time)s.",
        count,
        time=time,
    )


def minutes_waited(community: Community, item: InLine, until: datetime) -> int:
    """How long it has waited `until` then: in minutes of office time, danger by the clock."""
    if item.rank:
        return community.office.minutes_between(item.submitted_at, until)
    return (until - item.submitted_at) // MINUTE


class Line(NamedTuple):
    """One line of the queue as a moderator reads it; it has waited for `minutes` of office time, danger by the clock."""

    id: int
    title: dict[str, str]
    author: str
    label: str
    minutes: int
    is_own: bool
    is_current: bool
    is_danger: bool


def lines(
    rows: Iterable[Listed],
    labels: Mapping[str, str],
    community: Community,
    person: Person,
    now: datetime,
    item: Item | None,
) -> list[Line]:
    """The queue as `person` reads it `now`, with `item` open; `labels` are what its kinds are called."""
    current = item.id if item else None
    return [
        Line(
            row.id,
            row.title,
            row.author,
            labels[row.kind],
            minutes_waited(community, row, now),
            row.author_id == person.id,
            row.id == current,
            not row.rank,
        )
        for row in rows
    ]


def takedown_words(takedown: Takedown) -> str:
    """What happens next with what was taken down."""
    return {
        TakedownState.DOWN: _(
            "Only its author and the committee's staff can see it. Its author may appeal; somebody else decides then."
        ),
        TakedownState.APPEALED: _("The appeal waits. Somebody else than who took it down decides on it."),
        TakedownState.RESTORED: _("Everybody can see it again since %(when)s.", when=moment(takedown.decided_at)),
        TakedownState.KEPT: _("A colleague has read the appeal, and it stays down: %(reason)s", reason=takedown.answer),
    }[TakedownState(takedown.state)]


def decided_words(item: Item) -> str:
    """Who did what with this item, and when; empty while it waits."""
    name = item.decided_by or ""
    when = moment(item.decided_at)
    if item.state == ReviewState.APPROVED:
        return _("%(name)s approved it %(when)s.", name=name, when=when)
    if item.state == ReviewState.REJECTED:
        return _("%(name)s rejected it %(when)s: %(reason)s", name=name, when=when, reason=item.reason)
    if item.state == ReviewState.CHANGES_ASKED:
        return _("%(name)s asked for changes %(when)s: %(reason)s", name=name, when=when, reason=item.reason)
    if item.state == ReviewState.WITHDRAWN:
        if item.decided_by_id in {None, item.author_id}:
            return _("The author took it back %(when)s.", when=when)
        return _("%(name)s ended what it belongs to %(when)s; there is nothing left to decide.", name=name, when=when)
    return ""


def done_words(decision: ReviewState, title: str) -> str:
    """What has just been done, for the line over the next item."""
    if decision == ReviewState.APPROVED:
        return _("Approved: %(title)s", title=title)
    if decision == ReviewState.REJECTED:
        return _("Rejected: %(title)s", title=title)
    return _("Changes asked: %(title)s", title=title)
