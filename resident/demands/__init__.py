"""Demands: what residents ask for or report, from the first line to the rating."""

from flask import Flask

from resident.accounts import registry
from resident.communities import open_work
from resident.communities.models import Role
from resident.communities.open_work import RoleWork
from resident.communities.permissions import READS_ALL, WORKS
from resident.demands import channels, messages, review, words
from resident.demands import jobs as jobs
from resident.demands import models as models
from resident.demands.actions import calling, coming_back, pressing, undoing, undoing_moves
from resident.demands.actions.telling import waits_there, waits_unseen
from resident.demands.cli import demands_cli
from resident.demands.danger import words as danger_words
from resident.demands.forms import CommentForm
from resident.demands.people import demands_as_json, leave_demands
from resident.demands.permissions import may_see_after, may_see_photos
from resident.demands.posters import register_posters
from resident.demands.queries import committee_work, page_of_after, page_of_photos
from resident.demands.queries.calls import CONTESTED_PILE
from resident.demands.queries.choices import HAS_CATEGORY, takes_demands
from resident.demands.queries.dangers import UNSEEN_PILE, UNSEEN_SINCE
from resident.demands.queries.work import (
    COMMITTEE_PILE,
    FIRST_DUE_OF_MINE,
    MY_BODIES_PILE,
    OLDEST_OF_COMMITTEE,
    TAKEN_OVER_PILE,
)
from resident.demands.views import bp, comments
from resident.i18n import lazy_gettext as _l
from resident.media import owners
from resident.notifications.channels.matters import register_matter
from resident.organizations.announcing import DANGER, HANDED
from resident.organizations.permissions import LEADS_SOME
from resident.web import preparations
from resident.web.pages import tab
from resident.web.staff import StaffPage
from resident.web.staff import register as register_staff_page

# The piles of the desk: what the committee's workers and those who lead a body have to move on.
WORK = (
    StaffPage(
        "danger",
        "desk.demands",
        _l("Danger"),
        "danger",
        READS_ALL,
        position=0,
        values={"pile": "danger"},
        found=UNSEEN_PILE,
        since=UNSEEN_SINCE,
        told=danger_words.danger_told,
        begins_at="desk.begin",
        in_bar="when it waits",
        goes_before_all=True,
    ),
    StaffPage(
        "to_handle",
        "desk.demands",
        _l("With you"),
        "work",
        LEADS_SOME,
        position=30,
        values={"pile": "bodies"},
        found=MY_BODIES_PILE,
        since=FIRST_DUE_OF_MINE,
        told=words.to_handle_told,
        begins_at="desk.begin",
        in_bar="when it waits",
    ),
    StaffPage(
        "to_assign",
        "desk.demands",
        _l("To hand over"),
        "flag",
        WORKS,
        position=32,
        values={"pile": "committee"},
        found=COMMITTEE_PILE,
        since=OLDEST_OF_COMMITTEE,
        told=words.to_assign_told,
        begins_at="desk.begin",
    ),
    StaffPage(
        "calls",
        "desk.index",
        _l("Calls to look into"),
        "call",
        READS_ALL,
        position=35,
        found=CONTESTED_PILE,
        in_bar="never",
    ),
    StaffPage(
        "taken_over",
        "desk.demands",
        _l("From an earlier list"),
        "clock",
        WORKS,
        position=70,
        values={"pile": "earlier"},
        found=TAKEN_OVER_PILE,
        in_bar="never",
    ),
)
CATEGORIES = preparations.Preparation(
    "categories",
    _l("Add demand categories"),
    _l("Residents choose one when they raise a demand."),
    HAS_CATEGORY,
    12,
    "admin.categories.new",
)


def setup(app: Flask) -> None:
    """Register what this package adds."""
    messages.register()
    register_matter(HANDED, waits_there)
    register_matter(DANGER, waits_unseen)
    preparations.register(CATEGORIES)
    review.register()
    coming_back.register()
    open_work.register(RoleWork("demands", Role.WORKER, _l("Demands with the committee"), committee_work))
    for one in (undoing, undoing_moves, calling, pressing):
        one.register_undoing()
    register_posters()
    owners.register("demand", may_see_photos, page_of_photos)
    owners.register("after", may_see_after, page_of_after)
    registry.register(
        "demands",
        _l("Demands"),
        _l("What you raised, supported and wrote under demands."),
        rows=demands_as_json,
        close=leave_demands,
    )
    tab("demands", "demands")
    tab("comments", "demands")
    _speak(app)
    for part in (bp, comments.bp):
        app.register_blueprint(part)
    app.cli.add_command(demands_cli)
    for page in WORK:
        register_staff_page(page)


def _speak(app: Flask) -> None:
    """Give templates the words of this package."""
    app.jinja_env.globals.update(
        takes_demands=takes_demands,
        fresh_comment=lambda: CommentForm(formdata=None),
        kind_words=danger_words.kind_words,
        urgency_words=danger_words.urgency_words,
        unread_words=danger_words.unread_words,
        alarm_of=danger_words.alarm_of,
        channel_words=channels.channel_words,
        plate_of=words.plate_of,
        candidate_words=words.candidate_words,
        pile_titles=words.PILE_TITLES,
        body_words=words.body_words,
        state_words=words.state_words,
        support_words=words.support_words,
        comment_words=words.comment_words,
        matter_count=words.matter_count,
        matters_words=words.matters_words,
        step_words=words.step_words,
        took_words=words.took_words,
        until_words=words.until_words,
        step_details=words.step_details,
    )
