"""What a sheet of staff says, row by row, and what is wrong in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from resident.accounts.entrance.identity import normal_phone
from resident.communities.doors import same_name
from resident.communities.importing import At, Wrong
from resident.communities.models import Role
from resident.i18n import lazy_gettext as _l
from resident.invitations.importing.headings import Column, section_in
from resident.organizations.models import MemberRole
from resident.sheets.headings import Section, bare
from resident.sheets.tables import Fault, Row, Table
from resident.sheets.words import FAULTS
from resident.web.errors import Words

LONGEST_NAME = 40
NO_NUMBER = _l("This is not a mobile number of the mainland: 11 digits, please.")
ROLES: dict[str, tuple[str, ...]] = {
    Role.WORKER: (
        *("社区工作者", "工作者", "工作人员", "社区工作人员", "居委会工作人员", "社工", "网格员", "网格长", "社区干部"),
        *("worker", "committee worker", "staff", "grid worker"),
    ),
    Role.MODERATOR: ("审核员", "审核", "审核人", "审核人员", "moderator", "reviewer"),
    MemberRole.MANAGER: ("负责人", "管理人", "主管", "经理", "队长", "会长", "manager", "leader", "lead", "head"),
    MemberRole.CLERK: ("核销员", "店员", "核销", "clerk", "shop assistant"),
    MemberRole.MEMBER: ("成员", "队员", "会员", "组员", "员工", "member"),
}
BY_WORD = {bare(word): role for role, words in ROLES.items() for word in words}
REFUSED: dict[str, Words] = {
    **dict.fromkeys(
        map(bare, ("管理员", "系统管理员", "administrator", "admin")),
        _l("Administrators are never invited by a sheet. Invite them one by one."),
    ),
    **dict.fromkeys(
        map(bare, ("居民", "住户", "业主", "租户", "志愿者", "resident", "owner", "tenant", "volunteer")),
        _l("Residents and volunteers come by themselves, never from a sheet. Take this row out."),
    ),
}


class Named(NamedTuple):
    """One person of the sheet: whom a role or a body is offered; `body` is the name as it stands there."""

    name: str
    phone: str
    role: str
    body: str
    at: At  # of the role, or where it is said
    body_at: At


@dataclass
class Said:
    """All that a file says."""

    people: list[Named] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    repeated: int = 0  # rows that say the same once more


def said_in(tables: Iterable[Table]) -> Said:
    """What the tables say, with everything that is wrong in them."""
    reader = _Reader()
    for table in tables:
        section = section_in(table)
        if section is not None:
            reader.read(section)
    return reader.said


class _Reader:
    """Goes down the sections; knows what was said of each number before."""

    def __init__(self) -> None:
        self.said = Said()
        self.names: dict[str, Named] = {}  # the first row of each number with a name
        self.targets: dict[tuple[str, ...], Named] = {}

    def read(self, section: Section) -> None:
        """Read every row; what is wrong in one does not end the others."""
        for column in section.doubled:
            words = _l("Another column says this already. Take one of them out.")
            self._refuse(section, section.heading, column, words)
        for row in section.rows:
            faults = [(column, row.at(column)) for column in section.columns.values() if row.at(column).fault]
            for column, cell in faults:
                self._refuse(section, row, column, FAULTS[Fault(cell.fault)])
            if not faults:
                self._row(section, row)

    def _row(self, section: Section, row: Row) -> None:
        phone = normal_phone(_text(section, row, Column.PHONE))
        name, body = _text(section, row, Column.NAME), _text(section, row, Column.BODY)
        place = section.columns.get(Column.ROLE, section.columns.get(Column.BODY, 0))
        role, refusal = _role(_text(section, row, Column.ROLE), has_body=bool(body))
        if not phone:
            self._refuse(section, row, section.columns[Column.PHONE], NO_NUMBER)
        if refusal:
            self._refuse(section, row, place, refusal)
        if len(name) > LONGEST_NAME:
            self._refuse(section, row, section.columns[Column.NAME], _l("At most 40 characters, please."))
        elif phone and not refusal:
            body_at = At(section.name, row.number, section.columns.get(Column.BODY, place))
            self._take(section, row, Named(name, phone, role, body, At(section.name, row.number, place), body_at))

    def _take(self, section: Section, row: Row, named: Named) -> None:
        """Take somebody in, unless the number belongs to somebody else here, or has another role in the same body."""
        first = self.names.setdefault(named.phone, named) if named.name else named
        if bare(first.name) != bare(named.name):
            words = _l("Row %(row)d has this number for %(name)s.", row=first.at.row, name=first.name)
            self._refuse(section, row, section.columns[Column.PHONE], words)
            return
        target = (
            (named.phone, same_name(named.body)) if named.role in set(MemberRole) else (named.phone, "", named.role)
        )
        before = self.targets.setdefault(target, named)
        if before is named:
            self.said.people.append(named)
        elif before.role == named.role:
            self.said.repeated += 1
        else:
            words = _l("Row %(row)d gives this number another role in the same organization.", row=before.at.row)
            self._refuse(section, row, named.at.column, words)

    def _refuse(self, section: Section, row: Row, column: int, words: Words) -> None:
        self.said.wrong.append(Wrong(At(section.name, row.number, column), words, row.at(column).text))


def _text(section: Section, row: Row, column: Column) -> str:
    place = section.columns.get(column)
    return "" if place is None else " ".join(row.at(place).text.split())


def _role(text: str, *, has_body: bool) -> tuple[str, Words]:
    """Which role is meant, or why none is; who stands beside a body without a role is its member."""
    word = bare(text)
    if not word:
        return (MemberRole.MEMBER, "") if has_body else ("", _l("Which role? For example 审核员, 社区工作者, 负责人."))
    if word in BY_WORD:
        return BY_WORD[word], ""
    return "", REFUSED.get(
        word, _l("This role is not known here. For example 审核员, 社区工作者, 负责人, 核销员, 成员.")
    )
