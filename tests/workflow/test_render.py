from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from tests.workflow.toy.table import PARCELS
from workflow.render import document


def test_the_document_says_everything_the_table_says():
    text = document([PARCELS])
    for line in (
        "    [*] --> packed",
        "    packed --> checked: inspect",
        "    held --> packed: release (back)",
        "    held --> shipped: reroute",
        "    shipped --> shipped: reroute (same state)",
        "    delivered --> [*]",
        "| `no one` |",
    ):
        assert (line in text) == ("no one" not in line)
    for row in PARCELS.transitions:
        assert f"`{row.name}`" in text
        for condition in row.requires:
            assert f"`{condition.name}`" in text
        for audience in row.tells:
            assert f"`{audience.name}`" in text
    assert "The parcel has at least one seal." in text
    assert "a reason" in text


def test_the_document_is_the_same_in_every_language_and_every_time():
    with override("vi"):
        first = document([PARCELS])
    with override("en"):
        assert document([PARCELS]) == first


def test_the_matrix_names_who_opens_a_row_not_who_is_shut_out():
    matrix = document([PARCELS]).partition("### Authorization matrix")[2].partition("### Cond")[0]
    assert "`is_lead`" in matrix
    (owner,) = [line for line in matrix.splitlines() if "`is_owner`" in line]
    assert "inspect" not in owner


def test_the_matrix_marks_a_transition_that_keeps_the_state():
    matrix = document([PARCELS]).partition("### Authorization matrix")[2].partition("### Cond")[0]
    cells = [line for line in matrix.splitlines() if line.startswith("| `is_owner`")]
    assert cells == ["| `is_owner` |  |  | =reroute | reroute |"]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("render_workflow", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_writes_the_file_and_then_finds_it_up_to_date(tmp_path):
    path = tmp_path / "docs" / "workflow.md"
    assert "written" in run("--output", str(path))
    written = path.read_text(encoding="utf-8")
    assert "## nomination" in written
    assert "## parcel" not in written  # the toy is not documented
    assert "up to date" in run("--output", str(path), "--check")


@pytest.mark.parametrize("content", [None, "old"])
def test_a_check_fails_for_a_missing_or_old_file_and_writes_nothing(tmp_path, content):
    path = tmp_path / "workflow.md"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        run("--output", str(path), "--check")
    assert ended.value.code == 1
    assert path.exists() == (content is not None)


def test_the_command_can_print_to_the_screen():
    assert run("--output", "-").startswith("# Workflows")
