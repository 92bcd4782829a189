"""The list and the archive, one notice, and the same on paper."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me
from resident.communities.context import current_community
from resident.media.queries import photos_of
from resident.moderation.queries import proposed_by
from resident.notices import actions, queries
from resident.notices.figures import figures_in
from resident.notices.models import NOTICE, Notice
from resident.notices.permissions import can_edit, can_publish_month, can_see, can_withdraw, can_write
from resident.notices.views.blueprint import bp
from resident.notices.words import size_on_paper
from resident.organizations.permissions import led_by
from resident.web.codes import address_of, code_answer
from resident.web.errors import NotHere, found
from resident.web.guards import public
from resident.web.keyset import place_in_list


@bp.get("/c/<community>/notices")
@public
def index() -> ResponseReturnValue:
    """What holds today; with `?past=1` what is over."""
    community, is_past = current_community(), bool(request.args.get("past"))
    led = led_by(community, me())
    return render_template(
        "notices/index.html",
        is_past=is_past,
        page=(queries.archive if is_past else queries.current)(community, place_in_list()),
        mine=queries.my_building(community, me()),
        may_write=bool(can_write(me(), community)),
        may_close=bool(can_publish_month(me(), community)),
        proposed=proposed_by(community, NOTICE, led) if led else [],
    )


@bp.get("/c/<community>/notices/<int:notice_id>")
@public
def show(notice_id: int) -> ResponseReturnValue:
    """One notice."""
    community, notice = current_community(), seen(notice_id)
    return render_template(
        "notices/one.html",
        may_edit=bool(can_edit(me(), community, notice)),
        may_withdraw=bool(can_withdraw(me(), community, notice)),
        mine=queries.my_building(community, me()),
        is_over=notice.ends_on is not None and notice.ends_on < queries.today_in(community),
        **_page_of(notice),
    )


@bp.get("/c/<community>/notices/<int:notice_id>/print")
@public
def paper(notice_id: int) -> ResponseReturnValue:
    """The same on A4, with a code that opens it."""
    notice = seen(notice_id)
    size = size_on_paper(notice.title, notice.body)
    address = address_of(actions.path_of(notice))
    return render_template("notices/paper.html", address=address, size=size, **_page_of(notice))


@bp.get("/c/<community>/notices/<int:notice_id>/code.svg")
@public
def code(notice_id: int) -> Response:
    """The code on that sheet."""
    return code_answer(actions.path_of(seen(notice_id)), is_public=True)


def seen(notice_id: int) -> Notice:
    """The notice of the address, for whom may see it. Raises NotHere."""
    community = current_community()
    notice = found(queries.notice_of(community, notice_id))
    if not can_see(me(), community, notice):
        raise NotHere
    return notice


def _page_of(notice: Notice) -> dict[str, object]:
    """What a notice says, whom it is for, and its photos."""
    community = current_community()
    audience = queries.audience_of(community, notice.grid_ids, notice.building_ids)
    photos = photos_of(community, NOTICE, notice.id)
    return {
        "notice": notice,
        "audience": audience,
        "photos": [one for one in photos if one.taken_down_at is None],
        "figures": figures_in(notice.figures) if notice.figures is not None else None,
    }
