"""The pages that are measured: where they are, who opens them, and what share of a bare page they are to reach."""

import os
from dataclasses import dataclass

WANTED = [part for part in os.environ.get("BENCH_PAGES", "").split(",") if part]


@dataclass(frozen=True)
class Page:
    """One page; `path` has places for what is looked at, `target` is in percent of the bare page (by CPU a request)."""

    name: str
    path: str
    who: str = ""
    target: int = 0


PAGES = (
    Page("list of demands, signed out", "/c/{slug}/demands", "", 55),
    Page("list of demands, signed in", "/c/{slug}/demands", "resident", 48),
    Page("home, signed out", "/c/{slug}/", "", 60),
    Page("home, signed in", "/c/{slug}/", "resident", 40),
    Page("a demand, signed out", "/c/{slug}/demands/{demand}", "", 40),
    Page("a demand, signed in", "/c/{slug}/demands/{demand}", "resident", 30),
    Page("activities, signed out", "/c/{slug}/activities", "", 45),
    Page("activities, signed in", "/c/{slug}/activities", "resident", 40),
    Page("an activity, signed out", "/c/{slug}/activities/{activity}", "", 40),
    Page("an activity, signed in", "/c/{slug}/activities/{activity}", "resident", 30),
    Page("rewards", "/c/{slug}/rewards", "resident", 40),
    Page("points", "/me/points", "resident", 45),
    Page("inbox", "/me/notifications", "resident", 40),
    Page("me", "/me", "resident", 30),
    Page("review queue", "/c/{slug}/review", "moderator", 35),
    Page("review item", "/c/{slug}/review/{review_item}", "moderator", 22),
    Page("desk", "/c/{slug}/desk", "worker", 22),
)
SIGN_UP, SUPPORT = "sign-up", "support"
ENDURANCE = "endurance"  # photos, marks and long fields beside /healthz
FORMS = {SIGN_UP: 28, SUPPORT: 25}  # percent of a bare insert

MORE = (  # looked at only for how they grow
    Page("demands being worked on", "/c/{slug}/demands?state=in_hand"),
    Page("demands that are done", "/c/{slug}/demands?state=done"),
    Page("own demands", "/c/{slug}/demands?mine=1", "resident"),
    Page("an old demand", "/c/{slug}/demands/{old_demand}"),
    Page("past activities", "/c/{slug}/activities?past=1"),
    Page("hours in public notice", "/c/{slug}/activities/notice"),
    Page("a reward", "/c/{slug}/rewards/{reward}", "resident"),
    Page("own service", "/me/service", "resident"),
    Page("own redemptions", "/me/redemptions", "resident"),
    Page("own home", "/me/household", "resident"),
    Page("organizations", "/c/{slug}/organizations"),
    Page("desk of a moderator", "/c/{slug}/desk", "moderator"),
    Page("desk of a dispatcher", "/c/{slug}/desk", "dispatcher"),
    Page("desk of a clerk", "/c/{slug}/desk", "clerk"),
    Page("hours to confirm", "/c/{slug}/activities/hours", "worker"),
    Page("roster", "/c/{slug}/activities/{activity}/roster", "manager"),
    Page("own activities of a body", "/c/{slug}/activities?mine=1", "manager"),
    Page("rewards that are kept", "/c/{slug}/rewards/keep", "administrator"),
    Page("administration", "/c/{slug}/admin", "administrator"),
    Page("people of a community", "/c/{slug}/admin/people", "administrator"),
)


def is_wanted(name: str) -> bool:
    """Whether BENCH_PAGES (parts of names, with commas between) leaves this one in."""
    return not WANTED or any(part in name for part in WANTED)
