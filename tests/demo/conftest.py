"""The demonstration, loaded once for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from tests.database_template import Worlds

TODAY = date(2026, 11, 20)


def _load() -> None:
    call_command("seed_demo", today=TODAY, stdout=StringIO())


@pytest.fixture(scope="module", autouse=True)
def demo(worlds: Worlds, django_db_blocker: Any) -> Iterator[None]:
    """Five years and the live year as of `TODAY`, taken away after the module."""
    with django_db_blocker.unblock(), worlds.of("demo", _load):
        yield
