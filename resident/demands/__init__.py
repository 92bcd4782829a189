"""Demands: what residents ask for or report, from the first line to the rating."""

from flask import Flask

from resident.demands import models as models
from resident.demands import notices, review
from resident.demands.cli import demands_cli
from resident.demands.permissions import may_see_photos
from resident.demands.views import bp
from resident.demands.words import body_words, plate_of, step_note, step_words
from resident.media import owners
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """Register what this package adds."""
    notices.register()
    review.register()
    owners.register("demand", may_see_photos)
    tab("demands", "demands")
    app.jinja_env.globals.update(plate_of=plate_of, body_words=body_words, step_words=step_words, step_note=step_note)
    app.register_blueprint(bp)
    app.cli.add_command(demands_cli)
