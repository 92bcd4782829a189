"""A row for a whole house: how many units, floors and doors, from which its homes follow."""

from collections.abc import Iterator
from typing import NamedTuple

MOST_UNITS, MOST_FLOORS, MOST_DOORS = 30, 80, 60


class Outline(NamedTuple):
    """How a house is built: its units by their numbers (one without a number where there is none), its floors, doors a floor."""

    units: tuple[str, ...]
    floors: range
    doors: int

    @property
    def is_a_house(self) -> bool:
        """Whether a house can be as large."""
        return len(self.units) <= MOST_UNITS and self.floors.stop - 1 <= MOST_FLOORS and 0 < self.doors <= MOST_DOORS

    @property
    def homes(self) -> int:
        """How many homes it has."""
        return len(self.units) * len(self.floors) * self.doors

    def rooms(self) -> Iterator[tuple[str, str]]:
        """Unit and room of every home: 101 and 102 on the first floor, 1801 on the eighteenth."""
        for unit in self.units:
            for floor in self.floors:
                for number in range(1, self.doors + 1):
                    yield unit, f"{floor}{number:02d}"
