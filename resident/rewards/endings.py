"""How a redemption came to its end: said on its page, and by the action that finds it ended."""

from resident.dates import day, moment
from resident.i18n import gettext as _
from resident.rewards.models import Redemption, RedemptionState


def ended_words(redemption: Redemption) -> str:
    """How a redemption ended, for the clerk who hands over."""
    if redemption.state == RedemptionState.FULFILLED:
        return _("Already given out %(when)s.", when=moment(redemption.fulfilled_at))
    if redemption.state == RedemptionState.CANCELLED:
        return _("It was cancelled %(when)s; its owner has the points back.", when=moment(redemption.returned_at))
    return _("It was kept until %(day)s; the points go back to its owner.", day=day(redemption.expires_at))
