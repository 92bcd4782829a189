"""Comments: reading on, writing, changing, withdrawing."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_moderate, can_raise
from resident.demands import actions, permissions, queries
from resident.demands.forms import ChangedCommentForm, CommentForm, as_said
from resident.demands.models import Comment
from resident.demands.views.showing import demand_page, saving_on, visible_demand
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import NotHere
from resident.web.forms import button, creating, is_wanted
from resident.web.guards import public, require, requires, signed_in
from resident.web.keyset import place_in_list

bp = Blueprint("comments", __name__)
NAMED = _l("Your name is shown again.")
UNNAMED = _l("Your name is no longer shown; neighbours read “a neighbour”.")


@bp.get("/c/<community>/demands/<int:number>/comments")
@public
def index(number: int) -> ResponseReturnValue:
    """Comments further back."""
    demand = visible_demand(number)
    is_staff = bool(can_moderate(me(), current_community()))
    comments = queries.comments_page(demand, me(), place_in_list(), is_staff=is_staff)
    return render_template("demands/comments.html", demand=demand, comments=comments, may_take_down=is_staff)


@bp.post("/c/<community>/demands/<int:number>/comments")
@requires(can_raise)
def new(number: int) -> ResponseReturnValue:
    """Add a comment, which is shown after the review."""
    require(permissions.can_comment(me(), visible_demand(number)))
    form = CommentForm()
    return creating(
        form,
        lambda: actions.write_comment(demand=visible_demand(number), **form.typed(), by=myself()),
        page=lambda: demand_page(number, form),
        then=url_for("demands.show", number=number, _anchor="comments"),
        said=_("Thank you. The committee reads it first, then everybody can."),
    )


@bp.route("/c/<community>/demands/<int:number>/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(number: int, comment_id: int) -> ResponseReturnValue:
    """Change a comment that waits."""
    comment = _own_comment(number, comment_id)
    form = ChangedCommentForm(lambda: as_said(comment))
    return saving_on(
        number,
        form,
        permissions.can_change_comment(me(), comment),
        lambda: _edit(number, comment_id, form),
        page=lambda: _page(number, comment, form),
        anchor="comments",
        said=_("Sent in again."),
    )


def _edit(number: int, comment_id: int, form: ChangedCommentForm) -> None:
    comment = _own_comment(number, comment_id)
    actions.edit_comment(comment=comment, version=form.version.data, **form.typed(), by=myself())


def _page(number: int, comment: Comment, form: ChangedCommentForm) -> str:
    reason = queries.review_reason("comment", comment)
    return render_template("demands/edit_comment.html", form=form, comment=comment, number=number, reason=reason)


@bp.post("/c/<community>/demands/<int:number>/comments/<int:comment_id>/withdraw")
@signed_in
@button(then="demands.show", at="comments", said=_l("Comment withdrawn."))
def withdraw(number: int, comment_id: int) -> None:
    """Take one's comment back."""
    actions.withdraw_comment(comment=_own_comment(number, comment_id), by=myself())


@bp.post("/c/<community>/demands/<int:number>/comments/<int:comment_id>/name")
@signed_in
@button(then="demands.show", at="comments", said=lambda shows: NAMED if shows else UNNAMED)
def name(number: int, comment_id: int) -> bool:
    """Show the own name beside a comment, or “a neighbour”."""
    shows = is_wanted(request.form.get("shows"))
    actions.show_name(post=_own_comment(number, comment_id), shows=shows, by=myself())
    return shows


def _own_comment(number: int, comment_id: int) -> Comment:
    """One's own comment under this demand. Raises NotHere for anything else."""
    demand = visible_demand(number)
    comment = queries.comment_of(current_community(), comment_id)
    if comment is None or comment.demand_id != demand.id or comment.author_id != myself().id:
        raise NotHere
    return comment
