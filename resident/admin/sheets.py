"""The forms that take a sheet, and the empty ones to fill in."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Response
from wtforms import FileField, HiddenField
from wtforms.validators import ValidationError

from resident.communities.importing import Kept, kept_of
from resident.i18n import gettext as _
from resident.i18n import lazy_gettext as _l
from resident.invitations.importing import kept_of as staff_of
from resident.sheets.files import read
from resident.sheets.tables import Table, Unread
from resident.sheets.words import why_unread
from resident.turns import Busy
from resident.web.errors import Words
from resident.web.forms import CreatingForm, Form, one_line
from resident.web.uploads import began

MOST_SENT = 12 * 1024 * 1024  # a file of ten megabytes, and the form around it: a little more is told at its field
LONGEST = 40  # seconds of reading and of waiting for the others: a request may take 60
LONGEST_NAME = 80
EXAMPLES = (
    ("网格", "楼栋", "单元", "房号"),
    ("第一网格", "1栋", "1单元", "101"),
    ("第一网格", "1栋", "1单元", "102"),
)
STAFF_EXAMPLES = (
    ("姓名", "手机号", "角色", "单位"),
    ("王芳", "13800000000", "社区工作者", ""),
    ("李强", "13800000000", "负责人", "安和物业"),
)
OF_COMMITTEE, OF_BODIES = ("社区工作者", "审核员"), ("负责人", "核销员", "成员")
A_ROW_A_HOME, A_ROW_A_BUILDING = EXAMPLES[0], ("网格", "小区", "楼号", "单元数", "层数", "每层户数")


class SheetForm(CreatingForm):
    """A sheet; `keep` reduces its tables to what is needed, `no_headings` says what one of those looks like."""

    file = FileField(_l("The file"))
    kept = Kept((), ())
    keep: Callable[[Iterable[Table]], Kept]
    no_headings: Words

    def __init__(self) -> None:
        super().__init__()
        self.file.flags.required = True

    @property
    def file_name(self) -> str:
        """What the file is called, to be shown again."""
        return one_line(self.file.data.filename)[:LONGEST_NAME] or "?"

    def key(self) -> str:
        """Another file under the same name is another sheet."""
        token, _dot, mark = super().key().partition(".")
        # Whoever sends words instead of a file is told so at the field.
        stream = getattr(self.file.data, "stream", None)
        digest = hashlib.file_digest(_rewound(stream), "sha256").hexdigest() if stream else ""
        return f"{token}.{hashlib.sha256((mark + digest).encode()).hexdigest()[:16]}"

    def validate_file(self, field: FileField) -> None:
        """Read it, apart from here. Raises ValidationError with what is wrong with it."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("Please choose a file."))
        try:
            self.kept = self.keep(read(field.data.stream, until=began() + LONGEST))
        except Unread as error:
            raise ValidationError(why_unread(error)) from None
        except Busy:
            raise ValidationError(
                _("There is much to do here at this moment. Please send it again in a minute.")
            ) from None
        if not self.kept.tables:
            raise ValidationError(str(self.no_headings))


class PlacesForm(SheetForm):
    """A sheet of grids, buildings and homes."""

    keep = staticmethod(kept_of)
    no_headings = _l("No headings were found. One row must name the columns, for example 网格, 楼栋, 单元, 房号.")


class StaffForm(SheetForm):
    """A sheet of staff and members of bodies."""

    keep = staticmethod(staff_of)
    no_headings = _l("No headings were found. One row must name the columns, for example 姓名, 手机号, 角色, 单位.")


class TakeForm(Form):
    """The yes to what was shown."""

    mark = HiddenField()


def example_file(rows: Iterable[Sequence[str]], name: str) -> Response:
    """An empty sheet to fill in, which spreadsheets open with its Chinese headings."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    answer = Response(file.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rewound(stream: Any) -> Any:
    stream.seek(0)
    return stream
