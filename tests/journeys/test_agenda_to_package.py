"""The secretary takes the month's agenda to a signed decision, certificates and a sealed package.

Nothing that the application knows is typed: no figure is entered twice.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from nominations.demo.staff import PASSWORD
from nominations.demo.topical_campaign import CERTIFICATES, PROPOSALS
from tests.journeys.acting import press
from tests.journeys.agenda_to_report import consult, decide, hold_session, inbox_path, send_report
from tests.journeys.conftest import MANAGE, Site, environment
from tests.journeys.reading import meets_axe

pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parents[2]
CAMPAIGN = "Thi đua chuyển đổi số"
DIGITS = re.compile(r"\d+")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What anybody types into a field, but for names of accounts and passwords."""
    found: list[str] = []
    plain = Page.fill

    def fill(page: Page, selector: str, value: str, **options: Any) -> None:
        if value != PASSWORD and "login" not in selector:
            found.append(value)
        plain(page, selector, value, **options)

    monkeypatch.setattr(Page, "fill", fill)
    return found


THERE = """
from uuid import uuid4
from nominations.decisions.models import UpwardReport
from nominations.dossiers.models import Nomination
from nominations.packages.models import SentPackage, TrustedSender
from nominations.packages.own_key import own_public_key
from nominations.people.models import Organization
from workflow import clock
for model in (Nomination, UpwardReport):
    for row in model.objects.all():
        model.objects.filter(pk=row.pk).update(public_id=uuid4())
SentPackage.objects.all().delete()
here = Organization.objects.get(code="STC-MH")
Organization.objects.filter(pk=here.parent_id).update(on_system=True)
Organization.objects.filter(pk=here.pk).update(code="CU", parent=None)
sender = Organization.objects.create(
    code="STC-MH", name=here.name, symbol="STC", parent_id=here.parent_id, on_system=False,
    valid_from=here.valid_from,
)
key = own_public_key()
TrustedSender.objects.create(
    organization=sender, public_key=key.text, fingerprint=key.fingerprint,
    compared_with="Bà Hà, qua điện thoại", added_at=clock.now(),
)
"""
"""The installation of the province: it knows the department by its key and by nothing else."""


def _run(site: Site, command: str) -> None:
    subprocess.run(
        [*MANAGE, "shell", "-c", command], env=environment(site.data), check=True, cwd=ROOT
    )


def _province_works_elsewhere(site: Site) -> None:
    """The province of the demonstration works here; a package goes to another installation."""
    _run(
        site,
        "from nominations.people.models import Organization;"
        "Organization.objects.filter(parent=None).update(on_system=False)",
    )


def _choose(page: Page, site: Site, content: bytes) -> None:
    page.goto(f"{site.url}/goi-ho-so/nhan/")
    page.set_input_files(
        "input[type=file]", {"name": "goi.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Kiểm tra gói").click()


def _taken_in(site: Site, package: bytes) -> None:
    """The officer of the province reads the package before anything is recorded; half a file and
    one that came before are refused with one sentence."""
    _run(site, THERE)
    with site.visit("captren") as page:
        _choose(page, site, package[: len(package) // 2])
        expect(page.locator(".error-summary")).to_contain_text("thiếu phần cuối")
        _choose(page, site, package)
        expect(page.locator("main")).to_contain_text("Chữ ký hợp lệ")
        assert meets_axe(page, "goi-den") == []
        site.picture(page, "goi-den")
        press(page, "Nhận các hồ sơ này")
        page.locator("main a[href*='/ho-so-den/']").first.click()
        site.picture(page, "goi-da-nhan")
        _choose(page, site, package)
        expect(page.locator(".error-summary")).to_contain_text("đã được nhận ngày")
        site.picture(page, "goi-nhan-lan-hai")


def _agenda(site: Site, start: str) -> list[str]:
    """Whom the page proposes for the session, in its order."""
    with site.visit("thuky") as page:
        page.goto(f"{site.url}{start}")
        site.picture(page, "tu-chuong-trinh-1-lap-phien")
        ticked = page.locator("main form .form-check:has(input[name=nominations]:checked) label")
        return ticked.all_inner_texts()


def _issue(page: Page, site: Site, address: str, kind: str, picture: str) -> str:
    """Issue the paper of that kind on the page; the address of the issued paper."""
    page.goto(address)
    page.locator(f"main a[href*='/van-ban/phat-hanh/{kind}/']").first.click()
    signer = page.locator("main form input[name=signer_name]")
    if signer.count() and not signer.input_value():
        signer.fill(site.name_of("giamdoc"))
    page.locator("main form.form-page .action-bar button").first.click()
    expect(page.locator("main")).to_contain_text("Đã phát hành văn bản")
    site.picture(page, picture)
    return page.url


def _file(page: Page, link: str) -> bytes:
    with page.expect_download() as wanted:
        page.locator(f"main a[href*='{link}']").first.click()
    return Path(wanted.value.path()).read_bytes()


def test_the_agenda_becomes_decision_certificates_and_package_without_typing_a_figure_twice(
    own_site: Site, typed: list[str]
) -> None:
    site = own_site
    _province_works_elsewhere(site)
    start = inbox_path(site, f"hồ sơ chờ lập phiên họp.*{CAMPAIGN}")
    names = _agenda(site, start)
    assert len(names) == CERTIFICATES + PROPOSALS
    hold_session(site, [], start)
    consult(site, [], inbox_path(site, f"hồ sơ chờ công khai.*{CAMPAIGN}"))
    name = "Khen thưởng phong trào thi đua chuyển đổi số"
    decision = decide(site, [], name, inbox_path(site, f"đề nghị chờ quyết định.*{CAMPAIGN}"))

    with site.visit("thuky") as page:
        _issue(page, site, decision, "quyet-dinh", "tu-chuong-trinh-2-quyet-dinh")
        paper = PdfReader(BytesIO(_file(page, "/tep/pdf/")))
        text = "\n".join(sheet.extract_text() for sheet in paper.pages)
        assert [name for name in names if name not in " ".join(text.split())] == []
        _issue(page, site, decision, "giay-khen", "tu-chuong-trinh-3-giay-khen")
        certificates = PdfReader(BytesIO(_file(page, "/tep/pdf/")))
        assert len(certificates.pages) == CERTIFICATES

    report = send_report(
        site, "Đề nghị tặng Bằng khen phong trào chuyển đổi số", names[-PROPOSALS:]
    )
    with site.visit("thuky") as page:
        _issue(page, site, report, "to-trinh", "tu-chuong-trinh-4-to-trinh")
        page.goto(report)
        page.locator("main a[href*='/goi-ho-so/to-trinh/']").first.click()
        press(page, "Niêm phong gói hồ sơ")
        site.picture(page, "tu-chuong-trinh-5-goi-ho-so")
        content = _file(page, "/goi-ho-so/tep/")
        package = zipfile.ZipFile(BytesIO(content))
        assert package.testzip() is None
        reports = re.compile(r"06_bao_cao/.*\.pdf")
        assert len([one for one in package.namelist() if reports.fullmatch(one)]) == PROPOSALS
        page.goto(f"{site.url}/so-van-ban/")
        site.picture(page, "so-van-ban")
    _taken_in(site, content)

    figures = Counter(figure for value in typed for figure in DIGITS.findall(value))
    assert [figure for figure, times in figures.items() if times > 1] == []
