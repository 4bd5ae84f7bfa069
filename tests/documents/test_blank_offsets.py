"""The offsets of blanks: kept by the secretary, proposed by every form, used by print runs."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from nominations.decisions.models import Decision
from nominations.documents.blank_offsets import store_offsets, stored_offsets
from nominations.documents.certificate import Overprint
from nominations.documents.models import BlankOffsets
from nominations.dossiers.models import Nomination
from nominations.law.models import AwardType
from nominations.print_runs.models import PrintRun
from tests.built_once import built_once
from tests.documents.reading_papers import fragments
from tests.issued_papers.issuing_office import IssuingOffice, issuing_office
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

BLANK = "GIẤY KHEN"


@pytest.fixture
def papers(db: None, settings: Any, tmp_path: Path) -> IssuingOffice:
    settings.MEDIA_ROOT = tmp_path / "files"
    return built_once("issued papers", issuing_office)


@pytest.fixture
def secretary(papers: IssuingOffice) -> Client:
    return papers.cast.client(papers.secretary)


def page(name: str) -> str:
    return reverse(name, args=[Decision.objects.get().public_id])


def run_page() -> str:
    return reverse("print_runs:start", args=["giay-khen", Decision.objects.get().public_id])


def keep(client: Client, right: str, down: str) -> Any:
    path = page("decisions:offsets")
    mark = client.get(path).context["seen_version"]
    return client.post(path, {"right": right, "down": down, "seen_version": mark})


def left_of(client: Client, **address: str) -> float:
    made = client.get(page("decisions:certificates"), {"phoi": "1", **address}).content
    return float(fragments(made)[0].left)


def test_kept_offsets_are_proposed_and_used_where_nothing_is_typed(
    papers: IssuingOffice, secretary: Client
) -> None:
    before = left_of(secretary)
    answer = keep(secretary, "2,5", "-1")
    assert answer["Location"] == Decision.objects.get().get_absolute_url()
    assert stored_offsets(papers.cast.agency) == {BLANK: Overprint(right=2.5, down=-1)}
    assert left_of(secretary) == pytest.approx(before + 2.5, abs=0.15)
    assert left_of(secretary, right="0") == pytest.approx(before, abs=0.15)
    for shown in (answer["Location"], run_page()):
        text = secretary.get(shown).content.decode()
        assert 'value="2,5"' in text
        assert "đã thống nhất lần gần nhất" in text


def test_a_run_uses_what_is_kept_and_keeps_what_was_typed(
    papers: IssuingOffice, secretary: Client
) -> None:
    keep(secretary, "2,5", "-1")
    secretary.post(run_page(), {"numbers": "1", "on_blanks": "on", "right": "", "down": ""})
    run = PrintRun.objects.get()
    assert (run.layout["right"], run.layout["down"]) == ("2.5", "-1.0")
    assert BlankOffsets.objects.count() == 1  # nothing new was agreed
    secretary.post(run_page(), {"numbers": "2", "on_blanks": "on", "right": "4", "down": ""})
    assert stored_offsets(papers.cast.agency) == {BLANK: Overprint(right=4, down=-1)}
    secretary.post(run_page(), {"numbers": "3", "right": "9", "down": "9"})  # whole pages
    assert stored_offsets(papers.cast.agency) == {BLANK: Overprint(right=4, down=-1)}
    recorded = AuditEvent.objects.filter(action="blank_offsets.kept").latest("pk").content
    assert (recorded["before"], recorded["after"]) == (["2.5", "-1.0"], ["4", "-1.0"])


def test_only_the_secretary_of_the_agency_keeps_offsets(papers: IssuingOffice) -> None:
    path = page("decisions:offsets")
    assert papers.cast.client(papers.cast.director).post(path, {"right": "1"}).status_code == 403
    assert papers.cast.client(papers.cast.stranger).get(path).status_code == 404
    with pytest.raises(NotAllowed):
        store_offsets(
            actor=papers.cast.director,
            organization=papers.cast.agency,
            blank=BLANK,
            right=Decimal(1),
            down=Decimal(1),
        )
    assert not BlankOffsets.objects.exists()


def test_another_agency_keeps_its_own(papers: IssuingOffice, secretary: Client) -> None:
    keep(secretary, "2,5", "-1")
    assert stored_offsets(papers.cast.other_agency) == {}


def test_what_is_no_length_on_a_sheet_is_refused(papers: IssuingOffice, secretary: Client) -> None:
    answer = keep(secretary, "51", "x")
    assert answer.status_code == 422
    assert 'value="51"' in answer.content.decode()
    assert not BlankOffsets.objects.exists()


def test_offsets_that_somebody_kept_meanwhile_are_told(
    papers: IssuingOffice, secretary: Client
) -> None:
    path = page("decisions:offsets")
    mark = secretary.get(path).context["seen_version"]
    keep(secretary, "1", "1")
    answer = secretary.post(path, {"right": "2", "down": "2", "seen_version": mark})
    assert "Sang phải (mm): " in answer.content.decode()
    assert stored_offsets(papers.cast.agency) == {BLANK: Overprint(right=1, down=1)}


def test_two_kinds_of_blanks_are_printed_one_after_the_other(
    papers: IssuingOffice, secretary: Client
) -> None:
    praise = AwardType.objects.get(pk=papers.cast.awards["GK"].pk)
    praise.pk, praise.code, praise.name = None, "TK", "Thư khen của Giám đốc"
    praise.save()
    nomination = Nomination.objects.get(pk=papers.nominations[0])
    Nomination.objects.filter(pk=nomination.pk).update(award_type=praise)
    nomination.campaign.titles.create(award_type=praise, own_authority=True)
    refused = secretary.post(run_page(), {"numbers": "", "on_blanks": "on"}).content.decode()
    assert "in lên nhiều loại phôi" in refused
    assert not PrintRun.objects.exists()
    shown = secretary.get(Decision.objects.get().get_absolute_url()).content.decode()
    assert "In lên phôi: THƯ KHEN" in shown
    assert "In lên phôi: GIẤY KHEN" in shown
    made = secretary.get(page("decisions:certificates"), {"phoi": "1", "giai": "THƯ KHEN"}).content
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    unknown = secretary.get(page("decisions:certificates"), {"phoi": "1", "giai": "BẰNG KHEN"})
    assert unknown.status_code == 404
