"""LibreOffice opens the Word files as they are and sets the same text."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from nominations.documents.word import word_bytes
from tests.documents.reading_papers import body_text, pdf_text, word_text
from tests.documents.sample_papers import MADE_AT, whole_paper

pytestmark = pytest.mark.journey


def test_libreoffice_sets_the_text_of_the_word_file(tmp_path: Path) -> None:
    paper = whole_paper(rows=60)
    content = word_bytes(paper, made_at=MADE_AT)
    file = tmp_path / "van_ban.docx"
    file.write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=True,
        capture_output=True,
        timeout=120,
    )
    made = (tmp_path / "van_ban.pdf").read_bytes()

    assert body_text(pdf_text(made), paper) == body_text(word_text(content), paper)
