"""Ready-made reasons, so that a refusal is two taps and still says why.

They are written in the author's language, where the author has chosen one.
"""

from resident.i18n import language, speaking
from resident.i18n import lazy_gettext as _l
from resident.moderation.kinds import KINDS
from resident.moderation.models import ReviewState
from resident.web.errors import Words

REJECT: tuple[Words, ...] = (
    _l("It insults or accuses somebody."),
    _l("It shows people who may not want that."),
    _l("It is advertising."),
    _l("It is not about our community."),
    _l("It is here already, please support it."),
)
CHANGE: tuple[Words, ...] = (
    _l("Please leave out names and numbers."),
    _l("Please say where exactly it is."),
    _l("Please say what would help."),
    _l("Please find calmer words."),
    _l("Please choose another photo."),
)


def ready_reasons(kind_name: str, decision: ReviewState) -> tuple[Words, ...]:
    """The reasons to choose from for this decision on an item of this kind; none for an approval."""
    kind = KINDS[kind_name]
    return {
        ReviewState.REJECTED: kind.reject_reasons or REJECT,
        ReviewState.CHANGES_ASKED: kind.change_reasons or CHANGE,
    }.get(decision, ())


def reason_for_author(language_of_author: str | None, ready: Words | None, words: str) -> str:
    """What the author is told: the chosen reason in the author's language, then the moderator's own words."""
    if ready is None:
        return words
    with speaking(language_of_author or language()):
        chosen = str(ready)
    return f"{chosen} {words}".strip()
