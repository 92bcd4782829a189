"""Photos: the files, and the page that shows one whole."""

from pathlib import Path

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from resident.accounts.sessions import me, myself
from resident.communities.context import current_community
from resident.media.files import Size, path_of, poster_path
from resident.media.owners import PAGES
from resident.media.permissions import can_see
from resident.media.posters import ask_for_poster, true_poster
from resident.media.queries import Picture, photo_by_key, photos_of
from resident.media.sheets import SHEETS, Sheet
from resident.web.errors import NotHere, found
from resident.web.forms import button
from resident.web.guards import public, signed_in
from resident.web.headers import NO_INDEX
from resident.web.pages import local_path

bp = Blueprint("media", __name__)
PUBLIC = "public, max-age=604800"
PRIVATE = "private, no-store"
TEN_MINUTES = "private, max-age=600"


@bp.post("/c/<community>/posters/<kind>/<int:subject_id>")
@signed_in
@button(then=lambda sheet: f"{sheet.path}/share#poster")
def make_poster(kind: str, subject_id: int) -> Sheet:
    """Have a poster drawn; it stands where one shares the thing."""
    found(SHEETS.get(kind))
    return ask_for_poster(community=current_community(), kind=kind, subject_id=subject_id, by=myself())


@bp.get("/posters/<key>.jpg")
@public
def poster(key: str) -> Response:
    """A poster, as long as it is true."""
    file = poster_path(found(true_poster(key)).key)
    if not file.is_file():
        raise NotHere
    return _sent(file, "poster.jpg", key, TEN_MINUTES)


@bp.get("/photos/<key>")
@public
def show(key: str) -> Response:
    """The photo, for whom may see what it belongs to."""
    return _serve(key, Size.PHOTO)


@bp.get("/photos/<key>/thumb")
@public
def thumb(key: str) -> Response:
    """The small one of a list."""
    return _serve(key, Size.THUMB)


@bp.get("/photos/<key>/wide")
@public
def wide(key: str) -> Response:
    """The one of a page, for whom may see what it belongs to."""
    return _serve(key, Size.WIDE)


@bp.get("/c/<community>/photos/<key>")
@public
def look(key: str) -> ResponseReturnValue:
    """A photo as wide as the screen, with the way back to what it belongs to and to the others of it."""
    community = current_community()
    photo = found(photo_by_key(key))
    if photo.community_id != community.id or photo.owner_id is None or not can_see(me(), photo):
        raise NotHere
    others = photos_of(community, photo.owner_kind, photo.owner_id)  # hidden ones apart, as open as this one
    photos = [one for one in others if one.taken_down_at is None or can_see(me(), one)]
    thing, place = PAGES[photo.owner_kind](photo.owner_id), photos.index(photo)
    back = local_path(request.args.get("back"), "")
    page = render_template("media/photo.html", photo=photo, photos=photos, place_in_row=place, thing=thing, back=back)
    return page, {"X-Robots-Tag": NO_INDEX}


def _serve(key: str, size: Size) -> Response:
    photo = found(photo_by_key(key))
    is_for_all = _is_for_all(photo)
    if not is_for_all and not can_see(me(), photo):
        raise NotHere
    return _sent(_file_of(photo, size), "photo.jpg", key, PUBLIC if is_for_all else PRIVATE)


def _sent(file: Path, name: str, key: str, kept: str) -> Response:
    """A picture that browsers keep as long as `kept` says, and search engines not at all."""
    response = send_file(file, mimetype="image/jpeg", download_name=name, conditional=True, etag=key)
    response.headers["X-Robots-Tag"] = NO_INDEX
    response.headers["Cache-Control"] = kept
    return response


def _file_of(photo: Picture, size: Size) -> Path:
    """Photos that were taken in before pages had a size of their own are shown whole. Raises NotHere for a lost file."""
    sizes = (size, Size.PHOTO) if size == Size.WIDE else (size,)
    return found(next((path for one in sizes if (path := path_of(photo.file, one)).is_file()), None))


def _is_for_all(photo: Picture) -> bool:
    """Published, and its owner is open to visitors: then nobody's session is read, and any cache may keep it."""
    return photo.is_public and can_see(None, photo)
