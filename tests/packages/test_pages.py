"""What the pages of packages say, and how little they read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.decisions.models import UpwardReport
from nominations.dossiers.models import Evidence, Nomination, Report
from nominations.packages.models import ReceivedPackage, SentPackage, TrustedSender
from nominations.packages.own_key import own_public_key
from nominations.packages.sealing.signing_keys import SigningKey, grouped_fingerprint
from nominations.states import State
from tests.cast import Cast
from tests.packages.conftest import Sent
from tests.packages.two_installations import (
    PROVINCE_KEY,
    at_the_province,
    trust_the_province,
)
from workflow import clock


def test_the_secretary_sees_what_is_missing_then_seals_and_downloads(
    issued: Any, quick_papers: None
) -> None:
    cast, report = issued
    client, path = cast.client(cast.secretary), reverse("packages:report", args=[report.public_id])
    row = Report.objects.earliest("pk")
    Report.objects.filter(pk=row.pk).update(achievements="")
    page = client.get(path).content.decode()
    assert "báo cáo thành tích" in page
    assert "Niêm phong gói hồ sơ</button>" not in page
    client.post(path)
    assert not SentPackage.objects.exists()

    Report.objects.filter(pk=row.pk).update(achievements=row.achievements)
    client.post(path)
    made = SentPackage.objects.get()
    assert made.sha256 in client.get(path).content.decode()
    file = client.get(reverse("packages:file", args=[made.public_id]))
    assert b"".join(file.streaming_content) == Path(made.file.path).read_bytes()
    assert "đã niêm phong" in client.get(reverse("packages:list")).content.decode()


def test_an_officer_reads_a_package_before_anything_is_recorded_and_answers(sent: Sent) -> None:
    cast = sent.cast
    with at_the_province(cast) as province:
        client = cast.client(province.officer)
        with sent.stick.open("rb") as file:
            shown = client.post(reverse("packages:upload"), {"file": file}, follow=True)
        assert "Chữ ký hợp lệ" in shown.content.decode()
        assert province.department.name in shown.content.decode()
        assert not ReceivedPackage.objects.exists()
        for _time in ("cancelled", "gone"):
            client.post(reverse("packages:check"), {"cancel": "1"})
            assert not ReceivedPackage.objects.exists()
        with sent.stick.open("rb") as file:
            client.post(reverse("packages:upload"), {"file": file})
        page = client.post(reverse("packages:check"), {"confirm": "1"}, follow=True)
        received = ReceivedPackage.objects.get()
        assert page.redirect_chain[-1][0] == reverse("packages:received", args=[received.public_id])
        body = page.content.decode()
        one = received.report.lines.first().nomination
        assert one.subject_name in body
        assert "5/5" in body
        for address in (one.get_absolute_url(), _evidence(one)):
            assert client.get(address).status_code == 200, address
        names = [file["name"] for file in received.manifest["files"]]
        place = names.index("02_danh_sach.xlsx")
        papers = reverse("packages:received_file", args=[received.public_id, place])
        assert b"".join(client.get(papers).streaming_content)
        assert "chưa có kết quả mới" in body

        back = reverse("decisions:arrival_return", args=[received.report.public_id])
        given = {"nominations": [one.pk], "reason": "Thiếu xác nhận."}
        assert "nội dung cần bổ sung" in client.post(back, {**given, "reason": ""}).content.decode()
        client.post(back, given)
        one.refresh_from_db()
        assert one.state == State.DECIDED
        client.post(reverse("packages:received", args=[received.public_id]))
        assert SentPackage.objects.get().kind == "supplement"


def _evidence(one: Nomination) -> str:
    file = Evidence.objects.filter(nomination=one).first()
    return reverse("dossiers:evidence_file", args=[one.public_id, file.public_id])


def test_the_page_of_a_package_leads_back_to_the_list_of_the_reader(cast: Cast) -> None:
    upload = reverse("packages:upload")
    for who, name in ((cast.superior_officer, "received_list"), (cast.secretary, "list")):
        back = f'href="{reverse(f"packages:{name}")}"'
        content = cast.client(who).get(upload).content.decode().partition("<main")[2]
        assert back in content
        assert cast.client(who).get(reverse(f"packages:{name}")).status_code == 200


def test_a_changed_package_is_refused_at_the_file_in_one_sentence(sent: Sent) -> None:
    content = bytearray(sent.stick.read_bytes())
    content[len(content) // 2] ^= 1
    sent.stick.write_bytes(bytes(content))
    with at_the_province(sent.cast) as province:
        client = sent.cast.client(province.officer)
        with sent.stick.open("rb") as file:
            page = client.post(reverse("packages:upload"), {"file": file})
        assert "Chữ ký không khớp" in page.content.decode()
        assert client.get(reverse("packages:check")).url == reverse("packages:upload")


def test_the_administrator_reads_out_the_key_and_records_another(sent: Sent) -> None:
    cast, path = sent.cast, reverse("packages:keys")
    client = cast.client(cast.administrator)
    page = client.get(path).content.decode()
    assert grouped_fingerprint(own_public_key().fingerprint) in page
    key = SigningKey(PROVINCE_KEY).public
    given = {
        "organization": cast.province.pk,
        "public_key": key.text.upper(),
        "compared_with": "Bà Dung",
    }
    for wrong, sentence in (
        ({"public_key": "12"}, "không phải khóa công khai"),
        ({"public_key": own_public_key().text}, "khóa của chính hệ thống này"),
        ({"compared_with": " "}, "đối chiếu dấu vân khóa với ai"),
    ):
        assert sentence in client.post(path, {**given, **wrong}).content.decode()
    client.post(path, given)
    assert "đã được ghi nhận" in client.post(path, given).content.decode()
    row = TrustedSender.objects.get()
    assert (row.fingerprint, row.compared_with) == (key.fingerprint, "Bà Dung")
    client.post(reverse("packages:key_end", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_at is not None
    assert row.ended_by == cast.administrator


def test_a_list_reads_no_more_for_more_rows(sent: Sent) -> None:
    cast = sent.cast
    trust_the_province(cast)
    pages = {
        "packages:list": cast.client(cast.secretary),
        "packages:keys": cast.client(cast.administrator),
    }
    before = {name: _queries(client, name) for name, client in pages.items()}
    for place in range(4):
        report = UpwardReport.objects.get(pk=sent.report.pk)
        report.pk, report.public_id, report.number = None, uuid4(), f"9{place}/TTr-STC"
        report.save()
        row = TrustedSender.objects.latest("pk")
        row.pk, row.fingerprint = None, f"{place}" * 40
        row.save()
    assert {name: _queries(client, name) for name, client in pages.items()} == before


def _queries(client: Any, name: str) -> int:
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse(name)).status_code == 200
    return len(found)


def test_an_officer_on_the_same_system_reads_the_dossier_and_returns_it(issued: Any) -> None:
    """No package is needed: the parent reads before it receives, and what it returns is reported
    anew."""
    cast, report = issued
    cast.province.on_system = True
    cast.province.save()
    UpwardReport.objects.update(sent_at=report.created_at)
    client = cast.client(cast.superior_officer)
    one = Nomination.objects.earliest("pk")
    arrival = reverse("decisions:arrival", args=[report.public_id])
    page = client.get(arrival).content.decode()
    assert one.get_absolute_url() in page
    assert client.get(one.get_absolute_url()).status_code == 200
    back = reverse("decisions:arrival_return", args=[report.public_id])
    given = {"nominations": [one.pk], "reason": "Thiếu xác nhận của thuế."}
    today = clock.today()
    refused = client.post(back, {**given, "due": f"{today - timedelta(days=1):%d/%m/%Y}"})
    assert "Ngày này đã qua" in refused.content.decode()
    assert "Thiếu xác nhận của thuế." in refused.content.decode()
    client.post(back, {**given, "due": f"{today:%d/%m/%Y}"})
    returned = f"Thiếu xác nhận của thuế. Hạn bổ sung: {today:%d/%m/%Y}."
    page = client.get(arrival).content.decode()
    assert returned in page
    assert page.count(">trả lại để bổ sung<") == 1

    secretary = cast.client(cast.secretary)
    own = secretary.get(reverse("decisions:report", args=[report.public_id])).content.decode()
    assert returned in own
    assert f'value="{one.pk}"' in secretary.get(reverse("decisions:report_new")).content.decode()
    rest = Nomination.objects.exclude(pk=one.pk)
    client.post(back, {"nominations": [row.pk for row in rest], "reason": "Thiếu."})
    assert "Tiếp nhận hồ sơ" not in client.get(arrival).content.decode()
