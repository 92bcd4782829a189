"""People without an account: whom the committee knows by name, and for whom it enters things."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.accounts.models import PersonRow
from resident.columns import BigId, Id
from resident.communities.models.places import Building
from resident.db import Base
from resident.ids import CommunityId, PersonId


class OfflinePerson(Base):
    """Somebody without an account here: a person with a name and no way in, the home they gave, and a number to call.

    The number is encrypted; `phone_lookup` finds it only where it is their own to sign in with, and is empty where it is
    "only to call": then it leads to no account, ever.
    """

    __tablename__ = "offline_person"
    __table_args__ = (
        UniqueConstraint("community_id", "person_id"),
        Index("ix_offline_person_home", "community_id", "building_id"),
        Index("ix_offline_person_phone", "community_id", "phone_lookup"),
        Index("ix_offline_person_person", "person_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    building_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("building.id"))
    unit: Mapped[str] = mapped_column(String(20), default="")
    room: Mapped[str] = mapped_column(String(20), default="")
    phone_encrypted: Mapped[str] = mapped_column(String(400), default="")
    phone_lookup: Mapped[str] = mapped_column(String(64), default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))

    person: Mapped[PersonRow] = relationship(foreign_keys=[person_id])
    building: Mapped[Building | None] = relationship()
