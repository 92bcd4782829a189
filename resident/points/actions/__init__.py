"""Moving points. Every transfer sums to zero, is unique per (reason, source), and is never changed.

Order of locks: first what the points are for (a redemption, a reward, a service record), then the
accounts of people, last the community's own. Those are shared by everybody, so points move at the
end of a transaction, and one that moves the points of several people locks something of each of
them first, in a fixed order, as confirming hours locks the people themselves.
"""

from resident.points.actions.ledger import AlreadyMoved, NotEnoughPoints
from resident.points.actions.moving import grant, release, reserve, reverse, spend, unspend

__all__ = [
    "AlreadyMoved",
    "NotEnoughPoints",
    "grant",
    "release",
    "reserve",
    "reverse",
    "spend",
    "unspend",
]
