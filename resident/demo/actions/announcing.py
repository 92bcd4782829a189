"""The demo community's notices."""

from datetime import timedelta

from resident import clock
from resident.demo.actions.cast import Cast
from resident.demo.announced import ANNOUNCED, WEEKDAYS, Announced
from resident.notices.actions import Draft, publish_notice
from resident.notices.queries import today_in


def announce(cast: Cast) -> None:
    """Publish them, each at its moment."""
    for one in ANNOUNCED:
        with clock.at(cast.now - timedelta(days=one.days_ago, hours=3)):
            publish_notice(community=cast.community, draft=_draft(cast, one), by=cast.people["admin"])


def _draft(cast: Cast, one: Announced) -> Draft:
    today = clock.local(cast.now, cast.community.time_zone).date()
    ends_on = today + timedelta(days=one.ends_in) if one.ends_in is not None else None
    day = (ends_on or today_in(cast.community)).weekday()
    title = {language: words.format(day=WEEKDAYS[language][day]) for language, words in one.title.items()}
    buildings = tuple(cast.buildings[number].id for number in one.buildings)
    return Draft(title, one.body, building_ids=buildings, ends_on=ends_on, is_pinned=one.is_pinned)
