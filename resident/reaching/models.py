"""Who was shown the phone number of whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId


class ContactView(Base):
    """`viewer` was shown the number of `person` (`with_door`: and their door) for one subject (`kind`, `subject_id`).

    `organization` is for which body they looked; none where they have a role in the community. It is never changed.
    """

    __tablename__ = "contact_view"
    __table_args__ = (
        Index("ix_contact_view_subject", "kind", "subject_id", "id"),
        Index("ix_contact_view_person", "person_id"),
        Index("ix_contact_view_viewer", "viewer_id"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column(BigId)
    person_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    viewer_id: Mapped[PersonId] = mapped_column(BigId, ForeignKey("person.id"))
    organization_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("organization.id"))
    with_door: Mapped[bool]
    at: Mapped[datetime]
