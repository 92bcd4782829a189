"""Event loops of our own, also where a browser of other tests has left its loop in this thread."""

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_other_loop() -> Iterator[None]:
    """Playwright keeps a loop running in the thread of the tests for as long as its browser is open."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)
