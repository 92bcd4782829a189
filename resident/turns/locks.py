"""A file that one process at a time has locked."""

import fcntl
import os
from threading import RLock
from typing import ClassVar

import structlog

log = structlog.get_logger()
# Reentrant: while a thread holds it, the garbage collector may give back a lost connection, and with it a turn.
mutex = RLock()


class FileLock:
    """A lock file, opened for one transaction: a descriptor that two shared would let both in."""

    opened: ClassVar[set["FileLock"]] = set()

    def __init__(self, path: str) -> None:
        self._descriptor: int | None = None
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
            self.opened.add(self)
        except OSError:
            log.warning("writers without a line", exc_info=True)

    def take(self, how: int) -> bool:
        """Lock the file; False when somebody has it and `how` says not to wait. What cannot be locked is let be."""
        if self._descriptor is not None:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | how)
            except BlockingIOError:
                return False
            except OSError:
                log.warning("writers without a line", exc_info=True)
                self.close()
        return True

    def free(self) -> None:
        """Unlock the file at once, even while a process that is just being forked has a copy of the descriptor."""
        if self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self.close()

    def close(self) -> None:
        """Close our descriptor; a copy of it in another process keeps the lock."""
        with mutex:
            self.opened.discard(self)
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None
