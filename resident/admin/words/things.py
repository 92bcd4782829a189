"""What an event is about."""

from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

THINGS: dict[str, Words] = {
    "activity": _l("Activity"),
    "admission": _l("Number used again"),
    "building": _l("Building"),
    "after_photos": _l("Photo of after"),
    "poster": _l("Poster"),
    "comment": _l("Comment"),
    "community": _l("Community"),
    "demand": _l("Demand"),
    "demand_category": _l("Demand category"),
    "estate_plan": _l("Plan of the estate"),
    "grid": _l("Grid"),
    "membership": _l("Home of a person"),
    "organization": _l("Organization"),
    "organization_member": _l("Role in a body"),
    "person": _l("Person"),
    "proposal": _l("New words"),
    "recovery_code": _l("Recovery code"),
    "redemption": _l("Redemption"),
    "residence_claim": _l("Statement of a home"),
    "review_item": _l("Review"),
    "reward": _l("Reward"),
    "role_grant": _l("Role"),
    "second_factor": _l("Second factor"),
    "service_record": _l("Service record"),
    "shift": _l("Shift"),
    "sign_in_alarm": _l("Alarm of sign-in"),
    "sign_up": _l("Sign-up"),
    "suspension": _l("Account at rest"),
    "takedown": _l("Taking down"),
    "transfer": _l("Points"),
    "voiding": _l("Voiding of a record"),
    "witness_body": _l("Body that witnesses"),
}
