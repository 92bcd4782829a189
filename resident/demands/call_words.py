"""How calls read, and who may call whom."""

from collections.abc import Callable

from resident.demands.models import CallState
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.errors import Words

CALL_STATES: dict[str, Words] = {
    CallState.WRITTEN_DOWN: _l("Written down"),
    CallState.CONTESTED: _l("Contested: it does not count until somebody else has looked into it."),
    CallState.CONFIRMED: _l("Looked into: the call was made."),
    CallState.REFUTED: _l("Looked into: this call does not count."),
}
CALL_STEPS: dict[str, Callable[[str, int | None], str]] = {
    "call": lambda body, _other: _("%(body)s has called the one who raised it", body=body),
    "undo_call": lambda body, _other: _("%(body)s has undone the note of a call", body=body),
    "contest_call": lambda _body, _other: _("Not called, says the one who raised it"),
    "contest_words": lambda _body, _other: _("Something else was said on the telephone, says the one who raised it"),
    "confirm_call": lambda _body, _other: _("The call was looked into: it was made"),
    "refute_call": lambda _body, _other: _("The call was looked into: it does not count"),
    "allow_calls": lambda body, _other: _("%(body)s may call the one who raised it", body=body),
    "forbid_calls": lambda body, _other: _("%(body)s may no longer call the one who raised it", body=body),
    "name_body": lambda body, _other: _("It is a complaint about %(body)s", body=body),
    "unname_body": lambda body, _other: _("It is no complaint about %(body)s", body=body),
}
