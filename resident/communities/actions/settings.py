"""What a community decides for itself."""

from datetime import date
from typing import Any

from resident.accounts.models import Actor, System
from resident.audit.actions import record
from resident.communities.models import Community, CommunityRow
from resident.communities.permissions import can_administer
from resident.communities.queries import community_row
from resident.dates import OFF, WORKED, UnreadableHours, is_too_short, read_hours
from resident.db import db, lock
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.ids import CommunityId
from resident.web.errors import Invalid
from resident.web.guards import YES, allow
from resident.web.versions import new_in, require_version

BOUNDS = {
    "review_promise_minutes": (30, 120 * 60),
    "notice_days": (0, 60),
    "points_per_hour": (0, 1_000),
    "points_daily_cap": (0, 100_000),
    "points_monthly_cap": (0, 1_000_000),
    "pickup_days": (1, 90),
    "goal_hours": (1, 100_000),
}
MAY_BE_EMPTY = frozenset({"goal_hours"})
SWITCHES = frozenset(
    {
        "raising_needs_residence",
        "joining_needs_residence",
        "supporting_needs_residence",
        "redeeming_needs_residence",
        "indexes_demands",
        "follows_earlier",
    }
)
TEXTS = frozenset({"name", "address", "phone", "duty_phone", "duty_phones_after", "goal"})
TOO_SHORT = _l("At least two hours a day, please: every promise is counted in them.")
TIMES = frozenset({"office_hours", "own_days"})
SATURDAY = 5


def change_settings(*, community: Community, version: int, by: Actor, **changes: Any) -> None:
    """Change some of a community's settings; saving what stands there already changes nothing.

    `version` is the one that was shown; `changes` are columns named in BOUNDS (whole numbers),
    SWITCHES (booleans), TEXTS or TIMES (as `dates` keeps them). What was promised before keeps its date. Raises NotAllowed for who may not, Changed when somebody saved meanwhile,
    Invalid for a number out of bounds, a missing name or impossible hours, KeyError for what is no setting.
    """
    for name in changes:
        if name not in BOUNDS and name not in SWITCHES | TEXTS | TIMES:
            raise KeyError(name)
    row = community_row(community)
    lock(row)
    allow(can_administer(by, community))
    changed = new_in(row, **changes)
    if not changed:
        return
    require_version(row, version)
    _check(row, changed)
    _save(row, changed, by)


def follow_earlier(*, community: Community, follows: bool, by: Actor) -> None:
    """Whether the committee follows demands from an earlier list, as who imports them says. Raises NotAllowed."""
    row = community_row(community)
    lock(row)
    allow(YES if isinstance(by, System) else can_administer(by, community))
    if row.follows_earlier != follows:
        _save(row, {"follows_earlier": follows}, by)


def _save(row: CommunityRow, changed: dict[str, Any], by: Actor) -> None:
    values = {name: [getattr(row, name), value] for name, value in changed.items() if name not in TEXTS}
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    record("community.changed", row, by=by, community_id=CommunityId(row.id), names=sorted(changed), **values)
    db.session.flush()


def _check(community: CommunityRow, changes: dict[str, Any]) -> None:
    for name, (least, most) in BOUNDS.items():
        value = changes.get(name, least)
        if not (least <= value <= most if value is not None else name in MAY_BE_EMPTY):
            raise Invalid(name, _("A whole number from %(least)d to %(most)d, please.", least=least, most=most))
    if "name" in changes and not any(changes["name"].values()):
        raise Invalid("name", _l("A community needs a name."))
    _check_times(changes)
    _check_goal(community, changes)
    daily, monthly = (
        changes.get(name, getattr(community, name)) for name in ("points_daily_cap", "points_monthly_cap")
    )
    if monthly < daily and {"points_daily_cap", "points_monthly_cap"} & changes.keys():
        raise Invalid("points_monthly_cap", _l("The cap of a month cannot be below the cap of a day."))


def _check_goal(community: CommunityRow, changes: dict[str, Any]) -> None:
    """What the hours are for and how many go together: one alone says nothing on the home page."""
    if not {"goal", "goal_hours"} & changes.keys():
        return
    words, hours = (changes.get(name, getattr(community, name)) for name in ("goal", "goal_hours"))
    if any(words.values()) and hours is None:
        raise Invalid("goal_hours", _l("How many hours a month shall it be? Without a number nothing is shown."))
    if hours is not None and not any(words.values()):
        raise Invalid("goal", _l("What are the hours for? Without words nothing is shown."))


def _check_times(changes: dict[str, Any]) -> None:
    try:
        if is_too_short(read_hours(changes.get("office_hours", "00:00-23:59"))):
            raise Invalid("office_hours", TOO_SHORT)
    except UnreadableHours:
        raise Invalid("office_hours", _l("Each time is later than the one before.")) from None
    own_days = {date.fromisoformat(day): kind for day, kind in changes.get("own_days", {}).items()}
    if not set(own_days.values()) <= {OFF, WORKED}:
        raise KeyError("own_days")
    if any(kind == WORKED and day.weekday() < SATURDAY for day, kind in own_days.items()):
        raise Invalid("days_worked", _l("Only Saturdays and Sundays are worked instead."))
