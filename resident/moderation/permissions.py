"""Who decides on what waits for review."""

from typing import Protocol

from resident.accounts.models import Actor
from resident.communities.models import Community
from resident.communities.permissions import can_moderate
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.web.guards import Verdict, no

OWN_POST = no("own_post", _l("This is your own post; a colleague decides on it."))


class ByAuthor(Protocol):
    """What somebody has written."""

    @property
    def author_id(self) -> PersonId:
        """Who wrote it."""


def can_decide(person: Actor | None, community: Community, item: ByAuthor) -> Verdict:
    """A moderator of the community, never on one's own post; a kind may add its own no (activities: whose body one leads)."""
    allowed = can_moderate(person, community)
    if allowed and person is not None and person.id == item.author_id:
        return OWN_POST
    return allowed
