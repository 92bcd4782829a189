"""Keeping, giving, showing, hiding and removing photos.

A draft belongs to who sent it. Whether somebody may change the photos of an owner is asked by the action on that
owner, which holds its lock.
"""

from resident.media.actions.drafts import TooManyDrafts, adopt_drafts, has_new_photos, keep_drafts, remove_drafts
from resident.media.actions.photos import (
    forget,
    hide_photos,
    pass_on_photos,
    publish_photos,
    remove_all_photos,
    remove_photos,
    show_or_hide,
)

__all__ = [
    "TooManyDrafts",
    "adopt_drafts",
    "forget",
    "has_new_photos",
    "hide_photos",
    "keep_drafts",
    "pass_on_photos",
    "publish_photos",
    "remove_all_photos",
    "remove_drafts",
    "remove_photos",
    "show_or_hide",
]
