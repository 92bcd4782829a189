"""How every action on a demand begins: lock the row, then ask again whether this person may."""

from collections.abc import Callable, Sequence
from typing import Any

from resident.accounts.models import Actor
from resident.db import lock
from resident.demands.models import Demand, WrongState
from resident.demands.permissions import MOVED_ON
from resident.i18n import lazy_gettext as _l
from resident.web.guards import Verdict, allow
from resident.web.reasons import given

SAY_WHY = _l("Please say why, so that everybody can follow.")


def lock_demand(
    demand: Demand, may: Callable[[Any, Demand], Verdict], *, by: Actor, seen: str = "", also: Sequence[Demand] = ()
) -> None:
    """Lock the demand (and others that change with it) and ask the permission anew inside the transaction.

    `seen` is the state in which it was shown. Raises NotAllowed, WrongState when it has moved since.
    """
    lock(demand, *also)
    if seen and demand.state != seen:
        raise WrongState
    ask(may(by, demand))


def ask(verdict: Verdict) -> None:
    """Go on only with a yes. Raises WrongState where it is only too late, else NotAllowed with the reason."""
    if verdict.reason == MOVED_ON.reason:
        raise WrongState
    allow(verdict)


def need_reason(text: str) -> None:
    """Whatever turns a demand away from the usual way is explained to everybody. Raises Invalid("reason")."""
    given(text, SAY_WHY)
