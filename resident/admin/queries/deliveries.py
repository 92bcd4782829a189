"""What did not arrive, of what left for people and bodies of a community."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from resident.accounts.models import PersonRow
from resident.communities.models import Community
from resident.notifications.channels import body_of
from resident.notifications.models import FAILED, Lane, OutboxMessage
from resident.organizations.queries import organizations
from resident.statements import rows
from resident.web.keyset import Keyset, Page


def can_go_again(channel: str, payload: Mapping[str, Any]) -> bool:
    """Whether all that a message said is still there; what was encrypted is gone."""
    return "person_id" in payload or body_of(channel) is not None


class Failed(NamedTuple):
    """A message that was given up, or of which nobody knows whether it arrived."""

    id: int
    channel: str
    payload: dict[str, Any]
    state: str
    why: str
    settled_at: datetime

    @property
    def person_id(self) -> int | None:
        """Whom it was to, where it was a person."""
        return self.payload.get("person_id")

    @property
    def body_id(self) -> int | None:
        """In whose group it was to be said, where it was a robot."""
        return body_of(self.channel)

    @property
    def can_go_again(self) -> bool:
        """Whether its button is there."""
        return can_go_again(self.channel, self.payload)


class Stop(NamedTuple):
    """A way out on which somebody must mend something."""

    name: str
    why: str
    stopped_at: datetime


_FAILED = select(
    OutboxMessage.id,
    OutboxMessage.channel,
    OutboxMessage.payload,
    OutboxMessage.state,
    OutboxMessage.why,
    OutboxMessage.settled_at,
).where(FAILED, OutboxMessage.community_id == bindparam("community"))
_PAGES = Keyset(Failed, _FAILED, OutboxMessage.settled_at, OutboxMessage.id)
_NAMES = select(PersonRow.id, PersonRow.display_name).where(PersonRow.id.in_(bindparam("people", expanding=True)))
_STOPS = select(Lane.name, Lane.why, Lane.stopped_at).where(Lane.stopped_at.is_not(None)).order_by(Lane.id)


def failed_messages(community: Community, after: str) -> Page[Failed]:
    """What did not arrive here, the last first; one statement."""
    return _PAGES.page(after, community=community.id)


def names_to(community: Community, page: Page[Failed]) -> dict[int, str]:
    """To whom each of these was, by its number; one statement."""
    people = {one.person_id for one in page.rows if one.person_id is not None}
    names = dict(rows(lambda person_id, name: (person_id, name), _NAMES, people=sorted(people)))
    return {one.id: names[one.person_id] for one in page.rows if one.person_id in names}


def stops(community: Community) -> list[Stop]:
    """The ways out that have stopped: those all share, and the robots of bodies here; one statement."""
    here = {None, *(body.id for body in organizations(community))}
    return [one for one in rows(Stop, _STOPS) if body_of(one.name) in here]
