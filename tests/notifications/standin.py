"""A stand-in for what lies outside: a server of its own on this machine, to which every call is led whatever its host."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx

OK: dict[str, Any] = {
    "dysmsapi.aliyuncs.com": {
        "Message": "OK",
        "RequestId": "F655A8D5-B967-440B-8683",
        "Code": "OK",
        "BizId": "9006197",
    },
    "sms.tencentcloudapi.com": {
        "Response": {
            "SendStatusSet": [
                {"SerialNo": "5000:10452", "Fee": 1, "Code": "Ok", "Message": "send success", "IsoCode": "CN"}
            ],
            "RequestId": "a0aabda6-cf91-4f3e",
        }
    },
    "qyapi.weixin.qq.com": {"errcode": 0, "errmsg": "ok"},
    "oapi.dingtalk.com": {"errcode": 0, "errmsg": "ok"},
    "open.feishu.cn": {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"},
}


class Call(NamedTuple):
    """What was sent: to which host, on which path, and what."""

    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


class StandIn:
    """`answers` holds what each host says next (a status and an object); `slow` seconds go by before every answer."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.answers: dict[str, tuple[int, Any]] = {}
        self.slow = 0.0
        self.hangs_up = False
        self.meanwhile: Callable[[], None] = lambda: None
        self.address = ""

    def transport(self) -> httpx.AsyncBaseTransport:
        """What the app is made with in the place of the network."""
        return _Led(self)


class _Led(httpx.AsyncBaseTransport):
    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in, self._real = stand_in, httpx.AsyncHTTPTransport(trust_env=False)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.scheme == "https"
        headers = {**request.headers, "host": request.url.host}
        url = request.url.copy_with(scheme="http", netloc=urlsplit(self._stand_in.address).netloc.encode())
        led = httpx.Request("POST", url, headers=headers, stream=request.stream, extensions=request.extensions)
        return await self._real.handle_async_request(led)

    async def aclose(self) -> None:
        await self._real.aclose()


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """The server, until the end."""
    stand_in = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            host = headers["host"]
            stand_in.calls.append(Call(host, parts.path, query, headers, json.loads(body) if body else None))
            stand_in.meanwhile()
            time.sleep(stand_in.slow)
            if stand_in.hangs_up:
                return
            status, said = stand_in.answers.get(host, (200, OK.get(host, {})))
            raw = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            if status in (301, 302, 307):
                self.send_header("Location", "https://169.254.169.254/latest")
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_words: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
