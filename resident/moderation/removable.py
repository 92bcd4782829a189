"""The registry of what can be taken down: moderation knows how it ends to be public, never what it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from resident.communities.models import Community
from resident.ids import PersonId
from resident.moderation.kinds import Shown
from resident.web.errors import Words


class About(NamedTuple):
    """What somebody who takes it down must know of a thing: its title, who speaks for it, where it stands."""

    title: dict[str, str]
    authors: tuple[PersonId, ...]
    path: str


def itself(subject: Any) -> tuple[Any, ...]:
    """What is locked where a thing stands alone."""
    return (subject,)


@dataclass(frozen=True)
class PublicKind:
    """How one kind is taken down. Its rows have `id`, `community_id` and `taken_down_at`, which moderation sets.

    `find` reads the row or None, `rows` gives what is locked with it, in order; `shown` is what a moderator reads.
    `changed(row, is_down=…, reason=…, by=…, undoing=None)` does what else changes with it: photos, counts, who is told.
    It may give back, as JSON, what has ended with it; `undoing` is that where a moderator undoes what they did: then
    it comes back, and nobody is told, as the first message is taken back.
    """

    name: str
    label: Words
    find: Callable[[Community, int], Any]
    about: Callable[[Any], About]
    is_public: Callable[[Any], bool]
    shown: Callable[[Any], Shown]
    changed: Callable[..., dict[str, Any] | None]
    rows: Callable[[Any], tuple[Any, ...]] = itself


KINDS: dict[str, PublicKind] = {}


def register(kind: PublicKind) -> None:
    """Let moderators take this kind down."""
    KINDS[kind.name] = kind
