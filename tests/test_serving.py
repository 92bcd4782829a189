"""What must hold before people are served, seen from outside: each start is a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from resident.config import ROOT
from tests.processes import free_port

FLASK = [sys.executable, "-m", "flask", "--app", "app"]
SERVING = {
    "make run": [sys.executable, "-m", "resident.supervisor"],
    "another server": [sys.executable, "-c", "import app"],
    "flask run": [*FLASK, "run", "--port", "0"],
}


def _run(command: list[str], data_dir: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RESIDENT_")}
    settings = {"RESIDENT_DATA_DIR": str(data_dir), "PORT": str(free_port()), **environ}
    return subprocess.run(
        command, cwd=ROOT, env=kept | settings, text=True, capture_output=True, timeout=120, check=False
    )


@pytest.mark.parametrize("command", SERVING.values(), ids=SERVING)
def test_nobody_is_served_where_nobody_could_sign_in(tmp_path: Path, command: list[str]) -> None:
    ended = _run(command, tmp_path)
    assert ended.returncode != 0
    assert "RESIDENT_CODES_TO_LOG=1" in ended.stderr
    assert "RESIDENT_SIGN_IN=counter" in ended.stderr


def test_the_refusal_is_one_line_and_leaves_no_database(tmp_path: Path) -> None:
    ended = _run(SERVING["make run"], tmp_path)
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "resident.sqlite3").exists()


def test_a_command_needs_no_way_in(tmp_path: Path) -> None:
    ended = _run([*FLASK, "routes"], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "/sign-in" in ended.stdout


def test_codes_in_the_log_are_said_at_the_start(tmp_path: Path) -> None:
    ended = _run(SERVING["another server"], tmp_path, RESIDENT_CODES_TO_LOG="1")
    assert ended.returncode == 0
    assert "can sign in as anybody" in ended.stderr


OFF_LOOPBACK = {"HOST": "0.0.0.0", "RESIDENT_CODES_TO_LOG": "1"}


@pytest.mark.parametrize("url", ["", "http://linli.example.cn", "http://localhost:8000"])
def test_off_this_machine_nobody_is_served_in_clear_and_the_lines_that_mend_it_are_shown(
    tmp_path: Path, url: str
) -> None:
    ended = _run(SERVING["make run"], tmp_path, RESIDENT_PUBLIC_URL=url, **OFF_LOOPBACK)
    assert ended.returncode == 1
    assert "        reverse_proxy 127.0.0.1:" in ended.stderr
    assert "RESIDENT_TRUSTED_PROXIES=1" in ended.stderr
    assert not (tmp_path / "resident.sqlite3").exists()


def test_a_command_needs_no_safe_address(tmp_path: Path) -> None:
    ended = _run([*FLASK, "routes"], tmp_path, RESIDENT_PUBLIC_URL="http://linli.example.cn", **OFF_LOOPBACK)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("command", [["routes"], ["users", "way-in", "13800000000"]])
def test_a_wrong_key_refuses_commands_too(tmp_path: Path, command: list[str]) -> None:
    ended = _run([*FLASK, *command], tmp_path, RESIDENT_LOOKUP_KEY="short")
    assert ended.returncode != 0
    assert "RESIDENT_LOOKUP_KEY" in ended.stderr
