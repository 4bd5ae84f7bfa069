"""The cast."""

from __future__ import annotations

from typing import Any

import pytest

from tests.built_once import built_once
from tests.cast import Cast


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Any) -> Cast:
    """Everybody, a campaign with open windows, files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return built_once("cast", Cast.build)
