"""The worker: does what the web processes leave to it. `python -m resident.worker`."""

import structlog
from flask import Flask
from sqlalchemy.exc import DBAPIError

from resident import create_app, logs
from resident.db import transaction
from resident.notifications.jobs import deliver_outbox
from resident.tasks import wake
from resident.web.jobs import beat

log = structlog.get_logger()
THREADS = 2
LONGEST_WAIT = 1.0  # seconds between two looks into an empty queue
LAST_WAIT = 20.0  # seconds for the jobs at hand when the worker is asked to stop


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; what a crash left in the outbox goes out first.

    A database that is away is no reason to end: the clock tries again every minute.
    """
    with app.app_context():
        try:
            beat()
            with transaction():
                wake(deliver_outbox)
        except DBAPIError:
            log.exception("the worker begins without its database")
    consumer = app.extensions["queue"].create_consumer(
        workers=THREADS, max_delay=LONGEST_WAIT, graceful_signal="TERM", shutdown_timeout=LAST_WAIT
    )
    consumer.run()


if __name__ == "__main__":
    logs.setup()
    run(create_app())
