"""The forms that stand on the page of a demand, each only for whom may send it."""

import secrets
from collections.abc import Sequence
from typing import Any

from wtforms import DateField, HiddenField, IntegerField, StringField

from resident import clock
from resident.accounts.sessions import me
from resident.communities.context import current_community
from resident.communities.words import address_words
from resident.demands import permissions
from resident.demands.forms import (
    AcceptForm,
    ActForm,
    AnswerForm,
    AssignForm,
    CallForm,
    ConsentForm,
    DenyDangerForm,
    FreshComment,
    MarkDangerForm,
    MergeForm,
    ParkForm,
    RateForm,
    ReferForm,
    ReopenForm,
    ResolveForm,
    ReturnForm,
    SettleCallForm,
    UrgencyForm,
)
from resident.demands.models import CallState, Move
from resident.demands.models.states import PUBLISHED
from resident.demands.queries import Part, ShownDemand, candidates
from resident.i18n import tr_text
from resident.web.forms import Form, plain

TYPED = (StringField, IntegerField, DateField)
ACTS: dict[Move, type[ActForm]] = {
    Move.ACCEPT: AcceptForm,
    Move.RESOLVE: ResolveForm,
    Move.RETURN: ReturnForm,
    Move.ASSIGN: AssignForm,
    Move.PARK: ParkForm,
    Move.REFER: ReferForm,
    Move.MERGE: MergeForm,
    Move.REOPEN: ReopenForm,
}


def forms_of(demand: ShownDemand, failed: Any = None, calls: Sequence[Part] = ()) -> dict[str, Any]:
    """Form by the name of its act, in the order of the page; `failed` stands in the place of its kind.

    `calls` are those the reader knows of.
    """
    person = me()
    if person is None:
        return {}
    forms: dict[str, Any] = {}
    if permissions.can_rate(person, demand):
        forms["rate"] = RateForm(demand, formdata=None)
    if permissions.can_comment(person, demand):
        forms["comment"] = FreshComment(secrets.token_urlsafe(24))
    if demand.state in PUBLISHED and permissions.can_handle(person, demand):
        forms["answer"] = AnswerForm(formdata=None)
    if permissions.can_allow_contact(person, demand):
        forms["consent"] = consent_form(demand)
    if permissions.can_log_call(person, demand):
        forms["call"] = CallForm(formdata=None, data={"called_at": clock.now()})
    if any(one.state == CallState.CONTESTED and one.number != person.id for one in calls) and settles(demand):
        forms["settle_call"] = SettleCallForm(formdata=None)
    for move in permissions.acts_for(person, demand):
        forms[move.value] = ACTS[move](demand, formdata=None)
    if permissions.can_weigh(person, demand):
        marked: type[ActForm] = DenyDangerForm if demand.is_danger else MarkDangerForm
        forms[marked.act] = marked(demand, formdata=None)
        if not demand.is_danger:
            forms["urgency"] = UrgencyForm(demand, formdata=None)
    if "assign" in forms:
        forms["assign"].offer(candidates(current_community(), demand))
    if failed is not None and failed.act in forms:
        forms[failed.act] = failed
    return forms


def consent_form(demand: ShownDemand) -> ConsentForm:
    """Whether the body that has it may call who raised it, as it stands; never ticked beforehand."""
    said = {"may_call": demand.may_be_called_by_holder, "with_door": bool(demand.opens_door)}
    form = ConsentForm(formdata=None, data={**said, "hands": demand.hands})
    if demand.is_at_home:
        form.door = address_words(tr_text(demand.author_home or {}), demand.home_unit or "", demand.home_room or "")
    return form


def settles(demand: ShownDemand) -> bool:
    """Whether the reader may look into contested calls of a demand."""
    return bool(permissions.can_settle_calls(me(), current_community())) and not permissions.is_author(me(), demand)


def typed_in(form: Form) -> list[tuple[str, str]]:
    """What a person typed into the form that was sent: the label and the text of each field that is not empty."""
    fields = [one for one in form if isinstance(one, TYPED) and not isinstance(one, HiddenField)]
    texts = [(str(one.label.text), plain("".join((one.raw_data or [])[:1]))) for one in fields]
    return [(label, text) for label, text in texts if text]
