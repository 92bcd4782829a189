"""An answer as WSGI makes it, whole before the first byte of it is sent: who reads slowly keeps no thread."""

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, TypeAlias

Wsgi: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1024 * 1024  # bytes of an answer, the rest of which goes to disk
A_PIECE = 64 * 1024  # bytes that are read from disk at one time
WITHOUT_BODY = frozenset((204, 304))


class Answer:
    """Status, header and body of one answer."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.length = 0
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], Any]:
        """WSGI's `start_response`; called again after an error it begins anew, for nothing has been sent."""
        if self.status and not exc_info:
            raise RuntimeError("start_response was called twice")
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self.write

    def write(self, piece: bytes) -> None:
        """Take a piece of the body."""
        self._file.write(piece)
        self.length += len(piece)

    def finish(self) -> None:
        """Give the length where the app did not; what has no body says no length."""
        self._file.seek(0)
        if self.status in WITHOUT_BODY:
            self.headers = [header for header in self.headers if header[0] != b"content-length"]
        elif not any(name == b"content-length" for name, _value in self.headers):
            self.headers.append((b"content-length", b"%d" % self.length))

    @property
    def is_on_disk(self) -> bool:
        """Whether reading it may take a while."""
        return self.length > IN_MEMORY

    def piece(self) -> bytes:
        """The next piece of the body, empty at its end."""
        return self._file.read(A_PIECE)

    def close(self) -> None:
        """Forget it."""
        self._file.close()


def answer_of(app: Wsgi, environ: dict[str, Any]) -> Answer:
    """Run the app on one request, in a thread."""
    answer = Answer()
    try:
        body = app(environ, answer.start)
        try:
            for piece in body:
                answer.write(piece)
        finally:
            if close := getattr(body, "close", None):
                close()
        if not answer.status:
            raise RuntimeError("the app has not called start_response")
        answer.finish()
    except BaseException:
        answer.close()
        raise
    return answer
