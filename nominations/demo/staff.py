"""The invented staff of the demonstration agency: a provincial department and its province."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password

from nominations.council.models import Council, CouncilMember, SeatRole
from nominations.council.services import sync_members
from nominations.people.models import (
    Authority,
    Gender,
    Organization,
    Person,
    Position,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nominations.people.roles import Role
from nominations.people.services import sync_permissions
from nominations.vietnamese import fold

SINCE = date(2012, 1, 1)
PASSWORD = "bangvang-demo"  # noqa: S105 - published on purpose: logins of the demonstration

UNITS = (
    ("BGD", "Ban Giám đốc", 3),
    ("VP", "Văn phòng", 8),
    ("TTR", "Thanh tra", 6),
    ("NS", "Phòng Quản lý ngân sách", 8),
    ("HCSN", "Phòng Tài chính hành chính sự nghiệp", 7),
    ("GCS", "Phòng Quản lý giá và công sản", 6),
    ("DT", "Phòng Tài chính đầu tư", 6),
    ("THTK", "Phòng Tin học và Thống kê", 6),
)
POSITIONS = (
    ("Giám đốc", True),
    ("Phó Giám đốc", True),
    ("Chánh Văn phòng", True),
    ("Chánh Thanh tra", True),
    ("Trưởng phòng", True),
    ("Phó Chánh Văn phòng", True),
    ("Phó Chánh Thanh tra", True),
    ("Phó Trưởng phòng", True),
    ("Chuyên viên chính", False),
    ("Chuyên viên", False),
    ("Nhân viên", False),
)
_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Lý",
    "Thạch",
    "Kim",
    "Sơn",
    "Dương",
)
_MALE = (
    ("Văn", "Minh", "Hoàng", "Quốc", "Thanh", "Hữu"),
    (
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Đức",
        "Hải",
        "Khánh",
        "Long",
        "Nam",
        "Phúc",
        "Quang",
        "Sơn",
        "Tâm",
        "Vinh",
    ),
)
_FEMALE = (
    ("Thị", "Ngọc", "Thu", "Kim", "Bích", "Mỹ"),
    (
        "Ánh",
        "Châu",
        "Dung",
        "Hằng",
        "Hoa",
        "Hương",
        "Lan",
        "Mai",
        "Nga",
        "Phượng",
        "Trang",
        "Tuyết",
        "Yến",
    ),
)


@dataclass(kw_only=True)
class DemoStaff:
    """Who is who in the demonstration."""

    province: Organization
    agency: Organization
    units: list[Unit]
    people: list[Person] = field(default_factory=list)
    unit_of: dict[int, Unit] = field(default_factory=dict)
    head_of: dict[int, Person] = field(default_factory=dict)
    deputy_of: dict[int, Person] = field(default_factory=dict)
    clerk_of: dict[int, Person] = field(default_factory=dict)
    user_of: dict[int, User] = field(default_factory=dict)
    person_of: dict[str, Person] = field(default_factory=dict)
    roles: dict[str, User] = field(default_factory=dict)
    seats: list[Council] = field(default_factory=list)
    members: list[Person] = field(default_factory=list)

    @property
    def council(self) -> Council:
        """The council of the agency."""
        return self.seats[0]

    def user(self, person: Person) -> User:
        return self.user_of[person.pk]

    def person(self, username: str) -> Person:
        """Who logs in with this name."""
        return self.person_of[username]


def _names(random: Random, count: int) -> list[tuple[str, str]]:
    """Distinct invented names with their gender."""
    names: dict[str, str] = {}
    while len(names) < count:
        gender, (middles, givens) = random.choice([(Gender.MALE, _MALE), (Gender.FEMALE, _FEMALE)])
        names[f"{random.choice(_FAMILY)} {random.choice(middles)} {random.choice(givens)}"] = gender
    return list(names.items())


def _username(person: Person, taken: set[str]) -> str:
    words = fold(person.full_name).split()
    base = words[-1] + "".join(word[0] for word in words[:-1])
    name, number = base, 2
    while name in taken:
        name, number = f"{base}{number}", number + 1
    taken.add(name)
    return name


def _agencies() -> tuple[Organization, Organization]:
    province = Organization.objects.create(
        code="ST",
        name="Ủy ban nhân dân tỉnh Sóc Trăng",
        short_name="UBND tỉnh Sóc Trăng",
        symbol="UBND",
        head_title="Chủ tịch UBND tỉnh Sóc Trăng",
        authority=Authority.PROVINCE,
        place_name="Sóc Trăng",
        on_system=False,
        rank=0,
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
        rank=1,
        valid_from=SINCE,
    )
    return province, agency


def _position_of(unit: Unit, place: int, posts: dict[str, Position]) -> Position:
    heads = {"BGD": "Giám đốc", "VP": "Chánh Văn phòng", "TTR": "Chánh Thanh tra"}
    deputies = {"BGD": "Phó Giám đốc", "VP": "Phó Chánh Văn phòng", "TTR": "Phó Chánh Thanh tra"}
    if place == 0:
        return posts[heads.get(unit.code, "Trưởng phòng")]
    if place == 1 or unit.code == "BGD":
        return posts[deputies.get(unit.code, "Phó Trưởng phòng")]
    if unit.code == "VP" and place >= 6:
        return posts["Nhân viên"]
    return posts["Chuyên viên chính" if place == 2 else "Chuyên viên"]


def hire(random: Random) -> DemoStaff:
    """Create agencies, units, persons, accounts, roles and the council of the demonstration."""
    province, agency = _agencies()
    posts = {
        name: Position.objects.create(name=name, is_manager=manager, rank=rank)
        for rank, (name, manager) in enumerate(POSITIONS)
    }
    units = [
        Unit.objects.create(organization=agency, code=code, name=name, rank=rank, valid_from=SINCE)
        for rank, (code, name, _) in enumerate(UNITS)
    ]
    staff = DemoStaff(province=province, agency=agency, units=units)
    names = iter(_names(random, sum(size for *_, size in UNITS) + 4))
    memberships = []
    for unit, (_code, _name, size) in zip(units, UNITS, strict=True):
        for place in range(size):
            person = _person(random, *next(names))
            staff.people.append(person)
            staff.unit_of[person.pk] = unit
            memberships.append(
                UnitMembership(
                    person=person,
                    unit=unit,
                    position=_position_of(unit, place, posts),
                    valid_from=SINCE,
                )
            )
            if place == 0:
                staff.head_of[unit.pk] = person
            elif place == 1:
                staff.deputy_of[unit.pk] = person
            elif place == 3:
                staff.clerk_of[unit.pk] = person
    staff.clerk_of[units[0].pk] = staff.clerk_of[units[1].pk]
    above = _province_staff(random, staff, names, posts, memberships)
    UnitMembership.objects.bulk_create(memberships)
    _accounts(staff, above)
    _roles(staff, above)
    _seat_council(staff)
    sync_permissions()
    _write_logins(staff)
    return staff


def _person(random: Random, name: str, gender: str) -> Person:
    born = date(random.randint(1962, 1992), random.randint(1, 12), random.randint(1, 28))
    return Person.objects.create(full_name=name, gender=gender, birth_date=born)


def _province_staff(
    random: Random,
    staff: DemoStaff,
    names: Iterator[tuple[str, str]],
    posts: dict[str, Position],
    memberships: list[UnitMembership],
) -> dict[str, Person]:
    """The province's emulation board: who receives, who appraises, who decides."""
    board = Unit.objects.create(
        organization=staff.province,
        code="BTDKT",
        name="Ban Thi đua - Khen thưởng",
        rank=1,
        valid_from=SINCE,
    )
    staff.units.append(board)
    above = {}
    for role, post in (
        ("superior_officer", "Chuyên viên chính"),
        ("province_head", "Trưởng phòng"),
        ("province_secretary", "Chuyên viên chính"),
        ("province_director", "Giám đốc"),
    ):
        person = _person(random, *next(names))
        memberships.append(
            UnitMembership(person=person, unit=board, position=posts[post], valid_from=SINCE)
        )
        staff.unit_of[person.pk] = board
        above[role] = person
    staff.head_of[board.pk] = above["province_head"]
    return above


