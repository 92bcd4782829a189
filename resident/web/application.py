"""The Flask app whose every request is one transaction."""

from flask import Flask, Response, make_response
from flask.typing import ResponseReturnValue

from resident import db


class Application(Flask):
    """Flask, with the commit around the view."""

    def dispatch_request(self) -> ResponseReturnValue:
        return db.in_request(self._answer)

    def _answer(self) -> Response:
        return make_response(super().dispatch_request())
