"""What the server writes down about itself: one format for the app, the worker and the libraries.

Lines for people where a terminal reads them, JSON elsewhere. Phone numbers are masked and secrets
left out wherever they come from, a traceback included: logs are kept for months and read by many.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from resident.patterns import Pattern

LONGEST_ENTRY = 100_000  # a traceback and some
PHONE = Pattern(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)", longest=LONGEST_ENTRY)
SECRET = Pattern(r"secret|password|token|cookie|authorization", ignores_case=True)
QUIET = {"alembic": logging.WARNING, "uvicorn": logging.ERROR, "huey": logging.WARNING, "PIL": logging.WARNING}


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
        return PHONE.sub(r"\1****\2", value)
    if isinstance(value, dict):
        return {key: without_phones(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_phones(inner) for inner in value]
    return value
