"""The pages of the review queue, and of what was taken down."""

from resident.moderation.views import deciding as deciding
from resident.moderation.views import proposals as proposals
from resident.moderation.views import queue as queue
from resident.moderation.views import takedowns as takedowns
from resident.moderation.views.blueprint import bp

__all__ = ["bp"]
