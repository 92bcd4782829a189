"""What is asked of a server, over HTTP or inside this process."""

from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from tests.statements import statements_of

LANGUAGES = "zh-CN,zh;q=0.9,en;q=0.8"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Ask:
    """A page, or a form where there is a body."""

    path: str
    cookie: str = ""
    body: str = ""

    @property
    def method(self) -> str:
        """GET or POST."""
        return "POST" if self.body else "GET"

    def __str__(self) -> str:
        """A whole HTTP request; phones take gzip, but unpacking is not what is measured."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", f"Accept-Language: {LANGUAGES}"]
        lines += [f"Cookie: {self.cookie}"] * bool(self.cookie)
        lines += [f"Content-Type: {FORM}", f"Content-Length: {len(self.body)}"] * bool(self.body)
        return "\r\n".join([*lines, "", self.body])

    def answer(self, app: Flask) -> TestResponse:
        """Ask the app here, without a server."""
        headers = {"Accept-Language": LANGUAGES} | ({"Cookie": self.cookie} if self.cookie else {})
        form = {"data": self.body, "content_type": FORM} if self.body else {}
        browser = app.test_client(use_cookies=False)
        return browser.open(self.path, method=self.method, headers=headers, **form)

    def statements(self, app: Flask) -> int:
        """How many statements the answer takes."""
        with statements_of(app) as seen:
            self.answer(app)
        return len(seen)
