"""The page of a month (居务公开 · 诉求与志愿服务): the app's own figures and the committee's words, published once."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.communities.models import Community
from resident.communities.queries import community_row
from resident.dates.months import month_of
from resident.dates.words import month_words
from resident.db import lock
from resident.i18n import LANGUAGES, speaking
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.notices.actions.publishing import put_up
from resident.notices.figures import MonthFigures
from resident.notices.models import Notice
from resident.notices.permissions import can_publish_month
from resident.statements import value
from resident.web.errors import Changed, Conflict
from resident.web.guards import allow

_OF_MONTH = select(Notice.id).where(Notice.community_id == bindparam("community"), Notice.month == bindparam("name"))


class MonthIsPublished(Conflict):
    """The page of this month is there already, or the month is not over."""

    title = _l("This month cannot be published")
    message = _l("Its page is published already, or it is not over yet. A published page stays as it is.")


def publish_month(
    *, community: Community, figures: MonthFigures, words: dict[str, str], shown: int, by: Actor
) -> Notice:
    """Publish the page of a month that is over, for good. `shown` is the digest of the figures that were looked at.

    Raises NotAllowed, MonthIsPublished, and Changed where the figures are others by now.
    """
    lock(community_row(community))
    allow(can_publish_month(by, community))
    is_over = figures.month < month_of(clock.now(), community.time_zone).name
    if not is_over or value(_OF_MONTH, community=community.id, name=figures.month):
        raise MonthIsPublished
    if figures.digest != shown:
        raise Changed(
            _l("These are the figures as they are now. Look at them again, and publish if they are right."),
            title=_l("The figures have changed meanwhile"),
        )
    return put_up(
        community=community,
        by=by,
        title=_title(figures),
        body=words,
        month=figures.month,
        figures=figures.as_json(),
    )


def _title(figures: MonthFigures) -> dict[str, str]:
    """What the page is called, in every language."""
    title = {}
    for language in LANGUAGES:
        with speaking(language):
            title[language] = _("%(month)s: demands and volunteering", month=month_words(figures.as_month))
    return title
