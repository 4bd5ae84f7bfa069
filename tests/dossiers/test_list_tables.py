"""The lists of registrations and of nominees as Excel tables, narrowed as the table itself says."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.documents.blocks import RowKind, Table
from nominations.dossiers.models import Nomination
from nominations.dossiers.nomination_list_paper import nomination_list
from nominations.dossiers.registration_papers import registration_list
from nominations.states import State
from tests.cast import Cast
from workflow import clock

ABOVE = 8
"""Rows above the head of the table: title, period, three filters, day, number, a gap."""


def _sheet(cast: Cast, kind: str, asked: dict[str, Any] | None = None) -> Any:
    address = reverse("dossiers:campaign_list_file", args=[cast.campaign.pk, kind])
    answer = cast.client(cast.secretary).get(address, {"dang": "xlsx", **(asked or {})})
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]


def _file(cast: Cast, kind: str, asked: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    return list(_sheet(cast, kind, asked).values)


def _head_values(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    return {row[0]: row[1] for row in rows[1 : ABOVE - 1]}


def _printed(blocks: Any) -> list[str]:
    """The names of the paper's list, in its order."""
    table = next(one for one in blocks if isinstance(one, Table))
    return [row.cells[1] for row in table.rows if row.kind != RowKind.GROUP]


def _many(cast: Cast, state: State) -> None:
    cast.nominee.person.birth_date = date(1980, 2, 3)
    cast.nominee.person.save(update_fields=["birth_date"])
    cast.nomination(state)
    cast.nomination(state, award="GK", person=cast.colleague)


def test_the_table_of_nominees_has_the_lines_of_the_paper(cast: Cast) -> None:
    _many(cast, State.UNIT_REVIEWED)
    rows = _file(cast, "nominations")
    assert rows[0][0] == f"DANH SÁCH TRÍCH NGANG: {cast.campaign.name}"
    values_above = _head_values(rows)
    assert {values_above[name] for name in ("Đơn vị", "Đối tượng")} == {"Tất cả"}
    assert values_above["Tính đến ngày"].date() == clock.today()
    head, *lines = rows[ABOVE:]
    assert head[:5] == ("TT", "Cá nhân, tập thể", "Đối tượng", "Chức vụ", "Đơn vị")
    assert [line[1] for line in lines] == _printed(nomination_list(cast.campaign).blocks)
    assert values_above["Số lượng"] == len(lines)
    own = next(line for line in lines if line[1] == cast.nominee.person.full_name)
    assert datetime(1980, 2, 3) in own


def test_the_table_of_registrations_has_a_line_for_each_registrant(cast: Cast) -> None:
    _many(cast, State.REGISTERED)
    _head, *lines = _file(cast, "registrations")[ABOVE:]
    assert [line[1] for line in lines] == _printed(registration_list(cast.campaign).blocks)


@pytest.mark.parametrize("kind", ["registrations", "nominations"])
def test_a_table_is_narrowed_by_award_unit_and_kind_and_says_so(cast: Cast, kind: str) -> None:
    _many(cast, State.UNIT_REVIEWED)
    rows = _file(cast, kind, {"danh_hieu": "GK", "don_vi": cast.unit.pk, "loai": "individual"})
    values_above = _head_values(rows)
    assert list(values_above.values())[1:4] == [cast.unit.name, "Cá nhân", cast.awards["GK"].name]
    assert [line[1] for line in rows[ABOVE + 1 :]] == [cast.colleague.full_name]
    assert values_above["Số lượng"] == 1
    none = _file(cast, kind, {"loai": "collective"})
    assert _head_values(none)["Số lượng"] == 0
    assert len(none) == ABOVE + 1
    everything = _file(cast, kind, {"danh_hieu": "X", "don_vi": "0", "loai": "?"})
    assert _head_values(everything)["Số lượng"] == 2


def test_a_name_that_looks_like_a_formula_stays_a_text(cast: Cast) -> None:
    cast.nomination(State.UNIT_REVIEWED)
    Nomination.objects.update(subject_name="=1+1")
    named = [one for row in _sheet(cast, "nominations") for one in row if one.value == "=1+1"]
    assert {one.data_type for one in named} == {"s"}


def test_the_pages_of_the_lists_lead_to_the_tables_and_stay_cheap(cast: Cast) -> None:
    _many(cast, State.UNIT_REVIEWED)
    client = cast.client(cast.secretary)
    page = client.get(cast.campaign.get_absolute_url()).content.decode()
    address = reverse("dossiers:campaign_list_file", args=[cast.campaign.pk, "nominations"])
    assert f"{address}?dang=xlsx" in page
    shown = client.get(reverse("dossiers:campaign_list", args=[cast.campaign.pk, "nominations"]))
    assert f'action="{address}"' in shown.content.decode()
    with CaptureQueriesContext(connection) as queries:
        client.get(address, {"dang": "xlsx"})
    assert len(queries) <= 20

    unit = reverse("dossiers:unit_list_file", args=[cast.unit.pk, cast.campaign.pk, "nominations"])
    head = cast.client(cast.unit_head)
    assert f"{unit}?dang=xlsx" in head.get(reverse("dossiers:unit")).content.decode()
    answer = head.get(unit, {"dang": "xlsx"})
    assert answer["Content-Disposition"].endswith('"danh_sach_trich_ngang.xlsx"')
    assert cast.client(cast.member).get(unit, {"dang": "xlsx"}).status_code == 403
