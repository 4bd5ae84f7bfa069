"""Awards beside those of the rule files: their names, old wordings, givers, kinds and periods."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from nominations.awards.importing import cells, import_awards, read_award_table
from nominations.awards.importing.award_matching import AwardNameIndex, awards_named, wrong_giver
from nominations.awards.importing.cells import CellError
from nominations.awards.models import Award
from nominations.dossiers.services.campaign_titles import award_types
from nominations.law import catalogue, rulesets
from nominations.law.models import AwardType
from nominations.law.queries import open_types
from nominations.people.models import Unit
from nominations.statistics.period_report import period_report
from tests.built_once import built_once
from workflow.actors import SYSTEM

from .office import Office
from .tables import line, xlsx

NAMES = [
    ("Huân chương Sao vàng", "HCSV"),
    ("Huân chương Hồ Chí Minh", "HCHCM"),
    ("Huân chương Độc lập hạng Nhất", "HCDL1"),
    ("HC Độc lập hạng II", "HCDL2"),
    ("Huân chương Độc lập Ba", "HCDL3"),
    ("huân chương quân công hạng ba", "HCQC3"),
    ("Huân chương Chiến công hạng 1", "HCCC1"),
    ("Huân chương Bảo vệ Tổ quốc hạng III", "HCBVTQ3"),
    ("Huân chương Bảo vệ Tổ quốc Nhì", "HCBVTQ2"),
    ("Huân chương Dũng cảm", "HCDC"),
    ("Huân chương Đại đoàn kết dân tộc", "HCDDK"),
    ("Huân chương Đại đoàn kết", "HCDDK"),
    ("Huân chương Hữu nghị", "HCHN"),
    ("Huân chương Lao động hạng Ba của Chủ tịch nước", "HCLD3"),
    ("Huy chương Quân kỳ quyết thắng", "HUYC_QKQT"),
    ("Huy chương Vì An ninh Tổ quốc", "HUYC_ANTQ"),
    ("Huy chương Chiến sĩ vẻ vang hạng Nhì", "HUYC_CSVV2"),
    ("Huy chương CSVV hạng III", "HUYC_CSVV3"),
    ("Huy chương Chiến sỹ vẻ vang hạng Nhất", "HUYC_CSVV1"),
    ("Huy chương Hữu nghị", "HUYC_HN"),
    ("Huy chương Thanh niên xung phong vẻ vang", "HUYC_TNXP"),
    ("Huy chương TNXP vẻ vang", "HUYC_TNXP"),
    ("Kỷ niệm chương Thanh niên xung phong", "KNC_BO"),
    ("Tỉnh Anh hùng", "TINH_AH"),
    ("danh hiệu Thành phố Anh hùng", "TINH_AH"),
    ("Tỉnh Anh hùng, Thành phố Anh hùng", "TINH_AH"),
    ("Giải thưởng Hồ Chí Minh", "GT_HCM"),
    ("Giải thưởng HCM về văn học, nghệ thuật", "GT_HCM"),
    ("Giải thưởng nhà nước", "GT_NN"),
    ("Giải thưởng Nhà nước về khoa học và công nghệ", "GT_NN"),
    ("Nhà giáo ưu tú", "NGUT"),
    ("NGƯT", "NGUT"),
    ("danh hiệu Nhà giáo Nhân dân", "NGND"),
    ("Thầy thuốc Ưu tú", "TTUT"),
    ("TTND", "TTND"),
    ("Nghệ sỹ ưu tú", "NSUT"),
    ("NSND", "NSND"),
    ("Nghệ nhân ưu tú", "NNUT"),
    ("Nghệ nhân nhân dân", "NNND"),
    ("Anh hùng Lao động", "AHLD"),
    ("Anh hùng Lao động thời kỳ đổi mới", "AHLD"),
    ("Anh hùng LLVTND", "AHLLVT"),
    ("Bà mẹ Việt Nam anh hùng", "BMVNAH"),
    ("Huy hiệu của tỉnh", "HUYHIEU"),
    ("Huy hiệu Vì sự nghiệp xây dựng và phát triển tỉnh Sóc Trăng", "HUYHIEU"),
    ("Kỷ niệm chương Bộ Tài chính", "KNC_BO"),
    ("Kỷ niệm chương Vì sự nghiệp Tài chính", "KNC"),
    ("Huy chương Vì sự nghiệp Giáo dục", "KNC_BO"),
    ("Bằng khen Tổng Liên đoàn Lao động Việt Nam", "BK_DOANTHE"),
    ("Bằng khen của Tổng LĐLĐ Việt Nam", "BK_DOANTHE"),
    ("Bằng khen của Trung ương Đoàn", "BK_DOANTHE"),
    ("BK của BCH Trung ương Đoàn TNCS Hồ Chí Minh", "BK_DOANTHE"),
    ("Bằng khen TW Hội LHPN Việt Nam", "BK_DOANTHE"),
    ("Bằng khen Chủ tịch Hội đồng Bộ trưởng", "BK_TTG"),
    ("Cờ thi đua luân lưu của Chính phủ", "CO_CP"),
    ("Đơn vị lao động tiên tiến", "TTLDTT"),
    ("Tổ lao động xuất sắc", "TTLDXS"),
]
DECREE_152_ARTICLE_28 = [
    "Huân chương Sao vàng", "Huân chương Hồ Chí Minh", "Huân chương Độc lập",
    "Huân chương Quân công", "Huân chương Lao động", "Huân chương Bảo vệ Tổ quốc",
    "Huân chương Chiến công", "Huân chương Đại đoàn kết dân tộc", "Huân chương Dũng cảm",
    "Huân chương Hữu nghị", "Bà mẹ Việt Nam Anh hùng", "Anh hùng Lực lượng vũ trang nhân dân",
    "Anh hùng Lao động", "Nhà giáo nhân dân", "Nhà giáo ưu tú", "Thầy thuốc nhân dân",
    "Thầy thuốc ưu tú", "Nghệ sĩ nhân dân", "Nghệ sĩ ưu tú", "Nghệ nhân nhân dân",
    "Nghệ nhân ưu tú", "Giải thưởng Hồ Chí Minh", "Giải thưởng Nhà nước",
    "Huy chương Quân kỳ quyết thắng", "Huy chương Vì an ninh Tổ quốc",
    "Huy chương Chiến sĩ vẻ vang", "Huy chương Hữu nghị",
    "Huy chương Thanh niên xung phong vẻ vang", "Bằng khen của Thủ tướng Chính phủ",
    "Cờ thi đua của Chính phủ", "Chiến sĩ thi đua toàn quốc",
]  # fmt: skip
REFUSED = [
    ("Lao động giỏi", "trước Luật Thi đua, khen thưởng"),
    ("Tổ đội lao động giỏi", "trước Luật Thi đua, khen thưởng"),
    ("Chiến sĩ tiên tiến", "lực lượng vũ trang"),
    ("Đơn vị Quyết thắng", "lực lượng vũ trang"),
    ("Gia đình văn hóa", "hộ gia đình hoặc khu dân cư"),
    ("Danh hiệu Thôn văn hóa", "hộ gia đình hoặc khu dân cư"),
    ("Huy hiệu 30 năm tuổi Đảng", "huy hiệu của Đảng"),
    ("Huy hiệu 45 năm tuổi đảng", "huy hiệu của Đảng"),
    ("Huân chương Kháng chiến hạng Nhì", "thành tích kháng chiến"),
    ("Huy chương Kháng chiến", "thành tích kháng chiến"),
    ("Giáo viên dạy giỏi cấp tỉnh", "hội thi hoặc bình chọn"),
    ("Bằng khen LĐLĐ tỉnh", "tổ chức chính trị - xã hội cấp tỉnh"),
    ("Bằng khen Tỉnh Đoàn", "tổ chức chính trị - xã hội cấp tỉnh"),
    ("Bằng khen của UBND huyện Mỹ Xuyên", "thường là Giấy khen"),
    ("Bằng khen của Giám đốc Sở", "thường là Giấy khen"),
]


@pytest.fixture
def index(db: None) -> AwardNameIndex:
    return built_once("names of awards", _index)


def _index() -> AwardNameIndex:
    catalogue.load_award_types()
    return AwardNameIndex()


@pytest.mark.parametrize(("text", "code"), NAMES)
def test_an_award_is_known_by_its_names_and_old_wordings(
    index: AwardNameIndex, text: str, code: str
) -> None:
    assert [one.code for one in awards_named(index, text)] == [code]


@pytest.mark.parametrize(("text", "says"), REFUSED)
def test_what_is_no_award_of_the_catalogue_gets_a_sentence(
    index: AwardNameIndex, text: str, says: str
) -> None:
    with pytest.raises(CellError, match=says):
        awards_named(index, text)


@pytest.mark.parametrize(
    ("code", "issuer", "is_right"),
    [
        ("NGUT", "Chủ tịch nước", True),
        ("NGUT", "Chủ tịch nước CHXHCN Việt Nam", True),
        ("NGUT", "Bộ trưởng Bộ Giáo dục và Đào tạo", False),
        ("HCDL3", "Nhà nước", True),
        ("GT_HCM", "Chủ tịch nước", True),
        ("GT_NN", "Bộ trưởng Bộ Khoa học và Công nghệ", False),
        ("TINH_AH", "Thủ tướng Chính phủ", False),
        ("HCDL3", "Giám đốc Sở Tài chính", False),
        ("HCLD2", "Thủ tướng Chính phủ", False),
        ("HCLD2", "CTN", True),
        ("BK_DOANTHE", "Chủ tịch Tổng Liên đoàn Lao động Việt Nam", True),
        ("BK_DOANTHE", "Ban Chấp hành Trung ương Đoàn", True),
        ("BK_DOANTHE", "Chủ tịch UBND tỉnh", False),
        ("LDTT", "Giám đốc Sở Tài chính", True),
        ("LDTT", "Chủ tịch UBND xã", True),
        ("NGUT", "", True),
    ],
)
def test_the_paper_names_who_may_confer_the_award(
    index: AwardNameIndex, code: str, issuer: str, is_right: bool
) -> None:
    said = wrong_giver(AwardType.objects.get(code=code), issuer)

    assert (said == "") is is_right


@pytest.mark.parametrize(
    ("code", "individual", "collective"),
    [
        ("HCSV", True, True),
        ("HCDDK", True, False),
        ("NGUT", True, False),
        ("AHLD", True, True),
        ("HUYC_CSVV1", True, False),
        ("HUYHIEU", True, False),
        ("HUYC_TNXP", True, False),
        ("TINH_AH", False, True),
        ("GT_HCM", True, False),
        ("GT_NN", True, False),
        ("BK_DOANTHE", True, True),
    ],
)
def test_an_award_is_for_its_kinds_of_recipient(
    index: AwardNameIndex, code: str, individual: bool, collective: bool
) -> None:
    row = AwardType.objects.get(code=code)

    assert (row.is_for("individual"), row.is_for("collective")) == (individual, collective)


@pytest.mark.parametrize(
    ("text", "year", "begins", "ends"),
    [
        ("năm học 2019-2020", 2020, date(2019, 9, 1), date(2020, 8, 31)),
        ("Năm học: 2015 – 2016", 2016, date(2015, 9, 1), date(2016, 8, 31)),
        ("NĂM HỌC 2017/2018", 2018, date(2017, 9, 1), date(2018, 8, 31)),
        ("2019", 2019, None, None),
        (2018, 2018, None, None),
    ],
)
def test_a_school_year_is_a_period(
    text: Any, year: int, begins: date | None, ends: date | None
) -> None:
    found = cells.read_award_year(text)

    assert (found.year, found.achievement_from, found.achievement_to) == (year, begins, ends)


@pytest.mark.parametrize("text", ["năm học 2019-2021", "năm học 2020-2019", "2014-2015", "năm học"])
def test_what_is_no_school_year_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        cells.read_award_year(text)


@pytest.mark.parametrize("text", ["Hộ gia đình", "gia đình", "HỘ"])
def test_a_household_is_a_kind_of_its_own(text: str) -> None:
    assert cells.read_kind(text) == "household"
    assert cells.read_kind("Cá nhân") == "individual"
    assert cells.read_kind("") is None


# --- recorded, not nominated ----------------------------------------------------------------------


def test_exactly_the_awards_without_rules_cannot_be_nominated() -> None:
    with_rules = {
        standard.award for rule_set in rulesets.read_rule_sets() for standard in rule_set.standards
    } | {code for rule_set in rulesets.read_rule_sets() for code in rule_set.catalogue}

    assert with_rules == set(catalogue.nominable_entries())
    assert len(catalogue.entries()) - len(catalogue.nominable_entries()) == 41


def test_no_campaign_opens_what_is_only_recorded(index: AwardNameIndex) -> None:
    day = date(2025, 1, 15)
    assert {one.code for one in open_types(day)} <= set(catalogue.nominable_entries())

    with pytest.raises(ValidationError) as error:
        award_types(["LDTT", "NGUT"], on=day)

    assert error.value.code == "no_rules_for_award"
    assert "Nhà giáo ưu tú: hệ thống ghi nhận và thống kê" in error.value.messages[0]
    assert [one.code for one in award_types(["LDTT"], on=day)] == ["LDTT"]


def test_every_award_that_the_decree_names_is_in_the_catalogue() -> None:
    """Decree 152/2025 article 28 clause 1, word for word; ranks are entries of their own."""
    names = {entry.name for entry in catalogue.read_entries()}

    missing = [
        one
        for one in DECREE_152_ARTICLE_28
        if not any(name in (one, f"{one} hạng Nhất") for name in names)
    ]
    assert missing == []
    assert {"Tỉnh Anh hùng, Thành phố Anh hùng"} <= names


def test_an_award_that_the_law_of_2022_brought_is_none_of_the_years_before() -> None:
    began = {entry.code: entry.valid_from for entry in catalogue.read_entries()}

    assert [began[code] for code in ("HUYC_TNXP", "TINH_AH", "GT_HCM", "GT_NN")] == [
        date(2024, 1, 1), date(2024, 1, 1), date(2014, 6, 1), date(2014, 6, 1),
    ]  # fmt: skip


def test_every_entry_names_its_act_in_the_form_that_is_written_out() -> None:
    for entry in catalogue.read_entries():
        assert "/" in entry.citation, entry.code
        assert "Đ" in entry.citation, entry.code


# --- in a table -----------------------------------------------------------------------------------


def imported(office: Office, *rows: list[Any]) -> list[str]:
    """What the import says of the rows; nothing when they were added."""
    outcome = import_awards(
        actor=SYSTEM, sheet=read_award_table("lich-su.xlsx", xlsx(rows)), organization=office.agency
    )
    return [problem.message for problem in outcome.plan.problems]


def test_a_state_award_and_a_school_year_are_imported_and_counted(db: None) -> None:
    office = Office.build()
    teacher = line(
        award="Nhà giáo ưu tú", by="Chủ tịch nước", number="99/QĐ-CTN", kind="Quá trình cống hiến"
    )
    school = line(award="Lao động tiên tiến", year="năm học 2014-2015", number="13/QĐ-STC")

    assert imported(office, teacher, school) == []

    found = {award.award_type.code: award for award in Award.objects.all()}
    assert found["NGUT"].issuer == "Chủ tịch nước"
    assert (found["LDTT"].year, found["LDTT"].achievement_from, found["LDTT"].achievement_to) == (
        2015, date(2014, 9, 1), date(2015, 8, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells_", "says"),
    [
        ({"award": "Nhà giáo ưu tú", "by": "Giám đốc Sở Tài chính"}, "Nhà giáo ưu tú do Chủ tịch"),
        ({"award": "Lao động giỏi"}, "trước Luật Thi đua, khen thưởng"),
        ({"name": "phòng ngân sách", "award": "Nhà giáo ưu tú", "by": "Chủ tịch nước"},
         "không tặng cho tập thể"),
        ({"name": "Sở Tài chính", "award": "Cờ thi đua của tỉnh", "by": "Chủ tịch UBND tỉnh"},
         "là toàn thể cơ quan"),
        ({"name": "Sở Tài chính", "award": "Bằng khen tỉnh", "by": "Chủ tịch UBND tỉnh"},
         "là toàn thể cơ quan"),
    ],
)  # fmt: skip
def test_a_wrong_giver_kind_or_recipient_is_said_in_the_row(
    db: None, cells_: dict[str, str], says: str
) -> None:
    (said,) = imported(Office.build(), line(**cells_))

    assert says in said
    assert not Award.objects.exists()


def test_the_agency_as_a_whole_is_a_recipient_once_it_is_in_the_list_of_units(db: None) -> None:
    office = Office.build()
    whole = Unit.objects.create(
        organization=office.agency, code="SO", name="Sở Tài chính", valid_from=date(2010, 1, 1)
    )

    row = line("Sở Tài chính", award="Bằng khen tỉnh", by="Chủ tịch UBND tỉnh Sóc Trăng")
    assert imported(office, row) == []

    award = Award.objects.get()
    assert (award.kind, award.collective) == ("collective", whole)


def test_what_is_only_recorded_stands_in_the_report(db: None) -> None:
    office = Office.build()
    state = {"by": "Chủ tịch nước", "number": "99/QĐ-CTN"}
    union = {"by": "Tổng Liên đoàn Lao động Việt Nam", "number": "5/QĐ-TLĐ"}
    rows = [
        line(award="Huân chương Độc lập hạng Ba", **state),
        line(award="Bằng khen Tổng Liên đoàn Lao động Việt Nam", **union),
    ]
    assert imported(office, *rows) == []

    paragraph = period_report(office.agency, year_from=2015, year_to=2015).paragraphs[2015]

    assert paragraph == (
        "- Năm 2015: Có 01 cá nhân đạt Huân chương Độc lập hạng Ba;"
        " 01 cá nhân đạt Bằng khen Tổng Liên đoàn Lao động Việt Nam."
    )
