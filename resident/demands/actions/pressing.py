"""How soon a demand is to be done, and danger to life: as it sounds, seen, marked or found to be none."""

from datetime import timedelta

from sqlalchemy import bindparam, select

from resident import clock
from resident.accounts.models import SYSTEM, Actor
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Role
from resident.communities.queries import people_with_role
from resident.db import db, lock_by_id
from resident.demands import permissions
from resident.demands.actions.asking import lock_demand, need_reason
from resident.demands.actions.going_back import gone_on
from resident.demands.actions.history import RECORDED, write_step
from resident.demands.actions.promising import promise_anew
from resident.demands.actions.telling import path_of, tell, tell_duty
from resident.demands.danger import Kind, sounds_like
from resident.demands.models import Comment, CommentState, Danger, DangerMove, DangerState, Demand, Urgency, WrongState
from resident.demands.models.danger import PRESSING
from resident.demands.models.states import CLOSED
from resident.demands.queries.audience import managers_of
from resident.demands.queries.dangers import danger_of
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation import actions as moderation
from resident.notifications.actions import notify
from resident.statements import entities, written
from resident.undo.actions import undoable
from resident.undo.kinds import UndoKind, register
from resident.undo.models import Deed
from resident.web.errors import Invalid, Words

UNSEEN_AT_MOST = timedelta(minutes=10)
SEE, DENY, MARK, UNDO_DENY = "see_danger", "deny_danger", "mark_danger", "undo_deny"
FIRST, IN_TURN = 0, 1  # in the review
_BELOW = select(Comment).where(
    Comment.demand_id == bindparam("demand"), Comment.state == written(CommentState.IN_REVIEW)
)


def usually_urgent(demand: Demand, urgency: str, *, before: str | None = None) -> None:
    """A demand that was written has the urgency of its category, unless danger or somebody of the staff says otherwise."""
    danger = danger_of(demand) if demand.id else None
    if danger is not None:
        danger.usually = urgency
    if danger is None or danger.state == DangerState.NONE:
        demand.urgency = urgency if before is None or demand.urgency == before else demand.urgency
        demand.press(None)


def listen(demand: Demand, *, heard: Kind | None = None) -> None:
    """What sounds like danger to life goes before everything else, and the staff is told at once, at whatever hour.

    `heard` is what its words sounded like before they were changed: what somebody has found to be no danger stays so.
    """
    _hear(demand, sounds_like(demand.title, demand.body, demand.spot), "sounds", heard=heard)


def listen_below(comment: Comment, *, heard: Kind | None = None) -> None:
    """What a neighbour says under a demand is listened to like the demand itself, whose lock the caller holds.

    The comment goes first in the review, whether or not its danger is news.
    """
    kind = sounds_like(comment.body)
    if kind is not None:
        moderation.rank(kind="comment", subject=comment, rank=FIRST)
        _hear(comment.demand, kind, "sounds_below", heard=heard)


def _hear(demand: Demand, kind: Kind | None, step: str, *, heard: Kind | None) -> None:
    """Another danger than the one that somebody has seen is seen by nobody yet."""
    danger = danger_of(demand, locked=True)
    if kind is None or (danger is not None and _is_known(danger, kind, heard)):
        return
    if danger is None:
        danger = _new(demand, kind, DangerState.UNSEEN)
    else:
        danger.kind, danger.since, danger.passed_on_at, danger.times_passed_on = kind, clock.now(), None, 0
        danger.seen_at = danger.seen_by_id = None
        _move(danger, demand, DangerMove.SOUND)
    _go_first(demand)
    write_step(demand, step, by=SYSTEM, danger=kind)
    tell(_told(demand), "danger", demand, by=SYSTEM, danger=kind)
    tell_duty(demand)


def _is_known(danger: Danger, kind: Kind, heard: Kind | None) -> bool:
    if danger.state == DangerState.UNSEEN:
        return True
    return kind == heard or (danger.state == DangerState.SEEN and kind == danger.kind and not _is_over(danger))


def _is_over(danger: Danger) -> bool:
    """Whether the demand was closed since this danger: the same again is another one."""
    demand = danger.demand
    return demand.state in CLOSED and demand.resolved_at is not None and danger.since <= demand.resolved_at


def see_danger(*, demand: Demand, by: Actor) -> None:
    """Say that one has seen it: from then on somebody knows. Of two at once the first counts. Raises NotAllowed, WrongState."""
    lock_demand(demand, permissions.can_see_danger, by=by)
    danger = danger_of(demand, locked=True)
    if danger is not None and danger.state == DangerState.SEEN:
        return
    if danger is None:
        raise WrongState
    _move(danger, demand, DangerMove.SEE)
    _seen(danger, by)
    write_step(demand, SEE, by=by)
    tell([demand.author_id], "danger_seen", demand, by=by)


def mark_danger(*, demand: Demand, text: str = "", seen: str = "", by: Actor) -> None:
    """Say that it is danger, whatever its words sound like; who says so has seen it. Raises NotAllowed, WrongState."""
    lock_demand(demand, permissions.can_weigh, by=by, seen=seen)
    danger = danger_of(demand, locked=True)
    if danger is None:
        danger = _new(demand, Kind.MARKED, DangerState.SEEN)
    else:
        _move(danger, demand, DangerMove.MARK)
    _seen(danger, by)
    _go_first(demand)
    write_step(demand, MARK, by=by, text=text)
    tell(_told(demand), "danger", demand, by=by, danger=danger.kind)


