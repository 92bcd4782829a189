"""The words of a shift as everybody reads them."""

from collections.abc import Mapping
from typing import Any

from resident.accounts.models import Actor
from resident.activities.actions.shift_rules import keep_last_end, tell
from resident.activities.models import Shift
from resident.audit.actions import record
from resident.communities.models import Community
from resident.db import db

WORDS = ("name", "place")


def write_plan(shift: Shift, columns: Mapping[str, Any]) -> None:
    """Write what was planned into a locked shift."""
    for name, planned in columns.items():
        setattr(shift, name, planned)
    shift.version += 1
    db.session.flush()
    keep_last_end(shift.activity)


def take_words(*, shift: Shift, words: Mapping[str, Any], community: Community, by: Actor) -> None:
    """Give a locked shift the name and the place that everybody reads from now on; a new place is told to its people."""
    is_elsewhere = shift.place != words["place"]
    shift.name, shift.place = words["name"], words["place"]
    shift.version += 1
    db.session.flush()
    record("shift.worded", shift, by=by)
    if is_elsewhere:
        tell(shift, "activities.shift_moved", community=community, was=shift.starts_at.isoformat())


def put_back_words(*, shift: Shift, words: Mapping[str, Any], by: Actor) -> None:
    """Give a locked shift the words back that stood there a moment ago; who was told of others hears that they do not hold."""
    shift.name, shift.place = words["name"], words["place"]
    shift.version += 1
    record("shift.wording_undone", shift, by=by)
    db.session.flush()
