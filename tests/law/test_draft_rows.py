"""Rows of a draft that belong to no award, and blocks that count from a decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nominations.law import catalogue, services
from nominations.law.models import LayerDraft
from tests.cast import Cast
from tests.law.draft_acts import HEAD, address, document, errors_of, save, seen_in


@pytest.fixture
def secretary(db: Any, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    cast = Cast.build()
    client = cast.client(cast.secretary)
    head = {**HEAD, "valid_from": date(2026, 2, 1)}
    services.begin_draft(actor=cast.secretary, organization=cast.agency, head=head)
    return client


@pytest.fixture
def draft(secretary: Client) -> LayerDraft:
    return LayerDraft.objects.get()


MEETS = {"key": "", "step": "vote", "event": "complete_dossier", "count": "12",
         "unit": "working_days", "day": "", "awards": ["LDTT", "GK"],
         "says": "Hội đồng họp trong 12 ngày làm việc kể từ ngày nhận đủ hồ sơ"}  # fmt: skip
ASKED = {
    "key": "",
    "body": "police",
    "before": "vote",
    "days": "7",
    "silence": "agrees",
    "papers": "Danh sách đề nghị",
    "says": "Lấy ý kiến cơ quan Công an trước khi họp",
}


def test_a_deadline_and_an_opinion_are_entered_with_their_article(
    secretary: Client, draft: LayerDraft
) -> None:
    page = secretary.get(draft.get_absolute_url()).content.decode()
    assert "/phan/deadline.moi/" in page
    assert save(secretary, draft, "deadline.moi", **MEETS).status_code == 302
    assert save(secretary, draft, "deadline.moi", **MEETS | {"step": "submit"}).status_code == 302
    assert save(secretary, draft, "opinion.moi", **ASKED).status_code == 302

    first, second = document(draft)["deadline"]
    assert first == {
        "key": "qc_1", "step": "vote", "event": "complete_dossier", "count": 12,
        "awards": ["LDTT", "GK"], "says": MEETS["says"],
        "source": "Quyết định 15/QĐ-STN Đ12 k2", "verified": True,
    }  # fmt: skip
    assert (second["key"], second["step"]) == ("qc_2", "submit")
    assert document(draft)["opinion"][0]["silence"] == "agrees"

    page = secretary.get(draft.get_absolute_url()).content.decode()
    assert "Thời hạn của một bước" in page
    assert "Chỉ với các danh hiệu, hình thức: LĐTT; Giấy khen" in page
    answer = save(secretary, draft, "deadline.1", **MEETS | {"count": "15"})
    assert answer.status_code == 302
    assert [one["count"] for one in document(draft)["deadline"]] == [12, 15]
    assert document(draft)["deadline"][1]["key"] == "qc_2"
    url = address(draft, "deadline.0")
    secretary.post(url, {"do": "take_out", "revision": seen_in(secretary.get(url))})
    assert [one["count"] for one in document(draft)["deadline"]] == [15]


@pytest.mark.parametrize(
    ("place", "typed", "field"),
    [
        ("deadline.moi", {**MEETS, "count": "400"}, "count"),
        ("deadline.moi", {**MEETS, "count": ""}, "count"),
        ("deadline.moi", {**MEETS, "event": "", "day": "31/02"}, "day"),
        ("deadline.moi", {**MEETS, "step": ""}, "step"),
        ("deadline.moi", {**MEETS, "says": ""}, "says"),
        ("opinion.moi", {**ASKED, "body": ""}, "body"),
        ("opinion.moi", {**ASKED, "days": "130"}, "days"),
        ("exclusion.moi", {"key": "", "held": ["GK"], "says": "Không đề nghị"}, "asked"),
        ("opinion.moi", {**ASKED, "article": "", "clause": "",
                         "other_source": "Nghị định 98/2023/NĐ-CP Đ31"}, "other_source"),
    ],
)  # fmt: skip
def test_a_mistake_in_such_a_row_is_told_at_its_field(
    secretary: Client, draft: LayerDraft, place: str, typed: dict[str, Any], field: str
) -> None:
    save(secretary, draft, place, **ASKED if place.startswith("op") else MEETS)
    before = document(draft)

    answer = save(secretary, draft, place, **typed)

    assert field in errors_of(answer), errors_of(answer)
    assert str(typed["says"]) in answer.content.decode()
    assert document(draft) == before


def test_a_block_counts_from_the_decision_and_leaves_years_out(
    secretary: Client, draft: LayerDraft
) -> None:
    block = {"b0-word": "graded_below", "b0-group": "0", "b0-name": "HTT", "b0-operator": "==",
             "b0-bound": "0", "b0-counted_from": "DECISION", "b0-left_out_0": "TTLDXS"}  # fmt: skip
    typed = {"kind": "collective", "says": "Các năm còn lại hoàn thành tốt", "effect": "blocking",
             "key": "", "way": "on", "complete": "on", **block}  # fmt: skip
    wrong = save(secretary, draft, "award.GK.standard.moi", **typed)
    form = wrong.context["blocks"].blocks[0].form
    assert set(form.errors) == {"counted_from"}

    since = {"b0-opener": "after", "b0-opener_codes_0": "BK_TTG"}
    assert save(secretary, draft, "award.GK.standard.moi", **typed, **since).status_code == 302
    row = document(draft)["award"]["GK"]["standard"][0]
    assert row["rule"] == "graded_below(HTT, after=BK_TTG, from=DECISION, except=TTLDXS) == 0"
    again = secretary.get(address(draft, "award.GK.standard.0"))
    (block,) = again.context["blocks"].blocks
    assert block.has_more
    assert block.form["left_out_0"].value() == "TTLDXS"


def test_every_award_takes_a_standard_of_its_own_by_the_form(
    secretary: Client, draft: LayerDraft
) -> None:
    """Not letters of commendation alone: whatever the rules know may be asked for more."""
    asked = secretary.get(reverse("awards:layer_draft_place", args=[draft.pk, "standard"]))
    offered = dict(asked.context["form"].fields["place"].choices)
    assert set(offered) == {f"award.{code}.standard.moi" for code in catalogue.nominable_entries()}
    assert offered["award.CSTDCS.standard.moi"] == "CSTĐ cơ sở"  # what it holds for, and no more
    for code, word in (
        ("CSTDCS", "service_months"),
        ("TTLDXS", "unit_age"),
        ("HCLD1", "service_months"),
    ):
        kind = "individual" if word == "service_months" else "collective"
        typed = {
            "kind": kind, "says": "Có từ đủ 12 tháng", "effect": "blocking", "key": "",
            "complete": "on", "b0-word": word, "b0-group": "0", "b0-operator": ">=",
            "b0-bound": "12",
        }  # fmt: skip
        answer = save(secretary, draft, f"award.{code}.standard.moi", **typed)
        assert answer.status_code == 302, (code, errors_of(answer))
    rules = {code: parts["standard"][0]["rule"] for code, parts in document(draft)["award"].items()}
    assert rules == {
        "CSTDCS": "service_months >= 12",
        "TTLDXS": "unit_age >= 12",
        "HCLD1": "service_months >= 12",
    }
