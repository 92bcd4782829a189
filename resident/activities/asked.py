"""What permissions ask about: rows that an action changes, or what a page has read."""

from datetime import datetime
from typing import Protocol

from resident.ids import CommunityId, PersonId


class Called(Protocol):
    """An activity, as a row or as its pages show it."""

    @property
    def community_id(self) -> CommunityId:
        """Where it is."""

    @property
    def organization_id(self) -> int:
        """The body that calls for it."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def taken_down_at(self) -> datetime | None:
        """Since when it is no longer public, where a moderator took it down."""


class Planned(Protocol):
    """A shift, as a row or as a page shows it."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def sign_up_until(self) -> datetime:
        """Until when people sign up."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was called off."""


class Timed(Protocol):
    """A shift with its times: until when people come and go, unless it was called off."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""

    @property
    def ends_at(self) -> datetime:
        """When it ends."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was called off."""


class Placed(Protocol):
    """A sign-up, as a row or as the roster shows it."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def checked_in_at(self) -> datetime | None:
        """When the volunteer came."""

    @property
    def shift(self) -> Timed:
        """What it is for."""


class Reachable(Protocol):
    """A sign-up, as far as it matters who may call."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def may_call(self) -> bool:
        """Whether the volunteer lets the organizer call."""

    @property
    def shift(self) -> "Run":
        """What it is for."""


class Run(Timed, Protocol):
    """A shift with its times and what says who runs it."""

    @property
    def activity(self) -> Called:
        """What it belongs to."""


class OfActivity(Protocol):
    """A shift, as far as it matters who runs it."""

    @property
    def activity(self) -> Called:
        """What it belongs to."""


class Served(Protocol):
    """Minutes of somebody, as a row or as their page shows them."""

    @property
    def person_id(self) -> PersonId:
        """The volunteer."""

    @property
    def shift(self) -> OfActivity:
        """When they were given."""


class Wish(Protocol):
    """A wish to void minutes that count, as a row or as a page shows it."""

    @property
    def community_id(self) -> CommunityId:
        """Where the minutes were given."""

    @property
    def organization_id(self) -> int:
        """The body that ran the shift."""

    @property
    def person_id(self) -> PersonId:
        """The volunteer."""

    @property
    def asked_by_id(self) -> PersonId:
        """Who wants it."""
