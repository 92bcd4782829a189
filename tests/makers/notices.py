"""Notices for tests."""

from datetime import date

from resident import clock
from resident.communities.models import Building, CommunityRow
from resident.db import db
from resident.notices.models import Notice


def make_notice(
    community: CommunityRow,
    *,
    title: dict[str, str] | str = "周五停水",
    building: Building | None = None,
    ends_on: date | None = None,
    is_pinned: bool = False,
) -> Notice:
    """A notice of the committee that stands there now."""
    notice = Notice(
        community_id=community.id,
        title=title if isinstance(title, dict) else {"zh_Hans": title, "en": ""},
        body={"zh_Hans": "请先接好水", "en": ""},
        building_ids=[building.id] if building else [],
        ends_on=ends_on,
        is_pinned=is_pinned,
        published_at=clock.now(),
    )
    db.session.add(notice)
    db.session.flush()
    return notice
