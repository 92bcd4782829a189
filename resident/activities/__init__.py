"""Activities, shifts, sign-ups and service records."""

from flask import Flask

from resident.accounts import registry
from resident.accounts.sessions import myself
from resident.activities import jobs as jobs
from resident.activities import messages, review, words
from resident.activities import models as models
from resident.activities.actions import coming_to_nothing
from resident.activities.actions.undoing import register_undoing
from resident.activities.people import end_sign_ups, service_of
from resident.activities.permissions import can_confirm_any
from resident.activities.posters import register_posters
from resident.activities.queries import count_to_confirm, hours_work
from resident.activities.views import BLUEPRINTS
from resident.communities import open_work
from resident.communities.context import current_community
from resident.communities.models import Role
from resident.communities.open_work import RoleWork
from resident.i18n import lazy_gettext as _l
from resident.web import pages


def setup(app: Flask) -> None:
    """The pages of activities, what they tell, how they are reviewed, what they keep about people."""
    for part in BLUEPRINTS:
        app.register_blueprint(part)
        pages.tab(part.name, "activities")
    pages.tab("service_records.mine", "me")
    pages.register(
        "service_records.index",
        _l("Hours"),
        can_confirm_any,
        lambda _id: count_to_confirm(current_community(), myself()),
        40,
    )
    app.jinja_env.filters.update(
        how=words.HOW.__getitem__, record_state=words.RECORD_STATES.__getitem__, door_number=words.door_number
    )
    app.jinja_env.globals.update(when_words=words.when_words)
    messages.register()
    review.register()
    register_undoing()
    register_posters()
    coming_to_nothing.register()
    open_work.register(RoleWork("hours", Role.WORKER, _l("Hours to confirm"), hours_work))
    registry.register(
        "service",
        _l("Volunteer work"),
        _l("What you signed up for, and the minutes you gave."),
        rows=service_of,
        close=end_sign_ups,
        pause=end_sign_ups,
    )
