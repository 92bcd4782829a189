"""One's own settings: name, language, devices, and out again."""

from flask import render_template, session, url_for
from flask.typing import ResponseReturnValue

from resident.accounts import actions
from resident.accounts.actions import sign_out as end_this_session
from resident.accounts.duties import is_staff
from resident.accounts.entrance.browsers import browser_at_hand
from resident.accounts.entrance.devices import device_words
from resident.accounts.entrance.identity import spaced
from resident.accounts.forms import RenameForm
from resident.accounts.queries import devices_of, phone_of
from resident.accounts.sessions import my_presence, myself, present_token, set_aside_token, token_hash
from resident.accounts.views.blueprint import bp
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.web.forms import button, saving
from resident.web.guards import signed_in


@bp.route("/me/settings", methods=["GET", "POST"])
@signed_in
def settings() -> ResponseReturnValue:
    """Name, language, reading mode, devices."""
    form = RenameForm(myself().display_name)
    wanted = form.display_name.data or ""
    return saving(
        form,
        lambda: actions.rename(by=myself(), display_name=wanted),
        page=lambda: _page(form),
        then=url_for("accounts.settings"),
        said=lambda waits: _said(wanted, waits=waits),
    )


def _said(name: str, *, waits: bool) -> str:
    if waits:
        return _("Thank you. The committee reads the new name first; until then neighbours see the old one.")
    return _("Your neighbours see you as %(name)s from now on.", name=name)


def _page(form: RenameForm) -> str:
    presence = my_presence()
    return render_template(
        "accounts/settings.html",
        form=form,
        phone=spaced(phone_of(myself())),
        devices=devices_of(myself()),
        words=device_words,
        here_hash=token_hash(present_token()),
        has_second_step=presence is not None and presence.second_factor_at is not None,
        is_staff=is_staff(myself()),
    )


@bp.post("/sign-out")
@signed_in
@button(then="/", said=_l("You are signed out."))
def sign_out() -> None:
    """Out, on this device."""
    end_this_session(token=present_token())
    set_aside_token()


@bp.post("/me/sessions/<int:session_id>/end")
@signed_in
@button(then="accounts.settings", said=_l("That device is signed out."))
def sign_out_device(session_id: int) -> None:
    """Out, on another device of mine."""
    actions.sign_out_device(session_id=session_id, by=myself())


@bp.post("/me/sessions/end-others")
@signed_in
@button(then="accounts.settings", said=_l("You are signed out on all other devices."))
def sign_out_elsewhere() -> None:
    """Out, on every device but this one."""
    actions.sign_out_elsewhere(token=present_token(), known=browser_at_hand().known, by=myself())


@bp.post("/sign-out-everywhere")
@signed_in
@button(then="/", said=_l("You are signed out on every device."))
def sign_out_everywhere() -> None:
    """Out, on every device."""
    actions.sign_out_everywhere(by=myself(), known=browser_at_hand().known)
    session.clear()
