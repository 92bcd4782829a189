"""A request of the event loop in the words of WSGI, and what is wrong with its header."""

import sys
from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import unquote_to_bytes

Headers: TypeAlias = list[tuple[bytes, bytes]]

ONLY_ONCE = (b"host", b"content-length", b"transfer-encoding", b"content-type")
MOST_HEADERS = 100


def fault(headers: Headers) -> HTTPStatus | None:
    """Why a header is refused: what two readers could understand in two ways, a proxy in front and we."""
    many = Counter(name for name, _value in headers)
    coding = next((value for name, value in headers if name == b"transfer-encoding"), None)
    if len(headers) > MOST_HEADERS:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    if any(many[name] > 1 for name in ONLY_ONCE) or (coding is not None and many[b"content-length"]):
        return HTTPStatus.BAD_REQUEST
    if coding is not None and coding.strip().lower() != b"chunked":
        return HTTPStatus.NOT_IMPLEMENTED
    return None


def environ_of(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The environ of a request (PEP 3333), without its body; made before the body is read, whose trailers are no header."""
    host, port = scope.get("server") or ("127.0.0.1", None)
    client, client_port = scope.get("client") or ("", "")
    target = scope["raw_path"]
    query = scope["query_string"].decode("latin-1")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(target).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": target.decode("latin-1") + (f"?{query}" if query else ""),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client,
        "REMOTE_PORT": str(client_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
    }
    _add_headers(environ, scope["headers"])
    return environ


def _add_headers(environ: dict[str, Any], headers: Headers) -> None:
    """Names with an underscore are left out: in an environ X_Forwarded_For would be X-Forwarded-For."""
    for name, value in headers:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
