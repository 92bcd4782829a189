"""The browser of the journeys."""

from tests.journeys.conftest import chromium as chromium
