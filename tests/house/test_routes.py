"""Closed by default."""

from flask import Flask

PUBLIC = {
    "accounts.again": "a new code, while signing in",
    "accounts.code": "the second step of signing in",
    "accounts.language": "a choice that a cookie keeps",
    "accounts.name": "the third step of signing in, bound to the code",
    "accounts.privacy": "everybody may know what is kept about them",
    "accounts.reading_mode": "a choice that a cookie keeps",
    "accounts.sign_in": "the first step of signing in",
    "activities.code": "the picture of a public link",
    "activities.notice": "hours are shown to everybody before they count",
    "activities.one": "look without signing in; what is not public is 404",
    "activities.page": "look without signing in",
    "activities.share": "a poster for the noticeboard",
    "demands.comments": "look without signing in; what is not public is 404",
    "demands.index": "look without signing in",
    "demands.page": "look without signing in; what is not public is 404",
    "demands.share": "a code for the noticeboard",
    "health.alive": "asked by machines",
    "health.ready": "asked by machines",
    "home.front": "the way in",
    "home.page": "look without signing in",
    "media.photo": "asks the owner of the photo",
    "media.thumb": "asks the owner of the photo",
    "organizations.index": "who acts here",
    "organizations.page": "who acts here",
    "rewards.page": "look without signing in",
    "rewards.reward": "look without signing in",
}


def guards(app: Flask) -> dict[str, str]:
    """What every endpoint asks before it answers; empty where it asks nothing."""
    return {endpoint: getattr(view, "guard", "") for endpoint, view in app.view_functions.items()}


def test_every_route_asks_a_permission(sqlite_app: Flask):
    """Protects from the route somebody forgets to close."""
    assert [endpoint for endpoint, guard in guards(sqlite_app).items() if not guard] == []


def test_what_is_public_is_written_down(sqlite_app: Flask):
    """Protects from opening a page by mistake: whoever does it writes here why."""
    assert {endpoint for endpoint, guard in guards(sqlite_app).items() if guard == "public"} == set(PUBLIC)


def test_nothing_changes_by_looking(sqlite_app: Flask):
    """Protects from links that do something: a route takes POST or shows, and never PUT, PATCH or DELETE."""
    used = {method for rule in sqlite_app.url_map.iter_rules() for method in rule.methods or ()}
    assert used <= {"GET", "HEAD", "OPTIONS", "POST"}
