"""What the house knows about somebody, and how to take it along or be forgotten."""

from flask import Response, jsonify, render_template, session
from flask.typing import ResponseReturnValue

from resident.accounts.actions import close_account
from resident.accounts.entrance.identity import spaced
from resident.accounts.queries import PROOF_LIFETIME, consents_of, phone_of
from resident.accounts.registry import KEPT, everything_about
from resident.accounts.sessions import myself
from resident.accounts.suspensions import is_suspended
from resident.accounts.views.blueprint import bp
from resident.config import settings
from resident.i18n import lazy_gettext as _l
from resident.web.forms import button
from resident.web.guards import fresh, public, signed_in

COMPANIES = {"aliyun": _l("Alibaba Cloud"), "tencent": _l("Tencent Cloud")}


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Who keeps what, why, how long, and what one may ask for."""
    limits = settings()
    return render_template(
        "accounts/privacy.html",
        sms_company=COMPANIES[limits.sms.provider] if limits.sms is not None and limits.sends_sms else "",
        code_minutes=limits.code_lifetime // 60,
        kept_form_minutes=limits.kept_form_lifetime // 60,
        proof_minutes=PROOF_LIFETIME.seconds // 60,
        has_backups=limits.backup_dir is not None,
    )


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
