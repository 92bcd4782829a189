"""How a number that was asked for reads on a page."""

from typing import NamedTuple

from resident.accounts.entrance.identity import normal_phone, spaced
from resident.communities.words import entrance_words, home_words
from resident.reaching.queries import Contact


class Reach(NamedTuple):
    """What a page shows after the button: the contact, or that it was asked for too often today."""

    contact: Contact | None
    is_spent: bool = False
    of: int = 0  # of whom, where a page shows several

    @property
    def number(self) -> str:
        """The number as people read it; empty where there is none any more."""
        phone = self.contact.phone if self.contact else ""
        return spaced(phone) if normal_phone(phone) == phone else phone  # as it was given, where it is no mobile number

    @property
    def door(self) -> str:
        """The confirmed home; empty where it is not shown or not known."""
        home = self.contact.home if self.contact else None
        if home is None:
            return ""
        return home_words(home) if home.room else entrance_words(home)
