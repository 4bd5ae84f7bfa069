"""The package of a submission: what is in it, what keeps it from being made, the same twice."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse

from nominations.decisions.models import UpwardReport
from nominations.dossiers.models import (
    CampaignTitle,
    Evidence,
    Nomination,
    Report,
    RequestedOpinion,
)
from nominations.dossiers.services.opinions import OpinionEntry, record_opinion
from nominations.issued_papers.models import IssuedKind
from nominations.packages import dossier_contents, package_contents
from nominations.packages.completeness import missing_of, warnings_of
from nominations.packages.models import SentPackage
from nominations.packages.own_key import own_public_key
from nominations.packages.report_dossiers import report_dossiers
from nominations.packages.sealing.package_file import OpenPackage, open_package
from nominations.packages.services.submission_package import build_package
from tests.cast import Cast, pdf
from tests.packages.two_installations import submission
from workflow import clock
from workflow.exceptions import NotAllowed
from workflow.models import AuditEvent

Issued = tuple[Cast, UpwardReport]


def opened(package: SentPackage) -> OpenPackage:
    key = own_public_key()
    return open_package(Path(package.file.path), {key.fingerprint: key})


def test_a_package_holds_the_papers_the_data_and_the_grounds(cast: Cast) -> None:
    """The only one here with real papers: they open, and the second making gives the same bytes."""
    report = submission(cast, 1)
    package = build_package(actor=cast.secretary, report=report)
    found = opened(package)
    manifest = found.manifest

    names = [one.name for one in found.files]
    for stem in (
        "01_to_trinh", "03_hoi_dong/01_bien_ban_hop", "03_hoi_dong/01_bien_ban_kiem_phieu",
        "04_lay_y_kien/01_bien_ban", "05_quyet_dinh/01", "06_bao_cao/0001_le_van_them_1",
    ):  # fmt: skip
        assert found.read(f"{stem}.pdf").startswith(b"%PDF"), stem
        assert f"{stem}.docx" in names
    assert [name for name in names if name.startswith("07_minh_chung/0001/")]
    assert b"TTr-STC" in found.read("08_edxml/to_trinh.edxml")
    for name in names:
        if name.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(found.read(name))) as office:
                assert office.testzip() is None

    assert manifest["sender"] == {"code": "STC", "name": cast.agency.name}
    assert manifest["recipient"] == {"code": "UBND", "name": cast.province.name}
    assert manifest["counts"] == {"individual": 1, "collective": 0}
    one, (entry,) = Nomination.objects.get(), manifest["nominations"]
    assert entry["id"] == str(one.public_id)
    assert entry["votes"]["yes"] == 5
    assert entry["consultation"]["working_days"] >= 5
    assert entry["decision"]["number"] == "01/QĐ-STC"
    assert entry["history"] == {"entries": one.audit_seq, "head": one.audit_head}
    assert entry["authority"] == "province"
    assert entry["eligibility"]["citation"]
    data = json.loads(found.read("09_du_lieu.json"))
    assert data["dossiers"][0]["report"]["achievements"]
    assert data["campaigns"][0]["code"] == cast.campaign.code
    assert AuditEvent.objects.get(action="package.made").content["sha256"] == package.sha256

    content = Path(package.file.path).read_bytes()
    SentPackage.objects.all().delete()
    again = build_package(actor=cast.director, report=report)
    assert Path(again.file.path).read_bytes() == content


def test_a_package_is_made_once_and_anew_only_after_a_change(
    issued: Issued, quick_papers: None
) -> None:
    cast, report = issued
    first = build_package(actor=cast.secretary, report=report)
    assert build_package(actor=cast.director, report=report) == first

    Nomination.objects.update(goals="Mục tiêu viết khác đi.")
    other = build_package(actor=cast.secretary, report=report)
    assert other.number == 2
    assert opened(other).manifest["id"] != opened(first).manifest["id"]


def test_a_paper_that_was_issued_goes_as_it_was_issued(
    issued: Issued, quick_papers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, report = issued
    issued_files = {"pdf": b"%PDF as issued", "docx": b"PK as issued"}
    files = [SimpleNamespace(format=name) for name in issued_files]

    def found(kind: IssuedKind, record: object) -> object:
        return "Tờ trình 01/TTr-STC" if (kind, record) == (IssuedKind.SUBMISSION, report) else None

    monkeypatch.setattr(dossier_contents, "_issued", found)
    monkeypatch.setattr(package_contents, "files_of", lambda _paper: files)
    monkeypatch.setattr(package_contents, "content_of", lambda file: issued_files[file.format])
    package = opened(build_package(actor=cast.secretary, report=report))

    assert package.read("01_to_trinh.pdf") == b"%PDF as issued"
    assert package.read("01_to_trinh.docx") == b"PK as issued"
    assert b"as issued" not in package.read("05_quyet_dinh/01.pdf")


def test_a_missing_paper_is_named_with_its_dossier_and_nothing_is_made(
    issued: Issued, quick_papers: None
) -> None:
    cast, report = issued
    first, second, _third = Nomination.objects.order_by("pk")
    Report.objects.filter(nomination=first).update(achievements="")
    CampaignTitle.objects.filter(award_type=cast.awards["BK_TINH"]).update(
        required_papers=["initiative"]
    )
    with pytest.raises(ValidationError) as refused:
        build_package(actor=cast.secretary, report=report)
    said = refused.value.messages
    assert any(first.subject_name in one and "báo cáo thành tích" in one for one in said)
    assert any(second.title in one and "sáng kiến" in one for one in said)
    assert not SentPackage.objects.exists()


OPINION = {
    "key": "party", "body": "party_committee", "says": "Hỏi ý kiến Đảng ủy",
    "before": "report_upward", "source": "Quyết định 7/QĐ-BIA Đ4", "verified": True, "days": 10,
}  # fmt: skip


def test_opinions_block_or_warn_as_the_rule_says_and_travel(
    issued: Issued, quick_papers: None
) -> None:
    cast, report = issued
    first, second, third = Nomination.objects.order_by("pk")
    titles = CampaignTitle.objects.filter(award_type=cast.awards["BK_TINH"])
    titles.update(opinions=[OPINION])
    asked = {"asked_on": clock.today() - timedelta(days=30)}
    for one, answer in ((first, "agrees"), (second, "disagrees")):
        given = OpinionEntry(
            **asked, answer=answer, number="12-CV/TU", dated=clock.today(), file=pdf("tra-loi.pdf")
        )
        record_opinion(actor=cast.secretary, nominations=[one], key="party", given=given)
    RequestedOpinion.objects.create(
        nomination=third, key="party", recorded_at=clock.now(), **asked,
        due_on=clock.today() - timedelta(days=15),
    )  # fmt: skip

    def said() -> tuple[list[str], list[str]]:
        dossiers = report_dossiers(report)
        return tuple(
            ["; ".join(one.papers) for one in found if one.papers]
            for found in (missing_of(dossiers), warnings_of(dossiers))
        )

    (missing,), (warning,) = said()
    assert "ý kiến của" in missing
    assert "không đồng ý" in warning
    with pytest.raises(ValidationError, match="ý kiến của"):
        build_package(actor=cast.secretary, report=report)

    titles.update(opinions=[OPINION | {"silence": "agrees"}])
    missing, warnings = said()
    assert missing == []
    assert len(warnings) == 2  # the refusal, and the silence
    page = cast.client(cast.secretary).get(reverse("packages:report", args=[report.public_id]))
    assert "không cản việc niêm phong" in page.content.decode()

    package = opened(build_package(actor=cast.secretary, report=report))
    files = [one.name for one in package.files if one.name.startswith("10_y_kien/")]
    assert [name.rpartition("/")[2] for name in files] == ["01_tra_loi.pdf"] * 2
    assert package.read(files[0]).startswith(b"%PDF")


def test_what_no_longer_fits_the_seal_stops_the_package(issued: Issued, quick_papers: None) -> None:
    cast, report = issued
    Report.objects.filter(nomination=Nomination.objects.earliest("pk")).update(duties="Khác.")
    with pytest.raises(ValidationError, match="báo cáo thành tích"):
        build_package(actor=cast.secretary, report=report)


def test_a_file_of_evidence_that_is_gone_or_changed_stops_the_package(
    issued: Issued, quick_papers: None
) -> None:
    cast, report = issued
    row = Evidence.objects.earliest("pk")
    with default_storage.open(row.file.name, "wb") as file:
        file.write(b"%PDF-1.4 changed")
    for _time in ("changed", "gone"):
        with pytest.raises(ValidationError, match="bị thiếu hoặc không còn"):
            build_package(actor=cast.secretary, report=report)
        default_storage.delete(row.file.name)
    assert not SentPackage.objects.exists()


def test_only_who_issues_reports_makes_packages_and_only_of_submissions(issued: Issued) -> None:
    cast, report = issued
    for user in (cast.unit_head, cast.auditor, cast.superior_officer, cast.stranger):
        with pytest.raises(NotAllowed):
            build_package(actor=user, report=report)
    UpwardReport.objects.update(kind="annual_report")
    report.refresh_from_db()
    with pytest.raises(ValidationError, match="tờ trình"):
        build_package(actor=cast.secretary, report=report)
