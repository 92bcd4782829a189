"""How a number that was asked for reads on a page."""

from typing import NamedTuple

from resident.accounts.entrance.identity import spaced
from resident.communities.words import home_words
from resident.reaching.queries import Contact


class Reach(NamedTuple):
    """What a page shows after the button: the contact, or that it was asked for too often today."""

    contact: Contact | None
    is_spent: bool = False
    of: int = 0  # of whom, where a page shows several

    @property
    def number(self) -> str:
        """The number as people read it; empty where there is none any more."""
        return spaced(self.contact.phone) if self.contact else ""

    @property
    def door(self) -> str:
        """The confirmed home; empty where it is not shown or not known."""
        return home_words(self.contact.home) if self.contact and self.contact.home else ""
