"""What the server writes down about itself: one format for the app, the worker and the libraries.

Lines for people where a terminal reads them, JSON elsewhere. Phone numbers are masked and secrets
left out wherever they come from, a traceback included: logs are kept for months and read by many.
"""

import logging
import sys
from collections.abc import MutableMapping
from threading import Lock
from time import monotonic
from typing import Any

import structlog
from structlog.typing import Processor

from resident.patterns import Pattern

LONGEST_ENTRY = 100_000  # a traceback and some
PHONE = Pattern(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)", longest=LONGEST_ENTRY)
SLIP = Pattern(
    r"(/(?:slip|receipt)/)\d[^\s/?#]*", longest=LONGEST_ENTRY
)  # where a code that opens a home stands in an address
SECRET = Pattern(r"secret|password|token|cookie|authorization", ignores_case=True)
A_WHILE = 60.0  # seconds in which of the same fault
MOST_ALIKE = 3  # are written down
MOST_KINDS = 1000  # of faults that are told apart
QUIET = {
    "alembic": logging.WARNING,
    "uvicorn": logging.ERROR,
    "huey": logging.WARNING,
    "PIL": logging.WARNING,
    # They write the whole address of every call: in it stand keys of robots, phone numbers and codes.
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
}


class Repeats(logging.Filter):
    """Of the same fault a few a minute, and how many more there were: what is away fails a hundred times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._seen: dict[object, tuple[float, int]] = {}  # when its minute began, how many since

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write this one down."""
        if record.levelno < logging.WARNING:
            return True
        with self._lock:
            return self._count(_kind(record), record)

    def _count(self, kind: object, record: logging.LogRecord) -> bool:
        now = monotonic()
        began, many = self._seen.get(kind, (now, 0))
        if now - began >= A_WHILE:
            if many > MOST_ALIKE:
                _say(record, f"and {many - MOST_ALIKE} more like this one before")
            began, many = now, 0
        if kind not in self._seen and len(self._seen) >= MOST_KINDS:
            self._seen.clear()
        self._seen[kind] = began, many + 1
        return many < MOST_ALIKE


def _kind(record: logging.LogRecord) -> object:
    """What is the same in the same fault: who says it, in which words, what was raised and where; not of whom it speaks."""
    if isinstance(record.msg, dict):
        lines = str(record.msg.get("exception", "")).rstrip().splitlines()
        place = next((line for line in reversed(lines) if line.startswith('  File "')), "")
        raised = lines[-1].partition(":")[0] if lines else ""
        return record.name, str(record.msg.get("event")), raised, place
    error = record.exc_info[1] if record.exc_info else None
    return record.name, str(record.msg), type(error), error and _place(error)


def _place(error: BaseException) -> object:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace and (trace.tb_frame.f_code.co_filename, trace.tb_lineno)


def _say(record: logging.LogRecord, more: str) -> None:
    if isinstance(record.msg, dict):
        record.msg["repeated"] = more
    else:
        record.msg = f"{record.msg} ({more})"


def setup() -> None:
    """Send everything that is logged in this process to standard error; a second call changes nothing."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        discreet,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if sys.stderr.isatty():
        renderer = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    handler.set_name("resident")
    handler.addFilter(Repeats())
    root = logging.getLogger()
    root.handlers = [handler, *(other for other in root.handlers if other.get_name() != "resident")]
    root.setLevel(logging.INFO)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(level)


def discreet(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask phone numbers in every text and leave out what is called a secret."""
    return {key: "…" if SECRET.search(key) else without_phones(value) for key, value in entry.items()}


def without_phones(value: Any) -> Any:
    """Texts, and the texts in lists and dictionaries, with 138****0001 instead of a phone number."""
    if isinstance(value, str):
        return SLIP.sub(r"\1…", PHONE.sub(r"\1****\2", value))
    if isinstance(value, dict):
        return {key: without_phones(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_phones(inner) for inner in value]
    return value
