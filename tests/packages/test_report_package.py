"""Reports go up in a package as they were issued; what is not of one report does not come in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nominations.decisions.models import UpwardReport
from nominations.decisions.services import issue_report, receive_report, revoke_nomination
from nominations.dossiers.models import Nomination
from nominations.issued_papers.models import IssuedPaper
from nominations.issued_papers.paper_sources import IssueDetails, source_of
from nominations.issued_papers.queries import content_of, paper_statuses
from nominations.issued_papers.services import issue_paper
from nominations.issued_papers.signed_copies import add_scan
from nominations.packages.models import ReceivedPackage, SentPackage
from nominations.packages.package_check import checked_package
from nominations.packages.package_contents import DATA
from nominations.packages.sealing.package_file import MANIFEST, sign_file, write_zip
from nominations.packages.sealing.signing_keys import SigningKey
from nominations.packages.services.package_import import take_in
from nominations.packages.services.report_package import build_report_package
from nominations.packages.services.submission_package import build_package
from nominations.people.models import Organization
from nominations.states import State
from tests.built_once import built_once
from tests.cast import Cast, pdf
from tests.files.pdf_writing import pdf as written_pdf
from tests.packages.sealed import entries_of, listed_anew
from tests.packages.two_installations import (
    DEPARTMENT_KEY,
    at_the_department,
    at_the_province,
    carried,
)
from workflow import clock
from workflow.exceptions import NotAllowed

SIGNER = IssueDetails(signer_name="Trần Quốc Hùng", signer_title="Giám đốc")


def issued_paper_of(cast: Cast, report: UpwardReport) -> IssuedPaper:
    source = source_of(report.kind)
    record = source.load(source.record_of(report))
    return issue_paper(actor=cast.secretary, source=source, record=record, details=SIGNER)


def _reports() -> tuple[Cast, UpwardReport, UpwardReport]:
    """Two annual reports, issued, to a province that works elsewhere."""
    cast = Cast.build()
    Organization.objects.filter(pk=cast.agency.pk).update(place_name="Sóc Trăng")
    Organization.objects.filter(pk=cast.province.pk).update(on_system=False)
    cast.province.refresh_from_db()
    cast.nominations([(cast.person(), None), (None, cast.unit)], State.REPORTED, award="GK")
    first = UpwardReport.objects.get()
    rows = cast.nominations([(cast.person(), None)], State.DECIDED, award="GK")
    second = issue_report(
        actor=cast.secretary, organization=cast.agency, kind="annual_report",
        nominations=rows, name="Báo cáo kết quả khen thưởng, đợt 2",
    )  # fmt: skip
    for one in (first, second):
        issued_paper_of(cast, one)
    return cast, first, second


@pytest.fixture
def reports(db: None, settings: Any, tmp_path: Path) -> tuple[Cast, UpwardReport, UpwardReport]:
    settings.MEDIA_ROOT = tmp_path / "media"
    return built_once("two issued reports to another installation", _reports)


def sealed(cast: Cast, report: UpwardReport, folder: Path) -> Path:
    with at_the_department():
        return carried(build_report_package(actor=cast.secretary, report=report), folder)


def resealed(
    package: Path, change: Callable[[dict[str, bytes]], None], key: str = DEPARTMENT_KEY
) -> Path:
    """The package with other content, listed anew and signed with the sender's own key."""
    files = dict(entries_of(package.read_bytes()))
    change(files)
    target = package.with_name("khac.zip")
    write_zip(target, [(name, [one]) for name, one in listed_anew(list(files.items()))])
    sign_file(target, SigningKey(key))
    return target


