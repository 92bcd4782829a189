"""Until when something should be done: working days and office hours of the community."""

from datetime import datetime

from resident.communities.models import Community
from resident.demands.models import Urgency

WORKING_DAYS: dict[str, int] = {Urgency.URGENT: 1, Urgency.ORDINARY: 5, Urgency.COMPLEX: 15}


def contact_due_after(start: datetime, community: Community) -> datetime:
    """Until when somebody answers for the first time: the same office hour of the next working day."""
    return community.office.same_hour(start)


def due_after(start: datetime, community: Community, urgency: str = Urgency.ORDINARY) -> datetime:
    """The end of the office hours of the first, fifth or fifteenth working day after the day of `start`."""
    return community.office.due(start, WORKING_DAYS[urgency])
