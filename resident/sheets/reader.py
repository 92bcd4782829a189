"""The process in which one file is read (`resident/apart`); it knows nothing of the app.

The file comes in by standard input; out goes its tables as JSON, or why it is not read. Which kind it is its first
bytes say, never its name. Loading the modules below is the work of a second of which the web process sees nothing.
"""

import json
import sys

from resident.sheets import texts, workbooks
from resident.sheets.tables import MOST_CHARACTERS, MOST_ROWS, Table, Unread, Why, plain

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = (b"%PDF", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table", b"mime-version:")
HEAD = 1_000


def main() -> None:
    """Read what comes in; what went wrong is an answer, too."""
    try:
        tables = read(sys.stdin.buffer.read())
    except Unread as error:
        said = {"why": error.why, "where": error.where}
    except MemoryError:
        said = {"why": Why.TOO_HEAVY, "where": {}}
    else:
        said = {"tables": plain(tables)}
    sys.stdout.write(json.dumps(said))


def read(content: bytes) -> list[Table]:
    """The tables of a file. Raises Unread."""
    tables = _read(content)
    _bound(tables)
    return tables


def _read(content: bytes) -> list[Table]:
    if not content.strip():
        raise Unread(Why.EMPTY)
    if content.startswith(ZIP):
        return workbooks.read_new(content)
    if content.startswith(OLD):
        return workbooks.read_old(content)
    head = content[:HEAD].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(MARKUP):  # what many programs call .xls is a web page
        raise Unread(Why.OTHER_SHEET)
    if content.startswith(OTHERS):
        raise Unread(Why.NOT_A_SHEET)
    return texts.read(content)


def _bound(tables: list[Table]) -> None:
    rows = [row for table in tables for row in table.rows]
    if not rows:
        raise Unread(Why.EMPTY)
    if len(rows) > MOST_ROWS:
        raise Unread(Why.TOO_MANY_ROWS)
    if sum(len(cell.text) for row in rows for cell in row.cells) > MOST_CHARACTERS:
        raise Unread(Why.TOO_HEAVY)


if __name__ == "__main__":
    main()
