"""What people say of the app itself, and who runs it: no demand, in no queue, in no rate."""

from flask import Flask

from resident.accounts.sessions import gates
from resident.feedback import jobs as jobs
from resident.feedback import models as models
from resident.feedback.views import bp
from resident.web.pages import tab


def setup(app: Flask) -> None:
    """Two pages open to everybody, and one for administrators."""
    app.register_blueprint(bp)
    gates.leave_open("feedback.about", "feedback.write")
    tab("feedback", "home")
    tab("feedback.index", "work")
