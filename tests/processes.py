"""Looking at processes from outside: what runs below one, what has ended, which port is free."""

import socket
from pathlib import Path


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def children(pid: int) -> set[int]:
    """Every process below this one."""
    below: set[int] = set()
    waiting = [pid]
    while waiting:
        parent = waiting.pop()
        for listed in Path(f"/proc/{parent}/task").glob("*/children"):
            found = {int(child) for child in listed.read_text().split()}
            waiting += found - below
            below |= found
    return below


def is_running(pid: int) -> bool:
    """Whether a process is there and not only waiting to be counted as dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
