"""The form about the app."""

from wtforms import HiddenField

from resident.i18n import lazy_gettext as _l
from resident.web.forms import Filled, Fits, Form, text_field


class FeedbackForm(Form):
    """What somebody has to say of the app, and the page they came from."""

    words = text_field(_l("What works badly, what is missing, what is good?"), Filled(), Fits(2, 1000))
    page = HiddenField()
