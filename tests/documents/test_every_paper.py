"""Every paper that a room composes: as Word, as PDF and in LibreOffice it says the same."""

from __future__ import annotations

import ast
import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

import nominations
from nominations.decisions.models import UpwardReport
from nominations.documents.blocks import Paper, Paragraph
from nominations.documents.certificate_pages import certificates_pdf
from nominations.documents.certificate_word import certificates_docx
from nominations.documents.paper_words import BLANK
from nominations.documents.style_sheet import style_sheet
from nominations.documents.text_lines import recipient_lines
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.paper_sources import sources
from nominations.period_reports.models import ReportVariant
from nominations.statistics.annex_templates import templates
from tests.built_once import built_once
from tests.documents.campaign_papers import campaign_papers
from tests.documents.composing import ComposedPapers
from tests.documents.issued_paper_samples import issued_paper_samples
from tests.documents.measuring import out_of_order, wrong_in_pdf, wrong_in_word
from tests.documents.reading_papers import (
    bare,
    body_text,
    both,
    fragments,
    pdf_text,
    word_text,
)
from tests.documents.sample_papers import HOSTILE_NAME, MADE_AT, certificate, whole_paper

ROOMS = Path(nominations.__file__).parent
PARTS = {"Paper", "Table", "Closing"}
"""A function that is handed one of these lays out what another composes."""
NAMING_NOBODY = (
    # of figures, of a unit, of a colleague, of the members of a council
    "annex", "figures of a period", "sheet of collective", "report of collective",
    "collective report", "submission", "minutes", "ballot", "invitation", "appointment",
)  # fmt: skip
CERTIFICATE = certificate()


_composed: list[ComposedPapers] = []


@pytest.fixture
def composed(db: None) -> ComposedPapers:
    """The papers of both sample sets; of the worlds in which they were composed nothing is left."""
    if not _composed:
        before = transaction.savepoint()
        first = built_once("papers", campaign_papers)
        transaction.savepoint_rollback(before)
        issued = issued_paper_samples()
        transaction.savepoint_rollback(before)
        papers, composers = first.papers | issued.papers, first.composers | issued.composers
        _composed.append(replace(issued, papers=papers, composers=composers))
    return _composed[0]


def composers() -> Iterator[str]:
    """Every public function of a room that composes a paper out of a record."""
    for file in sorted(ROOMS.rglob("*.py")):
        module = ".".join(("nominations", *file.relative_to(ROOMS).with_suffix("").parts))
        for one in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(one, ast.FunctionDef) or one.name.startswith("_"):
                continue
            arguments = (*one.args.args, *one.args.kwonlyargs)
            handed = " ".join(
                ast.unparse(each.annotation or ast.Constant("")) for each in arguments
            )
            if "Paper" in _names(one.returns) and not PARTS & set(re.findall(r"\w+", handed)):
                yield f"{module}.{one.name}"


def _names(annotation: ast.expr | None) -> list[str]:
    return re.findall(r"\w+", ast.unparse(annotation)) if annotation is not None else []


def test_no_kind_of_paper_is_forgotten(composed: ComposedPapers) -> None:
    """Whatever composes a paper and whatever is issued, in each of its variants, is tried here."""
    found = set(composers())
    assert {"nominations.decisions.papers.decision_paper"} <= found
    assert found - composed.composers == set()
    assert {str(one.kind) for one in sources()} == set(IssuedKind.values) == composed.issued_kinds
    names = "\n".join(composed.papers)
    for variant in (
        *(f"annex {one.key}" for one in templates()),
        *(f"{one} period_report" for one in ReportVariant),
        *(f"issued {one}" for one in UpwardReport.Kind),
        *(f"later {source.kind}" for source in sources() if source.has_editions),
    ):
        assert variant in names, variant


def test_word_and_pdf_of_every_paper_carry_the_same_text(composed: ComposedPapers) -> None:
    wrong = []
    for name, paper in composed.papers.items():
        word, pdf = both(paper)
        text = bare(pdf_text(pdf))
        if body_text(word_text(word), paper) != body_text(pdf_text(pdf), paper):
            wrong.append(f"{name}: Word and PDF differ")
        if bare(HOSTILE_NAME) not in text and not _names_nobody(name):
            wrong.append(f"{name}: the name is not read back")
        if "suy theo" in repr(paper) or "of 20" in text or "None" in text:
            wrong.append(f"{name}: words of the program")
        if not re.fullmatch(r"[a-z0-9_]{1,50}", paper.file_name):
            wrong.append(f"{name}: {paper.file_name}")
    assert wrong == []


def _body(word: bytes) -> Any:
    return Document(io.BytesIO(word)).element.body


def _names_nobody(name: str) -> bool:
    return name.startswith(NAMING_NOBODY)


def test_the_files_of_an_issued_paper_carry_the_text_of_its_blocks(
    composed: ComposedPapers,
) -> None:
    wrong = []
    for name, files in composed.files.items():
        if not {"docx", "pdf"} <= set(files):
            wrong.append(f"{name}: {sorted(files)}")
            continue
        wrong += [f"{name}: {one}" for one in out_of_order(_body(files["docx"]))]
        paper = composed.papers.get(name)
        word, pdf = word_text(files["docx"]), pdf_text(files["pdf"])
        if paper is None:
            same = bare(word) == bare(pdf)
        else:
            text = body_text(word_text(both(paper)[0]), paper)
            same = body_text(word, paper) == body_text(pdf, paper) == text
        if not same:
            wrong.append(f"{name}: the files differ")
        if bare(HOSTILE_NAME) not in bare(pdf):
            wrong.append(f"{name}: the signer is not read back")
    assert wrong == []


