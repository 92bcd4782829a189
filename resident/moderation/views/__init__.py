"""The pages of the review queue, and of what was taken down."""

from resident.moderation.views import takedowns as takedowns
from resident.moderation.views.blueprint import bp
from resident.moderation.views.queue import waiting_count

__all__ = ["bp", "waiting_count"]
