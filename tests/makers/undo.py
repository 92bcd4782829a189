"""What can be undone, for tests."""

from sqlalchemy import select

from resident.db import db
from resident.undo.models import Deed


def last_deed(kind: str = "") -> Deed:
    """What was done last, of a kind where one is named."""
    db.session.flush()
    wanted = select(Deed).order_by(Deed.id.desc())
    return db.session.scalars(wanted.where(Deed.kind == kind) if kind else wanted).first()  # type: ignore[return-value]