def test_a_report_goes_up_as_it_was_issued_and_is_acknowledged(
    reports: tuple[Cast, UpwardReport, UpwardReport], tmp_path: Path
) -> None:
    cast, report, _other = reports
    paper = IssuedPaper.objects.get(record=f"upward_report:{report.public_id}")
    issued_files = {one.format: content_of(one) for one in paper.files.all()}
    add_scan(actor=cast.secretary, paper=paper, upload=pdf("ban-ky.pdf"))
    with at_the_department():
        made = build_report_package(actor=cast.secretary, report=report)
        assert build_report_package(actor=cast.director, report=report) == made
    stick = carried(made, tmp_path)
    entries = dict(entries_of(stick.read_bytes()))
    for form in ("docx", "pdf", "xlsx"):
        assert entries[f"01_bao_cao.{form}"] == issued_files[form]
    assert {MANIFEST, DATA, "02_ban_ky/01.pdf", "08_edxml/bao_cao.edxml"} < set(entries)
    assert "Báo cáo" in entries["08_edxml/bao_cao.edxml"].decode()
    names = sorted(report.lines.values_list("nomination__subject_name", flat=True))

    with at_the_province(cast) as province:
        checked = checked_package(stick)
        assert checked.paper is not None
        assert sorted(one.subject for one in checked.paper.lines) == names
        assert not ReceivedPackage.objects.exists()
        for who in (cast.secretary, cast.unit_head, cast.stranger, cast.administrator):
            with pytest.raises(NotAllowed):
                take_in(actor=who, path=stick)
        before = Nomination.objects.count()
        received = take_in(actor=province.officer, path=stick)
        arrived = received.report
        assert (arrived.organization, arrived.kind) == (province.department, "annual_report")
        assert (arrived.number, arrived.received_at) == (report.number, None)
        assert Nomination.objects.count() == before  # nothing is to be decided
        with pytest.raises(ValidationError, match="đã được nhận ngày"):
            take_in(actor=province.officer, path=stick)
        receive_report(actor=province.officer, report=arrived)
        arrived.refresh_from_db()
        assert arrived.received_at is not None


def test_the_pages_preview_take_in_and_acknowledge_it(
    reports: tuple[Cast, UpwardReport, UpwardReport], tmp_path: Path
) -> None:
    cast, report, _other = reports
    client = cast.client(cast.secretary)
    page = client.get(reverse("decisions:report", args=[report.public_id])).content.decode()
    path = reverse("packages:report", args=[report.public_id])
    assert path in page
    assert path in client.get(reverse("packages:list")).content.decode()
    with at_the_department():
        client.post(path)
    stick = carried(SentPackage.objects.get(), tmp_path)
    assert SentPackage.objects.get().sha256 in client.get(path).content.decode()

    with at_the_province(cast) as province:
        officer = cast.client(province.officer)
        upload = SimpleUploadedFile("goi.zip", stick.read_bytes(), "application/zip")
        shown = officer.post(reverse("packages:upload"), {"file": upload}, follow=True)
        text = shown.content.decode()
        assert "Gói báo cáo" in text
        assert "Trần Quốc Hùng" in text
        assert not ReceivedPackage.objects.exists()
        page = officer.post(reverse("packages:check"), {"confirm": "1"}, follow=True)
        received = ReceivedPackage.objects.get()
        assert "Báo cáo đã phát hành" in page.content.decode()
        word = officer.get(reverse("packages:received_file", args=[received.public_id, 0]))
        assert b"".join(word.streaming_content).startswith(b"PK")
        arrival = reverse("decisions:arrival", args=[received.report.public_id])
        assert "Xác nhận" in officer.get(arrival).content.decode()
        officer.post(arrival, {})
        received.report.refresh_from_db()
        assert received.report.received_at is not None
        assert received.report.number in officer.get(
            reverse("packages:received_list")
        ).content.decode()  # fmt: skip


