"""The ledger: what may move, and what may never."""

import pytest

from resident.db import db
from resident.points import reasons
from resident.points.actions import AlreadyMoved, NotEnoughPoints, grant, hold
from resident.points.queries import balance_of
from tests.makers.communities import make_community, make_resident

pytestmark = pytest.mark.usefixtures("session")
NOTE = {"zh_Hans": "测试", "en": "test"}
reasons.register("test", lambda note: note["en"])


def test_a_grant_counts_once_per_source() -> None:
    community = make_community()
    person = make_resident(community)
    grant(community.id, person.id, 20, reason="test", source="a:1", by=None, note=NOTE)
    with pytest.raises(AlreadyMoved):
        grant(community.id, person.id, 20, reason="test", source="a:1", by=None, note=NOTE)
    assert balance_of(community.id, person.id) == 20


def test_nobody_spends_more_than_they_have() -> None:
    community = make_community()
    person = make_resident(community)
    grant(community.id, person.id, 20, reason="test", source="a:2", by=None, note=NOTE)
    with pytest.raises(NotEnoughPoints):
        hold(community.id, person.id, 21, reason="test", source="b:1", by=None, note=NOTE)
    db.session.flush()
    assert balance_of(community.id, person.id) == 20
