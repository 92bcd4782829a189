"""The categories of demands."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from resident.admin.editing import stored, typed
from resident.admin.forms import CategoryForm, EditCategoryForm
from resident.admin.views.saving import begin_as_administrator, creating, saving
from resident.communities.context import current_community
from resident.communities.permissions import can_administer
from resident.demands.actions import add_category, archive_category, change_category
from resident.demands.models import DemandCategory
from resident.demands.queries import categories_for_admin, category_of
from resident.i18n import gettext as _
from resident.web.errors import NotHere
from resident.web.guards import me, requires

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

    def _make() -> str:
        add_category(current_community(), by=me(), **typed(form))
        return url_for(".index")

    return creating(form, "admin/category.html", make=_make, said=_("The category is added."))


@bp.route("/c/<community>/admin/categories/<int:category_id>", methods=["GET", "POST"])
@requires(can_administer)
def edit(category_id: int) -> ResponseReturnValue:
    """Rename or reorder a category."""
    here = _category(category_id)
    form = EditCategoryForm(data=stored(here))
    return saving(
        form,
        "admin/category.html",
        save=lambda: change_category(here, current_community(), by=me(), **typed(form)),
        onward=url_for(".index"),
        said=_("Saved."),
        place_row=here,
    )


@bp.post("/c/<community>/admin/categories/<int:category_id>/<any(archive, restore):what>")
@requires(can_administer)
def archive_or_restore(category_id: int, what: str) -> ResponseReturnValue:
    """Stop offering a category, or offer it again."""
    begin_as_administrator()
    archive_category(_category(category_id), current_community(), archived=what == "archive", by=me())
    flash(_("Archived.") if what == "archive" else _("It is back."))
    return redirect(url_for(".index"), 303)


def _category(category_id: int) -> DemandCategory:
    found = category_of(current_community(), category_id)
    if found is None:
        raise NotHere
    return found
