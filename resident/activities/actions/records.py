"""Service records confirmed by a second person."""

from collections.abc import Collection

from resident import clock
from resident.accounts.models import Actor
from resident.activities.actions.counting import announce_or_count
from resident.activities.actions.locking import lock_people, lock_records
from resident.activities.models import RecordState
from resident.activities.permissions import can_confirm
from resident.audit.actions import record as write_down
from resident.communities.models import Community
from resident.db import db
from resident.web.guards import allow


def confirm_records(*, record_ids: Collection[int], community: Community, by: Actor) -> int:
    """Confirm proposed minutes as the second person; gives how many now count or are in public notice.

    What somebody else has confirmed meanwhile is passed over. Raises NotAllowed where `can_confirm`
    says no for any of them: then none is confirmed.
    """
    records = [one for one in lock_records(community, record_ids) if one.state == RecordState.PROPOSED]
    lock_people(one.person_id for one in records)
    done = 0
    for one in records:
        allow(can_confirm(by, one))
        write_down("service_record.confirmed", one, by=by, minutes=one.minutes, how=one.how)
        if one.needs_two and one.confirmed_by_id is None:
            one.confirmed_by_id = by.id
            db.session.flush()
            continue
        if one.needs_two:
            one.seconded_by_id = by.id
        else:
            one.confirmed_by_id = by.id
        one.confirmed_at = clock.now()
        announce_or_count(record=one, community=community, by=by)
        done += 1
    return done
