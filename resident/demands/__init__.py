"""Demands: what residents ask for or report, from the first line to the rating."""

from flask import Flask

from resident.accounts import registry
from resident.communities import open_work
from resident.communities.models import Role
from resident.communities.open_work import RoleWork
from resident.demands import jobs as jobs
from resident.demands import messages, review, words
from resident.demands import models as models
from resident.demands.actions import calling, coming_back, undoing, undoing_moves
from resident.demands.cli import demands_cli
from resident.demands.forms import CommentForm
from resident.demands.people import demands_as_json, leave_demands
from resident.demands.permissions import may_see_after, may_see_photos
from resident.demands.posters import register_posters
from resident.demands.queries import committee_work
from resident.demands.views import bp, comments
from resident.i18n import lazy_gettext as _l
from resident.media import owners
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """Register what this package adds."""
    messages.register()
    review.register()
    coming_back.register()
    open_work.register(RoleWork("demands", Role.WORKER, _l("Demands with the committee"), committee_work))
    undoing.register_undoing()
    undoing_moves.register_undoing()
    calling.register_undoing()
    register_posters()
    owners.register("demand", may_see_photos)
    owners.register("after", may_see_after)
    registry.register(
        "demands",
        _l("Demands"),
        _l("What you raised, supported and wrote under demands."),
        rows=demands_as_json,
        close=leave_demands,
    )
    tab("demands", "demands")
    tab("comments", "demands")
    app.jinja_env.globals.update(
        fresh_comment=lambda: CommentForm(formdata=None),
        plate_of=words.plate_of,
        body_words=words.body_words,
        state_words=words.state_words,
        support_words=words.support_words,
        comment_words=words.comment_words,
        matter_count=words.matter_count,
        matters_words=words.matters_words,
        step_words=words.step_words,
        took_words=words.took_words,
        step_details=words.step_details,
    )
    for part in (bp, comments.bp):
        app.register_blueprint(part)
    app.cli.add_command(demands_cli)
