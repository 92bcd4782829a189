"""What every action on a demand does besides: hold the row, write its history, tell people."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from resident import clock
from resident.accounts.models import SYSTEM, Person
from resident.audit.actions import record
from resident.communities.context import community_of
from resident.communities.models import Community, Role
from resident.communities.queries import people_with_role
from resident.db import db, lock
from resident.demands.models import Demand, DemandEvent, Support, WrongState
from resident.demands.permissions import MOVED_ON
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.organizations.models import MemberRole, Organization, OrganizationKind
from resident.organizations.queries import people_of
from resident.web.errors import NotAllowed
from resident.web.guards import Verdict

COMMITTEE = {"zh_Hans": "居委会", "en": "The committee"}


def hold(demand: Demand, may: Callable[[Any, Demand], Verdict], *, by: Person, seen: str = "") -> None:
    """Lock the demand and ask the permission anew inside the transaction.

    `seen` is the state in which it was shown. Raises NotAllowed, WrongState when it has moved since.
    """
    lock(demand)
    if seen and demand.state != seen:
        raise WrongState
    require(may(by, demand))


def require(verdict: Verdict) -> None:
    """Go on only with a yes. Raises WrongState where it is only too late, else NotAllowed with the reason."""
    if verdict.reason == MOVED_ON.reason:
        raise WrongState
    if not verdict:
        raise NotAllowed(verdict.message)


def note(
    demand: Demand, kind: str, *, by: Person | None, text: str = "", organization_id: int | None = None, **details: Any
) -> None:
    """Add a line to the history of the demand, which residents read, and to the record, which is never changed."""
    db.session.flush()
    db.session.add(
        DemandEvent(
            community_id=demand.community_id,
            demand_id=demand.id,
            at=clock.now(),
            actor_id=by.id if by is not None else None,
            organization_id=organization_id,
            kind=kind,
            state=demand.state,
            note=text,
        )
    )
    record(f"demand.{kind}", demand, by=by or SYSTEM, state=demand.state, **details)


def tell(
    people: Iterable[PersonId | None], kind: str, demand: Demand, *, by: Person | None = None, **params: Any
) -> None:
    """Tell these people about the demand, except the one who did it."""
    own = by.id if by is not None else None
    others = [person_id for person_id in people if person_id is not None and person_id != own]
    notify(
        others,
        f"demands.{kind}",
        path=path_of(demand),
        community_id=demand.community_id,
        title=demand.title,
        number=demand.number,
        **params,
    )


def path_of(demand: Demand) -> str:
    """The address of a demand's page."""
    return f"/c/{community_of(demand).slug}/demands/{demand.number}"


def supporters_of(demand: Demand) -> Sequence[PersonId]:
    """Who supports it, without its author."""
    return db.session.scalars(
        select(Support.person_id).where(
            Support.demand_id == demand.id, Support.person_id.is_distinct_from(demand.author_id)
        )
    ).all()


def managers_of(community: Community, organization_id: int | None) -> list[PersonId]:
    """Who leads a body now; nobody where there is no body."""
    return people_of(community, organization_id, MemberRole.MANAGER) if organization_id is not None else []


def workers_of(community: Community) -> list[PersonId]:
    """The committee's workers."""
    return people_with_role(community, Role.WORKER)


def committee_of(community_id: int) -> Organization | None:
    """The committee as a body, where the community has written it down as one."""
    return db.session.scalar(
        select(Organization)
        .where(
            Organization.community_id == community_id,
            Organization.kind == OrganizationKind.COMMITTEE,
            Organization.archived_at.is_(None),
        )
        .order_by(Organization.id)
        .limit(1)
    )


def name_of(body: Organization | None) -> dict[str, str]:
    """The name of a body in both languages; without one it is the committee."""
    return body.name if body is not None else COMMITTEE
