"""The forms of a page, and what a hurried, a careless and a late person send by them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

Sent = tuple[tuple[str, str], ...]
ENOUGH = "so long " * 500  # more than any field takes
NONSENSE = {"number": "many", "date": "31 February", "datetime-local": "soon", "month": "13", "time": "late"}
SOMETHING = "好好好好"
USUAL = {"number": "1", "date": "2026-03-09", "datetime-local": "2026-03-09T09:00", "month": "2026-03", "time": "09:00"}
CHOSEN = {"select", "radio", "checkbox"}
BUTTONS = {"submit", "button", "reset", "image"}


@dataclass
class Control:
    """One field of a form, as it stands in the page."""

    name: str
    type: str
    value: str
    is_on: bool = True
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form that changes something: where it goes, and what it holds."""

    action: str
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """What its fields are called, numbers apart."""
        return frozenset(re.sub(r"\d+", "…", one.name) for one in self.controls)

    def blank(self) -> Sent:
        """Sent without a word, and with nothing chosen."""
        return (*self._always(), *((one.name, "") for one in self._fields() if one.type not in CHOSEN))

    def wrong(self) -> Sent:
        """Every text far too long, every number a word, every choice one that there is not."""
        return (*self._always(), *{one.name: _wrong(one) for one in self._fields()}.items())

    def usual(self) -> Sent:
        """As it stands in the page, what is empty filled in, and the first of what has to be chosen."""
        chosen = {one.name for one in self._fields() if one.type == "radio" and one.is_on}
        first = {one.name: one.value for one in reversed([*self._fields()]) if one.type == "radio"}
        return (
            *self._always(),
            *((one.name, _usual(one)) for one in self._fields() if one.is_on),
            *((name, value) for name, value in first.items() if name not in chosen),
        )

    def late(self) -> Sent | None:
        """A word more in every text, but somebody else has saved meanwhile; None where the form does not notice that."""
        if "version" not in self.names:
            return None
        words = (*self._always(), *((one.name, _and_more(one)) for one in self._fields() if one.is_on))
        return tuple((name, "0" if name == "version" else value) for name, value in words)

    def _always(self) -> Iterator[tuple[str, str]]:
        return ((one.name, one.value) for one in self.controls if one.type == "hidden")

    def _fields(self) -> Iterator[Control]:
        return (one for one in self.controls if one.type not in {"hidden", "submit", "file"})


def _wrong(one: Control) -> str:
    return "nothing of that kind" if one.type in CHOSEN else NONSENSE.get(one.type, ENOUGH)


def _usual(one: Control) -> str:
    if one.type in {"radio", "checkbox"} or one.value.strip():
        return one.value
    if one.type == "time" and "end" in one.name:
        return "11:00"
    return (
        next((value for value in one.choices if value), "") if one.type == "select" else USUAL.get(one.type, SOMETHING)
    )


def _and_more(one: Control) -> str:
    is_text = one.type in {"text", "textarea"} and any(map(str.isalpha, one.value))
    return one.value + "好" if is_text else one.value


class Forms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._control: Control | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or add a field to it."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(values.get("action", "")) if values.get("method", "").lower() == "post" else None
            self.found += [self._form] if self._form else []
        elif self._form is None:
            return
        elif tag == "option" and self._control:
            self._control.choices.append(values.get("value", ""))
            self._control.value = values.get("value", "") if "selected" in values else self._control.value
        elif tag in {"input", "textarea", "select"} and values.get("name"):
            type_ = values.get("type", "text") if tag == "input" else tag
            type_ = "number" if values.get("inputmode") == "numeric" and type_ == "text" else type_
            is_on = type_ not in {"radio", "checkbox"} or "checked" in values
            self._control = Control(values["name"], type_, values.get("value", ""), is_on)
            self._form.controls += [] if type_ in BUTTONS else [self._control]
        elif tag == "button" and values.get("name"):
            self._form.controls.append(Control(values["name"], "submit", values.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """End what ended."""
        if tag == "form":
            self._form = None
        elif tag in {"textarea", "select"}:
            self._control = None

    def handle_data(self, data: str) -> None:
        """The words of a textarea."""
        if self._control and self._control.type == "textarea":
            self._control.value += data.removeprefix("\n")