def _accounts(staff: DemoStaff, above: dict[str, Person]) -> None:
    """Everybody but two drivers of the office has an account; one hash serves all."""
    password = make_password(PASSWORD)
    by_unit = {
        unit.code: [p for p in staff.people if staff.unit_of[p.pk] == unit] for unit in staff.units
    }
    office, budget, board = by_unit["VP"], by_unit["NS"], by_unit["BGD"]
    logins = {
        "giamdoc": board[0],
        "phogiamdoc": board[1],
        "chutich": board[2],
        "thuky": office[2],
        "quantri": office[4],
        "thanhtra": by_unit["TTR"][4],
        "truongphong": budget[0],
        "photruongphong": budget[1],
        "canbotdkt": budget[3],
        "canhan": budget[5],
        "uyvien": by_unit["HCSN"][0],
        "kiemphieu": by_unit["GCS"][2],
        "captren": above["superior_officer"],
        "tinhtruongban": above["province_head"],
        "tinhthuky": above["province_secretary"],
        "tinhchutich": above["province_director"],
    }
    named = {person.pk: username for username, person in logins.items()}
    taken = set(logins)
    users = []
    for person in [*staff.people, *above.values()]:
        if person in office[6:]:
            continue
        username = named.get(person.pk) or _username(person, taken)
        users.append(
            User(
                username=username, email=f"{username}@stc.example", password=password, person=person
            )
        )
    for user in User.objects.bulk_create(users):
        if user.person_id is not None:
            staff.user_of[user.person_id] = user
    staff.person_of = logins
    staff.roles = {username: staff.user(person) for username, person in logins.items()}


