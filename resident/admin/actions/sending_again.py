"""Sending again what did not arrive."""

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import Actor
from resident.admin.queries.deliveries import can_go_again
from resident.audit.actions import record
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.db import db
from resident.notifications.channels.sending import USEFUL
from resident.notifications.jobs import deliver_outbox
from resident.notifications.models import OutboxMessage, OutboxMove
from resident.statements import entity
from resident.tasks import wake
from resident.web.errors import NotHere, found
from resident.web.guards import allow

_ROW = (
    select(OutboxMessage)
    .where(OutboxMessage.id == bindparam("message"), OutboxMessage.community_id == bindparam("community"))
    .with_for_update()
)


def send_again(*, community: Community, message_id: int, by: Actor) -> None:
    """Have a message go once more, as if it were new. Raises NotAllowed, NotHere, OutboxMoved where it is on its way or arrived."""
    allow(can_administer(by, community))
    message: OutboxMessage = found(entity(_ROW, message=message_id, community=community.id))
    if not can_go_again(message.channel, message.payload):
        raise NotHere
    message.move(OutboxMove.RESEND)
    now = clock.now()
    message.due_at, message.until, message.settled_at = now, now + USEFUL, None
    message.tries, message.doubts, message.why = 0, 0, ""
    db.session.flush()
    record("outbox_message.repeated", message, by=by)
    wake(deliver_outbox)
