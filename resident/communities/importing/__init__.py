"""What a sheet says of grids, buildings and homes, and what would come of it here. Nothing here knows the database."""

from resident.communities.importing.comparing import BuildingHere, GridHere, Here, NewHomes, Outcome, compare
from resident.communities.importing.headings import Kept, Passed, kept_of
from resident.communities.importing.reading import Said, said_in
from resident.communities.importing.wrong import At, Wrong

__all__ = [
    "At",
    "BuildingHere",
    "GridHere",
    "Here",
    "Kept",
    "NewHomes",
    "Outcome",
    "Passed",
    "Said",
    "Wrong",
    "compare",
    "kept_of",
    "said_in",
]
