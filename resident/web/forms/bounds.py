"""How much of what was sent a form looks at: a few times what each of its fields takes, cut before anything reads it.

So a text that is somewhat too long comes back whole beside the words that say so, and one without end costs nothing.
"""

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, StringField
from wtforms.validators import Length

from resident.characters import unstacked
from resident.i18n import gettext as _

TIMES = 4
UNSAID = 200  # characters of a number, a day, a choice, or a line whose length nobody has said
MOST_VALUES = 100  # of one name; files are counted where they are read


def most_in(field: Field) -> int:
    """How many characters a field takes: what `Fits` says of it."""
    lengths: list[Any] = [one for one in field.validators if isinstance(one, Length)]
    said = [one.max for one in lengths if one.max > 0]
    return min(said, default=UNSAID)


def bounded(form: Any, sent: Any) -> tuple[MultiDict[str, Any], dict[str, int]]:
    """What was sent for the fields of a form, each text cut and with few marks in a row; and how long those texts were that say so at their field."""
    fields: MultiDict[str, Any] = MultiDict()
    too_long: dict[str, int] = {}
    for field in form:
        if field.name not in sent:
            continue
        values = sent.getlist(field.name)
        most = max(TIMES * most_in(field), _length_of(form.stood.get(field.short_name)))
        texts = [value for value in values[:MOST_VALUES] if isinstance(value, str)]
        files = [value for value in values if not isinstance(value, str)]
        fields.setlist(field.name, [*files, *(unstacked(text[:most]) for text in texts)])
        longest = len(max(texts, key=len, default=""))
        if longest > most and isinstance(field, StringField) and not isinstance(field, HiddenField):
            too_long[field.name] = longest
    return fields, too_long


def _length_of(stood: Any) -> int:
    """How long what stood in a field is when a browser sends it: with two characters at the end of each line."""
    return len(stood) + stood.count("\n") if isinstance(stood, str) else 0


def length_words(*, most: int, now: int, least: int = 0) -> str:
    """What is said of a text that is too long or too short."""
    if least > 0:
        return _("%(min)d to %(max)d characters, please; now there are %(now)d.", min=least, max=most, now=now)
    return _("At most %(max)d characters, please; now there are %(now)d.", max=most, now=now)
