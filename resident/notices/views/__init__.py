"""The pages of notices."""

from resident.notices.views import browsing as browsing
from resident.notices.views import writing as writing
from resident.notices.views.blueprint import bp

__all__ = ["bp"]
