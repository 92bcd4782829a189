"""What the administration does that no package below could do alone."""

from resident.admin.actions.beginning import begin_community
from resident.admin.actions.looking_up import TooManySearches, look_up_person
from resident.admin.actions.sending_again import send_again

__all__ = ["TooManySearches", "begin_community", "look_up_person", "send_again"]
