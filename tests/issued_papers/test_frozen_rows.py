"""An issued paper and its files stay as they were written: the model refuses, and the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from nominations.issued_papers.frozen_rows import FROZEN_TABLES
from nominations.issued_papers.models import FrozenPaperError, IssuedFile, IssuedPaper
from tests.issued_papers.rows import issued_paper


def acts(paper: IssuedPaper, file: IssuedFile) -> list[Callable[[], Any]]:
    return [
        paper.save,
        paper.delete,
        file.delete,
        lambda: IssuedPaper.objects.update(number="46/QĐ-STC"),
        lambda: IssuedFile.objects.filter(pk=file.pk).delete(),
        lambda: IssuedPaper.objects.bulk_update([paper], ["number"]),
    ]


@pytest.mark.django_db
def test_the_model_refuses_to_change_or_delete_what_was_issued() -> None:
    paper = issued_paper()
    for act in acts(paper, paper.files.get()):
        with pytest.raises(FrozenPaperError):
            act()
    assert IssuedPaper.objects.get().number == "45/QĐ-STC"


@pytest.mark.django_db
def test_the_database_refuses_it_too_whoever_writes() -> None:
    paper = issued_paper()

    def past_the_model() -> list[Callable[[], Any]]:
        rows, files = models.QuerySet(IssuedPaper), models.QuerySet(IssuedFile)
        return [
            lambda: rows.filter(pk=paper.pk).update(number="46/QĐ-STC"),
            lambda: files.update(content=b"anders"),
            lambda: files._raw_delete(connection.alias),
            lambda: rows.filter(pk=paper.pk)._raw_delete(connection.alias),
        ]

    for act in past_the_model():
        with (
            pytest.raises(DatabaseError, match="issued paper is"),
            transaction.atomic(),
        ):
            act()
    with connection.cursor() as cursor:  # the control: without the triggers all of it goes through
        for table in FROZEN_TABLES:
            for statement in table.drop_triggers(connection.vendor):
                cursor.execute(statement)
    for act in past_the_model():
        act()
    assert not IssuedPaper.objects.exists()
