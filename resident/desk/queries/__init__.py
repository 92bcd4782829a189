"""What waits for one person of the staff, and what waits for nobody until an administrator mends it."""

from resident.desk.queries.alone import ALONE, Alone
from resident.desk.queries.piles import FIRST, Desk, Pile, desk_of

__all__ = ["ALONE", "FIRST", "Alone", "Desk", "Pile", "desk_of"]
