"""Posters: asked for by somebody signed in, drawn by the worker, gone as soon as they say what is no longer so."""

import secrets
from functools import partial
from typing import Any, NamedTuple

from flask import g
from sqlalchemy import bindparam, func, select

from resident import clock, turns
from resident.accounts.models import Actor
from resident.audit.actions import record
from resident.communities.context import community_by_id
from resident.communities.models import Community
from resident.communities.once import find_or_make
from resident.config import settings
from resident.db import after_commit, db, transaction
from resident.i18n import language, speaking
from resident.media.drawing import drawn
from resident.media.files import discard_poster, keep_poster
from resident.media.models import Poster
from resident.media.permissions import can_send
from resident.media.sheets import SHEETS, Sheet
from resident.statements import entities, entity, row, value
from resident.tasks import job, wake
from resident.web.errors import found
from resident.web.guards import allow

MOST_BYTES = 200 * 1024 * 1024
PATIENCE = 20.0  # seconds for the turn of one poster
_THIS = (
    Poster.community_id == bindparam("community"),
    Poster.kind == bindparam("of"),
    Poster.subject_id == bindparam("subject"),
    Poster.language == bindparam("language"),
)
_ROW = select(Poster).where(*_THIS)
_NOW = select(Poster.key, Poster.digest, Poster.size).where(*_THIS)
_BY_KEY = select(Poster).where(Poster.key == bindparam("key"))
_TO_DRAW = select(Poster).where(Poster.size == 0).order_by(Poster.asked_at, Poster.id).limit(1)
_KEPT = select(func.coalesce(func.sum(Poster.size), 0))
_OLDEST = select(Poster).where(Poster.size > 0).order_by(Poster.asked_at, Poster.id).limit(bindparam("most"))
AT_ONCE = 50


class PosterNow(NamedTuple):
    """Whether there is a poster in the reader's language that is still true, and its address once it is drawn."""

    is_asked: bool = False
    url: str = ""


class _Standing(NamedTuple):
    key: str
    digest: str
    size: int


def poster_now(community: Community, kind: str, subject_id: int) -> PosterNow:
    """The poster of this thing for who reads; one statement beside those of the sheet."""
    sheet = SHEETS[kind](community, subject_id)
    standing = row(_Standing, _NOW, community=community.id, of=kind, subject=subject_id, language=language())
    if sheet is None or standing is None or standing.digest != sheet.digest:
        return PosterNow()
    return PosterNow(is_asked=True, url=f"/posters/{standing.key}.jpg" if standing.size else "")


def ask_for_poster(*, community: Community, kind: str, subject_id: int, by: Actor) -> Sheet:
    """Have the poster of a thing drawn in the reader's language; while it is still true nothing happens.

    Raises NotAllowed for a visitor and the app itself, NotHere for what not everybody may see.
    """
    allow(can_send(by))
    sheet = found(SHEETS[kind](community, subject_id))
    bound: dict[str, Any] = {"community": community.id, "of": kind, "subject": subject_id, "language": language()}
    poster, _is_new = find_or_make(_ROW.params(**bound), lambda: _begun(**bound))
    if poster.digest != sheet.digest:
        after_commit(f"discard poster {poster.key}", partial(discard_poster, poster.key))
        poster.digest, poster.key, poster.size, poster.asked_at = sheet.digest, _new_key(), 0, clock.now()
        db.session.flush()
        record("poster.asked", poster, by=by)
        wake(draw_posters)
    return sheet


def true_poster(key: str) -> Poster | None:
    """The drawn poster of a link, as long as its thing still reads so."""
    poster: Poster | None = entity(_BY_KEY, key=key)
    if poster is None or not poster.size or _sheet(poster) is None:
        return None
    return poster


@job(every_minutes=10)
def draw_posters() -> None:
    """Draw what was asked for, one after the other, and make room for it."""
    while _draw_next():
        pass
    _make_room()


def _draw_next() -> bool:
    poster: Poster | None = entity(_TO_DRAW)
    sheet = _sheet(poster) if poster is not None else None
    db.session.rollback()
    if poster is None:
        return False
    content = _content(sheet) if sheet is not None else b""
    with transaction():
        asked: Poster | None = db.session.get(Poster, poster.id, with_for_update=True)
        if asked is None or asked.digest != poster.digest:
            return True
        if content:
            keep_poster(asked.key, content)
            asked.size = len(content)
        else:
            db.session.delete(asked)
    return True


def _content(sheet: Sheet) -> bytes:
    """The file, when its turn has come; none where a photo has gone meanwhile."""
    turn = turns.line(str(settings().data_dir / "drawing")).take(PATIENCE)
    try:
        return drawn(sheet)
    except OSError:
        return b""
    finally:
        turn.end()


def _make_room() -> None:
    while int(value(_KEPT)) > MOST_BYTES:
        with transaction():
            for poster in entities(_OLDEST, most=AT_ONCE):
                db.session.delete(poster)
                after_commit(f"discard poster {poster.key}", partial(discard_poster, poster.key))
    db.session.rollback()


def _sheet(poster: Poster) -> Sheet | None:
    """What the poster says, where that is what its thing says now; in its own language, on its community's wall clock."""
    own = g.get("community")
    g.community = community_by_id(poster.community_id)
    try:
        with speaking(poster.language):
            sheet = SHEETS[poster.kind](g.community, poster.subject_id)
    finally:
        g.community = own
    return sheet if sheet is not None and sheet.digest == poster.digest else None


def _begun(*, community: int, of: str, subject: int, language: str) -> Poster:
    return Poster(
        community_id=community, kind=of, subject_id=subject, language=language, key=_new_key(), asked_at=clock.now()
    )


def _new_key() -> str:
    return secrets.token_urlsafe(32)
