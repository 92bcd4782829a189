"""Who is signed in on which device, and what comes back to who was interrupted."""

from resident.accounts.sessions.cookie import (
    COOKIE_KEY,
    ended_token,
    is_fresh,
    mark_of,
    me,
    my_presence,
    myself,
    present_token,
    remember_token,
    set_aside_token,
    setup,
)
from resident.accounts.sessions.ending import end_all_sessions, end_other_sessions, end_own_session, end_session
from resident.accounts.sessions.rows import live_since, seen_since, token_hash
from resident.accounts.sessions.using import be_fresh, open_session

__all__ = [
    "COOKIE_KEY",
    "be_fresh",
    "end_all_sessions",
    "end_other_sessions",
    "end_own_session",
    "end_session",
    "ended_token",
    "is_fresh",
    "live_since",
    "mark_of",
    "me",
    "my_presence",
    "myself",
    "open_session",
    "present_token",
    "remember_token",
    "seen_since",
    "set_aside_token",
    "setup",
    "token_hash",
]
