"""How demands read on a page: doorplates, names, and the lines of a history."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from babel.support import NullTranslations

from resident import clock
from resident.communities.models import Community
from resident.communities.words import NUMBERED, width
from resident.dates import due_day, due_moment, local, moment, waited
from resident.demands.call_words import CALL_STEPS
from resident.demands.danger.words import DANGER_STEPS
from resident.demands.models import DemandState, Move
from resident.demands.queries import Candidate, Part, ShownDemand
from resident.demands.queries.audience import COMMITTEE_NAME
from resident.i18n import catalogues, ngettext, tr_text
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.organizations.words import KINDS
from resident.web.errors import Words
from resident.web.staff import Told, Waiting

WIDEST_BIG, WIDEST_SMALL, MOST_LINES = 2.5, 4.2, 2  # widths in Chinese characters
PILE_TITLES: dict[str, Words] = {
    "danger": _l("Danger nobody has seen"),
    "urgent": _l("Urgent"),
    "committee": _l("With the committee"),
    "earlier": _l("From an earlier list"),
    "bodies": _l("Demands with you"),
}


class Plate(NamedTuple):
    """A doorplate: the big word, and a small one above or below it."""

    big: str = ""
    above: str = ""
    below: str = ""


@lru_cache(maxsize=4096)
def plate_words(place: str) -> Plate | None:
    """How a place stands on a doorplate: its first word big, or all of it small; None where it is too long."""
    numbered = NUMBERED.fullmatch(place)
    if numbered:
        return Plate(numbered[1], above="Bldg")
    words = place.split()
    if not words or len(words) > MOST_LINES or any(width(word) > WIDEST_SMALL for word in words[1:]):
        return None
    if width(words[0]) <= WIDEST_BIG:
        return Plate(words[0], below=" ".join(words[1:]))
    return Plate(below=place) if width(words[0]) <= WIDEST_SMALL else None


def plate_of(building: dict[str, str] | None, spot: str) -> Plate | None:
    """The doorplate of a demand: its building, else its spot; None where neither fits on one."""
    place = tr_text(building) if building else spot
    return plate_words(place) if place else None


STATES: dict[str, Words] = {
    DemandState.IN_REVIEW: _l("In review"),
    DemandState.CHANGES_ASKED: _l("Changes asked"),
    DemandState.NOT_APPROVED: _l("Not approved"),
    DemandState.WITHDRAWN: _l("Withdrawn"),
    DemandState.TO_ASSIGN: _l("To hand over"),
    DemandState.ASSIGNED: _l("Handed over"),
    DemandState.IN_HAND: _l("In progress"),
    DemandState.RESOLVED: _l("Closed"),
    DemandState.SOLVED: _l("Solved"),
    DemandState.REOPENED: _l("Reopened"),
    DemandState.PARKED: _l("On hold"),
    DemandState.REFERRED: _l("Passed on"),
    DemandState.MERGED: _l("Merged"),
    "overdue": _l("Overdue"),
}


class FigureWords(NamedTuple):
    """What a figure is called, how it is counted, and what the demands on either side are called."""

    title: Words
    rule: Words
    yes: Words = ""
    no: Words = ""


FIGURE_WORDS = {
    "raised": FigureWords(
        _l("Raised"),
        _l("Every demand of this calendar month that passed the review, whatever became of it."),
    ),
    "response": FigureWords(
        _l("Response"),
        _l(
            "Answered for the first time by the same office hour of the next working day. "
            "Counted is what was answered, and what was not although its time is over."
        ),
        _l("In time"),
        _l("Late or not yet"),
    ),
    "solved": FigureWords(
        _l("Solved rate"),
        _l(
            "Solved, say those who raised it. Counted is what they rated, and what was not closed by its first date, "
            "whatever became of it."
        ),
        _l("Solved"),
        _l("Not solved or past its date"),
    ),
    "satisfaction": FigureWords(
        _l("Satisfaction"),
        _l(
            "Satisfied or fairly satisfied, say those who raised it. Counted is what they rated, and what was not closed "
            "by its first date, whatever became of it."
        ),
        _l("Satisfied"),
        _l("Dissatisfied or past its date"),
    ),
    "withdrawn": FigureWords(
        _l("Withdrawn"),
        _l("Taken back by those who raised it, after the review. It stays in the other figures."),
    ),
}


def state_words() -> dict[str, str]:
    """The word of every state in the reader's language, for lists that are written out."""
    return _state_words(catalogues.get_translations())


