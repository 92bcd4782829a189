"""How claims speak: the home in words."""

from resident.claims.models import ResidenceClaim
from resident.communities.addresses import address_words
from resident.i18n import tr_text


def where(claim: ResidenceClaim) -> str:
    """`Building 3, unit 2, room 502`, in the reader's language."""
    return address_words(tr_text(claim.building.name), claim.unit, claim.room)
