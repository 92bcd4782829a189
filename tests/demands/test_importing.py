"""Taking demands over from a CSV file."""

import csv
import os
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from resident.communities.models import CommunityRow
from resident.db import db
from resident.demands.importing import encoding_of, read_records
from resident.demands.models import Answer, Demand, DemandEvent
from resident.demands.queries import figures_of
from tests.conftest import Clock
from tests.demands.conftest import Town
from tests.statements import statements_of

REAL = Path(os.environ.get("RESIDENT_TEST_DATA") or Path(__file__).parents[3] / "shared" / "data") / "demands-dev.csv"
HEAD = "id,title,body,category,created_at,supports,reply,replied_at"
GOOD = "A1,门禁坏了,刷卡没有反应。,公共设施,2019-05-01 10:00:00,12,已经换好。,2019-05-09 15:30:00"
Run = Callable[..., Result]


@pytest.fixture
def run(town: Town, tmp_path: Path) -> Run:
    """`run(text or bytes)` writes them into a file and imports it."""

    def _run(content: str | bytes = "", *options: str, file: Path | None = None, encoding: str = "utf-8") -> Result:
        path = file or tmp_path / "demands.csv"
        if content:
            path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        args = ["demands", "import", str(path), "--community", town.slug, *options]
        return town.app.test_cli_runner().invoke(args=args)

    return _run


def _all(app: Flask, model: type) -> list:
    with app.app_context():
        rows = list(db.session.scalars(select(model).order_by(model.id)))
        db.session.expunge_all()
        return rows


def _rejected(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "demands.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_open_ones_are_followed_or_their_pages_say_that_nobody_follows_them(
    town: Town, run: Run, client: FlaskClient, sign_in: Callable[[int], FlaskClient]
) -> None:
    still_open = f"{HEAD}\nA1,门禁坏了,刷卡没有反应。,公共设施,2019-05-01 10:00:00,12,,\n"
    client.set_cookie("language", "en")
    for options, follows in (((), True), (("--nobody-follows",), False), ((), False), (("--followed",), True)):
        assert run(still_open, *options).exit_code == 0
        assert ("Nobody follows this here" in client.get(town.url("/1")).text) is not follows
        assert ("门禁坏了" in sign_in(town.worker).get(f"/c/{town.slug}/desk").text) is follows


def test_a_row_becomes_a_published_demand_with_its_answer(town: Town, run: Run) -> None:
    result = run(f"{HEAD}\n{GOOD}\n")
    assert result.exit_code == 0
    assert "1 rows: 1 new, 0 already here, 0 rejected." in result.output
    (demand,) = _all(town.app, Demand)
    assert (demand.number, demand.author_id, demand.source, demand.source_id) == (1, None, "import", "A1")
    assert (demand.state, demand.is_listed, demand.imported_supports) == ("resolved", True, 12)
    assert demand.category_id == town.category
    assert demand.submitted_at.isoformat() == "2019-05-01T02:00:00+00:00"
    (answer,) = _all(town.app, Answer)
    assert (answer.body, answer.at.isoformat()) == ("已经换好。", "2019-05-09T07:30:00+00:00")
    assert [event.kind for event in _all(town.app, DemandEvent)] == ["import", "resolve"]


def test_a_second_run_takes_nothing_twice(town: Town, run: Run) -> None:
    run(f"{HEAD}\n{GOOD}\n")
    more = f"{HEAD}\n{GOOD}\nA2,路灯不亮,三号路口。,,2019-06-01 20:00:00,,,\n"
    assert "2 rows: 1 new, 1 already here, 0 rejected." in run(more).output
    assert [(demand.number, demand.state) for demand in _all(town.app, Demand)] == [(1, "resolved"), (2, "to_assign")]


