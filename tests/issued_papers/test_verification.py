# ruff: noqa: S608 -- the SQL of somebody who tampers
"""Changes that bypass the triggers are detected, and the paper is named."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from nominations.issued_papers.frozen_rows import FROZEN_TABLES
from nominations.issued_papers.models import IssuedKind
from nominations.issued_papers.verification import PapersVerified, paper_breaks
from tests.issued_papers.issuing_office import IssuingOffice
from tests.issued_papers.rows import issued_paper

CONTENT = "X'00'" if connection.vendor == "sqlite" else "'\\x00'"
PAPER, FILE = "issued_papers_issuedpaper", "issued_papers_issuedfile"
TAMPERED = (
    (f"UPDATE {FILE} SET content = {CONTENT} WHERE format = 'pdf'", "is not the file"),
    (f"UPDATE {FILE} SET sha256 = '{'0' * 64}' WHERE format = 'docx'", "changed after"),
    (f"UPDATE {FILE} SET name = 'khac.pdf' WHERE format = 'pdf'", "changed after"),
    (f"DELETE FROM {FILE} WHERE format = 'xlsx'", "changed after"),
    (f"UPDATE {PAPER} SET number = '46/QĐ-STC'", "changed after"),
    (f"UPDATE {PAPER} SET dated_on = '2020-01-01'", "changed after"),
    (f"UPDATE {PAPER} SET facts = REPLACE(facts, 'Mai', 'Mơ')", "changed after"),
    (f"UPDATE {PAPER} SET blocks = REPLACE(blocks, 'Mai', 'Mơ')", "changed after"),
    (f"UPDATE {PAPER} SET signer_name = 'Ai đó'", "changed after"),
    (f"UPDATE {PAPER} SET code = 'doan-duoc'", "changed after"),
)


def verify() -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("papers_verify", stdout=out)
    except SystemExit as exit_code:
        return int(str(exit_code.code)), out.getvalue()
    return 0, out.getvalue()


def test_every_change_past_the_triggers_is_found(papers: IssuingOffice) -> None:
    papers.issue(IssuedKind.DECISION)
    counted = PapersVerified()
    assert list(paper_breaks(counted)) == []
    assert (counted.papers, counted.files) == (1, 3)
    assert verify() == (0, "1 papers, 3 files, 0 broken\n")
    with connection.cursor() as cursor:
        for table in FROZEN_TABLES:
            for statement in table.drop_triggers(connection.vendor):
                cursor.execute(statement)
        for statement, what in TAMPERED:
            with transaction.atomic():
                cursor.execute(statement)
                breaks = [one.what for one in paper_breaks()]
                transaction.set_rollback(True)
            assert breaks, statement
            assert what in breaks[0]
        assert list(paper_breaks()) == []  # the control: each change was taken back


def test_a_row_put_in_or_taken_out_past_the_service_is_found(papers: IssuingOffice) -> None:
    paper = papers.issue(IssuedKind.DECISION)
    issued_paper(record="decision:99", number="99/QĐ-STC")
    assert [one.what for one in paper_breaks()] == ["the history does not know it"]
    with connection.cursor() as cursor:
        for table in FROZEN_TABLES:
            for statement in table.drop_triggers(connection.vendor):
                cursor.execute(statement)
        cursor.execute(f"DELETE FROM {FILE}")
        cursor.execute(f"DELETE FROM {PAPER}")
    assert [str(one) for one in paper_breaks()] == [
        f"{paper.public_id}: missing; the history says it was issued"
    ]
    code, output = verify()
    assert code == 1
    assert output.startswith("BROKEN ")


@pytest.mark.django_db
def test_nothing_is_broken_where_nothing_was_issued() -> None:
    assert list(paper_breaks()) == []
