"""Running statements that were built once, when their module was loaded.

A statement is a constant of its module with its values bound by name: `select(…).where(X.id == bindparam("thing"))`.
Building one anew at each request and finding it in SQLAlchemy's cache takes longer than SQLite takes to run it.
Rows come back as NamedTuples (columns, for a page) or as entities (for an action that changes them).
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Executable,
    Exists,
    Insert,
    Integer,
    Result,
    ScalarSelect,
    Select,
    func,
    literal_column,
    select,
)

from resident.config import settings
from resident.db import connection, db, is_writing, know_anew

R = TypeVar("R")
_OPTIONS = "resident_options"


def written(word: str) -> ColumnElement[str]:
    """A word of the code, never of a person, written into a statement: a condition with bound words fits no partial index."""
    return literal_column(f"'{word}'")


def number(of_the_code: int) -> ColumnElement[int]:
    """A number of the code, never of a person, written into a statement: of fifty bound ones each is handed over each time."""
    return literal_column(f"{of_the_code:d}", Integer)


def in_one_of(column: Any, words: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these words of the code, which are written into the statement."""
    found: ColumnElement[bool] = column.in_([written(word) for word in sorted(words)])
    return found


def any_of(statement: Select[*tuple[Any, ...]]) -> Exists:
    """Whether a query would find anything, by the very same conditions: a part of a statement over several queries."""
    return statement.with_only_columns(number(1), maintain_column_froms=True).order_by(None).exists()


def count_of(statement: Select[*tuple[Any, ...]], most: int) -> ScalarSelect[int]:
    """How many rows a query would find, by the very same conditions, as far as `most`: a part of another statement.

    Its order stays: it is what leads the database to the index that the query goes by.
    """
    found = statement.with_only_columns(number(1).label("one"), maintain_column_froms=True)
    return select(func.count()).select_from(found.limit(number(most)).subquery()).scalar_subquery()


def first_of(statement: Select[*tuple[Any, ...]], column: Any) -> ScalarSelect[Any]:
    """A column of the first row a query would find, in its order: a part of another statement."""
    return statement.with_only_columns(column, maintain_column_froms=True).limit(number(1)).scalar_subquery()


def together(columns: Iterable[Any]) -> Select[*tuple[Any, ...]]:
    """One statement over what several packages ask, each for its own columns."""
    return select(*columns)


def rows(kind: Callable[..., R], statement: Executable, **values: Any) -> list[R]:
    """Every row as `kind`, a NamedTuple whose fields stand in the order of the columns."""
    return [kind(*columns) for columns in _run(statement, values)]


def row(kind: Callable[..., R], statement: Executable, **values: Any) -> R | None:
    """The first row as `kind`; None where there is none."""
    columns = _run(statement, values).first()
    return None if columns is None else kind(*columns)


def column(statement: Executable, **values: Any) -> list[Any]:
    """The first column of every row."""
    return list(_run(statement, values).scalars())


def value(statement: Executable, **values: Any) -> Any:
    """The first column of the first row; None where there is no row."""
    return _run(statement, values).scalar()


def entities(statement: Executable, **values: Any) -> Sequence[Any]:
    """Every row as an object of the session, each once."""
    found = db.session.scalars(statement, _bound(values)).unique().all()
    _after(statement)
    return found


def entity(statement: Executable, **values: Any) -> Any:
    """The first row as an object of the session; None where there is none. What is read anew and locked `lock` does not read again."""
    found = db.session.scalars(statement, _bound(values)).first()
    is_anew = statement.get_execution_options().get("populate_existing", False)
    if _after(statement) and is_anew and found is not None:
        db.session().info.setdefault("locked", set()).add(found)
    return found


def lock_only(statement: Executable, **values: Any) -> None:
    """Lock rows of which nothing is read; SQLite, which lets one transaction at a time write, is not asked."""
    if not settings().is_sqlite:
        _run(statement, values)


def put(statement: Insert, *written: dict[str, Any]) -> Result[Any]:
    """Write rows that nobody changes afterwards, past the unit of work, whose bookkeeping takes longer than the database.

    What waits to be written is not written first: whose number they carry has it already. Raises RuntimeError before
    `begin_write()`.
    """
    if not is_writing():
        raise RuntimeError("a row is written before db.begin_write()")
    return connection().execute(statement, list(written), execution_options=_options(statement))


def _run(statement: Executable, values: dict[str, Any]) -> Result[Any]:
    """Columns go past the unit of work, which has nothing to keep of them; what waits to be written goes first."""
    if is_writing():
        db.session.flush()
    found: Result[Any] = connection().execute(statement, _bound(values), execution_options=_options(statement))
    _after(statement)
    return found


class _Texts(dict[Any, Any]):
    """What SQLAlchemy has made of one statement, for each dialect and set of bound names.

    It looks that up by a key of the whole statement, nested as deep as the statement is large, and hashes it each time:
    a tenth of a page that asks for much. A statement that is a constant is its own key.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[::2], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[::2], compiled)


def _options(statement: Any) -> dict[str, Any]:
    """Hung on the statement, as its key is: what is derived from it begins without, and both go together."""
    options: dict[str, Any] | None = statement.__dict__.get(_OPTIONS)
    if options is None:
        statement._set_memoized_attribute(_OPTIONS, options := {"compiled_cache": _Texts()})
    return options


def _after(statement: Executable) -> bool:
    """Whether the statement locks; then it may have waited."""
    locks = getattr(statement, "_for_update_arg", None) is not None
    if locks:
        know_anew()
    return locks


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    """A bound None finds nothing and says nothing, where one built in place is IS NULL. Raises ValueError."""
    for name, bound in values.items():
        if bound is None:
            raise ValueError(f"{name} is None")
    return values
