"""Writing a notice, changing it, withdrawing it."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.media.queries import Picture, drafts_of, photos_of
from resident.moderation.models import Proposal
from resident.moderation.permissions import can_change_proposal
from resident.moderation.queries import proposal_of, proposed_for
from resident.notices import actions, queries
from resident.notices.forms import EditNoticeForm, NewNoticeForm, as_data, as_written
from resident.notices.models import NOTICE, PROPOSED, Notice
from resident.notices.permissions import can_edit, can_publish, can_write, is_read_first
from resident.notices.views.blueprint import bp
from resident.notices.views.browsing import seen
from resident.web.errors import NotHere, found
from resident.web.forms import button, creating, number_in, saving
from resident.web.guards import require, requires
from resident.web.uploads import uploads

READ_FIRST = _l("Thank you. The committee reads it first; until then everybody reads what stood there before.")


@bp.route("/c/<community>/notices/new", methods=["GET", "POST"])
@uploads
@requires(can_write)
def new() -> ResponseReturnValue:
    """Tell everybody something."""
    again = _again()
    form = NewNoticeForm(data=_as_proposed(again) if again else {})
    form.offer(current_community())
    writers = queries.writers(current_community(), myself())
    form.offer_writers(writers, for_committee=bool(can_publish(me(), current_community())))
    return creating(
        form,
        lambda: _publish(form),
        page=lambda: _page(form, None, again),
        then=_published_at,
        said=lambda made: READ_FIRST if isinstance(made, Proposal) else _("It is published."),
    )


@bp.route("/c/<community>/notices/<int:notice_id>/edit", methods=["GET", "POST"])
@uploads
@requires(can_write)
def edit(notice_id: int) -> ResponseReturnValue:
    """Change what it says."""
    notice = seen(notice_id)
    require(can_edit(me(), current_community(), notice))
    form = EditNoticeForm(lambda: as_written(seen(notice_id)) | _words_that_wait(notice))
    form.offer(current_community(), notice)
    return saving(
        form,
        lambda: _edit(notice_id, form),
        page=lambda: _page(form, notice, None),
        then=url_for(".show", notice_id=notice_id),
        said=lambda waits: READ_FIRST if waits else _("Saved"),
    )


@bp.post("/c/<community>/notices/<int:notice_id>/withdraw")
@requires(can_write)
@button(then=".show", said=_l("Withdrawn. Nobody but the committee and who wrote it reads it any more."))
def withdraw(notice_id: int) -> None:
    """Take it off every page."""
    actions.withdraw_notice(notice=seen(notice_id), by=myself())


def _publish(form: NewNoticeForm) -> Notice | Proposal:
    form.store()
    return actions.publish_notice(
        community=current_community(),
        draft=form.draft(),
        organization_id=form.organization_id.data,
        photo_token=form.token.data or "",
        drop_photos=form.dropped,
        again=_again(),
        by=myself(),
    )


def _edit(notice_id: int, form: EditNoticeForm) -> bool:
    form.store()
    return actions.edit_notice(
        notice=seen(notice_id),
        draft=form.draft(),
        version=form.version.data,
        photo_token=form.token.data or "",
        drop_photos=form.dropped,
        by=myself(),
    )


def _published_at(made: Notice | Proposal) -> str:
    if isinstance(made, Proposal):
        return url_for("moderation.proposed", number=made.id)
    return url_for(".show", notice_id=made.id)


def _page(form: NewNoticeForm | EditNoticeForm, notice: Notice | None, again: Proposal | None) -> str:
    """The form, with the photos it has so far."""
    if form.is_submitted():
        form.keep_for_later()
    community = current_community()
    return render_template(
        "notices/form.html",
        form=form,
        notice=notice,
        again=again,
        kept=_kept(form, notice, again),
        proposed=proposed_for(NOTICE, notice.id) if notice else None,
        may_pin=bool(can_publish(me(), community)),
        takes_photos=notice is None or not is_read_first(notice.organization),
    )


def _kept(form: NewNoticeForm | EditNoticeForm, notice: Notice | None, again: Proposal | None) -> list[Picture]:
    community = current_community()
    kept = photos_of(community, NOTICE, notice.id) if notice else []
    kept += photos_of(community, PROPOSED, again.id) if again else []
    return kept + (drafts_of(community, form.token.data, myself()) if form.is_submitted() else [])


def _again() -> Proposal | None:
    """The proposal of a new one that is sent in anew, for who may change it. Raises NotHere."""
    number = number_in(request.args.get("again"))
    if not number:
        return None
    again = found(proposal_of(current_community(), number))
    if again.kind != NOTICE or again.subject_id is not None or not can_change_proposal(me(), again):
        raise NotHere
    return again


def _as_proposed(again: Proposal) -> dict[str, Any]:
    return as_data(actions.as_columns(again.words)) | {"organization_id": again.organization_id}


def _words_that_wait(notice: Notice) -> dict[str, Any]:
    """Its writer goes on with the words that wait for the committee."""
    proposed = proposed_for(NOTICE, notice.id)
    return as_data(actions.as_columns(proposed.words)) if proposed else {}
