"""Papers issued at the same moment: real threads, each on a connection of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from nominations.consultation.models import Posting
from nominations.dossiers.models import Nomination
from nominations.issued_papers import services
from nominations.issued_papers.models import IssuedKind, IssuedPaper
from nominations.issued_papers.paper_sources import source_of
from nominations.issued_papers.verification import paper_breaks
from nominations.paper_numbers.models import NumberedBy, SeriesSetting
from nominations.states import State
from tests.at_once import run_at_once
from tests.cast import Cast
from tests.issued_papers.issuing_office import SIGNER
from workflow.verification import chain_breaks


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_each_paper_is_issued_once_under_a_number_of_its_own_without_a_gap() -> None:
    cast = Cast.build()
    rows = [
        cast.nomination(State.CONSULTED, person=cast.person()),
        cast.nomination(State.CONSULTED, person=cast.person()),
        cast.nomination(State.CONSULTED, person=cast.person()),
    ]
    Nomination.objects.filter(pk=rows[0].pk).update(subject_name="Chữ lạ \U0001f600")
    SeriesSetting.objects.create(organization=cast.agency, paper="TB", numbered_by=NumberedBy.HERE)
    source = source_of(IssuedKind.NOTICE)

    def issue(posting: Posting) -> Any:
        record = source.load(posting.stream)
        return services.issue_paper(
            actor=cast.secretary, source=source, record=record, details=SIGNER
        )

    bad, first, second = (Posting.objects.get(items__nomination=row) for row in rows)
    ended = run_at_once([partial(issue, one) for one in (bad, first, first, second, bad)])

    assert sorted(ended) == sorted(
        ["letter_not_in_font", "done", "issued_already", "done", "letter_not_in_font"]
    )
    numbers = IssuedPaper.objects.values_list("number", flat=True)
    assert sorted(numbers) == ["01/TB-STC", "02/TB-STC"]
    assert set(Posting.objects.values_list("notice_number", flat=True)) == {"", *numbers}
    assert list(paper_breaks()) == []
    assert list(chain_breaks()) == []