def test_rows_without_an_id_are_known_again_by_what_they_say(town: Town, run: Run) -> None:
    text = "title,body,created_at\n门禁坏了,刷卡没有反应。,2019-05-01 10:00\n"
    assert "1 new" in run(text).output
    assert "0 new, 1 already here" in run(text).output


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("B1,,没有标题,,2019-05-01,,,", "title is empty"),
        ("B2,标题," + " " + ",,2019-05-01,,,", "body is empty"),
        ("B3,标题," + "长" * 10_001 + ",,2019-05-01,,,", "body has 10001 characters, more than 10000"),
        ("B4,标题,正文,,,,,", "created_at is empty"),
        ("B5,标题,正文,,昨天,,,", "created_at '昨天' is not a time like 2026-03-01 14:30:00"),
        ("B6,标题,正文,,2019-02-30 10:00:00,,,", "is not a time"),
        ("B7,标题,正文,,2999-01-01,,,", "in the future"),
        ("B8,标题,正文,,1909-01-01,,,", "before 1970"),
        ("B9,标题,正文,,2019-05-01,-3,,", "supports '-3' is not a whole number"),
        ("B10,标题,正文,,2019-05-01,many,,", "supports 'many'"),
        ("B11,标题,正文,,2019-05-01,,已办,", "replied_at is empty"),
        ("B12,标题,正文,,2019-05-01,,已办,2018-01-01", "replied_at is before created_at"),
        ("B13,标题,正文", "3 columns instead of 8"),
        ("B14,标题,正文,,2019-05-01,,,,,", "10 columns instead of 8"),
        ("x" * 101 + ",标题,正文,,2019-05-01,,,", "id has more than 100 characters"),
        ("A1,另一件,同一个编号,,2019-05-01,,,", "the same id as in line 2"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_line_and_reason(
    town: Town, run: Run, tmp_path: Path, row: str, reason: str
) -> None:
    result = run(f"{HEAD}\n{GOOD}\n{row}\nC1,后面的,还是进来了,,2019-05-02,,,\n")
    assert result.exit_code == 0
    assert "3 rows: 2 new, 0 already here, 1 rejected." in result.output
    (rejected,) = _rejected(tmp_path)
    assert rejected["line"] == "3"
    assert reason in rejected["reason"]
    assert [demand.source_id for demand in _all(town.app, Demand)] == ["A1", "C1"]


def test_broken_quotes_cost_their_own_line_and_no_other(town: Town, run: Run, tmp_path: Path) -> None:
    broken = ['D1,"没有关上的引号,正文,,2019-05-01,,,', 'D2,标题,"多了"一个,,2019-05-01,,,']
    text = "\n".join(
        [HEAD, GOOD, broken[0], "C1,中间的,正文,,2019-05-02,,,", broken[1], "C2,最后的,正文,,2019-05-03,,,", ""]
    )
    result = run(text)
    assert "5 rows: 3 new, 0 already here, 2 rejected." in result.output
    assert [(row["line"], row["reason"][:13]) for row in _rejected(tmp_path)] == [
        ("3", "broken quotes"),
        ("5", "broken quotes"),
    ]
    assert [demand.source_id for demand in _all(town.app, Demand)] == ["A1", "C1", "C2"]


def test_a_mended_file_of_rejected_rows_can_be_sent_again(town: Town, run: Run, tmp_path: Path) -> None:
    run(f"{HEAD}\n{GOOD}\nB1,,没有标题,,2019-05-01,,,\n")
    mended = (tmp_path / "demands.csv.rejected.csv").read_text(encoding="utf-8-sig").replace("B1,,", "B1,有了标题,")
    assert "1 new, 0 already here, 0 rejected." in run(mended).output


def test_rows_that_are_rejected_again_and_again_keep_one_line_and_one_reason(run: Run, tmp_path: Path) -> None:
    bad = f"{HEAD}\nB1,,没有标题,,2019-05-01,,,\nB2,太少\n"
    for _round in range(3):
        assert "2 rejected." in run(bad).output
        path = max(tmp_path.glob("demands.csv.rejected*.csv"), key=lambda one: one.stat().st_mtime_ns)
        bad = path.read_text(encoding="utf-8-sig")
        head, first, second = csv.reader(bad.splitlines())
        assert head == ["line", "reason", *HEAD.split(",")]
        assert (first[2:5], second[2:]) == (["B1", "", "没有标题"], ["B2", "太少"])


@pytest.mark.parametrize(
    "told", ["2019年5月1日", "2019-05-01T00:00:00+08:00", "2019-04-30 16:00:00Z", "2019年05月01日 00:00", "2019/5/1"]
)
def test_times_are_read_as_lists_write_them(town: Town, run: Run, told: str) -> None:
    assert "1 new" in run(f'{HEAD}\nB1,标题,正文,,{told},"1,000",,\n').output
    (demand,) = _all(town.app, Demand)
    assert demand.submitted_at == datetime(2019, 4, 30, 16, tzinfo=UTC)
    assert demand.imported_supports == 1000


def test_a_file_of_rejected_rows_is_never_written_over(run: Run, tmp_path: Path) -> None:
    rows = f"{HEAD}\n{GOOD}\nB1,,没有标题,,2019-05-01,,,\n"
    run(rows)
    mended = tmp_path / "demands.csv.rejected.csv"
    mended.write_text("somebody worked on this for an hour")
    for number in (2, 3):
        assert f"demands.csv.rejected-{number}.csv, each with its reason" in run(rows).output
        assert (tmp_path / f"demands.csv.rejected-{number}.csv").is_file()
    run(f"{HEAD}\n{GOOD}\n")
    assert mended.read_text() == "somebody worked on this for an hour"


def test_a_record_may_run_over_several_lines(town: Town, run: Run) -> None:
    assert "1 new" in run(f'{HEAD}\nE1,标题,"第一段\n\n第二段，""引用""",,2019-05-01,,,\n').output
    assert _all(town.app, Demand)[0].body == '第一段\n\n第二段，"引用"'


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "UTF-8."), ("utf-8-sig", "UTF-8 with BOM."), ("utf-16", "UTF-16."), ("gb18030", "GB18030.")],
)
def test_known_encodings_are_read_and_said(town: Town, run: Run, encoding: str, name: str) -> None:
    result = run(f"{HEAD}\n{GOOD}\n", encoding=encoding)
    assert f"demands.csv is in {name}" in result.output
    assert _all(town.app, Demand)[0].title == "门禁坏了"


