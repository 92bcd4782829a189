"""What an error of the database means: whether it is away, busy, or asks us to try again."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, OperationalError

DEADLOCK, SERIALIZATION, LOCK_TIMEOUT = "40P01", "40001", "55P03"
GONE = ("08", "57P", "53300")  # how the states of an error begin: no connection, shut down, no connection left


def deserves_retry(error: DBAPIError) -> bool:
    """Whether the database has undone the transaction for the sake of another one, so that it may be tried again."""
    return isinstance(error.orig, psycopg.Error) and error.orig.sqlstate in {DEADLOCK, SERIALIZATION}


def is_busy(error: DBAPIError) -> bool:
    """Whether the database stayed locked for as long as we wait."""
    if isinstance(error.orig, psycopg.Error):
        return error.orig.sqlstate == LOCK_TIMEOUT
    return (
        isinstance(error, OperationalError)
        and isinstance(error.orig, sqlite3.OperationalError)
        and "locked" in str(error.orig)
    )


def is_gone(error: Exception) -> bool:
    """Whether this error means that the database cannot be reached, and not that a statement was wrong."""
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, psycopg.OperationalError):
        state = error.orig.sqlstate
        return error.connection_invalidated or state is None or state.startswith(GONE)
    return isinstance(error.orig, sqlite3.OperationalError) and "unable to open" in str(error.orig)
