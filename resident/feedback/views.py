"""Telling us about the app, reading what was told, and who runs this."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.entrance.browsers import client_address
from resident.communities.context import community_by_slug, current_community
from resident.communities.models import Community
from resident.communities.permissions import can_administer
from resident.feedback.actions import give_feedback
from resident.feedback.forms import FeedbackForm
from resident.feedback.queries import feedback_here
from resident.i18n import gettext as _
from resident.organizations.models import OrganizationKind
from resident.organizations.queries import Body, organizations
from resident.web.forms import saving
from resident.web.guards import public, requires
from resident.web.keyset import place_in_list
from resident.web.pages import local_path

LONGEST_PAGE = 200
bp = Blueprint("feedback", __name__)


@bp.get("/about")
@public
def about() -> ResponseReturnValue:
    """Who runs this, and what the app never does."""
    community = current_community()
    return render_template("feedback/about.html", committee=_committee(community) if community else None)


@bp.route("/feedback", methods=["GET", "POST"])
@public
def write() -> ResponseReturnValue:
    """Tell us about the app, with an account or without."""
    form = FeedbackForm(data={"page": _page_before()})
    community = _community_of(_path(form.page.data)) or current_community()
    if community is None:
        return redirect(url_for(".about"), 303)
    return saving(
        form,
        lambda: give_feedback(
            community=community,
            words=form.words.data or "",
            page=_path(form.page.data),
            address=client_address(),
        ),
        page=lambda: render_template("feedback/write.html", form=form, community=community),
        then=url_for(".about"),
        said=_("Thank you. Those who run the app read it."),
    )


@bp.get("/c/<community>/admin/feedback")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """What was said of the app here, the newest first."""
    page = feedback_here(current_community(), after=place_in_list())
    return render_template("feedback/index.html", page=page)


def _committee(community: Community) -> Body | None:
    bodies = organizations(community)
    return next((body for body in bodies if body.kind == OrganizationKind.COMMITTEE), None)


def _community_of(page: str) -> Community | None:
    """The community on whose page somebody was: another tab may have opened another one since."""
    _start, kind, slug, *_rest = (*page.split("/"), "", "", "")
    return community_by_slug(slug) if kind == "c" else None


def _page_before() -> str:
    """The page on which somebody tapped the link, of this app alone, without what stands behind it."""
    before = urlsplit(request.referrer or "")
    return _path(before.path) if before.netloc == request.host else ""


def _path(text: str | None) -> str:
    return local_path(text, otherwise="")[:LONGEST_PAGE]
