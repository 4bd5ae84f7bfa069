"""The cast, and a posting with three nominations that passed the council."""

from __future__ import annotations

from typing import Any

import pytest

from tests.built_once import built_once
from tests.cast import Cast
from tests.consultation.board import Board


@pytest.fixture(autouse=True)
def counted_anew(empty_cache: None) -> None:
    """Rate limits of one test do not reach the next."""


@pytest.fixture
def cast(request: pytest.FixtureRequest, db: Any, settings: Any, tmp_path: Any) -> Cast:
    """Everybody, a campaign with open windows, files in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    if "board" in request.fixturenames:
        board: Board = request.getfixturevalue("board")
        return board.cast
    return built_once("cast", Cast.build)


@pytest.fixture
def board(db: Any, settings: Any, tmp_path: Any) -> Board:
    """Three nominations passed by the council, nothing posted yet."""
    settings.MEDIA_ROOT = tmp_path
    return built_once("board", lambda: Board(Cast.build()))
