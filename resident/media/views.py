"""Serving photos."""

from flask import Blueprint, Response, send_file

from resident.accounts.sessions import me
from resident.media.files import path_of
from resident.media.permissions import can_see
from resident.media.queries import Picture, photo_by_key
from resident.web.errors import NotHere, found
from resident.web.guards import public
from resident.web.headers import NO_INDEX

bp = Blueprint("media", __name__)
PUBLIC = "public, max-age=604800"
PRIVATE = "private, no-store"


@bp.get("/photos/<key>")
@public
def show(key: str) -> Response:
    """The photo, for whom may see what it belongs to."""
    return _serve(key, thumb=False)


@bp.get("/photos/<key>/thumb")
@public
def thumb(key: str) -> Response:
    """The small one of a list."""
    return _serve(key, thumb=True)


def _serve(key: str, *, thumb: bool) -> Response:
    photo = found(photo_by_key(key))
    is_for_all = _is_for_all(photo)
    if not is_for_all and not can_see(me(), photo):
        raise NotHere
    path = path_of(photo.file, thumb=thumb)
    if not path.is_file():
        raise NotHere
    response = send_file(path, mimetype="image/jpeg", download_name="photo.jpg", conditional=True, etag=key)
    response.headers["X-Robots-Tag"] = NO_INDEX
    response.headers["Cache-Control"] = PUBLIC if is_for_all else PRIVATE
    return response


def _is_for_all(photo: Picture) -> bool:
    """Published, and its owner is open to visitors: then nobody's session is read, and any cache may keep it."""
    return photo.is_public and can_see(None, photo)
