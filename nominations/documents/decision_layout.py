"""How every decision of an agency is laid out, whatever it decides (Decree 30/2020)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nominations.documents.blocks import (
    Appendix,
    Article,
    Block,
    CentredLine,
    Closing,
    LegalBases,
    Letterhead,
    Paper,
    Title,
)
from nominations.documents.paper_words import paper_words

DecisionArticle = tuple[str, Sequence[Block]]
"""The text of an article, and what stands below it."""


def decision_layout(
    *,
    file_name: str,
    subject: str,
    letterhead: Letterhead,
    issuer: str,
    bases: Sequence[str],
    articles: Sequence[DecisionArticle],
    closing: Closing,
    appendices: tuple[Appendix, ...] = (),
    title: str = "",
) -> Paper:
    """Name and subject, who decides, on which bases, the numbered articles, the signature.

    `issuer` is a position with its agency, "Giám đốc Sở Tài chính"; `title` names the paper in a
    program, where it is not the subject.
    """
    words = paper_words()
    return Paper(
        file_name=file_name,
        title=title or subject,
        letterhead=letterhead,
        blocks=(
            Title(name=words.say("decision.name"), subject=subject),
            CentredLine(text=issuer.upper()),
            LegalBases(lines=tuple(bases)),
            CentredLine(text=words.say("decision.decides")),
            *_numbered(articles),
            closing,
        ),
        appendices=appendices,
    )


def _numbered(articles: Sequence[DecisionArticle]) -> Iterator[Block]:
    for number, (text, below) in enumerate(articles, 1):
        label = paper_words().say("decision.article", number=number)
        yield Article(label=label, text=text)
        yield from below
