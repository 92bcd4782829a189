"""The database: base model, locks, and the one place that commits."""

from resident.db.base import BUSY_SECONDS, Base, db, is_reachable, setup
from resident.db.locks import know_anew, known, lock, lock_by_id, take_turns
from resident.db.transactions import (
    after_commit,
    batches,
    before_commit,
    begin_write,
    connection,
    in_request,
    is_writing,
    keep_refusal,
    transaction,
)

__all__ = [
    "BUSY_SECONDS",
    "Base",
    "after_commit",
    "batches",
    "before_commit",
    "begin_write",
    "connection",
    "db",
    "in_request",
    "is_reachable",
    "is_writing",
    "keep_refusal",
    "know_anew",
    "known",
    "lock",
    "lock_by_id",
    "setup",
    "take_turns",
    "transaction",
]
