"""A writer hides the own name on what is public already, or shows it again: nobody else's business, so nobody is told."""

from resident.accounts.models import Person
from resident.audit.actions import record
from resident.db import db, lock
from resident.demands import permissions
from resident.demands.actions.asking import ask
from resident.demands.models import Comment, Demand


def show_name(*, post: Demand | Comment, shows: bool, by: Person) -> None:
    """Show the own name beside it, or “a neighbour” instead. The same again changes nothing. Raises NotAllowed."""
    lock(post)
    ask(permissions.can_name(by, post))
    if post.shows_name == shows:
        return
    post.shows_name = shows
    db.session.flush()
    if isinstance(post, Demand):
        record("demand.named" if shows else "demand.unnamed", post, by=by)
    else:
        record("comment.named" if shows else "comment.unnamed", post, by=by)
