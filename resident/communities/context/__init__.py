"""Which community a request is about, and what the signed-in person is in it."""

from resident.communities.context.belonging import standing
from resident.communities.context.urls import current_community, setup
from resident.communities.context.values import (
    COOKIE,
    OfCommunity,
    communities,
    community_by_id,
    community_by_slug,
    community_now,
    community_of,
)

__all__ = [
    "COOKIE",
    "OfCommunity",
    "communities",
    "community_by_id",
    "community_by_slug",
    "community_now",
    "community_of",
    "current_community",
    "setup",
    "standing",
]