def support_words(number: int) -> str:
    """`12 support this`; lists ask for the same few numbers again and again."""
    return _support_words(catalogues.get_translations(), number)


def comment_words(number: int) -> str:
    """`3 comments`."""
    return _comment_words(catalogues.get_translations(), number)


def matter_count(number: int) -> str:
    """`3 demands`."""
    return ngettext("%(num)d demand", "%(num)d demands", number)


def matters_words(number: int, worst: str) -> str:
    """`3 demands, in hand`: what is the matter at a place, and the worst of it."""
    return _("%(count)s, %(state)s", count=matter_count(number), state=state_words()[worst])


@lru_cache
def _state_words(_catalogue: NullTranslations) -> dict[str, str]:
    return {code: str(words) for code, words in STATES.items()}


@lru_cache(maxsize=4096)
def _support_words(catalogue: NullTranslations, number: int) -> str:
    return catalogue.ngettext("%(num)d supports this", "%(num)d support this", number) % {"num": number}


@lru_cache(maxsize=4096)
def _comment_words(catalogue: NullTranslations, number: int) -> str:
    return catalogue.ngettext("%(num)d comment", "%(num)d comments", number) % {"num": number}


def until_words(due: datetime) -> str:
    """Until when somebody has it: `by today 17:00`, `by next Tuesday`."""
    is_today = local(due).date() == local(clock.now()).date()
    return _("by %(day)s", day=moment(due) if is_today else due_day(due))


def author_words(demand: ShownDemand) -> str:
    """Who raised it: the display name, or only the building where the author chose not to show it."""
    if demand.author is None:
        return _("somebody, before this app")
    if demand.shows_name:
        return demand.author
    home = demand.author_home
    return _("a resident of %(building)s", building=tr_text(home)) if home else _("a resident")


def hidden_words(demand: ShownDemand) -> str:
    """Why it is not public any more, for those who support it or commented on it."""
    if demand.taken_down_at is not None:
        return _("A moderator took it down. Who wrote it knows why and may appeal.")
    if demand.state == DemandState.WITHDRAWN:
        return _("The one who raised it has taken it back.")
    return _("The committee is looking at it again.")


def body_words(name: dict[str, str] | None) -> str:
    """The name of a body in the reader's language; without one it is the committee."""
    return tr_text(name or COMMITTEE_NAME)


def step_words(step: Part) -> str:
    """The title of one line of a history (`queries.hanging_on`)."""
    if step.kind == Move.REFER and step.referred_to:
        return _("Passed on to %(body)s", body=step.referred_to)
    return STEPS[str(step.kind)](body_words(step.body), step.number)


def step_details(step: Part) -> str:
    """What stands below it: reasons as people wrote them."""
    return step.text


def took_words(start: datetime, end: datetime) -> str:
    """How long it took, as people count: from day to day."""
    days = (local(end).date() - local(start).date()).days
    return ngettext("done in %(num)d day", "done in %(num)d days", days) if days else _("done the same day")


