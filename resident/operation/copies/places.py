"""Where a database is, as its tools want to hear it."""

from sqlalchemy import make_url

from resident.operation.faults import Refused

KIND_NAMES = {"sqlite": "an SQLite file", "postgresql": "PostgreSQL"}


def kind_of(url: str) -> str:
    """`sqlite` or `postgresql`. Raises Refused for another one."""
    kind = make_url(url).get_backend_name()
    if kind not in KIND_NAMES:
        raise Refused(f"Backups are made of SQLite and PostgreSQL, not of {kind}.")
    return kind


def for_tools(url: str) -> tuple[str, dict[str, str]]:
    """The address of a PostgreSQL without its password, which others could read in a list of processes, and that as a variable."""
    parts = make_url(url).set(drivername="postgresql")
    password = {"PGPASSWORD": str(parts.password)} if parts.password else {}
    return parts._replace(password=None).render_as_string(hide_password=False), password
