"""Jinja as pages and pieces use it."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from jinja2 import Environment


class PlainGlobals(Environment):
    """The globals of a template in one plain dictionary: Jinja looks through all of them at every import.

    The price: a global that is added after a template was loaded is not seen by it; ours are added when the app is made.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template sees beside its variables."""
        return {**self.globals, **(d or {})}


class PageTemplates(PlainGlobals, FlaskEnvironment):
    """The templates of pages."""
