"""The form of the page of a month."""

from resident.i18n import lazy_gettext as _l
from resident.web.forms import ChangingForm, pair_of

LONGEST_WORDS = 3000


class MonthForm(ChangingForm):
    """The committee's words beside the figures that were shown, whose digest is the version."""

    words_zh_Hans, words_en = pair_of(_l("The committee's words"), LONGEST_WORDS, lines=True)  # noqa: N815
