"""What the house knows about somebody, and how to take it along or be forgotten."""

from typing import Any

from flask import Response, jsonify, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from resident.accounts.actions import agree_again, close_account
from resident.accounts.entrance.identity import spaced
from resident.accounts.forms import AgreeForm
from resident.accounts.queries import PROOF_LIFETIME, consents_of, phone_of
from resident.accounts.registry import KEPT, everything_about
from resident.accounts.sessions import my_presence, myself
from resident.accounts.suspensions import is_suspended
from resident.accounts.views.blueprint import bp
from resident.config import settings
from resident.i18n import lazy_gettext as _l
from resident.web.forms import button, saving
from resident.web.guards import fresh, public, signed_in
from resident.web.pages import local_path

COMPANIES = {"aliyun": _l("Alibaba Cloud"), "tencent": _l("Tencent Cloud")}


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Who keeps what, why, how long, and what one may ask for."""
    limits = settings()
    return render_template(
        "accounts/privacy.html",
        **_others(),
        code_minutes=limits.code_lifetime // 60,
        kept_form_minutes=limits.kept_form_lifetime // 60,
        proof_minutes=PROOF_LIFETIME.seconds // 60,
    )


@bp.route("/me/agree", methods=["GET", "POST"])
@signed_in
def agree() -> ResponseReturnValue:
    """Agree once more: how personal data is used has changed."""
    form, presence = AgreeForm(onward=request.args.get("next", "")), my_presence()
    if request.method == "GET" and presence is not None and presence.has_agreed:
        return redirect(local_path(form.onward.data), 303)
    return saving(
        form,
        lambda: agree_again(by=myself()),
        page=lambda: render_template("accounts/agree.html", form=form, **_others()),
        then=local_path(form.onward.data),
    )


def _others() -> dict[str, Any]:
    """Who else is given a number, and whether there are copies: as this installation is set up."""
    limits = settings()
    return {
        "sms_company": COMPANIES[limits.sms.provider] if limits.sms is not None and limits.sends_sms else "",
        "has_backups": limits.backup_dir is not None,
    }


@bp.get("/me/data")
@signed_in
def data() -> ResponseReturnValue:
    """What is kept about me, in words."""
    return render_template(
        "accounts/data.html",
        phone=spaced(phone_of(myself())),
        consents=consents_of(myself()),
        exports=KEPT.values(),
        is_suspended=is_suspended(myself()),
    )


@bp.get("/me/data/file")
@signed_in
def data_file() -> Response:
    """All of it as one JSON file, for another service or for the drawer."""
    answer = jsonify(everything_about(myself()))
    answer.headers["Content-Disposition"] = 'attachment; filename="resident.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/me/data/close")
@signed_in
@fresh
@button(then="/", said=_l("Your account is closed. Thank you for having been here."))
def close() -> None:
    """Withdraw consent and close the account."""
    close_account(by=myself())
    session.clear()
