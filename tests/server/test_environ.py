"""What WSGI is told of a request, and which headers are refused."""

from http import HTTPStatus

import pytest

from resident.server.environ import MOST_HEADERS, environ_of, fault
from tests.server.asgi import scope


def test_a_path_with_chinese_signs_reaches_the_app_as_its_bytes():
    environ = environ_of(scope("GET", "/c/%E6%A1%82%E8%8A%B1/a%2Fb", query="q=%E6%9A%96%E6%B0%94&a=1+2"))
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/c/桂花/a/b"
    assert environ["QUERY_STRING"] == "q=%E6%9A%96%E6%B0%94&a=1+2"
    assert environ["REQUEST_URI"] == "/c/%E6%A1%82%E8%8A%B1/a%2Fb?q=%E6%9A%96%E6%B0%94&a=1+2"


def test_raw_bytes_in_a_query_are_kept():
    request = scope() | {"query_string": "q=暖气".encode()}
    assert environ_of(request)["QUERY_STRING"].encode("latin-1").decode() == "q=暖气"


def test_headers_become_names_of_wsgi():
    environ = environ_of(
        scope(
            "POST",
            "/",
            ("Content-Type", "text/plain"),
            ("Content-Length", "3"),
            ("Accept-Language", "zh-CN"),
            ("X-Forwarded-For", "203.0.113.7"),
        )
    )
    assert environ["CONTENT_TYPE"] == "text/plain"
    assert environ["CONTENT_LENGTH"] == "3"
    assert environ["HTTP_ACCEPT_LANGUAGE"] == "zh-CN"
    assert environ["HTTP_X_FORWARDED_FOR"] == "203.0.113.7"
    assert (environ["REMOTE_ADDR"], environ["SERVER_PORT"]) == ("127.0.0.1", "8000")


def test_a_header_that_comes_twice_is_joined():
    environ = environ_of(scope("GET", "/", ("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "2.2.2.2")))
    assert environ["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
    environ = environ_of(scope("GET", "/", ("Cookie", "a=1"), ("Cookie", "b=2")))
    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_a_name_with_an_underscore_cannot_pass_for_another():
    assert "HTTP_X_FORWARDED_FOR" not in environ_of(scope("GET", "/", ("X_Forwarded_For", "6.6.6.6")))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Host", "a")], None),
        ([("Content-Length", "3")], None),
        ([("Transfer-Encoding", "chunked")], None),
        ([("Transfer-Encoding", "Chunked")], None),
        ([("Transfer-Encoding", "chunked"), ("Content-Length", "3")], HTTPStatus.BAD_REQUEST),
        ([("Content-Length", "3"), ("Content-Length", "4")], HTTPStatus.BAD_REQUEST),
        ([("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "identity")], HTTPStatus.BAD_REQUEST),
        ([("Host", "a"), ("Host", "b")], HTTPStatus.BAD_REQUEST),
        ([("Transfer-Encoding", "gzip, chunked")], HTTPStatus.NOT_IMPLEMENTED),
        ([("X-A", "1")] * (MOST_HEADERS + 1), HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    ],
)
def test_what_two_readers_could_understand_in_two_ways_is_refused(headers, status):
    assert fault(scope("POST", "/", *headers)["headers"]) == status
