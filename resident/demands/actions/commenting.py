"""What neighbours add under a demand; the committee reads it first."""

from resident import clock
from resident.accounts.entrance.allowance import count_post
from resident.accounts.models import Person
from resident.audit.actions import record
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions.asking import ask, lock_demand
from resident.demands.actions.ending import KIND, submit_comment
from resident.demands.actions.pressing import listen_below
from resident.demands.danger import sounds_like
from resident.demands.models import Comment, CommentMove, CommentState, Demand
from resident.i18n import lazy_gettext as _l
from resident.moderation import actions as moderation
from resident.web.versions import new_in, require_version


def write_comment(*, demand: Demand, body: str, shows_building: bool = False, by: Person) -> Comment:
    """Add a comment and put it into the review queue. Raises NotAllowed, Later."""
    lock_demand(demand, permissions.can_comment, by=by)
    count_post(KIND, by=by)
    comment = Comment(
        community_id=demand.community_id,
        demand_id=demand.id,
        author_id=by.id,
        body=body,
        shows_building=shows_building,
        state=CommentState.IN_REVIEW,
        created_at=clock.now(),
    )
    db.session.add(comment)
    db.session.flush()
    submit_comment(comment)
    record("comment.written", comment, by=by, demand=demand.number)
    listen_below(comment)
    return comment


def edit_comment(*, comment: Comment, body: str, shows_building: bool, version: int, by: Person) -> None:
    """Change a comment while it waits or after changes were asked. Raises NotAllowed, Changed."""
    lock(comment.demand, comment)
    ask(permissions.can_change_comment(by, comment))
    if comment.state == CommentState.IN_REVIEW and not new_in(comment, body=body, shows_building=shows_building):
        return
    require_version(
        comment,
        version,
        title=_l("You changed this elsewhere"),
        message=_l("Another version was saved meanwhile. Look at both before you send it again."),
    )
    heard = sounds_like(comment.body)
    comment.move(CommentMove.SUBMIT_AGAIN)
    comment.body, comment.shows_building = body, shows_building
    comment.version += 1
    db.session.flush()
    submit_comment(comment)
    record("comment.edited", comment, by=by, version=comment.version)
    listen_below(comment, heard=heard)


def withdraw_comment(*, comment: Comment, by: Person) -> None:
    """Take a comment back, published or not. A second time changes nothing. Raises NotAllowed."""
    lock(comment.demand, comment)
    if comment.state == CommentState.WITHDRAWN and comment.author_id == by.id:
        return
    ask(permissions.can_withdraw_comment(by, comment))
    if comment.state == CommentState.PUBLISHED and comment.taken_down_at is None:
        comment.demand.comment_count -= 1
    comment.move(CommentMove.WITHDRAW)
    moderation.withdraw(kind=KIND, subject=comment, by=by)
    record("comment.withdrawn", comment, by=by)
