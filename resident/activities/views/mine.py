"""What one has signed up for, and the minutes one has given."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from resident.activities import queries
from resident.activities.queries import Minutes
from resident.activities.views.blueprint import service
from resident.web.guards import me, signed_in
from resident.web.keyset import Page


@service.get("/me/service")
@signed_in
def page() -> ResponseReturnValue:
    """Shifts to come and service records in the community visited last."""
    community, person = g.community, me()
    if community is None:
        return render_template("activities/service.html", places=[], page=Page([], ""), minutes=Minutes(), number=None)
    return render_template(
        "activities/service.html",
        places=queries.my_places(person.id, community.id),
        page=queries.my_records(person.id, community.id, request.args.get("after", "")),
        minutes=queries.minutes_of(person.id, community.id),
        number=queries.number_of(person.id, community.id),
    )
