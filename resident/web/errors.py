"""What can be refused, as small classes with a message for people; and how a refusal looks."""

from http import HTTPStatus
from typing import TypeAlias, TypeVar

from flask_babel import LazyString

from resident.i18n import lazy_gettext as _l

Words: TypeAlias = str | LazyString
Row = TypeVar("Row")


class DomainError(Exception):
    """A rule said no. `message` tells the person why, `status` tells HTTP."""

    status: int = HTTPStatus.CONFLICT
    title: Words = _l("That does not work right now")
    message: Words = _l("Please go back and look again.")

    def __init__(self, message: Words | None = None, *, action_url: str = "", action_label: Words = "") -> None:
        super().__init__(str(type(self).__name__))
        if message is not None:
            self.message = message
        self.action_url, self.action_label = action_url, action_label


class NotAllowed(DomainError):
    """This person may not do this."""

    status = HTTPStatus.FORBIDDEN
    title = _l("That is not open to you")
    message = _l("Your account may not do this. If you think it should, ask the committee.")


class NotHere(DomainError):
    """There is no such thing, or this person may not know of it."""

    status = HTTPStatus.NOT_FOUND
    title = _l("There is nothing here")
    message = _l("The page does not exist, or it is not public.")


class Conflict(DomainError):
    """Somebody was faster, or the thing is no longer in a state for this."""

    title = _l("Somebody was faster")
    message = _l("This has changed meanwhile. Look at it as it is now.")


class Changed(Conflict):
    """Somebody saved this after it was shown: nothing was stored, and what stands there now is shown beside what was typed.

    Where it was somebody else than a colleague, `title` and `message` say so.
    """

    title = _l("A colleague was faster")
    message = _l(
        "What you typed is still here and not saved yet. This is what stands there now; save again to replace it."
    )

    def __init__(self, message: Words | None = None, *, title: Words | None = None) -> None:
        super().__init__(message)
        if title is not None:
            self.title = title


class TooOften(DomainError):
    """A throttle: wait and come back."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title = _l("Please wait a moment")
    message = _l("That was too often. Wait a little and try again.")


class Invalid(DomainError):
    """A rule about one field of the form: shown beside that field."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, field: str, message: Words) -> None:
        super().__init__(message)
        self.field = field


class Later(Invalid):
    """As much as one person posts in a while: shown in the form, which keeps what was typed, with when it goes on."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title = _l("Please wait a while")


def found(row: Row | None) -> Row:
    """What a query found. Raises NotHere where that is nothing."""
    if row is None:
        raise NotHere
    return row
