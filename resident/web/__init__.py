"""Everything a page needs that knows nothing of neighbourhoods."""

from flask import Flask
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from resident.web import errors, headers, pages

csrf = CSRFProtect()
htmx = Htmx()


def setup(app: Flask) -> None:
    """Frame, errors, headers, CSRF and htmx."""
    csrf.init_app(app)
    htmx.init_app(app)
    pages.setup(app)
    errors.setup(app)
    headers.setup(app)