def test_a_package_with_another_report_inside_is_refused(
    reports: tuple[Cast, UpwardReport, UpwardReport], tmp_path: Path
) -> None:
    """Whoever holds the sender's key may not put together what belongs to two reports."""
    cast, report, other = reports
    own, foreign = sealed(cast, report, tmp_path), sealed(cast, other, tmp_path)
    inside = dict(entries_of(foreign.read_bytes()))

    def data(files: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> None:
        content = json.loads(files[DATA])
        change(content)
        files[DATA] = json.dumps(content).encode()

    def other_seal(files: dict[str, bytes]) -> None:
        text = json.loads(inside[DATA])["sealed"]
        data(files, lambda content: content.update(sealed=text))
        manifest = json.loads(files[MANIFEST])
        manifest["report"]["seal"] = sha256(text.encode()).hexdigest()
        files[MANIFEST] = json.dumps(manifest).encode()

    def other_facts(files: dict[str, bytes]) -> None:
        facts_text = json.loads(inside[DATA])["paper"]["facts"]
        data(files, lambda content: content["paper"].update(facts=facts_text))

    def other_word(files: dict[str, bytes]) -> None:
        name = "01_bao_cao.docx"
        files[name] = inside[name]
        digest = sha256(files[name]).hexdigest()
        data(files, lambda content: content["paper"]["files"].update(docx=digest))

    def other_pdf(files: dict[str, bytes]) -> None:
        files["01_bao_cao.pdf"] = inside["01_bao_cao.pdf"]

    def no_excel(files: dict[str, bytes]) -> None:
        del files["01_bao_cao.xlsx"]

    def more_lines(files: dict[str, bytes]) -> None:
        manifest = json.loads(files[MANIFEST])
        manifest["nominations"] += json.loads(inside[MANIFEST])["nominations"]
        files[MANIFEST] = json.dumps(manifest).encode()

    def no_word(files: dict[str, bytes]) -> None:
        files["01_bao_cao.docx"] = b"PK not a document"
        digest = sha256(files["01_bao_cao.docx"]).hexdigest()
        data(files, lambda content: content["paper"]["files"].update(docx=digest))

    def odd_facts(files: dict[str, bytes]) -> None:
        facts = json.loads(json.loads(files[DATA])["paper"]["facts"])
        facts["lines"][0]["name"] = 7
        facts_text = json.dumps(facts)
        data(files, lambda content: content["paper"].update(facts=facts_text))

    with at_the_province(cast) as province:
        with pytest.raises(ValidationError, match=r"paper\.facts"):
            take_in(actor=province.officer, path=resealed(own, odd_facts))
        for change in (other_seal, other_facts, other_word, other_pdf, no_excel, more_lines):
            with pytest.raises(ValidationError, match="không thuộc cùng một báo cáo"):
                take_in(actor=province.officer, path=resealed(own, change))
        with pytest.raises(ValidationError, match=r"01_bao_cao\.docx"):
            take_in(actor=province.officer, path=resealed(own, no_word))
        with pytest.raises(ValidationError, match="khóa chưa được ghi nhận"):
            take_in(actor=province.officer, path=resealed(own, lambda _files: None, "99" * 32))
        changed = bytearray(own.read_bytes())
        changed[len(changed) // 2] ^= 1
        own.with_name("doi.zip").write_bytes(bytes(changed))
        with pytest.raises(ValidationError, match="Chữ ký không khớp"):
            take_in(actor=province.officer, path=own.with_name("doi.zip"))
        assert not ReceivedPackage.objects.exists()
        take_in(actor=province.officer, path=resealed(own, lambda _files: None))  # the control


def test_a_file_that_nobody_could_upload_here_does_not_come_in_a_package(
    reports: tuple[Cast, UpwardReport, UpwardReport], tmp_path: Path
) -> None:
    cast, report, _other = reports
    paper = IssuedPaper.objects.get(record=f"upward_report:{report.public_id}")
    add_scan(actor=cast.secretary, paper=paper, upload=pdf("ban-ky.pdf"))
    own, name = sealed(cast, report, tmp_path), "02_ban_ky/01.pdf"

    def scripted(files: dict[str, bytes]) -> None:
        files[name] = written_pdf(b"/OpenAction << /S /JavaScript /JS (a) >>")

    def program(files: dict[str, bytes]) -> None:
        files["02_ban_ky/01.exe"] = files[name]

    with at_the_province(cast) as province:
        with pytest.raises(ValidationError, match=r"01\.pdf.*lệnh tự chạy"):
            take_in(actor=province.officer, path=resealed(own, scripted))
        with pytest.raises(ValidationError, match=r"01\.exe"):
            take_in(actor=province.officer, path=resealed(own, program))
        assert not ReceivedPackage.objects.exists()
        take_in(actor=province.officer, path=own)  # the control


def test_no_file_is_handed_out_that_nobody_could_upload_here(
    reports: tuple[Cast, UpwardReport, UpwardReport], tmp_path: Path
) -> None:
    cast, report, _other = reports

    def called_a_decision(files: dict[str, bytes]) -> None:
        files["05_quyet_dinh.pdf"] = written_pdf(b"/OpenAction << /S /JavaScript /JS (a) >>")

    path = resealed(sealed(cast, report, tmp_path), called_a_decision)
    with at_the_province(cast) as province:
        row = take_in(actor=province.officer, path=path)
        client = cast.client(province.officer)
        for place, one in enumerate(row.manifest["files"]):
            address = reverse("packages:received_file", args=[row.public_id, place])
            answer = client.get(address, follow=True)
            is_whole = "attachment" in answer.headers.get("Content-Disposition", "")
            assert is_whole == (one["name"] != "05_quyet_dinh.pdf"), one["name"]
            if not is_whole:
                assert "lệnh tự chạy" in answer.content.decode()


def test_what_was_not_issued_stays_here(
    reports: tuple[Cast, UpwardReport, UpwardReport],
) -> None:
    cast, report, _other = reports
    rows = cast.nominations([(cast.person(), None)], State.DECIDED, award="GK")
    draft = issue_report(
        actor=cast.secretary, organization=cast.agency, kind="annual_report",
        nominations=rows, name="Chưa phát hành",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="phát hành báo cáo trước"):
        build_report_package(actor=cast.secretary, report=draft)
    with pytest.raises(NotAllowed):
        build_report_package(actor=cast.unit_head, report=report)
    with pytest.raises(ValidationError):  # dossiers are those of a submission
        build_package(actor=cast.secretary, report=report)
    Nomination.objects.filter(report_lines__report=draft).update(subject_name="Tên khác")
    issued_paper_of(cast, draft)
    with pytest.raises(ValidationError, match="không khớp"):
        build_report_package(actor=cast.secretary, report=draft)
    assert not SentPackage.objects.exists()


def test_a_supplementary_report_names_what_was_revoked_and_goes_up(
    reports: tuple[Cast, UpwardReport, UpwardReport], tmp_path: Path
) -> None:
    cast, _report, other = reports
    gone = other.lines.get().nomination
    revoke_nomination(
        actor=cast.director, nomination=gone, ground="Kê khai sai.",
        paper_number="131/QĐ-STC", paper_date=clock.today(),
    )  # fmt: skip
    supplement = issue_report(
        actor=cast.secretary, organization=cast.agency, kind="supplement",
        nominations=[gone], name="Báo cáo bổ sung",
    )  # fmt: skip
    paper = issued_paper_of(cast, supplement)
    earlier = IssuedPaper.objects.get(record=f"upward_report:{other.public_id}")
    assert (paper.follows, paper.relation) == (earlier, "supplements")
    assert paper_statuses([earlier])[earlier.pk].supplemented_by == (paper,)
    text = paper.blocks
    assert "131/QĐ-STC" in text
    assert f"Báo cáo số {other.number}" in text
    stick = sealed(cast, supplement, tmp_path)
    with at_the_province(cast) as province:
        received = take_in(actor=province.officer, path=stick)
        assert received.report.kind == "supplement"
        assert received.manifest["nominations"][0]["revocation"]["number"] == "131/QĐ-STC"


def test_the_superior_on_the_same_system_reads_the_issued_report(
    reports: tuple[Cast, UpwardReport, UpwardReport],
) -> None:
    cast, report, _other = reports
    Organization.objects.filter(pk=cast.province.pk).update(on_system=True)
    UpwardReport.objects.update(sent_at=clock.now() - timedelta(hours=1))
    client = cast.client(cast.superior_officer)
    page = client.get(reverse("decisions:arrival", args=[report.public_id])).content.decode()
    paper = IssuedPaper.objects.get(record=f"upward_report:{report.public_id}")
    for one in paper.files.all():
        address = reverse("decisions:arrival_file", args=[report.public_id, one.format])
        assert address in page
        assert client.get(address).content == content_of(one)
    assert cast.client(cast.stranger).get(address).status_code == 404
