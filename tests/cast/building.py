"""Making the cast: agencies, units, people with accounts and roles, a council, a campaign."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password

from nominations.council.models import Council, CouncilMember, SeatRole
from nominations.dossiers.campaign_workflow import CampaignState
from nominations.dossiers.models import Campaign, CampaignTitle
from nominations.law.models import AwardType
from nominations.people.models import (
    Organization,
    Person,
    Position,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nominations.people.roles import Role
from nominations.vietnamese import fold, sort_key
from tests.cast.sample_data import PASSWORD, SINCE
from tests.workflow.placing import adopt_placed, place
from workflow import clock

if TYPE_CHECKING:
    from tests.cast import Cast

_AWARDS = (
    # code, name, form, individuals, collectives, authority
    ("LDTT", "Lao động tiên tiến", "title", True, False, "agency"),
    ("CSTDCS", "Chiến sĩ thi đua cơ sở", "title", True, False, "agency"),
    ("TTLDTT", "Tập thể Lao động tiên tiến", "title", False, True, "agency"),
    ("GK", "Giấy khen của Giám đốc Sở", "commendation", True, True, "agency"),
    (
        "BK_TINH",
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "commendation",
        True,
        True,
        "province",
    ),
)


def position(name: str) -> Position:
    ranks = {"Giám đốc": 1, "Phó Giám đốc": 2, "Trưởng phòng": 3, "Phó Trưởng phòng": 4}
    rank = ranks.get(name, 9)
    return Position.objects.get_or_create(
        name=name, defaults={"rank": rank, "is_manager": rank < 9}
    )[0]


def _organizations() -> tuple[Organization, Organization, Organization]:
    province = Organization.objects.create(
        code="UBND",
        name="Ủy ban nhân dân tỉnh Sóc Trăng",
        short_name="UBND tỉnh",
        symbol="UBND",
        authority="province",
        head_title="Chủ tịch Ủy ban nhân dân tỉnh",
        valid_from=SINCE,
    )
    agency = Organization.objects.create(
        code="STC",
        name="Sở Tài chính tỉnh Sóc Trăng",
        short_name="Sở Tài chính",
        symbol="STC",
        head_title="Giám đốc Sở Tài chính",
        place_name="Sóc Trăng",
        parent=province,
        valid_from=SINCE,
    )
    other = Organization.objects.create(
        code="SXD",
        name="Sở Xây dựng tỉnh Sóc Trăng",
        symbol="SXD",
        head_title="Giám đốc Sở Xây dựng",
        parent=province,
        valid_from=SINCE,
    )
    return province, agency, other


def _unit(organization: Organization, code: str, name: str, rank: int) -> Unit:
    return Unit.objects.create(
        organization=organization, code=code, name=name, rank=rank, valid_from=SINCE
    )


def _users(places: dict[str, tuple[str, str, Unit, str]]) -> dict[str, User]:
    """part -> (username, full name, unit, position), made with a handful of statements."""
    password = make_password(PASSWORD)
    persons = Person.objects.bulk_create(
        Person(full_name=name, gender="female" if " Thị " in name else "male",
               search_key=fold(name), sort_key=sort_key(name))
        for _username, name, _unit, _position in places.values()
    )  # fmt: skip
    positions = {name: position(name) for name in {place[3] for place in places.values()}}
    UnitMembership.objects.bulk_create(
        UnitMembership(person=person, unit=unit, position=positions[position], valid_from=SINCE)
        for person, (_username, _name, unit, position) in zip(persons, places.values(), strict=True)
    )
    users = User.objects.bulk_create(
        User(username=username, person=person, password=password, email=f"{username}@example.vn")
        for person, (username, *_rest) in zip(persons, places.values(), strict=True)
    )
    return dict(zip(places, users, strict=True))


def _roles(
    users: dict[str, User], units: dict[str, Unit], agency: Organization, province: Organization
) -> None:
    from nominations.people.services import sync_permissions

    held: list[tuple[str, str, Any]] = [
        ("clerk", Role.UNIT_CLERK, units["unit"]),
        ("unit_head", Role.UNIT_HEAD, units["unit"]),
        ("deputy", Role.DEPUTY_HEAD, units["unit"]),
        ("other_head", Role.UNIT_HEAD, units["other_unit"]),
        ("secretary", Role.SECRETARY, agency),
        ("director", Role.DIRECTOR, agency),
        ("delegate", Role.DIRECTOR_DELEGATE, agency),
        ("auditor", Role.AUDITOR, agency),
        ("administrator", Role.ADMINISTRATOR, agency),
        ("superior_officer", Role.SUPERIOR_OFFICER, province),
    ]
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            person=users[part].person,
            role=role,
            unit=where if isinstance(where, Unit) else None,
            organization=where if isinstance(where, Organization) else None,
            valid_from=SINCE,
        )
        for part, role, where in held
    )
    sync_permissions()


def _council(agency: Organization, users: dict[str, User]) -> Council:
    council = Council.objects.create(
        organization=agency,
        name="Hội đồng Thi đua - Khen thưởng Sở Tài chính",
        symbol="HĐTĐKT",
        valid_from=SINCE,
    )
    seats = {
        "director": SeatRole.CHAIR,
        "delegate": SeatRole.VICE_CHAIR,
        "secretary": SeatRole.SECRETARY,
        "member": SeatRole.MEMBER,
        "other_head": SeatRole.MEMBER,
    }
    CouncilMember.objects.bulk_create(
        CouncilMember(
            council=council, person=users[part].person, seat=seat, rank=rank, valid_from=SINCE
        )
        for rank, (part, seat) in enumerate(seats.items())
    )
    return council


def _campaign(agency: Organization, awards: dict[str, AwardType]) -> Campaign:
    """Windows open from 120 days ago until 60 days ahead."""
    now = clock.now()
    year = clock.today().year
    opens, closes = now - timedelta(days=120), now + timedelta(days=60)
    campaign = Campaign.objects.create(
        organization=agency,
        code=f"{year}-TX",
        name=f"Thi đua thường xuyên năm {year}",
        year=year,
        achievement_from=date(year, 1, 1),
        achievement_to=date(year, 12, 31),
        registration_opens_at=opens,
        registration_closes_at=closes,
        submission_opens_at=opens,
        submission_closes_at=closes,
        review_due_on=clock.today() + timedelta(days=70),
        rules={"rule_set": "thu-nghiem"},
        opened_at=opens,
    )
    place(campaign, CampaignState.OPEN)
    adopt_placed(campaign)
    CampaignTitle.objects.bulk_create(
        CampaignTitle(
            campaign=campaign,
            award_type=award,
            own_authority=award.authority == "agency",
            threshold_numerator=2,
            threshold_denominator=3,
            consultation_days=5,
            required_papers=["initiative|excellence"] if award.code == "CSTDCS" else [],
            citation="Quy chế thử nghiệm",
        )
        for award in awards.values()
    )
    return campaign


def _awards() -> dict[str, AwardType]:
    rows = AwardType.objects.bulk_create(
        AwardType(
            code=code,
            name=name,
            short_name=name[:120],
            form=form,
            for_individuals=individuals,
            for_collectives=collectives,
            for_households=code in ("GK", "BK_TINH"),  # as in the catalogue
            authority=authority,
            rank=rank,
            valid_from=SINCE,
        )
        for rank, (code, name, form, individuals, collectives, authority) in enumerate(_AWARDS, 1)
    )
    return {row.code: row for row in rows}


def build(cls: type[Cast]) -> Cast:
    province, agency, other_agency = _organizations()
    units = {
        "board": _unit(agency, "BGD", "Ban Giám đốc", 1),
        "unit": _unit(agency, "NS", "Phòng Ngân sách", 2),
        "other_unit": _unit(agency, "TCDN", "Phòng Tài chính doanh nghiệp", 3),
        "foreign_unit": _unit(other_agency, "VP", "Văn phòng", 1),
    }
    bureau = _unit(province, "TDKT", "Phòng Thi đua - Khen thưởng", 1)
    board, unit, other_unit = units["board"], units["unit"], units["other_unit"]
    users = _users(
        {
            "nominee": ("an", "Nguyễn Văn An", unit, "Chuyên viên"),
            "clerk": ("lan", "Bùi Thị Lan", unit, "Chuyên viên"),
            "unit_head": ("hoa", "Nguyễn Thị Hòa", unit, "Trưởng phòng"),
            "deputy": ("binh", "Hoàng Văn Bình", unit, "Phó Trưởng phòng"),
            "other_head": ("nga", "Đặng Thị Nga", other_unit, "Trưởng phòng"),
            "secretary": ("ha", "Phạm Thị Thu Hà", board, "Chuyên viên"),
            "director": ("hung", "Trần Quốc Hùng", board, "Giám đốc"),
            "delegate": ("chau", "Lê Thị Minh Châu", board, "Phó Giám đốc"),
            "member": ("son", "Lý Hồng Sơn", other_unit, "Chuyên viên"),
            "scrutineer": ("yen", "Cao Thị Yến", other_unit, "Chuyên viên"),
            "second_scrutineer": ("phuc", "Mai Văn Phúc", other_unit, "Chuyên viên"),
            "superior_officer": ("dung", "Võ Thị Dung", bureau, "Chuyên viên"),
            "auditor": ("thanh", "Đỗ Văn Thanh", board, "Chuyên viên"),
            "administrator": ("vinh", "Ngô Quang Vinh", board, "Chuyên viên"),
            "outsider": ("khoa", "Vũ Đình Khoa", other_unit, "Chuyên viên"),
            "stranger": ("tam", "Trương Văn Tám", units["foreign_unit"], "Chuyên viên"),
        }
    )
    colleague = Person.objects.create(full_name="Trần Thị Mai", gender="female")
    UnitMembership.objects.create(
        person=colleague, unit=unit, position=position("Chuyên viên"), valid_from=SINCE
    )
    _roles(users, units, agency, province)
    awards = _awards()
    scrutineers = (users.pop("scrutineer"), users.pop("second_scrutineer"))
    return cls(
        province=province,
        agency=agency,
        other_agency=other_agency,
        **units,
        council=_council(agency, {**users, "scrutineer": scrutineers[0]}),
        campaign=_campaign(agency, awards),
        scrutineers=scrutineers,
        colleague=colleague,
        awards=awards,
        **users,
    )
