"""What a page offers to undo."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, select

from resident import clock
from resident.accounts.models import Person, PersonRow
from resident.communities.models import Community
from resident.i18n import gettext as _
from resident.ids import PersonId
from resident.statements import row, rows, value
from resident.undo.kinds import KINDS
from resident.undo.models import Deed
from resident.undo.permissions import UNDO_FOR
from resident.web.errors import Words


class Offer(NamedTuple):
    """Something that was done to a subject and is not undone."""

    id: int
    kind: str
    subject_id: int
    by_id: PersonId
    at: datetime

    @property
    def until(self) -> datetime:
        """Until when who did it may undo it."""
        return self.at + UNDO_FOR

    @property
    def done(self) -> Words:
        """What was done, as who did it reads it."""
        return KINDS[self.kind].done


_DEEDS = select(Deed.id, Deed.kind, Deed.subject_id, Deed.by_id, Deed.at)
_LAST = (
    select(func.max(Deed.id))
    .where(
        Deed.kind.in_(bindparam("kinds", expanding=True)),
        Deed.subject_id.in_(bindparam("subjects", expanding=True)),
        Deed.undone_at.is_(None),
    )
    .group_by(Deed.subject_id)
)
_OFFERS = _DEEDS.where(Deed.id.in_(_LAST), Deed.community_id == bindparam("community"))
_MINE = (
    _DEEDS.where(
        Deed.kind.in_(bindparam("kinds", expanding=True)),
        Deed.subject_id == bindparam("subject"),
        Deed.undone_at.is_(None),
        Deed.community_id == bindparam("community"),
        Deed.by_id == bindparam("person"),
        Deed.at >= bindparam("since"),
    )
    .order_by(Deed.id.desc())
    .limit(1)
)
_AGAIN = select(
    exists().where(
        Deed.kind == bindparam("kind"),
        Deed.subject_id == bindparam("subject"),
        Deed.id > bindparam("deed"),
        Deed.undone_at.is_(None),
    )
)
_NAME = select(PersonRow.display_name).where(PersonRow.id == bindparam("person"))
_OFFER = _DEEDS.where(
    Deed.id == bindparam("deed"), Deed.community_id == bindparam("community"), Deed.undone_at.is_(None)
)


def offers(community: Community, kinds: Collection[str], subjects: Collection[int]) -> dict[int, Offer]:
    """What was done last to each of these subjects, by whomever and whenever: {subject: offer}. One statement."""
    found = rows(Offer, _OFFERS, community=community.id, kinds=list(kinds), subjects=list(subjects))
    return {offer.subject_id: offer for offer in found}


def offer(community: Community, person: Person | None, subject: int, *kinds: str) -> Offer | None:
    """What this person has done to a subject lately and may still undo. One statement."""
    if person is None:
        return None
    since = clock.now() - UNDO_FOR
    return row(Offer, _MINE, community=community.id, person=person.id, kinds=kinds, subject=subject, since=since)


def offer_of(community: Community, person: Person, deed_id: int) -> Offer | None:
    """The same of a deed that is known by its number. One statement."""
    found = row(Offer, _OFFER, community=community.id, deed=deed_id)
    return found if found and found.by_id == person.id and is_recent(found.at) else None


def name_of(person_id: PersonId | None) -> str:
    """Who has built on something, for the refusal. One statement."""
    name: str | None = None if person_id is None else value(_NAME, person=person_id)
    return name or _("somebody")


def is_repeated(deed: Deed) -> bool:
    """Whether the same has been done to the same subject again since. One statement."""
    return bool(value(_AGAIN, deed=deed.id, kind=deed.kind, subject=deed.subject_id))


def is_recent(moment: datetime | None) -> bool:
    """Whether something of this moment may still be undone: what is older needs no look."""
    return moment is not None and clock.now() <= moment + UNDO_FOR
