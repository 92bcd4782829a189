"""The pages of an account: the way in, one's own settings, one's own data."""

from resident.accounts.views import confirming as confirming
from resident.accounts.views import counter as counter
from resident.accounts.views import data as data
from resident.accounts.views import first_time as first_time
from resident.accounts.views import new_number as new_number
from resident.accounts.views import number as number
from resident.accounts.views import preferences as preferences
from resident.accounts.views import second_factors as second_factors
from resident.accounts.views import second_step as second_step
from resident.accounts.views import settings as settings
from resident.accounts.views import sign_in as sign_in
from resident.accounts.views import traces as traces
from resident.accounts.views.blueprint import bp as bp
