"""What a sheet says of staff and members of bodies, and what would come of it here. Nothing here knows the database."""

from resident.invitations.importing.comparing import BodyHere, Here, Invitable, Outcome, compare
from resident.invitations.importing.headings import kept_of
from resident.invitations.importing.reading import said_in

__all__ = ["BodyHere", "Here", "Invitable", "Outcome", "compare", "kept_of", "said_in"]
