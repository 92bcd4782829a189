"""What would come of a sheet of staff here: who is new, who is asked for another role, what is wrong beside what is here."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from resident.accounts.entrance.identity import phone_lookup
from resident.communities.doors import same_name
from resident.communities.importing import At, Wrong
from resident.communities.models import Role
from resident.i18n import lazy_gettext as _l
from resident.invitations.importing.reading import Named, Said
from resident.organizations.models import OrganizationKind
from resident.web.errors import Words


class BodyHere(NamedTuple):
    """A body of the community."""

    id: int
    name: dict[str, str]
    kind: str
    is_archived: bool


class Here(NamedTuple):
    """What a community has already, by the hashes of numbers: roles, roles in bodies, and invitations that hold to both.

    Keys are (number, role) and (number, body); `open_now` is how many invitations are open.
    """

    bodies: tuple[BodyHere, ...]
    held: frozenset[tuple[str, str]]
    acting: Mapping[tuple[str, int], str]
    asked: frozenset[tuple[str, str]]
    asked_to_act: Mapping[tuple[str, int], str]
    open_now: int
    most_open: int


class Invitable(NamedTuple):
    """Somebody whom taking the sheet over would invite; `body_id` is 0 for a role of the community."""

    name: str
    phone: str
    role: str
    body_id: int
    body: dict[str, str] | None


class Outcome(NamedTuple):
    """What taking a sheet over would do: `changed` are asked already, for another role of the same body."""

    new: tuple[Invitable, ...]
    changed: tuple[Invitable, ...]
    known: int  # who has the role, or is asked for it
    wrong: tuple[Wrong, ...]

    @property
    def changes(self) -> bool:
        """Whether there is anything to take over."""
        return bool(self.new or self.changed)

    @property
    def mark(self) -> str:
        """By which one knows that what was shown is still what would be done."""
        return hashlib.sha256(repr((self.new, self.changed)).encode()).hexdigest()[:32]


def compare(said: Said, here: Here) -> Outcome:
    """What would come of a sheet in a community as it is now."""
    return _Comparison(said, here).outcome()


class _Comparison:
    def __init__(self, said: Said, here: Here) -> None:
        self.said, self.here = said, here
        self.wrong = list(said.wrong)
        self.new: list[Invitable] = []
        self.changed: list[Invitable] = []
        self.known = 0
        self.bodies: dict[str, BodyHere] = {}
        for body in sorted(here.bodies, key=lambda one: not one.is_archived):  # of two of one name the one that acts
            self.bodies |= {same_name(name): body for name in body.name.values() if name}

    def outcome(self) -> Outcome:
        for named in self.said.people:
            if named.role in set(Role):
                self._for_community(named)
            else:
                self._for_body(named)
        if self.new and self.here.open_now + len(self.new) > self.here.most_open:
            words = _l("At most %(most)d invitations may be open. Send the sheet in parts.", most=self.here.most_open)
            self.wrong.append(Wrong(self.said.people[-1].at, words))
        return Outcome(tuple(self.new), tuple(self.changed), self.known, tuple(self.wrong))

    def _for_community(self, named: Named) -> None:
        body = self.bodies.get(same_name(named.body)) if named.body else None
        if named.body and (body is None or body.kind != OrganizationKind.COMMITTEE):
            words = _l("This role is the committee's. For another organization write 负责人, 核销员 or 成员.")
            self._refuse(named.body_at, words, named.body)
            return
        key = phone_lookup(named.phone), named.role
        if key in self.here.held or key in self.here.asked:
            self.known += 1
        else:
            self.new.append(Invitable(named.name, named.phone, named.role, 0, None))

    def _for_body(self, named: Named) -> None:
        body = self.bodies.get(same_name(named.body)) if named.body else None
        if not named.body:
            self._refuse(named.body_at, _l("For which organization?"), "")
        elif body is None:
            words = _l("There is no organization of this name here. Add it first, or write it as it is in the list.")
            self._refuse(named.body_at, words, named.body)
        elif body.is_archived:
            self._refuse(named.body_at, _l("This organization is archived. Bring it back first."), named.body)
        else:
            self._in_body(named, body)

    def _in_body(self, named: Named, body: BodyHere) -> None:
        key = phone_lookup(named.phone), body.id
        invitable = Invitable(named.name, named.phone, named.role, body.id, body.name)
        acts, asked = self.here.acting.get(key), self.here.asked_to_act.get(key)
        if acts is not None and acts != named.role:
            words = _l("This person acts for it already, in another role. Change that on the page of the organization.")
            self._refuse(named.at, words, named.name or named.body)
        elif named.role in {acts, asked}:
            self.known += 1
        elif asked is None:
            self.new.append(invitable)
        else:
            self.changed.append(invitable)

    def _refuse(self, at: At, words: Words, text: str) -> None:
        self.wrong.append(Wrong(at, words, text))
