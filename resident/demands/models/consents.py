"""Whether a body may call who raised a demand: said for this demand and this body alone (PIPL art. 23)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId


class ContactConsent(Base):
    """Who raised a demand lets one body call them about it; `with_door`: and see where they live.

    It is worth something while the demand has been through as many `hands` (`Demand.hands`): whoever has it next, be it
    the same body, is asked for anew.
    """

    __tablename__ = "contact_consent"

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    demand_id: Mapped[int] = mapped_column(BigId, ForeignKey("demand.id"))
    organization_id: Mapped[int] = mapped_column(BigId, ForeignKey("organization.id"))
    hands: Mapped[int]
    with_door: Mapped[bool]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


_LIVE = ContactConsent.withdrawn_at.is_(None)
Index(
    "uq_contact_consent_live",
    ContactConsent.community_id,
    ContactConsent.demand_id,
    ContactConsent.hands,
    unique=True,
    postgresql_where=_LIVE,
    sqlite_where=_LIVE,
)
