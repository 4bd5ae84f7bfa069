"""Verifies issued papers: every file against its hash, every row against the history, both ways.

Detected are a changed byte, a changed column, a missing file or row, and one inserted without the
service. The history itself is proven by `audit_verify`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from nominations.issued_papers.models import IssuedFile, IssuedPaper, SignedCopy
from nominations.issued_papers.services import ISSUED, digest_of
from nominations.issued_papers.signed_copies import ADDED
from nominations.issued_papers.signed_copies import digest_of as digest_of_copy
from workflow.models import AuditEvent


@dataclass(frozen=True, slots=True)
class PaperBreak:
    """An issued paper that is not as it was issued, and what is wrong with it."""

    paper: str
    what: str

    def __str__(self) -> str:
        return f"{self.paper}: {self.what}"


@dataclass(slots=True)
class PapersVerified:
    """How much was verified. Filled while `paper_breaks` runs."""

    papers: int = 0
    files: int = 0


def paper_breaks(counted: PapersVerified | None = None) -> Iterator[PaperBreak]:
    """The problems of each issued paper; reads every file once, one at a time."""
    seen = counted if counted is not None else PapersVerified()
    recorded = _recorded()
    for paper in IssuedPaper.objects.order_by("pk").iterator(chunk_size=50):
        seen.papers += 1
        entry = recorded.pop(str(paper.public_id), None)
        files = list(paper.files.defer("content").order_by("pk"))
        if entry is None:
            yield PaperBreak(_named(paper), "the history does not know it")
        elif digest_of(paper, files) != entry:
            yield PaperBreak(_named(paper), "changed after it was issued, or a file is gone")
        for file in files:
            seen.files += 1
            content = bytes(IssuedFile.objects.values_list("content", flat=True).get(pk=file.pk))
            if sha256(content).hexdigest() != file.sha256 or len(content) != file.size:
                yield PaperBreak(_named(paper), f"{file.name} is not the file that was issued")
    yield from _copy_breaks(seen)
    for public_id in recorded:
        yield PaperBreak(public_id, "missing; the history says it was issued")


def _copy_breaks(seen: PapersVerified) -> Iterator[PaperBreak]:
    """The problems of signed copies: bytes, columns, missing or inserted rows."""
    recorded = _recorded(ADDED, "copy")
    for copy in SignedCopy.objects.order_by("pk").iterator(chunk_size=1):
        seen.files += 1
        entry = recorded.pop(str(copy.public_id), None)
        if entry is None:
            yield PaperBreak(copy.name, "a signed copy that the history does not know")
        elif digest_of_copy(copy) != entry:
            yield PaperBreak(copy.name, "a signed copy that was changed after it was added")
        if sha256(bytes(copy.content)).hexdigest() != copy.sha256:
            yield PaperBreak(copy.name, "is not the signed copy that was added")
    for public_id in recorded:
        yield PaperBreak(public_id, "a signed copy is missing; the history says it was added")


def _recorded(action: str = ISSUED, named: str = "paper") -> dict[str, str]:
    """The digest of every issued paper, or signed copy, as the history holds it."""
    events = AuditEvent.objects.filter(action=action).order_by("stream", "seq")
    return {
        str(event.content[named]): str(event.content["digest"])
        for event in events.iterator(chunk_size=500)
    }


def _named(paper: IssuedPaper) -> str:
    return f"{paper.kind} {paper.number} ({paper.public_id})"
