"""Showing somebody's number, which is itself on record."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert

from resident import clock
from resident.accounts.entrance.throttle import hit
from resident.accounts.models import Actor, Person, System
from resident.accounts.queries import person_row
from resident.audit.actions import record
from resident.communities.models import Community, Role
from resident.communities.queries import people_with_role
from resident.config import settings
from resident.db import db
from resident.ids import PersonId
from resident.notifications.actions import notify
from resident.reaching.models import ContactView
from resident.reaching.queries import Contact, contact_of
from resident.web.errors import NotAllowed
from resident.web.guards import Verdict, allow

DAY = timedelta(days=1)


def show_contact(
    *,
    community: Community,
    kind: str,
    subject_id: int,
    whose: Person,
    may: Verdict,
    by: Actor,
    with_door: bool = True,
    body: int | None = None,
) -> Contact | None:
    """Show how to reach somebody for one subject (`kind`, `subject_id`), on record, to whom `may` lets.

    None where this person was shown as many as are shown in a day: administrators hear that, so the refusal is one
    whose trace must be kept (`keep_refusal()`). Raises NotAllowed.
    """
    if isinstance(by, System):
        raise NotAllowed
    allow(may)
    if not hit("contact views", str(by.id), limit=settings().contact_views_a_day, per=DAY):
        _tell(community, by)
        return None
    view = ContactView(
        community_id=community.id,
        kind=kind,
        subject_id=subject_id,
        person_id=whose.id,
        viewer_id=by.id,
        organization_id=body,
        with_door=with_door,
        at=clock.now(),
    )
    db.session.add(view)
    record("contact_view.made", view, by=by, kind=kind, about=subject_id, body=body)
    return contact_of(community, whose, with_door=with_door)


def note_contacts(*, community: Community, kind: str, subject_id: int, people: Sequence[PersonId], by: Actor) -> None:
    """Note that the numbers of these people were put into one thing (`kind`, `subject_id`) for somebody. Raises NotAllowed.

    Who may have such a thing made is asked, and recorded, where it is made.
    """
    if isinstance(by, System):
        raise NotAllowed
    about = {"community_id": community.id, "kind": kind, "subject_id": subject_id, "viewer_id": by.id}
    views = [{**about, "person_id": person, "with_door": False, "at": clock.now()} for person in people]
    if views:
        db.session.execute(insert(ContactView), views)


def _tell(community: Community, by: Person) -> None:
    """Administrators hear once a day of who wants more."""
    if not hit("contact views told", str(by.id), limit=1, per=DAY):
        return
    record("person.contacts_refused", person_row(by), by=by, community_id=community.id)
    others: list[PersonId] = [one for one in people_with_role(community, Role.ADMINISTRATOR) if one != by.id]
    notify(
        others,
        "reaching.many",
        path=f"/c/{community.slug}/admin/people/{by.id}/events",
        community_id=community.id,
        name=by.display_name,
        most=settings().contact_views_a_day * settings().throttle_factor,
    )
