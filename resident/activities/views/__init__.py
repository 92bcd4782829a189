"""The pages of activities."""

from resident.activities.views import arriving as arriving
from resident.activities.views import browsing as browsing
from resident.activities.views import calling as calling
from resident.activities.views import doubts, rosters, service_records, shifts, sign_ups
from resident.activities.views import hidden as hidden
from resident.activities.views import reaching as reaching
from resident.activities.views.blueprint import bp

BLUEPRINTS = (bp, shifts.bp, rosters.bp, sign_ups.bp, service_records.bp, doubts.bp)
