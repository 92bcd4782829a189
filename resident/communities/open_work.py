"""What lies open where it would be left without anybody: how it is counted and shown to who is asked first.

Communities know who has which role, never on what they work: whoever has work for a role registers it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.absence import rests
from resident.accounts.models import Person
from resident.communities.models import Community, Role, RoleGrant
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.statements import value
from resident.web.errors import Conflict, Words

SHOWN = 5
EVERYTHING = 2**31  # open things that need not have been shown: an account that closes asks nobody


class OpenThing(NamedTuple):
    """One thing that is open: its title (in two languages, or as it was written), and where it stands."""

    title: dict[str, str] | str
    path: str = ""


class Lying(NamedTuple):
    """How many things of one kind lie open, and the first of them."""

    number: int
    first: Sequence[OpenThing] = ()


class Left(NamedTuple):
    """Work of one kind that would be left without anybody, and what becomes of it."""

    label: Words
    becomes: Words
    number: int
    first: Sequence[OpenThing]


class StillOpen(Conflict):
    """Something is open that nobody could act on any more, and whoever decides has not seen it yet."""

    title = _l("Something is still open there")
    message = _l("Read what becomes of it, then decide again.")

    def __init__(self, left: Sequence[Left]) -> None:
        super().__init__()
        self.left = left


@dataclass(frozen=True)
class RoleWork:
    """Work of a role: `lying(community, most)` counts what is open and gives the first few; two statements at most."""

    name: str
    role: Role
    label: Words
    lying: Callable[[Community, int], Lying]


WORK: dict[str, RoleWork] = {}
ABSENCES: dict[str, Callable[[Person], list[Left]]] = {}
_COLLEAGUES = (
    select(RoleGrant.id)
    .where(
        RoleGrant.community_id == bindparam("community"),
        RoleGrant.role == bindparam("role"),
        RoleGrant.person_id != bindparam("person"),
        RoleGrant.ended_at.is_(None),
        ~rests(RoleGrant.person_id),
    )
    .limit(1)
)
WITH_THE_ADMINISTRATOR = _l("wait on the administrator's desk until somebody else is given the role")


def register(work: RoleWork) -> None:
    """Add what waits for the people of a role."""
    WORK[work.name] = work


def left_by(community: Community, role: Role) -> list[Left]:
    """What waits for the people of a role."""
    found = ((work, work.lying(community, SHOWN)) for work in WORK.values() if work.role == role)
    return [
        Left(work.label, WITH_THE_ADMINISTRATOR, lying.number, lying.first) for work, lying in found if lying.number
    ]


def left_without(community: Community, role: Role, person_id: PersonId) -> list[Left]:
    """What waits for the people of a role where nobody would be there for it but this person; an account at rest is not."""
    is_anybody = value(_COLLEAGUES, community=community.id, role=role, person=person_id) is not None
    return [] if is_anybody else left_by(community, role)


def register_absence(name: str, left: Callable[[Person], list[Left]]) -> None:
    """Add what a package finds left without anybody while a person's account rests."""
    ABSENCES[name] = left


def left_while_resting(person: Person) -> list[Left]:
    """What would be left without anybody, everywhere, while this person's account rests."""
    return [one for left in ABSENCES.values() for one in left(person)]


def require_shown(left: Sequence[Left], settles: int) -> None:
    """Go on only where no more is open than was shown to who decides. Raises StillOpen."""
    if sum(one.number for one in left) > settles:
        raise StillOpen(left)
