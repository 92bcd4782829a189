"""Everything that reads activities, shifts, places and minutes for a page."""

from resident.activities.queries.hours import (
    Minutes,
    count_to_confirm,
    hours_to_confirm,
    in_notice,
    minutes_of,
    my_records,
    number_of,
    record_in_notice,
    record_of,
)
from resident.activities.queries.lists import Listed, activity_of, next_activities, of_bodies, past, upcoming
from resident.activities.queries.places import (
    Card,
    Place,
    cards,
    my_next_place,
    my_places,
    own_place,
    place_by_key,
)
from resident.activities.queries.rosters import Roster, RosterLine, at_hand, roster_line, roster_of, shift_of, shifts_of

__all__ = [
    "Card",
    "Listed",
    "Minutes",
    "Place",
    "Roster",
    "RosterLine",
    "activity_of",
    "at_hand",
    "cards",
    "count_to_confirm",
    "hours_to_confirm",
    "in_notice",
    "minutes_of",
    "my_next_place",
    "my_places",
    "my_records",
    "next_activities",
    "number_of",
    "of_bodies",
    "own_place",
    "past",
    "place_by_key",
    "record_in_notice",
    "record_of",
    "roster_line",
    "roster_of",
    "shift_of",
    "shifts_of",
    "upcoming",
]
