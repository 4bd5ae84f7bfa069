from __future__ import annotations

import pytest

from tests.built_once import built_once
from tests.issued_papers.issuing_office import IssuingOffice, issuing_office


@pytest.fixture
def papers(db: None) -> IssuingOffice:
    return built_once("issued papers", issuing_office)
