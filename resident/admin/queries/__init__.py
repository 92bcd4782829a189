"""What the administration reads: the community's people and figures, and the record of who did what."""

from resident.admin.queries.deliveries import failed_messages, names_to, stops
from resident.admin.queries.people import (
    admissions_of,
    bodies_acted_for,
    is_of_here,
    masked_phone,
    overview,
    person_in_sight,
)
from resident.admin.queries.record import events_about, events_here, events_of_staff

__all__ = [
    "admissions_of",
    "bodies_acted_for",
    "events_about",
    "events_here",
    "events_of_staff",
    "failed_messages",
    "is_of_here",
    "masked_phone",
    "names_to",
    "overview",
    "person_in_sight",
    "stops",
]
