"""What a database was begun as, and the keys it has been written with."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import Id
from resident.db import Base


class Installation(Base):
    """What this database was begun as; one row."""

    __tablename__ = "installation"

    id: Mapped[Id]
    is_demo: Mapped[bool]
    begun_at: Mapped[datetime]


class KeyFingerprint(Base):
    """A key that this database has been written with; of data keys there may be several."""

    __tablename__ = "key_fingerprint"
    __table_args__ = (UniqueConstraint("name", "fingerprint"),)

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(20))
    fingerprint: Mapped[str] = mapped_column(String(64))
    first_seen_at: Mapped[datetime]
