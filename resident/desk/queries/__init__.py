"""What waits for one person of the staff, and what waits for nobody until an administrator mends it."""

from resident.desk.queries.months import figures_of_month, open_months
from resident.desk.queries.piles import Desk, desk_of

__all__ = ["Desk", "desk_of", "figures_of_month", "open_months"]
