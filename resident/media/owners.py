"""The registry of what photos belong to: media knows where a photo lies, never who may see it or where it stands."""

from collections.abc import Callable
from typing import NamedTuple

from resident.accounts.models import Actor


class Thing(NamedTuple):
    """What a photo shows more of: the address of its page, and its title."""

    url: str
    title: str


MaySee = Callable[[Actor | None, int], bool]
PageOf = Callable[[int], Thing]
OWNERS: dict[str, MaySee] = {}
PAGES: dict[str, PageOf] = {}


def register(kind: str, may_see: MaySee, page_of: PageOf) -> None:
    """Make a kind of owner known; `may_see(person or None, owner_id)` is asked each time a photo is fetched.

    `page_of(owner_id)` is where the page of a photo leads back to, for whom may see it.
    """
    OWNERS[kind], PAGES[kind] = may_see, page_of
