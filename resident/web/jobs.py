"""The worker's pulse, and the sweep of old form tokens."""

from datetime import timedelta

from resident import clock
from resident.db import db, transaction
from resident.tasks import job
from resident.web.forms import forget_tokens_before
from resident.web.models import Heartbeat

WORKER = "worker"
TOKEN_DAYS = 30


@job(every_minutes=1)
def beat() -> None:
    """Note that the worker is alive; `/readyz` looks at it."""
    with transaction():
        pulse = db.session.get(Heartbeat, WORKER) or Heartbeat(name=WORKER)
        pulse.at = clock.now()
        db.session.add(pulse)


@job(nightly=True)
def sweep_form_tokens() -> None:
    """Forget the one-use tokens of forms sent more than 30 days ago."""
    with transaction():
        forget_tokens_before(clock.now() - timedelta(days=TOKEN_DAYS))
