"""What stands on a poster, and the registry of what posters are made of: media draws them, never knows what they are about."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from resident.communities.models import Community


class Shot(NamedTuple):
    """A photo on a poster: its name on disk, and the word or the day in its corner."""

    file: str
    label: str = ""


class Sheet(NamedTuple):
    """One poster, in the language it is read in; what is empty is left out. Never a person's name.

    `cover` names the drawing that stands where there is no photo. `leaf` is month, day and weekday; `tone` the colour of the state: "ok", "busy", "late". `path` is where its code
    leads; `invitation` and `hint` stand beside the code.
    """

    title: str
    path: str
    invitation: str
    hint: str
    community: str
    plate: str = ""
    state: str = ""
    tone: str = "ok"
    beside: str = ""
    leaf: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    shots: tuple[Shot, ...] = ()
    cover: str = ""

    @property
    def digest(self) -> str:
        """The same for the same poster: any other word, photo or state gives another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


SheetOf = Callable[[Community, int], Sheet | None]
SHEETS: dict[str, SheetOf] = {}


def register(kind: str, sheet_of: SheetOf) -> None:
    """Make posters of a kind of thing; `sheet_of(community, number)` gives None for what not everybody may see."""
    SHEETS[kind] = sheet_of
