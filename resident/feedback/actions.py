"""Saying something of the app itself."""

from datetime import timedelta

from resident import clock
from resident.accounts.entrance.throttle import hit
from resident.communities.models import Community
from resident.db import db
from resident.feedback.models import Feedback
from resident.feedback.queries import is_said
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Later

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
PER_ADDRESS_AN_HOUR = 20  # an address may be a whole neighbourhood behind one carrier
HERE_A_DAY = 300
ENOUGH = _l("Much was sent from here within the hour. Please try again later, or call.")


def give_feedback(*, community: Community, words: str, page: str, address: str) -> None:
    """Keep what somebody said of the app, and nothing of who said it; the same words within an hour are kept once.

    For everybody, an account or none. `address` is counted, not kept. Raises Later where too much was sent.
    """
    is_allowed = hit("feedback by address", address, limit=PER_ADDRESS_AN_HOUR, per=AN_HOUR) and hit(
        "feedback here", f"{community.id}", limit=HERE_A_DAY, per=A_DAY
    )
    if not is_allowed:
        raise Later("words", ENOUGH)
    if not is_said(community, words, since=clock.now() - AN_HOUR):
        db.session.add(Feedback(community_id=community.id, at=clock.now(), words=words, page=page))
        db.session.flush()
