"""Photos, served only to who may see their owner."""

from flask import Flask

from resident.media import jobs as jobs
from resident.media import models as models
from resident.media.queries import photo_page, photo_url
from resident.media.views import bp
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """The view that serves photos, and their addresses for templates."""
    app.register_blueprint(bp)
    app.jinja_env.globals.update(photo_url=photo_url, photo_page=photo_page)
    tab("media.look", "demands")
