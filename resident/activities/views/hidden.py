"""Instead of an activity that is not public at the moment: what happened, for those who signed up."""

from flask import render_template, request

from resident.accounts.sessions import myself
from resident.activities import queries
from resident.activities.review.takedowns import KIND
from resident.communities.context import current_community
from resident.moderation.queries import open_takedown
from resident.web.stand_ins import stand_in


@stand_in("activities.show")
def hidden() -> str:
    """Their places with the way to cancel, the reason, and who is in charge."""
    activity = queries.activity_of(current_community(), int((request.view_args or {})["activity_id"]))
    mine = queries.places_in(activity.id, myself()) if activity else []
    if activity is None or not mine:
        return ""
    return render_template(
        "activities/hidden.html", activity=activity, mine=mine, down=open_takedown(KIND, activity.id)
    )
