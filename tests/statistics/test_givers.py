"""Who gave an award is told by the paper of the award, whatever body writes the report."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from nominations.awards.issuer_name import is_head_of
from nominations.awards.models import Award, AwardOrigin
from nominations.awards.services.award_counts import count_all
from nominations.files.table_workbook import as_xlsx
from nominations.law.models import AwardType, CommendationType, RecipientKind
from nominations.people.models import Organization, Person, Unit
from nominations.statistics import exports
from nominations.statistics.period_report import period_report
from nominations.statistics.queries import tally
from nominations.statistics.wording import wording

HOSPITAL = ("Bệnh viện Đa khoa tỉnh", "Giám đốc")
SCHOOL = ("Trường Tiểu học Kim Đồng", "Hiệu trưởng")
CENTRE = ("Trung tâm Dịch vụ việc làm", "Giám đốc")
WARD = ("Ủy ban nhân dân phường Phú Lợi", "Chủ tịch")
BOARD = "Giám đốc Sở Y tế"
TEACHERS = "Chủ tịch UBND xã Tân Thạnh"


def body(department: Organization, name: str, head: str) -> Organization:
    """A body below the province, the catalogue loaded."""
    return Organization.objects.create(
        code="X", name=name, head_title=head, parent=department.parent, valid_from=date(2014, 1, 1)
    )


def give(
    to: Organization,
    issuer: str,
    code: str = "LDTT",
    *,
    count: int = 1,
    year: int = 2021,
    type_: str = CommendationType.MERIT,
    collective: bool = False,
) -> None:
    award_type = AwardType.objects.get(code=code)
    for _place in range(count):
        place = Award.objects.count()
        name = f"Người hoặc nhóm {place}"
        recipient: dict[str, Any] = (
            {"collective": Unit.objects.create(
                organization=to, code=f"N{place}", name=name, valid_from=date(2014, 1, 1))}
            if collective
            else {"person": Person.objects.create(full_name=name)}
        )  # fmt: skip
        Award.objects.create(
            organization=to,
            award_type=award_type,
            kind=RecipientKind.COLLECTIVE if collective else RecipientKind.INDIVIDUAL,
            commendation_type=type_,
            year=year,
            issuer=issuer,
            recipient_name=name,
            origin=AwardOrigin.IMPORT,
            recorded_at="2021-12-31T00:00:00Z",
            **recipient,
        )
    count_all()


def paragraph_of(organization: Organization, year: int = 2021) -> str:
    return period_report(organization, year_from=2021, year_to=2022).paragraphs[year]


@pytest.mark.parametrize(
    ("where", "issuer", "text"),
    [
        (HOSPITAL, "Giám đốc Bệnh viện Đa khoa tỉnh", "Giám đốc Bệnh viện tặng"),
        (HOSPITAL, "giám đốc bệnh viện đa khoa tỉnh", "Giám đốc Bệnh viện tặng"),
        (HOSPITAL, "Giám đốc", "Giám đốc Bệnh viện tặng"),
        (HOSPITAL, BOARD, "Giám đốc Sở Y tế tặng"),
        (HOSPITAL, "Giám đốc Bệnh viện Sản nhi", "Giám đốc Bệnh viện Sản nhi tặng"),
        (SCHOOL, "Hiệu trưởng Trường Tiểu học Kim Đồng", "Hiệu trưởng tặng"),
        (SCHOOL, "Hiệu trưởng", "Hiệu trưởng tặng"),
        (SCHOOL, "Hiệu trưởng Trường Tiểu học Kim Đồng 2",
         "Hiệu trưởng Trường Tiểu học Kim Đồng 2 tặng"),
        (SCHOOL, TEACHERS, f"{TEACHERS} tặng"),
        (SCHOOL, "Trưởng phòng Giáo dục và Đào tạo", "Trưởng phòng Giáo dục và Đào tạo tặng"),
        (CENTRE, "Giám đốc Trung tâm Dịch vụ việc làm", "Giám đốc Trung tâm tặng"),
        (CENTRE, "Giám đốc Trung tâm Dịch vụ việc làm tỉnh Sóc Trăng", "Giám đốc Trung tâm tặng"),
        (CENTRE, "Giám đốc Sở Nội vụ", "Giám đốc Sở Nội vụ tặng"),
        (WARD, "Chủ tịch UBND phường Phú Lợi", "Chủ tịch tặng"),
        (WARD, "Chủ tịch UBND phường Phú", "Chủ tịch UBND phường Phú tặng"),
    ],
)  # fmt: skip
def test_a_report_names_who_gave_and_not_its_own_head(
    department: Organization, where: tuple[str, str], issuer: str, text: str
) -> None:
    organization = body(department, *where)
    give(organization, issuer, count=2)

    expected = f"- Năm 2021: {text} danh hiệu Lao động tiên tiến cho 02 cá nhân."
    assert paragraph_of(organization) == expected


def test_own_awards_come_first_and_other_givers_are_named_every_year(
    department: Organization,
) -> None:
    school = body(department, *SCHOOL)
    for year in (2021, 2022):
        give(school, TEACHERS, count=3, year=year)
        give(school, TEACHERS, "TTLDTT", year=year, collective=True)
        give(school, "Chủ tịch Ủy ban nhân dân xã Tân Thạnh", "CSTDCS", year=year)
        give(school, "Hiệu trưởng Trường Tiểu học Kim Đồng", "GK", count=4, year=year)

    others = (
        f"{TEACHERS} tặng danh hiệu Lao động tiên tiến cho 03 cá nhân và 01 tập thể;"
        " danh hiệu Chiến sĩ thi đua cơ sở cho 01 cá nhân."
    )
    first, second = paragraph_of(school), paragraph_of(school, 2022)
    assert second == f"- Năm 2022: Tặng Giấy khen cho 04 cá nhân. {others}"
    assert first.startswith("- Năm 2021: Hiệu trưởng tặng Giấy khen cho 04 cá nhân. ")
    assert first.count(" tặng danh hiệu") == 1


def test_a_giver_nobody_wrote_down_is_not_made_up(department: Organization) -> None:
    hospital = body(department, *HOSPITAL)
    give(hospital, "", count=2)

    assert paragraph_of(hospital) == (
        "- Năm 2021: Được tặng danh hiệu Lao động tiên tiến cho 02 cá nhân (chưa ghi nơi tặng)."
    )


def test_awards_outside_the_review_name_another_giver_too(department: Organization) -> None:
    hospital = body(department, *HOSPITAL)
    give(hospital, "Giám đốc", "GK", type_=CommendationType.MOVEMENT)
    give(hospital, BOARD, "GK", type_=CommendationType.MOVEMENT, count=2)
    give(hospital, BOARD, "GK", type_=CommendationType.SUDDEN)

    assert paragraph_of(hospital) == (
        "- Năm 2021: Tặng giấy khen theo chuyên đề đối với 01 cá nhân;"
        " Giám đốc Sở Y tế tặng giấy khen theo chuyên đề đối với 02 cá nhân;"
        " Giám đốc Sở Y tế khen thưởng đột xuất 01 cá nhân."
    )


def test_what_the_province_gives_reads_as_before(department: Organization) -> None:
    centre = body(department, *CENTRE)
    give(centre, "Chủ tịch UBND tỉnh Sóc Trăng", "BK_TINH", count=2)

    assert paragraph_of(centre) == "- Năm 2021: Có 02 cá nhân đạt Bằng khen tỉnh."


def test_the_table_has_a_row_for_each_other_giver(department: Organization) -> None:
    hospital = body(department, *HOSPITAL)
    give(hospital, "Giám đốc", "GK", count=2)
    give(hospital, BOARD, "GK", count=3)
    give(hospital, "Bộ trưởng Bộ Y tế", "BK_BO")

    table = period_report(hospital, year_from=2021, year_to=2021).table

    assert table[1:] == [
        ["Giấy khen (CN)", "2", "2"],
        ["Giấy khen, Giám đốc Sở Y tế (CN)", "3", "3"],
        ["Bằng khen cấp bộ, Bộ trưởng Bộ Y tế (CN)", "1", "1"],
        ["Cộng", "6", "6"],
    ]


def test_the_excel_file_and_the_data_say_who_gave(department: Organization) -> None:
    hospital = body(department, *HOSPITAL)
    give(hospital, "Giám đốc Bệnh viện Đa khoa tỉnh", "GK", count=2)
    give(hospital, BOARD, "GK", count=3)
    give(hospital, "", "GK")
    give(hospital, BOARD)
    period = {"year_from": 2021, "year_to": 2021}

    cells = tally(hospital, **period)
    book = as_xlsx([("Số liệu", exports.figures_table(cells))])
    rows = list(openpyxl.load_workbook(BytesIO(book)).worksheets[0].values)

    assert rows[0][-2:] == ("Cơ quan ban hành", "Số lượng")
    assert [row[-2:] for row in rows[1:]] == [
        (BOARD, 1),
        ("chưa ghi nơi tặng (1); Giám đốc Bệnh viện Đa khoa tỉnh (2); Giám đốc Sở Y tế (3)", 6),
    ]
    data = period_report(hospital, **period).as_data()
    assert data["figures"][0]["givers"] == ({"issuer": BOARD, "count": 1},)


@pytest.mark.parametrize(
    ("giver", "is_own"),
    [
        ("Giám đốc Sở Tài chính", True),
        ("Giám đốc Sở Tài chính tỉnh Sóc Trăng", True),
        ("Giám đốc Sở Tài chính - Kế hoạch", False),
        ("Giám đốc Sở", True),
        ("Giám đốc", False),
        ("Phó Giám đốc Sở Tài chính", False),
        ("Giám đốc Sở Y tế", False),
        ("Chủ tịch UBND tỉnh Sóc Trăng", False),
    ],
)
def test_the_head_of_a_department_by_its_names(
    department: Organization, giver: str, is_own: bool
) -> None:
    assert is_head_of(giver, department, wording().giver_places) is is_own
