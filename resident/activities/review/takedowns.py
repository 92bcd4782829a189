"""How an activity is taken down: places stay and its people are told; nobody new signs up until it is back."""

from typing import Any

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.activities import path_of
from resident.activities.models import OPEN_SIGN_UPS, TAKES_PLACE, Activity, Shift, SignUp
from resident.activities.permissions import is_public
from resident.activities.review.showing import shown
from resident.communities.context import community_of
from resident.communities.models import Community
from resident.i18n import lazy_gettext as _l
from resident.moderation import removable
from resident.moderation.removable import About, PublicKind
from resident.notifications.actions import notify
from resident.organizations.models import MemberRole
from resident.organizations.queries import people_of
from resident.statements import column, entity, in_one_of

KIND = "activity"
_BY_ID = select(Activity).where(Activity.community_id == bindparam("community"), Activity.id == bindparam("activity"))
_PEOPLE_TO_COME = (
    select(SignUp.person_id)
    .join(Shift, Shift.id == SignUp.shift_id)
    .where(
        Shift.activity_id == bindparam("activity"),
        TAKES_PLACE,
        Shift.ends_at > bindparam("now"),
        in_one_of(SignUp.state, OPEN_SIGN_UPS),
    )
    .distinct()
)


def register() -> None:
    """Let moderators take activities down."""
    removable.register(
        PublicKind(KIND, _l("Activity"), _find, _about, is_public, lambda activity: shown(activity.id), _changed)
    )


def _find(community: Community, activity_id: int) -> Activity | None:
    found: Activity | None = entity(_BY_ID, community=community.id, activity=activity_id)
    return found


def _about(activity: Activity) -> About:
    """Its author and whoever leads its body speak for it."""
    community = community_of(activity)
    leading = people_of(community, activity.organization_id, MemberRole.MANAGER)
    return About(activity.title, tuple(dict.fromkeys([activity.created_by_id, *leading])), path_of(activity, community))


def _changed(
    activity: Activity, *, is_down: bool, reason: str, by: Actor, undoing: dict[str, Any] | None = None
) -> None:
    """Whoever has a place or waits is told; the link leads to where they find their own sign-ups."""
    if undoing is not None:
        return
    params: dict[str, Any] = {"title": activity.title, **({"reason": reason} if is_down else {})}
    notify(
        column(_PEOPLE_TO_COME, activity=activity.id, now=clock.now()),
        "activities.taken_down" if is_down else "activities.back",
        path="/me/service" if is_down else path_of(activity, community_of(activity)),
        community_id=activity.community_id,
        **params,
    )
