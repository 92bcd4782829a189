"""The numbers of people and of communities: two kinds of whole numbers that must not be taken for each other."""

from typing import NewType

PersonId = NewType("PersonId", int)
CommunityId = NewType("CommunityId", int)
