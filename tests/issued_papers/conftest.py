from __future__ import annotations

import pytest

from tests.built_once import built_once
from tests.issued_papers.desk import Desk, desk


@pytest.fixture
def papers(db: None) -> Desk:
    return built_once("issued papers", desk)
