"""Demands: what residents ask for or report, from the first line to the rating."""

from flask import Flask

from resident.demands import models as models
from resident.demands import notices, review, words
from resident.demands.cli import demands_cli
from resident.demands.permissions import may_see_photos
from resident.demands.views import bp
from resident.media import owners
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """Register what this package adds."""
    notices.register()
    review.register()
    owners.register("demand", may_see_photos)
    tab("demands", "demands")
    app.jinja_env.globals.update(
        plate_of=words.plate_of, body_words=words.body_words, state_words=words.state_words,
        support_words=words.support_words, comment_words=words.comment_words, step_words=words.step_words,
        step_note=words.step_note,
    )  # fmt: skip
    app.register_blueprint(bp)
    app.cli.add_command(demands_cli)
