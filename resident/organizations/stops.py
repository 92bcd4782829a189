"""A body's robot has stopped: who administers its community hears."""

from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.queries import people_with_role
from resident.db import db
from resident.notifications.actions import notify
from resident.notifications.channels import body_of
from resident.notifications.models import Lane
from resident.organizations.models import Organization


def tell_of_a_robot(lane: Lane) -> None:
    """Tell the administrators; nothing where the lane is no robot's."""
    number = body_of(lane.name)
    body = db.session.get(Organization, number) if number else None
    if body is None:
        return
    community = community_of(body)
    notify(
        people_with_role(community, Role.ADMINISTRATOR),
        "notifications.channel_stopped",
        path=f"/c/{community.slug}/admin/organizations/{body.id}/robot",
        community_id=community.id,
        lane=lane.name,
        why=lane.why,
    )
