"""Filling the files in."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from resident.config import ROOT, where_data_lies
from resident.operation.copies import kind_of
from resident.operation.faults import Refused
from resident.operation.files.texts import CADDY, SERVICE, TIMER, VERIFY
from resident.operation.folder import written_beside
from resident.patterns import Pattern

CADDYFILE = "Caddyfile"
HOST_NAME = Pattern(r"(?!-)([a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)", longest=253)
USER = Pattern(r"[a-z_][a-z0-9_-]{0,31}", longest=32)
HOMES = ("/home", "/root", "/run/user")
USUAL_BACKUPS = "/var/backups/resident"


class Folders(NamedTuple):
    """Where data and backups lie."""

    data: Path
    backup: Path


@dataclass(frozen=True)
class Wanted:
    """What the files are filled in with; `certificate` are the paths of one's own certificate and its key."""

    domain: str
    user: str
    port: int
    certificate: tuple[str, str] | None = None


def host_name(text: str) -> str:
    """The name people will type, as certificates know it. Raises Refused for what is none, an address of numbers too."""
    try:
        name = text.strip().rstrip(".").lower().encode("idna").decode()
    except UnicodeError:
        name = ""
    if not HOST_NAME.fullmatch(name) or name.rpartition(".")[2].isdecimal():
        raise Refused(f"{text!r} is no host name: give one like linli.example.cn, without https:// and path.")
    return name


def written_files(wanted: Wanted, environ: Mapping[str, str], folder: Path) -> list[Path]:
    """Write all of them into a folder; what says the same already stays. Raises Refused, also where one says something else."""
    if not USER.fullmatch(wanted.user):
        raise Refused(f"{wanted.user!r} is no name of a user.")
    filled = _filled(wanted, environ)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = {folder / name: text for name, text in filled.items()}
        others = [path for path, text in paths.items() if path.exists() and path.read_text(encoding="utf-8") != text]
        if others:
            raise Refused(f"{others[0]} is there and says something else. Move it away, or choose another folder.")
        for path, text in paths.items():
            with written_beside(path) as draft:
                draft.write_text(text, encoding="utf-8")
                draft.chmod(0o644)
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"Nothing was written to {folder}: {getattr(error, 'strerror', None) or error}.") from error
    return list(paths)


def folders_of(environ: Mapping[str, str]) -> Folders:
    """As the environment says, else as usual."""
    backup = Path(environ.get("RESIDENT_BACKUP_DIR") or USUAL_BACKUPS).resolve()
    return Folders(where_data_lies(environ)[0], backup)


def _filled(wanted: Wanted, environ: Mapping[str, str]) -> dict[str, str]:
    data, backup = folders_of(environ)
    python = ROOT / ".venv" / "bin" / "python"
    is_at_home = any(path.is_relative_to(home) for path in (ROOT, data, backup) for home in HOMES)
    values = {
        "domain": wanted.domain,
        "user": wanted.user,
        "port": wanted.port,
        "root": _escaped(ROOT),
        "python": _quoted(python if python.exists() else Path(sys.executable)),
        "data": _quoted(data),
        "backup": _quoted(backup),
        "backup_if_there": _quoted(f"-{backup}"),
        "build": _quoted(f"-{ROOT / '.build'}"),
        "vendor": _quoted(f"-{ROOT / 'static' / 'vendor'}"),
        "data_setting": _quoted(f"RESIDENT_DATA_DIR={data}"),
        "backup_setting": _quoted(f"RESIDENT_BACKUP_DIR={backup}"),
        "home": "read-only" if is_at_home else "yes",
        "after": " postgresql.service" if kind_of(where_data_lies(environ)[1]) == "postgresql" else "",
        "tls": f"\ttls {' '.join(map(_in_caddy, wanted.certificate))}\n" if wanted.certificate else "",
    }
    texts = {
        CADDYFILE: CADDY,
        "resident.service": SERVICE,
        "resident-verify.service": VERIFY,
        "resident-verify.timer": TIMER,
    }
    return {name: text.format(**values) for name, text in texts.items()}


def _escaped(path: Path | str) -> str:
    """A path as units want it where they take the rest of the line. Raises Refused for one that no line can hold."""
    if not str(path).isprintable():
        raise Refused(f"{str(path)!r} cannot stand in a unit. Choose another path.")
    return str(path).replace("%", "%%")


def _quoted(path: Path | str) -> str:
    r"""The same as one word among others; `\` and `"` would end it, `$` is a variable where commands stand."""
    text = _escaped(path)
    if set(text) & {'"', "\\", "$", "'"}:
        raise Refused(f"{text!r} cannot stand in a unit. Choose a path without quotes, $ and backslashes.")
    return f'"{text}"' if " " in text else text


def _in_caddy(path: str) -> str:
    if not path.isprintable() or set(path) & {'"', "`", "{", "}"}:
        raise Refused(f"{path!r} cannot stand in a Caddyfile. Choose a path without quotes and braces.")
    return f'"{path}"'
