from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.built_once import built_once
from tests.issued_papers.issuing_office import IssuingOffice, issuing_office


@pytest.fixture
def papers(db: None, settings: Any, tmp_path: Path) -> IssuingOffice:
    settings.MEDIA_ROOT = tmp_path / "files"
    return built_once("issued papers", issuing_office)