def test_every_paper_is_laid_out_as_the_style_sheet_says(composed: ComposedPapers) -> None:
    """Every page of the PDF and every section of the Word file."""
    wrong: list[str] = []
    for name, paper in composed.papers.items():
        word, pdf = both(paper)
        wrong += [f"{name}, PDF: {one}" for one in wrong_in_pdf(paper, pdf)]
        wrong += [f"{name}, Word: {one}" for one in wrong_in_word(paper, word)]
    assert wrong == []


def test_control_what_is_laid_out_otherwise_is_found(composed: ComposedPapers) -> None:
    """A larger margin, another size, an element out of order, a page that is turned."""
    paper = composed.papers["revocation"]
    word, pdf = both(paper)
    style = style_sheet()
    for change, found_in in (
        ({"margins": {**style.margins, "left": 35}}, "does not begin at"),
        ({"sizes": {**style.sizes, "body": 13}}, "body"),
        ({"text": {**style.text, "first_line": 10}}, "does not begin at"),
    ):
        with patch("tests.documents.measuring.STYLE", replace(style, **change)):
            assert found_in in "\n".join(wrong_in_pdf(paper, pdf)), change
            assert list(wrong_in_word(paper, word)) != [], change
    assert list(wrong_in_pdf(replace(paper, landscape=True), pdf)) != []
    body = _body(word)
    properties = next(body.iter(qn("w:tblPr")))
    properties.append(properties[0])
    assert [one.partition(":")[0] for one in out_of_order(body)] == ["tblPr"]


def test_an_issued_paper_has_no_blank_for_what_it_was_issued_without(
    composed: ComposedPapers,
) -> None:
    """Minutes of a consultation may bear no number; then no line waits for one."""
    issued = {name: paper for name, paper in composed.papers.items() if name in composed.files}
    heads = {name: paper.letterhead for name, paper in issued.items()}

    assert {name for name, head in heads.items() if BLANK in head.number} == set()
    assert {name for name, head in heads.items() if BLANK in head.place_and_date} == set()
    assert {name for name, head in heads.items() if "consultation" in name and head.number} == set()


def test_the_figures_of_a_period_name_the_households_they_count(composed: ComposedPapers) -> None:
    opening = composed.papers["figures of a period"].blocks[1]

    assert "05 lượt khen thưởng đối với tập thể, hộ gia đình, cá nhân" in opening.text


def test_marks_that_were_typed_in_a_list_of_recipients_are_not_written_twice() -> None:
    assert recipient_lines(("- Các phòng;", "UBND tỉnh (để báo cáo)", "Lưu: VT.")) == [
        "- Các phòng;", "- UBND tỉnh (để báo cáo);", "- Lưu: VT.",
    ]  # fmt: skip


def test_control_a_paper_that_lost_a_word_is_found(composed: ComposedPapers) -> None:
    paper = composed.papers["revocation"]
    lost = replace(paper, blocks=tuple(one for one in paper.blocks if type(one) is not Paragraph))

    assert body_text(word_text(both(paper)[0]), paper) != body_text(pdf_text(both(lost)[1]), paper)


@pytest.mark.journey
def test_libreoffice_opens_every_paper(composed: ComposedPapers, tmp_path: Path) -> None:
    """It sets the text of the Word file, on as many pages as the PDF has, and repairs nothing."""
    papers = {f"{at:03d}": one for at, one in enumerate(composed.papers.items())}
    papers["long"] = ("long", whole_paper(rows=60))
    contents = {key: both(paper)[0] for key, (_name, paper) in papers.items()}
    pages = [CERTIFICATE, replace(CERTIFICATE, recipient="Bà Trần Thị Bưởi")]
    contents["certificates"] = certificates_docx(pages, title="x", made_at=MADE_AT)
    for key, content in contents.items():
        (tmp_path / f"{key}.docx").write_bytes(content)
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", tmp_path,
            *(tmp_path / f"{key}.docx" for key in contents),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    wrong: list[str] = []
    for key, (name, paper) in papers.items():
        wrong += _differences(name, paper, (tmp_path / f"{key}.pdf").read_bytes())
    assert wrong == []
    made = (tmp_path / "certificates.pdf").read_bytes()
    meant = certificates_pdf(pages, title="x", made_at=MADE_AT)
    assert len(PdfReader(io.BytesIO(made)).pages) == 2
    assert bare(pdf_text(made)) == bare(pdf_text(meant))
    places = {one.text: one for one in fragments(made)}
    for line in ("GIẤY KHEN", "TẶNG", CERTIFICATE.post, CERTIFICATE.book_number):
        there = next(one for one in fragments(meant) if one.text == line)
        assert places[line].top == pytest.approx(there.top, abs=1), line
        assert places[line].left == pytest.approx(there.left, abs=1), line


def _differences(name: str, paper: Paper, made: bytes) -> Iterator[str]:
    word, pdf = both(paper)
    if body_text(pdf_text(made), paper) != body_text(word_text(word), paper):
        yield f"{name}: another text"
    sheets = [len(PdfReader(io.BytesIO(one)).pages) for one in (made, pdf)]
    if abs(sheets[0] - sheets[1]) > max(1, sheets[1] // 10):
        yield f"{name}: {sheets[0]} pages where the PDF has {sheets[1]}"
