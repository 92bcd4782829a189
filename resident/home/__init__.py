"""The pages that show several packages side by side: the front door, a community's home, and one's own."""

from flask import Flask

from resident.home.views import bp
from resident.home.words import flower_words, greeting, opening, own_flower_words, soon_words, today_words
from resident.web import pages


def setup(app: Flask) -> None:
    """The three pages and their tabs."""
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        greeting=greeting,
        soon_words=soon_words,
        today_words=today_words,
        flower_words=flower_words,
        own_flower_words=own_flower_words,
    )
    app.jinja_env.filters["opening"] = opening
    pages.tab("home", "home")
    pages.tab("home.mine", "me")
    pages.tab("home.everywhere", "me")
