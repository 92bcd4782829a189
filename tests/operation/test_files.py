"""Units and a Caddyfile, filled in for this installation, and checked by those who read them where they are."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from resident.config import ROOT
from resident.operation.faults import Refused
from resident.operation.files import CADDYFILE, Wanted, check_caddyfile, check_units, host_name, written_files

WANTED = Wanted("linli.example.cn", "nobody", 8012)
NAMES = {CADDYFILE, "resident.service", "resident-verify.service", "resident-verify.timer"}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Folders whose names are as hard as names of folders are."""
    folders = {"RESIDENT_DATA_DIR": tmp_path / "data 100% 桂花", "RESIDENT_BACKUP_DIR": tmp_path / "back ups"}
    for folder in folders.values():
        folder.mkdir()
    return {name: str(folder) for name, folder in folders.items()}


def test_everything_is_filled_in(environ: dict[str, str], tmp_path: Path) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in written_files(WANTED, environ, tmp_path / "new")}
    assert set(written) == NAMES
    assert "linli.example.cn {\n\trequest_body" in written[CADDYFILE]
    assert "reverse_proxy 127.0.0.1:8012" in written[CADDYFILE]
    service = written["resident.service"]
    for line in (
        f"WorkingDirectory={ROOT}",
        f"ExecStart={ROOT}/.venv/bin/python -m resident.supervisor",
        f'Environment="RESIDENT_DATA_DIR={tmp_path}/data 100%% 桂花"',
        f'Environment="RESIDENT_BACKUP_DIR={tmp_path}/back ups"',
        "Environment=RESIDENT_PUBLIC_URL=https://linli.example.cn RESIDENT_TRUSTED_PROXIES=1",
        "Environment=HOST=127.0.0.1 PORT=8012 PYTHONDONTWRITEBYTECODE=1",
        "User=nobody",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "After=network-online.target",
    ):
        assert f"\n{line}\n" in service
    assert f'ReadWritePaths="{tmp_path}/data 100%% 桂花" "-{tmp_path}/back ups" -{ROOT}/.build' in service
    assert f'backup verify "{tmp_path}/back ups"' in written["resident-verify.service"]
    assert "{" not in service


def test_what_the_environment_does_not_say_is_as_usual(tmp_path: Path) -> None:
    url = {"RESIDENT_DATABASE_URL": "postgresql://resident:secret@db/resident"}
    written = {path.name: path.read_text(encoding="utf-8") for path in written_files(WANTED, url, tmp_path)}
    assert "RESIDENT_BACKUP_DIR=/var/backups/resident\n" in written["resident.service"]
    assert "After=network-online.target postgresql.service\n" in written["resident.service"]
    assert not any("secret" in text for text in written.values())


def test_a_certificate_of_ones_own(environ: dict[str, str], tmp_path: Path) -> None:
    wanted = Wanted("linli.example.cn", "nobody", 8000, ("/etc/ssl/our own.pem", "/etc/ssl/our.key"))
    caddyfile = written_files(wanted, environ, tmp_path / "new")[0]
    assert '\ttls "/etc/ssl/our own.pem" "/etc/ssl/our.key"\n' in caddyfile.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("linli.example.cn", "linli.example.cn"),
        (" Linli.Example.CN. ", "linli.example.cn"),
        ("邻里.中国", "xn--7e4a0u.xn--fiqs8s"),
        ("a-1.b2.cn", "a-1.b2.cn"),
    ],
)
def test_names_are_taken_as_certificates_know_them(typed: str, name: str) -> None:
    assert host_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        *("", "localhost", "https://linli.cn", "linli.cn/path", "linli.cn:443", "10.0.0.1", "-a.cn", "a-.cn", "a..cn"),
        *(
            "a b.cn",
            "linli.cn {\n}",
            "*.cn",
            "a_b.cn",
            "x" * 64 + ".cn",
            "a." * 150 + "cn",
            "linli.cn\nevil.cn",
            "$X.cn",
        ),
    ],
)
def test_what_is_no_host_name_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="is no host name"):
        host_name(typed)


@pytest.mark.parametrize("user", ["", "root\nUser=root", "a b", "Ä", "x" * 33, "%u"])
def test_what_is_no_user_is_refused(environ: dict[str, str], tmp_path: Path, user: str) -> None:
    with pytest.raises(Refused, match="is no name of a user"):
        written_files(Wanted("a.cn", user, 8000), environ, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["a\nUser=root", 'a"b', "a$HOME", "a\\b", "a'b"])
def test_a_path_that_no_unit_can_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="cannot stand in a unit"):
        written_files(WANTED, {"RESIDENT_DATA_DIR": str(tmp_path / name)}, tmp_path / "new")
    with pytest.raises(Refused, match="cannot stand in a Caddyfile"):
        written_files(Wanted("a.cn", "nobody", 1, ('a" {', "b")), {}, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_twice_is_the_same_and_what_somebody_changed_stays(environ: dict[str, str], tmp_path: Path) -> None:
    paths = written_files(WANTED, environ, tmp_path / "new")
    assert written_files(WANTED, environ, tmp_path / "new") == paths
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o644}
    paths[2].write_text("# mine", encoding="utf-8")
    with pytest.raises(Refused, match=r"says something else\. Move it away"):
        written_files(Wanted("other.cn", "nobody", 8012), environ, tmp_path / "new")
    assert "linli.example.cn" in paths[0].read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(NAMES)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_takes_the_units_and_refuses_broken_ones(environ: dict[str, str], tmp_path: Path) -> None:
    units = written_files(WANTED, environ, tmp_path / "new")[1:]
    assert check_units(units)
    broken = units[0].with_name("broken.service")
    broken.write_text("[Service]\nExecStart=/no/such/program\n", encoding="utf-8")
    with pytest.raises(Refused, match="systemd-analyze does not take"):
        check_units([broken])


@pytest.mark.skipif(not shutil.which("caddy"), reason="no Caddy on this machine")
def test_caddy_takes_the_file_and_refuses_a_broken_one(environ: dict[str, str], tmp_path: Path) -> None:
    caddyfile = written_files(WANTED, environ, tmp_path / "new")[0]
    assert check_caddyfile(caddyfile)
    caddyfile.write_text("a.cn {\n\tno_such_directive\n}\n", encoding="utf-8")
    with pytest.raises(Refused, match="caddy does not take"):
        check_caddyfile(caddyfile)


def test_where_nobody_can_check_them_that_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert not check_caddyfile(tmp_path)
    assert not check_units([tmp_path])


def command(*words: str, **environ: str) -> tuple[int, str]:
    """`flask --app app …` with nothing but these settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("RESIDENT_")}
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env=others | environ,
        capture_output=True,
        text=True,
        timeout=200,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("key", ["", "short"], ids=["empty", "malformed"])
def test_the_command_runs_with_keys_that_others_refuse(tmp_path: Path, key: str) -> None:
    settings = {"RESIDENT_DATA_DIR": str(tmp_path / "data"), "RESIDENT_SECRET_KEY": key}
    status, said = command("operation", "files", "--domain", "linli.example.cn", str(tmp_path / "new"), **settings)
    assert (status, "Traceback" in said) == (0, False), said
    assert "install -d -m 700 -o " in said
    assert {path.name for path in (tmp_path / "new").iterdir()} == NAMES
    assert not (tmp_path / "data").exists()
    status, said = command("backup", "create", str(tmp_path / "backups"), **settings)
    assert (status, "RESIDENT_SECRET_KEY is" in said) == (1, True)
