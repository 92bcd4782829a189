"""The Flask app whose every request is one transaction."""

from typing import Any

from flask import Flask, Response, g, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter

from resident import db

MOST = 2**63 - 1


class Number(IntegerConverter):
    """A row's number in an address: one that no database holds is no page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": MOST, **options})


class Application(Flask):
    """Flask, with the commit around the view."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.url_map.converters["int"] = Number

    def dispatch_request(self) -> ResponseReturnValue:
        return db.in_request(self._answer)

    def _answer(self) -> Response:
        """The view's answer; a second try reads what was uploaded once more."""
        if g.get("is_second_try"):
            for _field, file in request.files.items(multi=True):
                file.seek(0)
        g.is_second_try = True
        return make_response(super().dispatch_request())
