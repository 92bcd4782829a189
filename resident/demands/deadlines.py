"""Until when something should be done: working days and office hours of the community."""

from datetime import datetime, timedelta

from resident.communities.models import Community

WORKING_DAYS = 5
RESPONSE_TIME = timedelta(hours=24)


def due_after(start: datetime, community: Community) -> datetime:
    """The end of the office hours of the fifth working day after the day of `start`."""
    return community.office.due(start, WORKING_DAYS)
