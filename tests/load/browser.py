"""A small browser: keeps its connection and its cookies, and finds the forms of a page."""

from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

LONGEST_ANSWER = 60  # seconds
Fields = dict[str, str]


class NoAnswer(Exception):
    """The connection broke before there was a whole answer: nobody knows whether it was done."""


class _Forms(HTMLParser):
    """The forms of a page by their address, each with the values of its inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Fields] = {}
        self._fields: Fields = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember forms and the hidden inputs in them."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.found.setdefault(values.get("action", ""), {})
        elif tag == "input" and values.get("type") == "hidden" and "name" in values:
            self._fields[values["name"]] = values.get("value", "")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    def form(self, action: str) -> Fields:
        """The hidden fields of the form that posts to `action`, which a form without an address does to its own page.

        Raises KeyError where the page has neither.
        """
        forms = _Forms()
        forms.feed(self.text)
        return forms.found[action if action in forms.found else ""]


class Browser:
    """One person's browser; one request at a time."""

    def __init__(self, port: int, cookies: Fields) -> None:
        self.port = port
        self.cookies = dict(cookies)
        self._connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST_ANSWER)

    def twin(self) -> "Browser":
        """The same browser with a connection of its own: for taps at the same moment."""
        return Browser(self.port, self.cookies)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: Fields) -> Answer:
        """Send a form; redirects are not followed."""
        return self._ask("POST", path, urlencode(fields))

    def send(self, page: str, action: str, fields: Fields | None = None) -> Answer:
        """Open a page and send its form that posts to `action`, with these fields filled in."""
        return self.post(action, self.get(page).form(action) | (fields or {}))

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, HTTPException) as error:
            self._connection.close()
            raise NoAnswer from error
        for header in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(header).items()})
        return Answer(response.status, response.headers.get("Location", ""), text)
