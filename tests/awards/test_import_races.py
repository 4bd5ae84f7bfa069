"""The same file confirmed in two tabs at once: its rows are added once. On PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nominations.awards.importing import import_awards, read_award_table
from nominations.awards.models import Award
from workflow.actors import SYSTEM

from .office import Office
from .tables import line, xlsx

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TABS = 4


def test_a_file_imported_in_several_tabs_at_once_is_added_once() -> None:
    office = Office.build()
    rows = [line(award="Giấy khen", number=f"{number}/QĐ-STC") for number in range(1, 41)]
    content = xlsx(rows)
    gate = Barrier(TABS)

    def run(_tab: int) -> int:
        sheet = read_award_table("a.xlsx", content)
        gate.wait(10)
        try:
            outcome = import_awards(actor=SYSTEM, sheet=sheet, organization=office.agency)
        finally:
            connection.close()
        return outcome.added

    with ThreadPoolExecutor(TABS) as pool:
        added = sorted(pool.map(run, range(TABS)))
    assert added == [0, 0, 0, 40]
    assert Award.objects.count() == 40
