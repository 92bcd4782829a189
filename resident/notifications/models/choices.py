"""What people do not want to be told by text message."""

from typing import ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import PersonId


class SmsRefusal(Base):
    """A person who has switched one kind of text message off; without a row it is on."""

    __tablename__ = "sms_refusal"
    UNSETTLES: ClassVar = False
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    id: Mapped[Id]
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
