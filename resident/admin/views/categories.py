"""The categories of demands."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import myself
from resident.admin.editing import stored, typed
from resident.admin.forms import CategoryForm, EditCategoryForm
from resident.admin.views.saving import archiving, moving
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.demands.actions import add_category, archive_category, change_category, move_category
from resident.demands.models import DemandCategory
from resident.demands.queries import categories_for_admin, category_of
from resident.i18n import gettext as _
from resident.web.errors import found
from resident.web.forms import creating, saving
from resident.web.guards import requires

bp = Blueprint("categories", __name__)


@bp.get("/c/<community>/admin/categories")
@requires(can_administer)
def index() -> ResponseReturnValue:
    """What residents choose from when they raise a demand."""
    return render_template("admin/categories.html", categories=categories_for_admin(current_community()))


@bp.route("/c/<community>/admin/categories/new", methods=["GET", "POST"])
@requires(can_administer)
def new() -> ResponseReturnValue:
    """Add a category behind the others."""
    form = CategoryForm()
    return creating(
        form,
        lambda: add_category(community=current_community(), by=myself(), **typed(form)),
        page=lambda: render_template("admin/placed.html", kind="category", form=form),
        then=url_for(".index"),
        said=_("The category is added."),
    )


@bp.route("/c/<community>/admin/categories/<int:category_id>", methods=["GET", "POST"])
@requires(can_administer)
def edit(category_id: int) -> ResponseReturnValue:
    """Rename a category, or say how urgent it usually is."""
    here = _category(category_id)
    form = EditCategoryForm(lambda: stored(here))
    return saving(
        form,
        lambda: change_category(category=here, by=myself(), **typed(form)),
        page=lambda: render_template("admin/placed.html", kind="category", form=form, row=here),
        then=url_for(".index"),
        said=_("Saved."),
    )


@bp.post("/c/<community>/admin/categories/<int:category_id>/<any(archive, restore):what>")
@requires(can_administer)
def archive_or_restore(category_id: int, what: str) -> ResponseReturnValue:
    """Stop offering a category, or offer it again."""
    change = lambda: archive_category(category=_category(category_id), archived=what == "archive", by=myself())
    return archiving(change, what, url_for(".index"))


@bp.post("/c/<community>/admin/categories/<int:category_id>/<any(up, down):way>")
@requires(can_administer)
def move(category_id: int, way: str) -> ResponseReturnValue:
    """Move a category past its neighbour."""
    change = lambda past, up: move_category(category=_category(category_id), past=past, up=up, by=myself())
    return moving(change, way, of=f"category-{category_id}", then=".index")


def _category(category_id: int) -> DemandCategory:
    return found(category_of(current_community(), category_id))
