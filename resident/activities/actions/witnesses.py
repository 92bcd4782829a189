"""Naming the body that witnesses minutes where a community is small."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.activities.models import WitnessBody
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import db
from resident.i18n import lazy_gettext as _l
from resident.organizations.queries import organization_of
from resident.statements import entity
from resident.web.errors import Invalid
from resident.web.guards import allow

_NAMED = select(WitnessBody).where(WitnessBody.community_id == bindparam("community")).with_for_update()


def name_witness(*, organization_id: int, community: Community, by: Actor) -> None:
    """Name the body whose manager confirms what nobody of the committee is left to confirm; 0 names none any more.

    It sees date, body, volunteer number and minutes, and never confirms what it ran itself. Raises NotAllowed, Invalid
    for a body of elsewhere or an archived one.
    """
    allow(can_administer(by, community))
    named: WitnessBody | None = entity(_NAMED, community=community.id)
    if not organization_id:
        if named is not None:
            record("witness_body.removed", named, by=by, organization=named.organization_id)
            db.session.delete(named)
            db.session.flush()
        return
    body = organization_of(community, organization_id)
    if body is None or body.archived_at is not None:
        raise Invalid("organization", _l("Please choose one of these."))
    if named is None:
        named = WitnessBody(community_id=community.id)
        db.session.add(named)
    if named.organization_id == body.id:
        return
    named.organization_id, named.named_at, named.named_by_id = body.id, clock.now(), by.id
    db.session.flush()
    record("witness_body.appointed", named, by=by, organization=body.id)