def _roles(staff: DemoStaff, above: dict[str, Person]) -> None:
    rows = []

    def give(person: Person, role: str, **where: object) -> None:
        rows.append(RoleAssignment(person=person, role=role, valid_from=SINCE, **where))

    for unit in staff.units:
        give(staff.head_of[unit.pk], Role.UNIT_HEAD, unit=unit)
        if unit.pk in staff.deputy_of:
            give(staff.deputy_of[unit.pk], Role.DEPUTY_HEAD, unit=unit)
        if unit.pk in staff.clerk_of:
            give(staff.clerk_of[unit.pk], Role.UNIT_CLERK, unit=unit)
    for username, role in (
        ("giamdoc", Role.DIRECTOR),
        ("phogiamdoc", Role.DIRECTOR_DELEGATE),
        ("thuky", Role.SECRETARY),
        ("thanhtra", Role.AUDITOR),
        ("quantri", Role.ADMINISTRATOR),
        ("quantri", Role.SHARED_DATA_ADMINISTRATOR),
    ):
        give(staff.person(username), role, organization=staff.agency)
    for key, role in (
        ("superior_officer", Role.SUPERIOR_OFFICER),
        ("province_secretary", Role.SECRETARY),
        ("province_director", Role.DIRECTOR),
    ):
        give(above[key], role, organization=staff.province)
    RoleAssignment.objects.bulk_create(rows)


def _seat_council(staff: DemoStaff) -> None:
    """Nine seats: three directors, of whom a deputy presides, five heads, the secretary."""
    council = Council.objects.create(
        organization=staff.agency,
        name="Hội đồng Thi đua - Khen thưởng Sở Tài chính",
        symbol="HĐTĐKT",
        decision_number="15/QĐ-STC",
        decision_date=SINCE,
        valid_from=SINCE,
    )
    staff.seats.append(council)
    voting = {"VP", "TTR", "NS", "HCSN", "DT"}
    heads = [staff.head_of[unit.pk] for unit in staff.units if unit.code in voting]
    directors = [staff.person(name) for name in ("chutich", "giamdoc", "phogiamdoc")]
    staff.members = [*directors, *heads, staff.person("thuky")]
    seats = [SeatRole.CHAIR, SeatRole.VICE_CHAIR, *[SeatRole.MEMBER] * 6, SeatRole.SECRETARY]
    CouncilMember.objects.bulk_create(
        CouncilMember(council=council, person=person, seat=seat, rank=rank, valid_from=SINCE)
        for rank, (person, seat) in enumerate(zip(staff.members, seats, strict=True))
    )
    sync_members(council)


_LOGINS = (
    ("Cá nhân đăng ký", "canhan"),
    ("Cán bộ thi đua của đơn vị", "canbotdkt"),
    ("Trưởng phòng", "truongphong"),
    ("Phó Trưởng phòng", "photruongphong"),
    ("Thư ký Hội đồng", "thuky"),
    ("Ủy viên Hội đồng", "uyvien"),
    ("Chủ tịch Hội đồng", "chutich"),
    ("Tổ kiểm phiếu", "kiemphieu"),
    ("Giám đốc", "giamdoc"),
    ("Người được Giám đốc ủy quyền", "phogiamdoc"),
    ("Chuyên viên cấp trên", "captren"),
    ("Thanh tra", "thanhtra"),
    ("Quản trị hệ thống", "quantri"),
)


def _write_logins(staff: DemoStaff) -> None:
    logins = [{"role": role, "username": name, "password": PASSWORD} for role, name in _LOGINS]
    path = settings.DATA_DIR / "demo_logins.json"
    path.write_text(json.dumps(logins, ensure_ascii=False, indent=1), encoding="utf-8")
