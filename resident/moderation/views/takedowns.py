"""Taking something down, what its author reads then, appealing, bringing it back."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.communities.models import Role
from resident.communities.permissions import can_moderate, has_role
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.ids import PersonId
from resident.moderation import actions, queries
from resident.moderation.actions.takedowns import MADE
from resident.moderation.forms import AppealForm, TakeDownForm
from resident.moderation.models import AlreadyDown, NotPublic, Takedown, TakedownMove
from resident.moderation.permissions import can_appeal, can_restore, can_take_down
from resident.moderation.removable import KINDS, PublicKind
from resident.moderation.views.blueprint import bp
from resident.moderation.words import TAKEDOWN_STATES, takedown_words
from resident.undo.queries import is_recent, offer
from resident.web.errors import NotHere, found
from resident.web.forms import button, saving
from resident.web.guards import require, requires, signed_in
from resident.web.keyset import place_in_list


@bp.get("/c/<community>/taken-down")
@requires(can_moderate)
def takedowns() -> ResponseReturnValue:
    """What was taken down here, for moderators."""
    page = queries.takedowns(current_community(), place_in_list())
    labels = {name: str(kind.label) for name, kind in KINDS.items()}
    return render_template("moderation/taken_down_list.html", page=page, labels=labels, states=TAKEDOWN_STATES), 200


@bp.route("/c/<community>/take-down/<kind>/<int:subject_id>", methods=["GET", "POST"])
@requires(can_moderate)
def take_down(kind: str, subject_id: int) -> ResponseReturnValue:
    """The thing as everybody sees it, and the reason its author is told."""
    public, community = _kind(kind), current_community()
    subject = found(public.find(community, subject_id))
    about, form = public.about(subject), TakeDownForm()
    require(can_take_down(me(), community, about.authors))
    return saving(
        form,
        lambda: actions.take_down(
            community=community, kind=kind, subject_id=subject_id, reason=form.whole_reason, by=myself()
        ),
        page=lambda: _take_down_page(public, subject_id, form),
        then=lambda takedown: url_for(".taken_down", number=takedown.id),
        said=_("Taken down. The author has been told why."),
        shows=(AlreadyDown, NotPublic),
    )


def _take_down_page(public: PublicKind, subject_id: int, form: TakeDownForm) -> str:
    subject = found(public.find(current_community(), subject_id))
    return render_template(
        "moderation/take_down.html",
        form=form,
        label=public.label,
        about=public.about(subject),
        shown=public.shown(subject),
        is_down=subject.taken_down_at is not None,
        is_public=public.is_public(subject),
    )


@bp.get("/c/<community>/taken-down/<int:number>")
@signed_in
def taken_down(number: int) -> ResponseReturnValue:
    """Why it is down and what became of it, for who speaks for it and for the staff."""
    return _page(_seen(number), AppealForm()), 200


@bp.post("/c/<community>/taken-down/<int:number>/appeal")
@signed_in
def appeal(number: int) -> ResponseReturnValue:
    """Ask that a colleague decides."""
    form = AppealForm()
    require(can_appeal(me(), _authors(_seen(number))))
    return saving(
        form,
        lambda: actions.appeal(takedown=_seen(number), text=form.appeal.data or "", by=myself()),
        page=lambda: _page(_seen(number), form),
        then=url_for(".taken_down", number=number),
        said=_("Thank you. Somebody else reads it and decides; you hear from us."),
    )


@bp.post("/c/<community>/taken-down/<int:number>/restore")
@signed_in
@button(then=".taken_down", said=_l("It is public again. The author has been told."))
def restore(number: int) -> None:
    """Make it public again."""
    actions.restore(takedown=_seen(number), by=myself())


def _kind(name: str) -> PublicKind:
    return found(KINDS.get(name))


def _seen(number: int) -> Takedown:
    """The takedown of the address, for who speaks for the thing and for the staff. Raises NotHere."""
    community = current_community()
    takedown = found(queries.takedown_of(community, number))
    is_staff = has_role(me(), community, Role.MODERATOR, Role.ADMINISTRATOR)
    if not is_staff and not can_appeal(me(), _authors(takedown)):
        raise NotHere
    return takedown


def _authors(takedown: Takedown) -> tuple[PersonId, ...]:
    public = KINDS[takedown.kind]
    subject = public.find(current_community(), takedown.subject_id)
    return public.about(subject).authors if subject is not None else ()


def _page(takedown: Takedown, form: AppealForm) -> str:
    public, community = KINDS[takedown.kind], current_community()
    subject = found(public.find(community, takedown.subject_id))
    about = public.about(subject)
    return render_template(
        "moderation/taken_down.html",
        takedown=takedown,
        label=public.label,
        about=about,
        shown=public.shown(subject),
        words=takedown_words(takedown),
        state=TAKEDOWN_STATES[takedown.state],
        form=form,
        may_appeal=bool(can_appeal(me(), about.authors)) and takedown.allows(TakedownMove.APPEAL),
        restoring=can_restore(me(), community, takedown, about.authors),
        is_down=takedown.allows(TakedownMove.RESTORE),
        undoing=offer(community, me(), takedown.id, MADE) if is_recent(takedown.taken_down_at) else None,
    )
