"""What must be explained: whoever is refused, called off or sent back is told why."""

from resident.characters import says
from resident.web.errors import Invalid, Words


def given(reason: str, ask: Words, *, field: str = "reason") -> str:
    """The reason as it is told. Raises Invalid with these words where there is none."""
    if not says(reason):
        raise Invalid(field, ask)
    return reason.strip()
