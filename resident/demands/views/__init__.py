"""The pages of demands."""

from resident.demands.views import acting as acting
from resident.demands.views import after as after
from resident.demands.views import calls as calls
from resident.demands.views import comments as comments
from resident.demands.views import figures as figures
from resident.demands.views import hidden as hidden
from resident.demands.views import listing as listing
from resident.demands.views import photos as photos
from resident.demands.views import raising as raising
from resident.demands.views import reaching as reaching
from resident.demands.views import sharing as sharing
from resident.demands.views import showing as showing
from resident.demands.views import supporting as supporting
from resident.demands.views import weighing as weighing
from resident.demands.views.blueprint import bp

__all__ = ["bp", "comments"]
