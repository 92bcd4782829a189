"""Serving photos."""

from flask import Blueprint, Response, send_file

from resident.accounts.sessions import me
from resident.media.files import path_of
from resident.media.models import Photo
from resident.media.permissions import can_see
from resident.media.queries import photo_by_key
from resident.web.errors import NotHere
from resident.web.guards import public

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
    found = photo_by_key(key)
    if found is None:
        raise NotHere
    is_for_all = _is_for_all(found)
    if not is_for_all and not can_see(me(), found):
        raise NotHere
    path = path_of(found.file, thumb=thumb)
    if not path.is_file():
        raise NotHere
    response = send_file(path, mimetype="image/jpeg", download_name="photo.jpg", conditional=True, etag=key)
    response.headers["Cache-Control"] = PUBLIC if is_for_all else PRIVATE
    return response


def _is_for_all(found: Photo) -> bool:
    """Published, and its owner is open to visitors: then nobody's session is read, and any cache may keep it."""
    return found.is_public and can_see(None, found)
