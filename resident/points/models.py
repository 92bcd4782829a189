"""The double-entry ledger: accounts, transfers, and postings that never change."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from resident.columns import BigId, Id
from resident.db import Base
from resident.ids import CommunityId, PersonId

OF_NOBODY = text("person_id IS NULL")


class AccountKind(enum.StrEnum):
    """Whose points stand here: a person's, or one of the community's own four."""

    PERSON = "person"
    ISSUED = "issued"
    RESERVED = "reserved"
    SPENT = "spent"
    EXPIRED = "expired"


class LedgerAccount(Base):
    """Points of one person in one community, or of the community itself. Only `issued` may owe without end."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("community_id", "kind", "person_id"),
        Index(
            "uq_ledger_account_community",
            "community_id",
            "kind",
            unique=True,
            postgresql_where=OF_NOBODY,
            sqlite_where=OF_NOBODY,
        ),
        CheckConstraint("balance >= -debt_limit", name="balance_covered"),
        CheckConstraint("debt_limit >= 0", name="debt_limit"),
        CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="kind_has_owner"),
    )

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"), index=True)
    balance: Mapped[int] = mapped_column(BigInteger, default=0)
    debt_limit: Mapped[int] = mapped_column(BigInteger, default=0)


class Transfer(Base):
    """One movement of points, its reason and what caused it; unique, so nothing is granted twice."""

    __tablename__ = "transfer"
    __table_args__ = (UniqueConstraint("community_id", "reason", "source"),)

    id: Mapped[Id]
    community_id: Mapped[CommunityId] = mapped_column(BigId, ForeignKey("community.id"))
    reason: Mapped[str] = mapped_column(String(30))
    source: Mapped[str] = mapped_column(String(60))
    note: Mapped[dict[str, str]] = mapped_column(default=dict)
    at: Mapped[datetime]
    by_id: Mapped[PersonId | None] = mapped_column(BigId, ForeignKey("person.id"))


class Posting(Base):
    """A statement line: so many points to (+) or from (-) one account."""

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("transfer_id", "ledger_account_id"),
        Index("ix_posting_statement", "ledger_account_id", "id"),
        CheckConstraint("amount <> 0", name="amount"),
    )

    id: Mapped[Id]
    transfer_id: Mapped[int] = mapped_column(BigId, ForeignKey("transfer.id"))
    ledger_account_id: Mapped[int] = mapped_column(BigId, ForeignKey("ledger_account.id"))
    amount: Mapped[int] = mapped_column(BigInteger)

    transfer: Mapped[Transfer] = relationship()
