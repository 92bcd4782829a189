"""Founding a community."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.characters import says
from resident.communities.context import community_by_id
from resident.communities.models import Community, CommunityRow
from resident.communities.once import find_or_make
from resident.communities.permissions import can_found
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId
from resident.patterns import Pattern
from resident.web.errors import Invalid
from resident.web.forms.bounds import length_words
from resident.web.forms.telephones import NO_TELEPHONE, telephone
from resident.web.forms.texts import one_line
from resident.web.guards import allow

SLUG = Pattern(r"[a-z][a-z0-9-]{1,39}")
NAME, ADDRESS = 40, 120  # characters, as on the administrator's page
_OF_SLUG = select(CommunityRow).where(CommunityRow.slug == bindparam("slug"))


def found_community(
    *,
    slug: str,
    name: dict[str, str],
    address: dict[str, str] | None = None,
    phone: str = "",
    duty_phone: str = "",
    by: Actor,
) -> Community:
    """Found a community under `slug`, the part of its addresses that never changes.

    `name` and `address` are two-language texts, `phone` and `duty_phone` public telephones. Raises NotAllowed for who
    may not, Invalid for a slug that is taken or cannot stand in an address, for a name that is empty and for what is
    too long or no telephone.
    """
    allow(can_found(by))
    if not SLUG.fullmatch(slug):
        raise Invalid("slug", _l("Use 2 to 40 small letters, digits and hyphens, a letter first."))
    name, address = _lines("name", name, NAME), _lines("address", address or {}, ADDRESS)
    phones = {"phone": _telephone("phone", phone), "duty_phone": _telephone("duty_phone", duty_phone)}
    if not any(map(says, name.values())):
        raise Invalid("name", _l("A community needs a name."))
    row, is_new = find_or_make(
        _OF_SLUG,
        lambda: CommunityRow(slug=slug, name=name, address=address, created_at=clock.now(), **phones),
        slug=slug,
    )
    if not is_new:
        raise Invalid("slug", _l("There is a community of this name already."))
    community = community_by_id(CommunityId(row.id))
    record("community.founded", row, by=by, community_id=community.id)
    return community


def _lines(field: str, text: dict[str, str], most: int) -> dict[str, str]:
    lines = {language: one_line(words) for language, words in text.items()}
    if (longest := max(map(len, lines.values()), default=0)) > most:
        raise Invalid(field, length_words(most=most, now=longest))
    return lines


def _telephone(field: str, text: str) -> str:
    number = telephone(text)
    if number is None:
        raise Invalid(field, NO_TELEPHONE)
    return number
