"""What later papers make of an issued one, and which facts count then."""

from __future__ import annotations

import pytest

from nominations.issued_papers.models import IssuedKind, PaperRelation
from nominations.issued_papers.paper_facts import (
    EarlierPaper,
    ListedLine,
    PaperFacts,
    facts_text,
    read_facts,
)
from nominations.issued_papers.queries import (
    content_of,
    corrected_facts,
    files_of,
    issued_of,
    issued_paper_of,
    paper_statuses,
)
from tests.issued_papers.rows import CONTENT, DAY, issued_paper


def line(name: str, kind: str = "individual", **changes: object) -> ListedLine:
    values = {
        "nomination": 1, "name": name, "position": "Chuyên viên", "unit": "Phòng Ngân sách",
        "post": "Chuyên viên, Phòng Ngân sách", "award": "Giấy khen", "kind": kind,
    }  # fmt: skip
    return ListedLine(**{**values, **changes})  # type: ignore[arg-type]


def test_facts_come_back_as_they_were_written() -> None:
    facts = PaperFacts(
        lines=(line("{{7*7}} <w:p> =cmd"), line("Phòng Giá", "collective", nomination=2)),
        rests_on=(EarlierPaper(kind="decision", record="decision:7", nominations=(1, 2)),),
        number="45/QĐ-STC",
        day=DAY,
    )
    found = read_facts(facts_text(facts))

    assert found == facts
    assert (found.collectives, found.individuals) == (1, 1)
    assert [one.name for one in found.passed] == [one.name for one in facts.lines]


@pytest.mark.django_db
def test_each_later_paper_says_what_it_does_to_the_first() -> None:
    facts = facts_text(PaperFacts(lines=(line("Nguyễn Văn A"),)))
    first = issued_paper(facts=facts)
    assert paper_statuses([first])[first.pk].is_unchanged
    made = {}
    for number, relation in enumerate(PaperRelation, 50):
        made[relation] = issued_paper(
            kind=IssuedKind.CORRECTION,
            record=first.stream,
            number=f"{number}/QĐ-STC",
            follows=first,
            relation=relation,
            facts=facts_text(PaperFacts(lines=(line("Nguyễn Văn Ánh"),))),
        )
    found = paper_statuses([first])[first.pk]

    assert found.corrected_by == (made[PaperRelation.CORRECTS],)
    assert found.supplemented_by == (made[PaperRelation.SUPPLEMENTS],)
    assert found.revoked_by == (made[PaperRelation.REVOKES],)
    assert found.withdrawn_by == (made[PaperRelation.WITHDRAWS],)
    assert not found.is_in_force
    assert corrected_facts(first).lines[0].name == "Nguyễn Văn Ánh"
    assert issued_paper_of("decision", "decision:7") == first
    assert issued_paper_of("submission", "decision:7") is None
    assert list(issued_of(["decision:7"])) == [first]
    (file,) = files_of(first)
    assert content_of(file) == CONTENT
