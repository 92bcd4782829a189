"""Forms with photos: good ones are kept, whatever becomes of the form."""

from typing import Any

from flask import request
from wtforms import MultipleFileField

from resident.accounts.sessions import myself
from resident.communities.context import current_community
from resident.db import begin_write, db, keep_refusal
from resident.i18n import lazy_gettext as _l
from resident.media.actions import keep_drafts, remove_drafts
from resident.media.intake import Prepared, prepare
from resident.web.errors import Later, TooOften
from resident.web.forms import CreatingForm


class Illustrated(CreatingForm):
    """A form with its photos: decoded before the write transaction, kept as drafts under its token."""

    kind: str  # of what the form makes
    prepared = Prepared()
    photos = MultipleFileField(_l("Photos"))

    @property
    def dropped(self) -> list[str]:
        """The keys of the photos that were ticked to be taken out."""
        return request.form.getlist("drop_photo")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the form is right and every photo could be read; what is wrong stands at its field."""
        self.prepared = prepare(request.files.getlist("photos"))
        is_right = super().validate(extra_validators)
        self.photos.errors = [*self.photos.errors, *self.prepared.errors]
        return is_right and not self.prepared.errors

    def store(self) -> None:
        """Keep what was sent and forget the drafts that were taken out; inside the write transaction."""
        token = self.token.data or ""
        where: dict[str, Any] = {
            "community": current_community(),
            "owner_kind": self.kind,
            "token": token,
            "by": myself(),
        }
        remove_drafts(keys=self.dropped, **where)
        keep_drafts(prepared=self.prepared, **where)

    def keep_for_later(self) -> None:
        """After a refusal: keep the good photos, since no browser fills in a file field again."""
        if not (self.prepared.ready or self.dropped):
            return
        begin_write()
        try:
            self.store()
        except (TooOften, Later) as error:
            db.session.rollback()
            self.photos.errors = [*self.photos.errors, str(error.message)]
            return
        keep_refusal()
