"""Closed by default, and named alike."""

import re
from collections import defaultdict

from flask import Flask

from resident import PACKAGES
from tests.house.source import files, text

PUBLIC = {
    "accounts.again": "a new code, while signing in",
    "accounts.code": "the second step of signing in",
    "accounts.language": "a choice that a cookie keeps",
    "accounts.name": "the third step of signing in, bound to the code",
    "accounts.privacy": "everybody may know what is kept about them",
    "accounts.reading_mode": "a choice that a cookie keeps",
    "accounts.second_step": "the step after the code, for who has set one up",
    "accounts.sign_in": "the first step of signing in",
    "accounts.staff": "number and second factor, where no codes are sent",
    "accounts.way_in": "letters that the operator made, once",
    "accounts.unused": "what to do about a number that was unused for a year, bound to the code",
    "feedback.about": "who runs this",
    "feedback.write": "a word about the app, with an account or without; throttled",
    "activities.code": "the picture of a public link",
    "activities.index": "look without signing in",
    "activities.share": "a poster for the noticeboard",
    "activities.show": "look without signing in; what is not public is 404",
    "comments.index": "look without signing in; what is not public is 404",
    "demands.behind": "look without signing in; what is not public is only counted",
    "demands.index": "look without signing in",
    "demands.code": "a code for the noticeboard",
    "demands.plan": "look without signing in; staff may ask for a month",
    "demands.share": "a code for the noticeboard",
    "demands.show": "look without signing in; what is not public is 404",
    "health.alive": "asked by machines",
    "health.ready": "asked by machines",
    "home.front": "the way in",
    "home.go_on": "leads to the same page of another community, which asks for itself",
    "home.index": "look without signing in",
    "media.look": "the photos of what is public, each on a page; asks as the photo does",
    "media.poster": "asks the thing of the poster",
    "media.show": "asks the owner of the photo",
    "media.thumb": "asks the owner of the photo",
    "media.wide": "asks the owner of the photo",
    "notices.code": "a code for the noticeboard",
    "notices.index": "look without signing in",
    "notices.paper": "a sheet for the noticeboard",
    "notices.show": "look without signing in; what is withdrawn is 404",
    "organizations.index": "who acts here",
    "organizations.show": "who acts here",
    "receipts.find": "whoever holds a receipt may have no account",
    "receipts.look": "number and code of a receipt are the key; wrong ones are counted",
    "receipts.scanned": "where a QR code leads, a cookie carries number and code on",
    "receipts.show": "for the browser that has just opened a receipt, without words or names",
    "rewards.code": "a code for the noticeboard",
    "rewards.index": "look without signing in",
    "rewards.share": "look without signing in",
    "rewards.show": "look without signing in",
    "robots.index": "asked by machines",
    "slips.find": "where a code is typed; looking it up asks who one is",
    "slips.scanned": "where a QR code leads, a cookie carries its code on",
    "service_records.disclosure": "hours are shown to everybody before they count",
}

# Acts that matter: nobody does them on a phone that somebody else has left on the table.
FRESH = {
    "accounts.close",
    "admin.exports.new",
    "admin.invitations.new",
    "admin.members.change_role",
    "admin.members.end",
    "admin.members.new",
    "admin.people.end_factor",
    "admin.people.show",
    "admin.people.sign_out",
    "admin.roles.end",
    "admin.settings.points",
    "admin.settings.review",
    "admin.staff_sheets.take",
    "admin.slips.show_all",
    "admin.slips.show_one",
    "admin.suspensions.lift",
    "admin.suspensions.new",
    "invitations.accept",
    "second_factors.end",
    "second_factors.new",
    "second_factors.renew_codes",
}
SAYS_NOTHING = {"page", "one", "item", "list", "view", "detail", "get", "post", "form"}
NO_THING = {"health": "what machines ask of the whole house", "robots": "what they are asked to leave out"}
PLURALS = {"people"}


def guards(app: Flask) -> dict[str, str]:
    """What every endpoint asks before it answers; empty where it asks nothing."""
    return {endpoint: getattr(view, "guard", "") for endpoint, view in app.view_functions.items()}


def test_every_route_asks_a_permission(sqlite_app: Flask):
    """Protects from the route somebody forgets to close."""
    assert [endpoint for endpoint, guard in guards(sqlite_app).items() if not guard] == []


def test_what_is_public_is_written_down(sqlite_app: Flask):
    """Protects from opening a page by mistake: whoever does it writes here why."""
    assert {endpoint for endpoint, guard in guards(sqlite_app).items() if guard == "public"} == set(PUBLIC)


def test_what_asks_for_a_fresh_code_is_written_down(sqlite_app: Flask):
    """Protects from an act that matters and that somebody forgets to ask for."""
    asks = {name for name, view in sqlite_app.view_functions.items() if getattr(view, "is_for_the_fresh", False)}
    assert asks == FRESH


def test_nothing_changes_by_looking(sqlite_app: Flask):
    """Protects from links that do something: a route takes POST or shows, and never PUT, PATCH or DELETE."""
    used = {method for rule in sqlite_app.url_map.iter_rules() for method in rule.methods or ()}
    assert used <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_blueprint_is_a_thing_in_the_plural_or_its_package(sqlite_app: Flask):
    """Protects whoever looks for the page of a thing: its blueprint is named as the thing, the main one as its package."""
    packages = {package.__name__.rpartition(".")[2] for package in PACKAGES}
    named = defaultdict(set)
    for path, blueprint in sqlite_app.blueprints.items():
        name = path.rpartition(".")[2]
        named[blueprint.import_name.split(".")[1]].add(path)
        assert name in packages | PLURALS | set(NO_THING) or name.endswith("s"), path
    assert [package for package, names in named.items() if package not in names and not names <= set(NO_THING)] == []


def test_views_are_called_alike(sqlite_app: Flask):
    """Protects from a dialect for each package: `index`, `show`, `new`, `edit` and verbs, which do not say the thing again."""
    for rule in sqlite_app.url_map.iter_rules():
        blueprint, _, name = rule.endpoint.rpartition(".")
        thing = blueprint.rpartition(".")[2].removesuffix("s").removesuffix("ie")
        last = rule.rule.rpartition("/")[2]
        assert name not in SAYS_NOTHING, rule.endpoint
        assert thing not in name, f"{rule.endpoint} says {thing} twice"
        assert last not in {"new", "edit"} or name == last, f"{rule.rule} is {rule.endpoint}"


def test_every_link_leads_to_a_view(sqlite_app: Flask):
    """Protects from a link that breaks only on the page that shows it."""
    written = [
        (str(path), endpoint)
        for path in [*files("templates", ".html"), *files("resident", ".py")]
        for endpoint in re.findall(r"""url_for\(\s*['"](\w[\w.]*)['"]""", text(path))
    ]
    assert len(written) > 100
    assert [(path, endpoint) for path, endpoint in written if endpoint not in sqlite_app.view_functions] == []
