"""What anybody may look at: the list, one activity, the page that passes it on."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.models import Person
from resident.accounts.sessions import me
from resident.activities import permissions, queries
from resident.activities.actions.reaching import KIND
from resident.activities.permissions import can_join
from resident.activities.queries import ActivityShown
from resident.activities.views.blueprint import bp
from resident.communities.context import current_community
from resident.communities.estate import place_named
from resident.communities.permissions import can_moderate
from resident.communities.queries import plan_of
from resident.media.posters import poster_now
from resident.organizations.models import MemberRole
from resident.organizations.permissions import bodies_of
from resident.reaching.queries import looks_at
from resident.web.codes import address_of, code_answer
from resident.web.errors import NotHere, found
from resident.web.guards import public
from resident.web.keyset import Page, place_in_list


@bp.get("/c/<community>/activities")
@public
def index() -> ResponseReturnValue:
    """What comes next; or what is over (`?past=1`), or what one's own bodies have called for (`?mine=1`)."""
    community, after = current_community(), place_in_list()
    led = led_by(me())
    which = "mine" if led and request.args.get("mine") else "past" if request.args.get("past") else "next"
    page: Page[Any]
    if which == "mine":
        page = queries.of_bodies(community, led, after)
    else:
        page = queries.past(community, after) if which == "past" else queries.upcoming(community, after)
    return render_template("activities/page.html", which=which, page=page, leads=bool(led))


@bp.get("/c/<community>/activities/<int:activity_id>")
@public
def show(activity_id: int) -> ResponseReturnValue:
    """One activity: what it is, its shifts with what one can do, what to know before one comes."""
    return render_template("activities/one.html", **page_of(seen(activity_id)))


@bp.get("/c/<community>/activities/<int:activity_id>/share")
@public
def share(activity_id: int) -> ResponseReturnValue:
    """A poster to print or to pass on: the code that opens this activity."""
    activity = seen(activity_id)
    path = url_for("activities.show", activity_id=activity.id)
    poster = poster_now(current_community(), "activity", activity.id)
    return render_template("activities/share.html", activity=activity, address=address_of(path), poster=poster)


@bp.get("/c/<community>/activities/<int:activity_id>/code.svg")
@public
def code(activity_id: int) -> Response:
    """The code of that poster."""
    activity = seen(activity_id)
    return code_answer(url_for("activities.show", activity_id=activity.id), is_public=True)


def seen(activity_id: int) -> ActivityShown:
    """The activity of the address, for whom may see it. Raises NotHere."""
    activity = found(queries.activity_of(current_community(), activity_id))
    if not permissions.can_see(me(), activity):
        raise NotHere
    return activity


def page_of(activity: ActivityShown) -> dict[str, Any]:
    """What the page of an activity shows; a fixed number of statements."""
    person, cards, plan = me(), queries.cards(activity, me()), plan_of(current_community())
    own = [card.sign_up.id for card in cards if card.sign_up is not None]
    return {
        "activity": activity,
        "cards": cards,
        "plan": plan,
        "on_plan": place_named(plan, cards[0].shift.place) if cards else 0,
        "asks_to_call": not permissions.is_of_merchant(activity),
        "looks": looks_at(person, KIND, own) if person is not None else [],
        "may_join": can_join(person, current_community()),
        "may_run": bool(permissions.can_run(person, activity)),
        "may_cancel": bool(permissions.can_cancel(person, activity)),
        "may_take_down": bool(can_moderate(person, current_community())) and not permissions.can_run(person, activity),
        "may_edit": bool(permissions.can_edit(person, activity)),
    }


def led_by(person: Person | None) -> list[int]:
    """The bodies of the community at hand this person leads."""
    bodies = bodies_of(person, current_community())
    return [organization_id for organization_id, role in bodies.items() if role is MemberRole.MANAGER]
