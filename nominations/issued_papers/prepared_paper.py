"""Prepares a paper for issuing: composition, checks, and a hash of the shown version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from nominations.documents.annex_sheet import MEDIA_TYPE, annexes_workbook
from nominations.documents.blocks import Closing, Paper, QrCode
from nominations.documents.certificate import Certificate
from nominations.documents.paper_words import paper_words
from nominations.documents.rendering import (
    PaperFile,
    PaperFormat,
    render,
    render_certificates,
    render_certificates_word,
)
from nominations.documents.standard_parts import signature_of
from nominations.documents.stored_blocks import as_data
from nominations.documents.text_check import check_printable
from nominations.issued_papers.paper_facts import PaperFacts, facts_text
from nominations.issued_papers.paper_sources import IssueDetails, PaperSource
from nominations.issued_papers.rendered_check import check_certificates, check_rendered
from nominations.issued_papers.set_checks import PaperMismatch, SetCheck, check_set
from nominations.issued_papers.wording import WORDS
from workflow import canonical

MARK_LENGTH = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPaper:
    """The prepared paper. `problems` block issuing, `notes` are only shown.

    Certificates, which bear no code, are in Word already.
    """

    paper: Paper | None
    certificates: Sequence[Certificate]
    certificates_word: PaperFile | None
    facts: PaperFacts
    details: IssueDetails
    issuer: str
    name: str
    problems: tuple[PaperMismatch, ...]
    notes: tuple[str, ...]


def prepare_paper(source: PaperSource, record: Any, details: IssueDetails) -> PreparedPaper:
    """Compose the paper with these details and compare it with the papers of its set.

    Refuses (ValidationError) what is no paper, and a letter that cannot be printed.
    """
    with override("vi"):
        facts = source.issued_facts(record, details)
        pages = source.certificates(record)
        paper = None if pages else source.compose(record, details)
        check_printable(paper if paper is not None else tuple(pages))
    checked = (
        check_set(source.kind, source.record_of(record), facts) if source.checks_set else SetCheck()
    )
    problems = list(checked.mismatches)
    if paper is not None and paper.appendices and facts.lines:
        with override("vi"):
            word = render(paper, PaperFormat.WORD).content
        problems += check_rendered(word, facts)
    head = paper.letterhead.issuer.replace("\n", " ") if paper is not None else pages[0].giver
    name, pages_word = paper.title if paper is not None else pages[0].decision, None
    if pages:
        with override("vi"):
            pages_word = render_certificates_word(pages, title=name)
        problems += check_certificates(pages_word.content, pages)
    return PreparedPaper(
        paper=paper,
        certificates=pages,
        certificates_word=pages_word,
        facts=facts,
        details=details,
        issuer=head,
        name=name,
        problems=tuple(problems),
        notes=checked.notes,
    )


@override("vi")
def mark_of_draft(source: PaperSource, record: Any) -> str:
    """A hash of text and facts, with the recorded number and day."""
    known, pages = source.recorded_details(record), source.certificates(record)
    content = {
        "paper": None if pages else as_data(source.compose(record, known)),
        "pages": [asdict(one) for one in pages],
    }
    parts = [facts_text(source.issued_facts(record, known)), canonical.encode(content)]
    return sha256("\n".join(parts).encode()).hexdigest()[:MARK_LENGTH]


def signed_paper(paper: Paper, details: IssueDetails, head: str) -> Paper:
    """The paper with the name of who signed it in its last right-hand signature; as it was composed
    while nobody is said to have signed."""
    if not details.signer_name:
        return paper
    blocks = list(paper.blocks)
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if isinstance(block, Closing) and block.right is not None:
            signature = (
                signature_of(head, name=details.signer_name, title=details.signer_title)
                if head
                else replace(block.right, names=(details.signer_name,))
            )
            blocks[at] = replace(block, right=signature)
            break
    return replace(paper, blocks=tuple(blocks))


def verify_address(code: str) -> str:
    """The address of the public page, as it is printed."""
    return f"{settings.SITE_URL}{reverse('issued_papers:verify', args=[code])}"


def with_code(paper: Paper, code: str) -> Paper:
    """The paper with the code by which anybody checks it."""
    address = verify_address(code)
    caption = paper_words(WORDS).say("qr.caption", address=address)
    square = QrCode(text=address, caption=caption)
    blocks = list(paper.blocks)
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if isinstance(block, Closing):
            blocks[at] = replace(block, code=square)
            return replace(paper, blocks=tuple(blocks))
    return replace(paper, blocks=(*blocks, square))


def prepared_files(ready: PreparedPaper, code: str) -> tuple[str, list[PaperFile]]:
    """The blocks or certificates as canonical JSON, and the files: Word, PDF, annex as Excel."""
    if ready.paper is None:
        pages = [asdict(one) for one in ready.certificates]
        pdf = render_certificates(ready.certificates, title=ready.name)
        files = [ready.certificates_word] if ready.certificates_word is not None else []
        return canonical.encode({"certificates": pages}), [*files, pdf]
    paper = with_code(ready.paper, code)
    files = [render(paper, PaperFormat.WORD), render(paper, PaperFormat.PDF)]
    annex = annexes_workbook(paper)
    if annex is not None:
        name = f"{paper.file_name}_danh_sach.xlsx"
        files.append(PaperFile(name=name, media_type=MEDIA_TYPE, content=annex))
    return canonical.encode(as_data(paper)), files


def stored_blocks(text: str) -> dict[str, Any]:
    """The blocks of an issued paper as JSON values."""
    found: dict[str, Any] = json.loads(text)
    return found
