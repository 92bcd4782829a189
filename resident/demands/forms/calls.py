"""That one has called, whether that is so, and who may call."""

from wtforms import BooleanField

from resident.demands.actions.calling import SAY_WHY_SETTLED
from resident.demands.forms.acts import REASON_MOST, SPOKE_WITH_MOST, OneOfMany
from resident.i18n import lazy_gettext as _l
from resident.web.forms import (
    CreatingForm,
    Filled,
    Fits,
    Form,
    MomentField,
    NumberField,
    OneOfWords,
    choices_in,
    line_field,
    text_field,
)


class CallForm(OneOfMany, CreatingForm):
    """That one has called who raised it: when, with whom, what was said."""

    act = "call"

    called_at = MomentField(_l("When"))
    spoke_with = line_field(_l("With whom"), Filled(), Fits(1, SPOKE_WITH_MOST))
    said = text_field(_l("What was said"), Filled(), Fits(1, REASON_MOST))


class ConsentForm(OneOfMany, Form):
    """Whether the body that has it may call, and see the door; `hands` is how many it had been through then."""

    act = "consent"
    door = ""  # the home of who raised it, where the matter is in that house

    may_call = BooleanField()
    with_door = BooleanField()
    hands = NumberField()


class SettleCallForm(OneOfMany, Form):
    """Whether a call was made that its resident contests, and why one thinks so."""

    act = "settle_call"

    was_made = OneOfWords(
        _l("Was it made?"),
        choices=choices_in({"yes": _l("Yes, it was made"), "no": _l("No, or nobody knows")}),
        validators=[Filled(_l("Please choose one of these."))],
    )
    reason = text_field(_l("Why"), Filled(SAY_WHY_SETTLED), Fits(1, REASON_MOST))