@pytest.mark.parametrize("encoding", ["utf-32", "big5", "shift_jis", "latin-1"])
def test_other_encodings_are_refused(town: Town, run: Run, encoding: str) -> None:
    words = (
        "電梯壞了，請儘快處理好嗎謝謝"
        if encoding == "big5"
        else "エレベーターが動きません"
        if encoding == "shift_jis"
        else "déjà naïve señor"
    )
    row = f"A1,{words},{words},,2019-05-01,,,"
    result = run(f"{HEAD}\n{row}\n", encoding=encoding)
    assert result.exit_code == 1
    assert "Save it as UTF-8" in result.output
    assert _all(town.app, Demand) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\n", "The file is empty."),
        ("id,title,when\n1,a,b\n", "Columns missing in line 1: body, created_at. Found: id, title, when."),
        ("title,body,created_at,title\n", "Columns named twice in line 1: title."),
        ('title,"body,created_at\n', "Line 1, which names the columns, cannot be read"),
    ],
)
def test_a_file_without_usable_columns_is_refused_as_a_whole(run: Run, content: str | bytes, words: str) -> None:
    result = run(content)
    assert result.exit_code == 1
    assert words in result.output


def test_an_unknown_community_is_named(town: Town, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(HEAD)
    result = town.app.test_cli_runner().invoke(
        args=["demands", "import", str(tmp_path / "x.csv"), "--community", "nowhere"]
    )
    assert result.exit_code == 2
    assert "there is no community 'nowhere'" in result.output


def test_imported_demands_stay_out_of_the_rates(town: Town, run: Run, clock: Clock) -> None:
    recent = (clock() - (clock() - clock())).strftime("%Y-%m-%d")
    assert "1 new" in run(f"{HEAD}\nA1,门禁坏了,没有反应。,,{recent},,,\n").output
    with town.app.app_context():
        assert figures_of(db.session.get_one(CommunityRow, town.community)).raised == 0


def test_categories_nobody_knows_here_are_counted(run: Run) -> None:
    rows = "".join(f"A{n},标题,正文,城乡建设|交通,2019-05-01,,,\n" for n in range(3))
    assert "No category is called 城乡建设|交通: 3 rows went in without one." in run(f"{HEAD}\n{rows}").output


MARK = "\ufeff"
KINDS = {
    "two BOMs": (MARK + MARK).encode() + f"{HEAD}\n{GOOD}\n".encode(),
    "BOM before quotes": f'{MARK}"id",{HEAD[3:]}\n{GOOD}\n'.encode(),
    "GB18030 with BOM": f"{MARK}{HEAD}\n{GOOD}\n".encode("gb18030"),
    "GB18030 with two BOMs": f"{MARK}{MARK}{HEAD}\n{GOOD}\n".encode("gb18030"),
    "GB18030": f"{HEAD}\n{GOOD}\n".encode("gb18030"),
    "UTF-16, little end first": f"{MARK}{HEAD}\n{GOOD}\n".encode("utf-16-le"),
    "UTF-16, big end first": f"{MARK}{HEAD}\n{GOOD}\n".encode("utf-16-be"),
    "semicolons": f"{HEAD}\n{GOOD}\n".replace(",", ";").encode(),
    "tabs": f"{HEAD}\n{GOOD}\n".replace(",", "\t").encode(),
    "lines of old Macs": f"{HEAD}\r{GOOD}\r".encode(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_in_any_dress_are_the_same(town: Town, run: Run, kind: str) -> None:
    assert "1 rows: 1 new, 0 already here, 0 rejected." in run(KINDS[kind]).output
    (demand,) = _all(town.app, Demand)
    assert (demand.source_id, demand.title) == ("A1", "门禁坏了")
    for other in KINDS.values():
        assert "1 rows: 0 new, 1 already here, 0 rejected." in run(other).output


@pytest.mark.parametrize(
    "words",
    [
        "電梯壞了，請儘快處理好嗎？謝謝！",
        "𠮷先生家门口的灯坏了",
        "㐂䶮路的井盖坏了",
        "🚰漏水了，请尽快",
        "\ue863家楼下，请看看",
    ],
)
def test_gb18030_holds_traditional_and_rare_characters(town: Town, run: Run, words: str) -> None:
    assert "1 new" in run(f"{HEAD}\nA1,{words},{words},,2019-05-01,,,\n", encoding="gb18030").output
    assert [(demand.title, demand.body) for demand in _all(town.app, Demand)] == [(words, words)]


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "UTF-8"), ("gb18030", "GB18030")])
def test_one_bad_byte_costs_its_own_row_and_is_named(
    town: Town, run: Run, tmp_path: Path, encoding: str, name: str
) -> None:
    bad = 'B1,坏的,"第一行\n第二行XX",,2019-05-01,,,'.encode(encoding).replace(b"XX", b"\xff")
    good = f"{HEAD}\n{GOOD}\n".encode(encoding), "C1,后面的,还是进来了,,2019-05-02,,,".encode(encoding)
    result = run(good[0] + bad + b"\n" + good[1] + b"\n")
    assert "3 rows: 2 new, 0 already here, 1 rejected." in result.output
    (rejected,) = _rejected(tmp_path)
    assert (rejected["line"], rejected["reason"]) == ("3", f"line 4 holds a byte that is not {name}")
    assert rejected["body"] == "第一行\n第二行\ufffd"
    assert [demand.source_id for demand in _all(town.app, Demand)] == ["A1", "C1"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("B1,标题," + "x" * 300_000 + ",,2019-05-01,,,", "more than 200000 characters"),
        ("B1,标题," + "x" * 50_000 + ",,2019-05-01,,,", "broken quotes (field larger than field limit (40000))"),
        ("B1,标题,正文,," + "1" * 30_000 + ",,,", "is not a time"),
        ("B1,标题,正文" + "," * 190_000, "190003 columns instead of 8"),
    ],
)
def test_a_field_without_end_costs_its_own_row(town: Town, run: Run, tmp_path: Path, row: str, reason: str) -> None:
    result = run(f"{HEAD}\n{GOOD}\n{row}\nC1,后面的,还是进来了,,2019-05-02,,,\n")
    assert "3 rows: 2 new, 0 already here, 1 rejected." in result.output
    (rejected,) = _rejected(tmp_path)
    assert rejected["line"] == "3"
    assert reason in rejected["reason"]
    assert [demand.source_id for demand in _all(town.app, Demand)] == ["A1", "C1"]


