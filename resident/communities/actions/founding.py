"""Founding a community."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow
from resident.communities.once import find_or_make
from resident.communities.permissions import can_found
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId
from resident.patterns import Pattern
from resident.web.errors import Invalid
from resident.web.guards import allow

SLUG = Pattern(r"[a-z][a-z0-9-]{1,39}")
_OF_SLUG = select(CommunityRow).where(CommunityRow.slug == bindparam("slug"))


def found_community(
    *, slug: str, name: dict[str, str], address: dict[str, str] | None = None, phone: str = "", by: Actor
) -> Community:
    """Found a community under `slug`, the part of its addresses that never changes.

    `name` and `address` are two-language texts. Raises NotAllowed for who may not, Invalid for a slug that is taken
    or cannot stand in an address, and for a name that is empty.
    """
    allow(can_found(by))
    if not SLUG.fullmatch(slug):
        raise Invalid("slug", _l("Use 2 to 40 small letters, digits and hyphens, a letter first."))
    if not any(name.values()):
        raise Invalid("name", _l("A community needs a name."))
    row, is_new = find_or_make(
        _OF_SLUG,
        lambda: CommunityRow(slug=slug, name=name, address=address or {}, phone=phone, created_at=clock.now()),
        slug=slug,
    )
    if not is_new:
        raise Invalid("slug", _l("There is a community of this name already."))
    community = community_by_id(CommunityId(row.id))
    record("community.founded", row, by=by, community_id=community.id)
    return community
