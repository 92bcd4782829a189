"""QR codes, as pictures a view serves; their links never come from the Host header."""

import io

import segno
from flask import Response

from resident.config import settings

QUIET_ZONE = 2


def address_of(path: str) -> str:
    """The full address of a path of this app, as a phone needs it."""
    return settings().public_url + path


def code_answer(path: str, *, is_public: bool = False) -> Response:
    """The QR code of a path as SVG; one that only its owner may see is kept by no cache."""
    return drawn_code(address_of(path), is_public=is_public)


def drawn_code(text: str, *, is_public: bool = False) -> Response:
    """The QR code of any text, as `code_answer`."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, border=QUIET_ZONE, omitsize=True, dark="#000", light="#fff"
    )
    answer = Response(picture.getvalue(), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "public, max-age=86400" if is_public else "no-store"
    return answer
