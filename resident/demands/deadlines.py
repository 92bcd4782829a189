"""Until when something should be done: working days and office hours of the community."""

from datetime import datetime

from resident.communities.models import Community

WORKING_DAYS = 5


def contact_due_after(start: datetime, community: Community) -> datetime:
    """Until when somebody answers for the first time: the same office hour of the next working day."""
    return community.office.same_hour(start)


def due_after(start: datetime, community: Community) -> datetime:
    """The end of the office hours of the fifth working day after the day of `start`."""
    return community.office.due(start, WORKING_DAYS)
