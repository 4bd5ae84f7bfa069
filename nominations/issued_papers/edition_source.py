"""Sources of papers with the agency's own texts, which are changed by a later edition only."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace
from typing import Any

from django.utils.translation import override

from nominations.awards.issuer_name import head_position
from nominations.documents.blocks import Closing, Paper, Paragraph
from nominations.documents.paper_words import paper_words
from nominations.documents.stored_blocks import paper_of
from nominations.issued_papers.correction_paper import name_in_papers
from nominations.issued_papers.models import IssuedPaper, PaperRelation
from nominations.issued_papers.paper_facts import PaperFacts
from nominations.issued_papers.paper_sources import IssueDetails, PaperSource
from nominations.issued_papers.prepared_paper import signed_paper, stored_blocks
from nominations.issued_papers.queries import issued_paper_of
from nominations.issued_papers.wording import WORDS


class EditionSource(PaperSource):
    """A plan or a report: it lists nobody that another paper of a set could contradict."""

    checks_set = False
    has_editions = True

    @abstractmethod
    def text_paper(self, record: Any, details: IssueDetails) -> Paper:
        """The paper under this number and day."""

    @abstractmethod
    def earlier(self, record: Any) -> IssuedPaper | None:
        """The issued paper of the edition that this one replaces."""

    def facts(self, record: Any) -> PaperFacts:
        return PaperFacts(lines=())

    def follows(self, record: Any) -> tuple[IssuedPaper, PaperRelation] | None:
        found = self.earlier(record)
        return (found, PaperRelation.REPLACES) if found is not None else None

    def compose(self, record: Any, details: IssueDetails) -> Paper:
        """The paper with who signs it; a later edition says which paper it replaces."""
        paper, found = self.text_paper(record, details), self.earlier(record)
        if found is not None:
            paper = _naming(paper, found)
        return signed_paper(paper, details, head_position(self.organization(record)))


def _naming(paper: Paper, found: IssuedPaper) -> Paper:
    """The paper with a paragraph above its signature that names the one it replaces."""
    sentence = paper_words(WORDS).say("edition.replaces", paper=name_in_papers(found))
    blocks = list(paper.blocks)
    place = next(at for at, one in enumerate(blocks) if isinstance(one, Closing))
    # The last paragraph ends the paper with its mark; what is told stands above it.
    if place and isinstance(blocks[place - 1], Paragraph):
        place -= 1
    blocks.insert(place, Paragraph(text=sentence))
    return replace(paper, blocks=tuple(blocks))


def shown_paper(source: EditionSource, record: Any, *, to_keeper: bool = True) -> Paper:
    """The paper as it was issued; until then as it would be printed now.

    Other readers see the earlier edition until the later one is issued.
    """
    found = issued_paper_of(source.kind, source.record_of(record))
    if found is None and not to_keeper:
        found = source.earlier(record)
    if found is not None:
        return paper_of(stored_blocks(found.blocks))
    with override("vi"):
        return source.compose(record, source.recorded_details(record))