def test_a_field_of_many_megabytes_takes_little_memory(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "large.csv"
    with file.open("w") as out:
        out.write(f'{HEAD}\nB1,标题,"')
        for _ in range(300):
            out.write("x" * 100_000)
        out.write(f'",,2019-05-01,,,\n{GOOD}\n')
    tracemalloc.start()
    try:
        encoding = encoding_of(file)
        _columns, records = read_records(file, encoding)
        found = [(record.line, record.reason) for record in records]
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == [(2, "more than 200000 characters"), (3, "")]
    assert most < 10_000_000


@pytest.mark.skipif(not REAL.is_file(), reason=f"{REAL} is not here")
def test_the_real_file_goes_in_whole_and_its_list_stays_quick(town: Town, client: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / REAL.name
    file.symlink_to(REAL)
    began = time.process_time()
    result = town.app.test_cli_runner().invoke(args=["demands", "import", str(file), "--community", town.slug])
    assert "7741 rows: 7741 new, 0 already here, 0 rejected." in result.output
    assert time.process_time() - began < 60
    with town.app.app_context():
        supports = db.session.scalar(select(func.sum(Demand.imported_supports)))
        answers = db.session.scalar(select(func.count()).select_from(Answer))
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert (supports, answers) == (
        sum(int(row["supports"] or 0) for row in rows),
        sum(bool(row["reply"]) for row in rows),
    )
    with statements_of(town.app) as statements:
        assert client.get(town.url()).status_code == 200
        assert client.get(town.url("/7741")).status_code == 200
    assert len(statements) <= 24
