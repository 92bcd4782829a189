"""What the record keeps of doors that stayed shut."""

from sqlalchemy import select

from resident.accounts.actions.traces import MOST_REFUSALS, record_refused_page
from resident.audit.models import AuditEvent
from resident.db import db
from tests.conftest import Clock
from tests.makers.accounts import make_person
from tests.makers.communities import make_community
from tests.recorded import recorded


def test_a_refused_page_is_on_record_a_few_times_an_hour(session: None, clock: Clock) -> None:
    person, community = make_person(), make_community()
    before = len(recorded())
    for _ in range(MOST_REFUSALS + 1):
        record_refused_page(by=person.value, page="admin.overview", community_id=community.id)
    refused = ("person.refused", person.id, person.id, {"page": "admin.overview"})
    assert recorded(but=before) == [refused] * MOST_REFUSALS
    clock.advance(minutes=61)
    record_refused_page(by=person.value, page="admin.overview", community_id=None)
    assert recorded(but=before + MOST_REFUSALS) == [refused]
    places = db.session.scalars(select(AuditEvent.community_id).order_by(AuditEvent.id)).all()
    assert places[-2:] == [community.id, None]
