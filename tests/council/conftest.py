"""The cast on stage, and a chamber: sessions of its council in any state."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from tests.council.chamber import Chamber


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Any) -> Cast:
    """Everybody, a campaign with open windows, files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


@pytest.fixture
def chamber(cast: Cast) -> Chamber:
    """The council's room with three nominations waiting."""
    return Chamber(cast)
