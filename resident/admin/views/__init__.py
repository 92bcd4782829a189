"""The administration of a community, page by page."""

from resident.admin.views import categories as categories
from resident.admin.views import organizations as organizations
from resident.admin.views import overview as overview
from resident.admin.views import people as people
from resident.admin.views import places as places
from resident.admin.views import settings as settings
from resident.admin.views.saving import bp as bp
