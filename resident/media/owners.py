"""The registry of what photos belong to: media knows where a photo lies, never who may see it."""

from collections.abc import Callable

from resident.accounts.models import Actor

MaySee = Callable[[Actor | None, int], bool]
OWNERS: dict[str, MaySee] = {}


def register(kind: str, may_see: MaySee) -> None:
    """Make a kind of owner known; `may_see(person or None, owner_id)` is asked each time a photo is fetched."""
    OWNERS[kind] = may_see