STEPS: dict[str, Callable[[str, int | None], str]] = {
    "import": lambda _body, _other: _("Taken over from an earlier list"),
    "raise": lambda _body, _other: _("Raised"),
    "enter": lambda _body, _other: _("Raised, and entered by the committee"),
    "edit": lambda _body, _other: _("Changed by the one who raised it"),
    "answer": lambda body, _other: _("%(body)s answered", body=body),
    "absorb": lambda _body, other: _("No. %(number)s goes on together with this", number=other),
    **DANGER_STEPS,
    **CALL_STEPS,
    "unassign": lambda body, _other: _("The hand-over to %(body)s was undone", body=body),
    "part": lambda _body, other: _("No. %(number)s goes on by itself again", number=other),
    "undo_accept": lambda body, _other: _("%(body)s has undone the accepting", body=body),
    "undo_return": lambda body, _other: _("%(body)s has undone the sending back", body=body),
    "undo_answer": lambda body, _other: _("%(body)s has undone an answer", body=body),
    "undo_resolve": lambda _body, _other: _("The closing was undone; it goes on"),
    "undo_rating": lambda _body, _other: _("The rating was undone by the one who raised it"),
    "undo_reopen": lambda _body, _other: _("Opening it again was undone"),
    "undo_park": lambda _body, _other: _("Putting it on hold was undone"),
    "undo_refer": lambda _body, _other: _("Passing it on was undone"),
    "undo_merge": lambda _body, _other: _("The merging was undone; it goes on by itself"),
    "undecide": lambda _body, _other: _("The decision was undone; it is read again"),
    "give_back": lambda body, _other: _("Nobody acts for %(body)s any more; back with the committee", body=body),
    Move.SUBMIT_AGAIN: lambda _body, _other: _("Changed and sent in again"),
    Move.APPROVE: lambda _body, _other: _("Passed the review"),
    Move.REJECT: lambda _body, _other: _("Not approved"),
    Move.ASK_CHANGES: lambda _body, _other: _("Changes asked"),
    Move.WITHDRAW: lambda _body, _other: _("Withdrawn by the one who raised it"),
    Move.ASSIGN: lambda body, _other: _("Handed over to %(body)s", body=body),
    Move.ACCEPT: lambda body, _other: _("Accepted by %(body)s", body=body),
    Move.RETURN: lambda body, _other: _("Sent back by %(body)s", body=body),
    Move.RESOLVE: lambda body, _other: _("Closed by %(body)s", body=body),
    Move.CONFIRM: lambda _body, _other: _("Solved, says the one who raised it"),
    Move.REOPEN: lambda _body, _other: _("Reopened"),
    Move.TAKE_BACK: lambda _body, _other: _("Not solved; the committee takes it up again"),
    Move.PARK: lambda _body, _other: _("On hold"),
    Move.REFER: lambda _body, _other: _("Passed on"),
    Move.GO_ON: lambda _body, other: _("No. %(number)s was withdrawn; this goes on by itself", number=other),
    Move.MERGE: lambda _body, _other: _("Merged"),
}


def to_assign_told(_community: Community, waiting: Waiting) -> Told:
    """What home says of demands that the committee has to move on."""
    return Told(
        ngettext(
            "%(count)s demand to hand over", "%(count)s demands to hand over", waiting.number, count=waiting.words
        ),
        _("The oldest has waited %(time)s.", time=waited(waiting.since)) if waiting.since else "",
        _("Begin with the oldest"),
    )


def to_handle_told(_community: Community, waiting: Waiting) -> Told:
    """What home says of demands that lie with somebody's body."""
    is_late = waiting.since is not None and waiting.since < clock.now()
    return Told(
        ngettext(
            "%(count)s demand lies with you", "%(count)s demands lie with you", waiting.number, count=waiting.words
        ),
        _("The first one was due %(when)s.", when=due_moment(waiting.since))
        if is_late
        else _("The first one is due %(when)s.", when=due_moment(waiting.since))
        if waiting.since
        else "",
        _("Start with what is due"),
    )


def candidate_words(one: Candidate) -> str:
    """Why a body is proposed for a demand: what it had of this kind in a year, else what it is."""
    if not one.had:
        return str(KINDS[one.kind])
    return ngettext(
        "%(num)d this year, %(in_time)d on time", "%(num)d this year, %(in_time)d on time", one.had, in_time=one.in_time
    )
