"""Photos pass through the running server as large as they may be, and not larger."""

import secrets
from email.message import Message
from http.client import HTTPConnection
from io import BytesIO

import pytest
from PIL import Image

from tests.load.browser import Browser
from tests.load.live import Live
from tests.load.multipart import multipart
from tests.load.place import Place, demand_fields, settle

MB = 1024**2
pytestmark = [pytest.mark.load, pytest.mark.xdist_group("load"), pytest.mark.timeout(900), pytest.mark.mostly_sqlite]


@pytest.fixture(scope="module")
def place(live: Live) -> Place:
    return settle(live, "photographed", people=1)


def photo() -> bytes:
    """A picture of some megabytes: noise cannot be packed."""
    packed = BytesIO()
    Image.frombytes("RGB", (1200, 900), secrets.token_bytes(1200 * 900 * 3)).save(packed, "JPEG", quality=95)
    return packed.getvalue()


def send(
    browser: Browser, path: str, fields: dict[str, str], photos: list[bytes], *, chunked: bool
) -> tuple[int, Message]:
    """Send the form on a connection of its own."""
    body, kind = multipart(fields, photos)
    headers = {"Content-Type": kind, "Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}
    connection = HTTPConnection("127.0.0.1", browser.port, timeout=300)
    try:
        pieces = (body[start : start + 60_000] for start in range(0, len(body), 60_000))
        connection.request("POST", path, pieces if chunked else body, headers, encode_chunked=chunked)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


@pytest.mark.parametrize("chunked", [False, True])
def test_a_form_with_photos_arrives_whole(live: Live, place: Place, chunked: bool) -> None:
    [resident] = live.sign_in(place.people)
    path = f"{place.path}/demands/new"
    fields = resident.get(path).form(path) | demand_fields(place, f"路灯坏了 {chunked}")
    photos = [photo() for _ in range(3)]
    assert sum(map(len, photos)) > 2 * MB
    status, headers = send(resident, path, fields, photos, chunked=chunked)
    assert status == 303
    shown = resident.get(headers["Location"]).text
    assert shown.count("/thumb") >= 3
    resident.close()


def test_a_visitor_and_other_pages_take_little(live: Live, place: Place) -> None:
    [resident] = live.sign_in(place.people)
    visitor = Browser(live.port, {"language": "en"})
    photos = [photo()]
    assert len(photos[0]) > MB
    for browser, path in ((visitor, f"{place.path}/demands/new"), (resident, "/me/data"), (resident, "/sign-out")):
        assert send(browser, path, {}, photos, chunked=False)[0] == 413
        assert send(browser, path, {}, photos, chunked=True)[0] == 413
    resident.close()
