"""The cast, and sessions of its council in any state."""

from __future__ import annotations

from typing import Any

import pytest

from tests.built_once import built_once
from tests.cast import Cast
from tests.council.chamber import Chamber


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: Any, settings: Any, tmp_path: Any) -> Cast:
    """Everybody, a campaign with open windows, files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    if "chamber" in request.fixturenames:
        chamber: Chamber = request.getfixturevalue("chamber")
        return chamber.cast
    return built_once("cast", Cast.build)


@pytest.fixture
def chamber(db: Any, settings: Any, tmp_path: Any) -> Chamber:
    """The council's room with three nominations waiting."""
    settings.MEDIA_ROOT = tmp_path
    return built_once("chamber", lambda: Chamber(Cast.build()))