def deny_danger(*, demand: Demand, reason: str, seen: str = "", by: Actor) -> None:
    """Say that it is no danger, and why: it is as urgent as it usually would be. Raises NotAllowed, WrongState, Invalid("reason")."""
    lock_demand(demand, permissions.can_weigh, by=by, seen=seen)
    need_reason(reason)
    danger = danger_of(demand, locked=True)
    if danger is None:
        raise WrongState
    with undoable(RECORDED[DENY], demand, by=by, was=danger.state):
        demand.urgency = danger.usually
        _move(danger, demand, DangerMove.DENY)
        promise_anew(demand)
        moderation.rank(kind="demand", subject=demand, rank=IN_TURN)
        for comment in entities(_BELOW, demand=demand.id):
            moderation.rank(kind="comment", subject=comment, rank=IN_TURN)
        write_step(demand, DENY, by=by, text=reason)
        tell([demand.author_id], "no_danger", demand, by=by, reason=reason)


def set_urgency(*, demand: Demand, urgency: str, reason: str, seen: str = "", by: Actor) -> None:
    """Make it more or less urgent than its category usually is, and say why; its date is counted anew.

    Raises NotAllowed, WrongState, Invalid("reason"), ("urgency") for danger, which is always urgent.
    """
    lock_demand(demand, permissions.can_weigh, by=by, seen=seen)
    need_reason(reason)
    danger = danger_of(demand)
    if danger is not None and danger.state != DangerState.NONE:
        raise Invalid("urgency", _l("Danger is urgent. Say first that it is none."))
    if demand.urgency == urgency:
        return
    demand.urgency = Urgency(urgency)
    demand.press(None)
    promise_anew(demand)
    write_step(demand, f"make_{urgency}", by=by, text=reason)
    tell([demand.author_id], "urgency", demand, by=by, urgency=urgency, reason=reason)


def pass_on(demand_id: int) -> None:
    """Ten minutes, and nobody has seen it: those who can reach the staff are told, without a word of what it says.

    And whoever is next on duty, ten minutes after the one before. Twice at once is the same.
    """
    demand = lock_by_id(Demand, demand_id)
    danger = danger_of(demand, locked=True)
    if danger is None or danger.state != DangerState.UNSEEN:
        return
    if clock.now() - (danger.passed_on_at or danger.since) < UNSEEN_AT_MOST:
        return
    danger.passed_on_at, danger.times_passed_on = clock.now(), danger.times_passed_on + 1
    if danger.times_passed_on == 1:
        _tell_the_next(demand, danger)
    tell_duty(demand, turn=danger.times_passed_on)
    record("demand.danger_passed_on", demand, by=SYSTEM, turn=danger.times_passed_on)


def _tell_the_next(demand: Demand, danger: Danger) -> None:
    community = community_of(demand)
    people = people_with_role(community, Role.ADMINISTRATOR)
    told = [*people, *managers_of(community, demand.holder_id)]
    notify(
        told,
        "demands.danger_unseen",
        path=f"/c/{community.slug}/",
        community_id=demand.community_id,
        number=demand.number,
        danger=danger.kind,
    )
    tell(_staff(demand), "danger_still", demand, by=SYSTEM, danger=danger.kind)


def register_undoing() -> None:
    """Make it undoable that something is no danger."""
    done = _l("You have said that it is no danger.")
    register(
        UndoKind(
            RECORDED[DENY],
            done,
            lambda deed: lock_by_id(Demand, deed.subject_id),
            _on_deny,
            _undo_deny,
            lambda demand, _by: path_of(demand),
        )
    )


def _on_deny(demand: Demand, deed: Deed) -> Words:
    return gone_on(demand, DENY, deed.by_id)


def _undo_deny(demand: Demand, deed: Deed, *, by: Actor) -> None:
    lock_demand(demand, permissions.can_weigh, by=by)
    danger = danger_of(demand, locked=True)
    if danger is None:
        raise WrongState
    danger.undo(DangerMove.DENY, deed.before["was"])
    demand.press(PRESSING.get(danger.state))
    _go_first(demand)
    for comment in entities(_BELOW, demand=demand.id):
        if sounds_like(comment.body):
            moderation.rank(kind="comment", subject=comment, rank=FIRST)
    write_step(demand, UNDO_DENY, by=by, deed=deed.id)


def _new(demand: Demand, kind: Kind, state: DangerState) -> Danger:
    danger = Danger(
        community_id=demand.community_id,
        demand=demand,
        kind=kind,
        state=state,
        since=clock.now(),
        usually=demand.urgency,
    )
    db.session.add(danger)
    db.session.flush()
    demand.press(PRESSING[state])
    return danger


def _move(danger: Danger, demand: Demand, move: DangerMove) -> None:
    danger.move(move)
    demand.press(PRESSING.get(danger.state))


def _seen(danger: Danger, by: Actor) -> None:
    danger.seen_at, danger.seen_by_id = danger.seen_at or clock.now(), danger.seen_by_id or by.id


def _go_first(demand: Demand) -> None:
    demand.urgency = Urgency.URGENT
    promise_anew(demand)
    moderation.rank(kind="demand", subject=demand, rank=FIRST)


def _told(demand: Demand) -> list[PersonId]:
    """The staff, and the body that has it in its care."""
    return [*_staff(demand), *managers_of(community_of(demand), demand.holder_id)]


def _staff(demand: Demand) -> list[PersonId]:
    return people_with_role(community_of(demand), Role.WORKER, Role.MODERATOR)
