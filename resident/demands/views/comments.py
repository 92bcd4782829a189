"""Comments: reading on, writing, changing, withdrawing."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.permissions import can_raise
from resident.db import begin_write, db
from resident.demands import actions, permissions, queries
from resident.demands.forms import ChangedCommentForm, CommentForm
from resident.demands.models import Comment, WrongState
from resident.demands.views.showing import demand_answer, moved_answer, visible_demand
from resident.i18n import gettext as _
from resident.web.errors import Changed, NotHere
from resident.web.forms import already_sent, create_once
from resident.web.guards import public, require, requires, signed_in
from resident.web.pages import done, page_or_fragment

bp = Blueprint("comments", __name__)


@bp.get("/c/<community>/demands/<int:number>/comments")
@public
def index(number: int) -> ResponseReturnValue:
    """Comments further back; for htmx only these."""
    demand = visible_demand(number)
    after = request.args.get("after", "")
    page = queries.comments_page(demand, me(), after)
    return page_or_fragment(
        "demands/comments.html", "demands/_more_comments.html", demand=demand, comments=page, after=after
    )


@bp.post("/c/<community>/demands/<int:number>/comments")
@requires(can_raise)
def new(number: int) -> ResponseReturnValue:
    """Add a comment, which is shown after the review."""
    require(permissions.can_comment(me(), visible_demand(number)))
    form = CommentForm()
    if earlier := already_sent(form):
        return earlier
    if form.validate():
        made = create_once(form, lambda: _write(number, form))
        if made:
            flash(_("Thank you. The committee reads it first, then everybody can."))
            return made
    return demand_answer(number, 422, failed=form)


def _write(number: int, form: CommentForm) -> str:
    actions.write_comment(
        visible_demand(number), form.body.data or "", shows_building=form.shows_building.data, by=myself()
    )
    return url_for("demands.show", number=number, _anchor="comments")


@bp.route("/c/<community>/demands/<int:number>/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(number: int, comment_id: int) -> ResponseReturnValue:
    """Change a comment that waits."""
    comment = _own_comment(number, comment_id)
    form = ChangedCommentForm(obj=comment)
    if permissions.can_change_comment(me(), comment) == permissions.MOVED_ON:
        return moved_answer(number, WrongState(), form)
    status, changed = (422 if form.is_submitted() else 200), None
    try:
        if form.validate_on_submit() and form.accepts(lambda: _edit(number, comment_id, form)):
            flash(_("Sent in again."))
            return done(url_for("demands.show", number=number, _anchor="comments"))
    except WrongState as error:
        return moved_answer(number, error, form)
    except Changed as error:
        db.session.rollback()
        status, changed = error.status, error
        form.version.data = str(comment.version)
    reason = queries.review_reason("comment", comment)
    page = render_template(
        "demands/edit_comment.html", form=form, comment=comment, number=number, reason=reason, changed=changed
    )
    return page, status


def _edit(number: int, comment_id: int, form: CommentForm) -> None:
    actions.edit_comment(
        _own_comment(number, comment_id),
        form.body.data or "",
        shows_building=form.shows_building.data,
        version=form.shown_version,
        by=myself(),
    )


@bp.post("/c/<community>/demands/<int:number>/comments/<int:comment_id>/withdraw")
@signed_in
def withdraw(number: int, comment_id: int) -> ResponseReturnValue:
    """Take one's comment back."""
    _own_comment(number, comment_id)
    begin_write()
    actions.withdraw_comment(_own_comment(number, comment_id), by=myself())
    flash(_("Comment withdrawn."))
    return done(url_for("demands.show", number=number, _anchor="comments"))


def _own_comment(number: int, comment_id: int) -> Comment:
    """One's own comment under this demand. Raises NotHere for anything else."""
    demand = visible_demand(number)
    comment = queries.comment_of(current_community(), comment_id)
    if comment is None or comment.demand_id != demand.id or comment.author_id != myself().id:
        raise NotHere
    return comment
