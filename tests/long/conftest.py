"""What takes minutes uses the running installation and the browser of the journeys."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.journeys.conftest import browser, site

__all__ = ["browser", "site"]


@pytest.fixture(scope="session", autouse=True)
def database_beside_the_browser() -> Iterator[None]:
    """The browser's own loop runs in this thread, which Django takes for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield
