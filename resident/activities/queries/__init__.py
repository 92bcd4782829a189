"""Everything that reads activities, shifts, sign-ups and minutes for a page."""

from resident.activities.queries.cards import cards
from resident.activities.queries.doubts import STUCK, has_stuck, is_to_void, stuck, to_void, voiding_of, witness_of
from resident.activities.queries.hours import (
    Minutes,
    MyRecord,
    OneRecord,
    minutes_of,
    my_records,
    number_of,
    record_in_notice,
    record_of,
)
from resident.activities.queries.last_time import LastTime, last_time
from resident.activities.queries.lists import Listed, next_activities, of_bodies, past, upcoming
from resident.activities.queries.messages import messages_of
from resident.activities.queries.months import Given, count_given, given_in, given_in_month, month_at_hand
from resident.activities.queries.overlaps import has_overlaps, overlaps
from resident.activities.queries.rosters import RosterLine, roster_line, roster_of
from resident.activities.queries.shifts import RunShift, at_hand, first_at_hand, shift_of, shifts_of
from resident.activities.queries.showing import ActivityShown, activity_of
from resident.activities.queries.sign_ups import (
    MySignUp,
    my_next_place,
    my_sign_ups,
    own_sign_up,
    places_in,
    shift_by_key,
    sign_up_in,
)
from resident.activities.queries.to_confirm import hours_to_confirm, hours_work, in_notice, newest_to_confirm

__all__ = [
    "STUCK",
    "ActivityShown",
    "Given",
    "LastTime",
    "Listed",
    "Minutes",
    "MyRecord",
    "MySignUp",
    "OneRecord",
    "RosterLine",
    "RunShift",
    "activity_of",
    "at_hand",
    "cards",
    "count_given",
    "first_at_hand",
    "given_in",
    "given_in_month",
    "has_overlaps",
    "has_stuck",
    "hours_to_confirm",
    "hours_work",
    "in_notice",
    "is_to_void",
    "last_time",
    "messages_of",
    "minutes_of",
    "month_at_hand",
    "my_next_place",
    "my_records",
    "my_sign_ups",
    "newest_to_confirm",
    "next_activities",
    "number_of",
    "of_bodies",
    "overlaps",
    "own_sign_up",
    "past",
    "places_in",
    "record_in_notice",
    "record_of",
    "roster_line",
    "roster_of",
    "shift_by_key",
    "shift_of",
    "shifts_of",
    "sign_up_in",
    "stuck",
    "to_void",
    "upcoming",
    "voiding_of",
    "witness_of",
]
