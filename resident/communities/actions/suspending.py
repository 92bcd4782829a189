"""Suspending an account for a while: with a reason, an end, and an appeal that somebody else decides."""

from datetime import timedelta

from resident import clock
from resident.accounts import registry
from resident.accounts.actions import put_out, reset_second_factor
from resident.accounts.models import Actor, Person, Suspension, SuspensionMove
from resident.accounts.queries import locked_person
from resident.accounts.sessions import end_all_sessions
from resident.accounts.suspensions import live_suspension
from resident.audit.actions import record
from resident.communities.actions.roles import LastAdministrator, lock_administrators
from resident.communities.models import Community, Role
from resident.communities.open_work import left_while_resting, require_shown
from resident.communities.permissions import can_administer, can_decide_appeal, can_look_after
from resident.communities.queries import administered_by, people_with_role
from resident.db import db, lock
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.web.errors import Conflict, Invalid
from resident.web.guards import NOT_YOURS, YES, allow

PATH = "/me/suspension"


class SuspendedAlready(Conflict):
    """An account is suspended once at a time."""

    title = _l("This account is suspended already")
    message = _l("Lift that suspension first, if another one shall take its place.")


def suspend_account(
    *, community: Community, person: Person, reason: str, days: int, settles: int = 0, by: Actor
) -> Suspension:
    """Keep somebody out for so many days: signed out everywhere, and what waits for them goes to others at once.

    Their roles stay and rest; what waits for those stands on the desks of colleagues, and where there is nobody, on the
    administrators', who are told. `settles` is how much of that was shown to who decides. It ends by itself.
    Raises StillOpen where more is open than was shown, NotAllowed for oneself and for whom another community has given
    a role, LastAdministrator where nobody would be left to run a community, SuspendedAlready, Invalid for an account
    that was closed.
    """
    running = [lock_administrators(one) for one in administered_by(person)]
    row = locked_person(person)
    allow(can_look_after(by, community, person))
    if row.closed_at is not None:
        raise Invalid("reason", _l("This account was closed."))
    if live_suspension(person) is not None:
        raise SuspendedAlready
    if any(not administrators - {person.id} for administrators in running):
        raise LastAdministrator(
            _l("Nobody else could run the community meanwhile. Make somebody else administrator first.")
        )
    require_shown(left := left_while_resting(person), settles)
    now = clock.now()
    suspension = Suspension(
        person_id=person.id,
        community_id=community.id,
        reason=reason,
        begun_at=now,
        until=now + timedelta(days=days),
        by_id=by.id,
    )
    db.session.add(suspension)
    record("suspension.begun", suspension, by=by, person_id=person.id, days=days)
    registry.pause_everywhere(person)
    end_all_sessions(person)
    _tell(suspension, community, "communities.suspended")
    if left:
        _tell_administrators(community, "communities.left_alone", f"/c/{community.slug}/desk", but={by.id, person.id})
    return suspension


def lift_suspension(*, suspension: Suspension, community: Community, by: Actor) -> None:
    """End a suspension before its time. Raises NotAllowed, SuspensionMoved where it has ended."""
    lock(suspension)
    allow(can_administer(by, community))
    _lift(suspension, community, by=by)


def appeal(*, suspension: Suspension, community: Community, words: str, by: Person) -> None:
    """The person asks somebody else to decide, once. Raises NotAllowed for others, SuspensionMoved when it was done."""
    lock(suspension)
    allow(YES if by.id == suspension.person_id else NOT_YOURS)
    suspension.move(SuspensionMove.APPEAL)
    suspension.appeal, suspension.appealed_at = words, clock.now()
    record("suspension.appealed", suspension, by=by)
    deciders = set(people_with_role(community, Role.ADMINISTRATOR, Role.MODERATOR)) - {suspension.by_id, by.id}
    path = f"/c/{community.slug}/admin/suspensions/{suspension.id}"
    if deciders:
        notify(sorted(deciders), "communities.appealed", path=path, community_id=community.id)
    else:
        _tell_administrators(community, "communities.appeal_alone", path, but={by.id})
    db.session.flush()


def decide_appeal(*, suspension: Suspension, community: Community, lifts: bool, answer: str, by: Actor) -> None:
    """Somebody else than who suspended decides: lifted at once, or upheld until its end; the answer is read either way.

    Raises NotAllowed, SuspensionMoved where nobody appeals (any more).
    """
    lock(suspension)
    allow(can_decide_appeal(by, community, suspension))
    if not suspension.allows(SuspensionMove.UPHOLD):
        raise suspension.MOVED_ON
    suspension.answer, suspension.decided_at, suspension.decided_by_id = answer, clock.now(), by.id
    if lifts:
        _lift(suspension, community, by=by)
        return
    suspension.move(SuspensionMove.UPHOLD)
    record("suspension.upheld", suspension, by=by, person_id=suspension.person_id)
    _tell(suspension, community, "communities.suspension_upheld")


def sign_out_person(*, community: Community, person: Person, by: Actor) -> int:
    """Sign somebody out on every device, for a lost phone or a stranger at it; on how many that was.

    The person is told. Raises NotAllowed for whom another community has given a role.
    """
    locked_person(person)
    allow(can_look_after(by, community, person))
    ended = put_out(person=person, by=by, community_id=community.id)
    if ended:
        notify([person.id], "communities.signed_out", path="/me/settings", community_id=community.id)
    return ended


def reset_factor(*, community: Community, person: Person, by: Actor) -> None:
    """Take the second factor off somebody who has lost app and paper: signed out everywhere, and told.

    Raises NotAllowed for oneself and for whom another community has given a role.
    """
    locked_person(person)
    allow(can_look_after(by, community, person))
    if reset_second_factor(person=person, by=by):
        notify([person.id], "communities.factor_reset", path="/me/second-factor", community_id=community.id)


def _lift(suspension: Suspension, community: Community, *, by: Actor) -> None:
    suspension.move(SuspensionMove.LIFT)
    suspension.ended_at = clock.now()
    record("suspension.lifted", suspension, by=by, person_id=suspension.person_id)
    _tell(suspension, community, "communities.suspension_lifted")


def _tell_administrators(community: Community, kind: str, path: str, *, but: set[PersonId | None]) -> None:
    others = set(people_with_role(community, Role.ADMINISTRATOR)) - but
    notify(sorted(others), kind, path=path, community_id=community.id)


def _tell(suspension: Suspension, community: Community, kind: str) -> None:
    until = suspension.until.isoformat()
    notify([suspension.person_id], kind, path=PATH, community_id=community.id, community=community.name, until=until)
    db.session.flush()
