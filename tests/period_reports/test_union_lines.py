"""What a report tells of unions: movements they launched, awards they gave, each in one place."""

from __future__ import annotations

from datetime import date

import pytest

from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services import NewAward, record_awards
from nominations.documents.blocks import PartHeading
from nominations.law.models import AwardType
from nominations.movements.models import Movement
from nominations.people.models import Organization, Person, Unit, User
from nominations.period_reports.papers import paper_of_report
from nominations.period_reports.record_blocks import report_record
from nominations.period_reports.report_period import Period
from nominations.period_reports.union_lines import names_mass_organisation
from nominations.statistics.period_report import period_report
from tests.period_reports.test_reports import paragraphs_of, report_with_texts, secretary
from tests.workflow.placing import place
from workflow import clock
from workflow.actors import SYSTEM

__all__ = ["secretary"]
UNION = "Tổng Liên đoàn Lao động Việt Nam"
PERIOD = Period(2015, 2019)


def _given(
    department: Organization, code: str, year: int, issuer: str, *, units: int = 0, persons: int = 0
) -> None:
    award = AwardType.objects.get(code=code)
    own = list(Unit.objects.filter(organization=department)[:units])
    people = list(Person.objects.order_by("pk")[:persons])
    record_awards(
        rows=[
            NewAward(
                organization_id=department.pk,
                award_type_id=award.pk,
                kind="collective" if isinstance(one, Unit) else "individual",
                commendation_type="CONG_TRANG",
                year=year,
                person_id=one.pk if isinstance(one, Person) else None,
                collective_id=one.pk if isinstance(one, Unit) else None,
                recipient_name=str(one),
                decision_number=f"{code}/{year}/{issuer[:20]}",
                decision_date=date(year, 9, 1),
                issuer=issuer,
                origin=AwardOrigin.IMPORT,
            )
            for one in (*own, *people)
        ],
        actor=SYSTEM,
    )


def _movement(department: Organization, name: str, launcher: str, by: str) -> Movement:
    made = Movement.objects.create(
        organization=department, name=name, launched_by=by, launcher=launcher,
        launch_number="7/KH-CĐCS", launch_date=date(2017, 3, 1),
        starts_on=date(2017, 3, 1), ends_on=date(2018, 12, 31), created_at=clock.now(),
    )  # fmt: skip
    place(made, "running")
    return made


def test_awards_of_unions_are_told_by_year_giver_and_award(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    before = period_report(department, year_from=2015, year_to=2019)
    assert report_record(department, PERIOD).paragraphs["unions"] == ()
    _given(department, "BK_DOANTHE", 2017, UNION, units=1, persons=2)
    _given(department, "BK_DOANTHE", 2018, "", persons=1)
    _given(department, "KNC_BO", 2018, "Trung ương Đoàn TNCS Hồ Chí Minh", persons=1)
    _given(department, "KNC_BO", 2018, "Bộ Lao động - Thương binh và Xã hội", persons=3)
    report = report_with_texts(secretary, department, unions="Phối hợp với Công đoàn.")
    shown = paragraphs_of(report)
    at = shown.index("Phối hợp với Công đoàn.")
    assert shown[at + 1 : at + 5] == [
        "Khen thưởng của các tổ chức đoàn thể đối với tập thể, cá nhân của cơ quan:",
        (
            "- Năm 2017: Bằng khen của tổ chức chính trị - xã hội ở trung ương"
            f" ({UNION}) cho 01 tập thể và 02 cá nhân."
        ),
        "- Năm 2018: Bằng khen của tổ chức chính trị - xã hội ở trung ương cho 01 cá nhân.",
        (
            "- Năm 2018: Kỷ niệm chương của bộ, ban, ngành, đoàn thể"
            " (Trung ương Đoàn TNCS Hồ Chí Minh) cho 01 cá nhân."
        ),
    ]
    assert sum("Bộ Lao động" in one for one in shown[at + 1 : at + 5]) == 0

    # The figures that were there stay, each once.
    after = period_report(department, year_from=2015, year_to=2019)
    kept = [one for one in after.figures if one.award_code not in ("BK_DOANTHE", "KNC_BO")]
    assert kept == before.figures
    assert len(kept) == 51
    for year in (2015, 2016, 2019):
        assert after.paragraphs[year] == before.paragraphs[year]


def test_a_movement_of_a_union_is_told_in_its_section_and_nowhere_else(
    department: Organization, five_years: list[Award], secretary: User
) -> None:
    Organization.objects.filter(pk=department.pk).update(short_name="Sở Tài chính")
    _movement(department, "Lao động giỏi", "Công đoàn Viên chức tỉnh", "TINH")
    _movement(department, "Giỏi việc nước", "Sở Tài chính và Công đoàn cơ sở", "CO_QUAN")
    _movement(department, "Chung sức", "Ủy ban nhân dân tỉnh", "TINH")
    report = report_with_texts(secretary, department, movements="Lời của Sở.")
    shown = paragraphs_of(report)
    at = shown.index(
        "Các phong trào thi đua do tổ chức đoàn thể phát động hoặc phối hợp phát động:"
    )
    assert shown[at + 1 : at + 3] == [
        (
            "- “Giỏi việc nước”, do Sở Tài chính và Công đoàn cơ sở phát động theo văn bản số"
            " 7/KH-CĐCS ngày 01/03/2017, từ ngày 01/03/2017 đến ngày 31/12/2018."
        ),
        (
            "- “Lao động giỏi”, do Công đoàn Viên chức tỉnh phát động theo văn bản số 7/KH-CĐCS"
            " ngày 01/03/2017, từ ngày 01/03/2017 đến ngày 31/12/2018."
        ),
    ]
    for name in ("Lao động giỏi", "Giỏi việc nước", "Chung sức"):
        assert sum(f"“{name}”" in one for one in shown) == 1
    assert shown.index("Lời của Sở.") + 2 == next(
        place for place, one in enumerate(shown) if "“Chung sức”" in one
    )
    headings = [one.text for one in paper_of_report(report).blocks if isinstance(one, PartHeading)]
    assert any("đoàn thể" in one for one in headings)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Công đoàn cơ sở Sở Tài chính", True),
        ("LĐLĐ tỉnh Sóc Trăng", True),
        ("Ban Thường vụ Tỉnh đoàn", True),
        ("Hội Cựu chiến binh tỉnh", True),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", True),
        ("Bộ Lao động - Thương binh và Xã hội", False),
        ("Hội đồng Thi đua, khen thưởng tỉnh", False),
        ("Tập đoàn Điện lực Việt Nam", False),
        ("Đoàn kiểm tra liên ngành", False),
        ("", False),
    ],
)
def test_which_bodies_are_mass_organisations(name: str, is_one: bool) -> None:
    assert names_mass_organisation(name) is is_one
