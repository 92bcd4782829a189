"""The pages of activities."""

from resident.activities.views import arriving as arriving
from resident.activities.views import browsing as browsing
from resident.activities.views import calling as calling
from resident.activities.views import confirming as confirming
from resident.activities.views import joining as joining
from resident.activities.views import mine as mine
from resident.activities.views import roster as roster
from resident.activities.views import shifts as shifts
from resident.activities.views.blueprint import bp, hours, service

__all__ = ["bp", "hours", "service"]
