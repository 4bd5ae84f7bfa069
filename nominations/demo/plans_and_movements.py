"""The plan of the running year and four movements: of state, province, bloc and agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nominations.demo.pipeline_driver import local_time
from nominations.demo.year import DAY, DemoYear
from nominations.dossiers.models import Campaign
from nominations.law.movements import MovementLauncher, MovementReview
from nominations.movements import services
from nominations.movements.models import Movement
from nominations.movements.movement_workflow import MOVEMENTS
from nominations.movements.plan_workflow import PLANS
from nominations.movements.services import IndicatorEntry
from nominations.movements.services.movements import IndicatorInput
from workflow import clock, engine

THEME = "Đoàn kết, kỷ cương, đổi mới, hoàn thành thắng lợi nhiệm vụ tài chính - ngân sách"
TASKS = """1. Hoàn thành dự toán thu ngân sách tỉnh giao; giải ngân vốn đầu tư công đạt từ 95%.
2. 100% hồ sơ thủ tục hành chính được giải quyết đúng hạn, trong đó ít nhất 80% nộp trực tuyến.
3. Mỗi phòng, đơn vị có ít nhất 01 sáng kiến được công nhận ở cấp cơ sở.
4. 100% công chức, người lao động đăng ký thi đua; không có đơn thư khiếu nại về bình xét."""
SOLUTIONS = """- Trưởng phòng, đơn vị trực tiếp chỉ đạo phong trào, hằng quý đánh giá kết quả.
- Gắn thi đua với cải cách hành chính, chuyển đổi số và thực hành tiết kiệm, chống lãng phí.
- Phát hiện, bồi dưỡng điển hình tiên tiến; khen thưởng kịp thời người trực tiếp làm."""
ARRANGEMENTS = """1. Văn phòng Sở theo dõi, tổng hợp, tham mưu sơ kết 6 tháng và tổng kết năm.
2. Các phòng, đơn vị tổ chức đăng ký thi đua và báo cáo kết quả trước ngày 05 của tháng cuối quý."""
UNDERTAKEN = (
    "Số hóa toàn bộ hồ sơ lưu trữ phát sinh trong năm trước ngày 30/11.",
    "Giải quyết 100% hồ sơ đúng hạn; rút ngắn 20% thời gian thẩm định.",
    "Đưa ít nhất 01 sáng kiến vào áp dụng; không để văn bản quá hạn xử lý.",
    "Đối chiếu số liệu hằng tháng với đơn vị dự toán, không để sai sót phải điều chỉnh.",
)
PERSONS = 12
"""How many persons register themselves in the movement of the bloc."""


@dataclass(frozen=True, kw_only=True)
class DemoMovement:
    """A movement as it is entered; days before today, negative ones after it."""

    given: dict[str, Any]
    begins: int
    ends: int
    register: int
    response: str
    content: str
    indicators: tuple[IndicatorInput, ...] = ()


def _state() -> DemoMovement:
    return DemoMovement(
        given={
            "name": "Cả nước chung tay vì người nghèo - Không để ai bị bỏ lại phía sau",
            "launched_by": MovementLauncher.STATE,
            "launcher": "Thủ tướng Chính phủ",
            "launch_number": "1107/QĐ-TTg",
            "for_persons": False,
            "content": "- Vận động nguồn lực giúp hộ nghèo, hộ cận nghèo.\n"
            "- Mỗi cơ quan nhận giúp đỡ ít nhất một địa bàn khó khăn.",
        },
        begins=420,
        ends=-900,
        register=-900,
        response="14/KH-STC",
        content="- Mỗi phòng nhận giúp đỡ 01 hộ nghèo của xã kết nghĩa.\n"
        "- Bố trí kịp thời kinh phí chương trình giảm nghèo đã được giao.",
    )


def _province(launcher: str) -> DemoMovement:
    return DemoMovement(
        given={
            "name": "Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở",
            "launched_by": MovementLauncher.PROVINCE,
            "launcher": launcher,
            "launch_number": "86/KH-UBND",
            "content": "- Chấp hành giờ làm việc, trang phục, giao tiếp văn minh.\n"
            "- Xây dựng cơ quan xanh, sạch, an toàn.",
        },
        begins=300,
        ends=-430,
        register=-60,
        response="21/KH-STC",
        content="- Niêm yết và thực hiện quy tắc ứng xử tại bộ phận tiếp nhận hồ sơ.\n"
        "- Kiểm tra đột xuất việc chấp hành giờ làm việc mỗi quý một lần.",
    )


def _bloc(year: int) -> DemoMovement:
    return DemoMovement(
        given={
            "name": f"Thi đua chuyển đổi số trong quản lý tài chính năm {year}",
            "launched_by": MovementLauncher.BLOC,
            "launcher": "Khối thi đua các sở, ngành tham mưu tổng hợp",
            "launch_number": "03/KH-KTĐ",
            "content": "- Xử lý văn bản, hồ sơ công việc trên môi trường điện tử.\n"
            "- Nâng tỷ lệ hồ sơ trực tuyến; kết nối, chia sẻ dữ liệu tài chính.",
        },
        begins=220,
        ends=-31,
        register=-20,
        response="27/KH-STC",
        content="- Phòng Tin học và Thống kê hướng dẫn sử dụng chữ ký số cho toàn cơ quan.\n"
        "- Các phòng rà soát, số hóa hồ sơ phát sinh; báo cáo kết quả hằng quý.",
        indicators=(
            IndicatorInput(name="Hồ sơ nộp trực tuyến", measure="%", target=Decimal(80)),
            IndicatorInput(name="Văn bản xử lý trên mạng", measure="%", target=Decimal(100)),
            IndicatorInput(name="Hồ sơ trễ hạn", measure="hồ sơ", target=Decimal(5), at_most=True),
        ),
    )


def _own(year: int) -> DemoMovement:
    return DemoMovement(
        given={
            "name": f"Thi đua cải cách hành chính năm {year}",
            "launched_by": MovementLauncher.AGENCY,
            "content": "- Rút ngắn thời gian giải quyết thủ tục hành chính.\n"
            "- Công khai kết quả giải quyết hồ sơ hằng tháng.",
        },
        begins=150,
        ends=12,
        register=120,
        response="25/KH-STC",
        content="- Mỗi phòng đề xuất ít nhất 01 thủ tục được rút ngắn thời gian giải quyết.",
    )


def drive_plans_and_movements(year: DemoYear) -> int:
    """The plan in force, four movements under way; gives the number of registrations."""
    this = year.today.year
    _plan(year)
    _entered(year, _state())
    province = _entered(year, _province(year.staff.province.name))
    bloc = _entered(year, _bloc(this))
    own = _entered(year, _own(this))
    number = _register(year, province, day=280, units=4, persons=0)
    number += _register(year, bloc, day=190, units=6, persons=PERSONS)
    number += _register(year, own, day=130, units=5, persons=0)
    _review(year, bloc)
    for movement, code in ((bloc, "chuyen-doi-so"), (own, "chuyen-de")):
        campaigns = Campaign.objects.filter(organization=year.staff.agency, code=f"{this}-{code}")
        with clock.at(year.ago(3)):
            services.name_awards(
                actor=year.staff.roles["thuky"], movement=movement, campaigns=list(campaigns),
                awards=[],
            )  # fmt: skip
    return number


def _plan(year: DemoYear) -> None:
    staff, day = year.staff, min(date(year.today.year, 1, 20), year.today)
    with clock.at(local_time(day)):
        plan = services.draft_plan(
            actor=staff.roles["thuky"], organization=staff.agency, year=day.year, theme=THEME,
            purpose="Động viên công chức, người lao động hoàn thành nhiệm vụ chính trị được giao; "
            "phong trào thiết thực, có chỉ tiêu cụ thể, đánh giá được.",
            tasks=TASKS, solutions=SOLUTIONS, arrangements=ARRANGEMENTS,
            paper_number="09/KH-STC", paper_date=day,
        )  # fmt: skip
        engine.perform(PLANS, plan.pk, "put_in_force", actor=staff.roles["giamdoc"])


def _entered(year: DemoYear, row: DemoMovement) -> Movement:
    """Entered, answered and launched on its first days."""
    begins = year.today - row.begins * DAY
    keeper = year.staff.roles["thuky"]
    given = {"for_units": True, "for_persons": True, **row.given}
    if "launch_number" in given:
        given["launch_date"] = begins
    with clock.at(local_time(begins + 3 * DAY)):
        movement = services.draft_movement(
            actor=keeper, organization=year.staff.agency, starts_on=begins,
            ends_on=year.today - row.ends * DAY,
            registration_until=year.today - row.register * DAY, **given,
        )  # fmt: skip
        if row.indicators:
            services.save_indicators(actor=keeper, movement=movement, rows=row.indicators)
        services.save_response(
            actor=keeper, movement=movement, response_content=row.content,
            response_arrangements="Các phòng, đơn vị tổ chức thực hiện; Văn phòng Sở theo dõi, "
            "tổng hợp, báo cáo Hội đồng Thi đua - Khen thưởng Sở.",
            response_number=row.response, response_date=begins + 3 * DAY,
        )  # fmt: skip
        engine.perform(MOVEMENTS, movement.pk, "launch", actor=keeper)
    movement.refresh_from_db()
    return movement


def _register(year: DemoYear, movement: Movement, *, day: int, units: int, persons: int) -> int:
    """Some units by their heads, some persons by themselves; the others have not yet."""
    staff = year.staff
    with clock.at(year.ago(day)):
        for place, unit in enumerate(year.units[:units]):
            services.register(
                actor=staff.user(staff.head_of[unit.pk]), movement=movement, unit=unit,
                content=UNDERTAKEN[place % len(UNDERTAKEN)],
            )  # fmt: skip
        named = [one for one in staff.people if one.pk in staff.user_of]
        for place, person in enumerate(named[:persons]):
            services.register(
                actor=staff.user(person), movement=movement,
                content=UNDERTAKEN[(place + 1) % len(UNDERTAKEN)],
            )  # fmt: skip
    return units + min(persons, len(named))


def _review(year: DemoYear, movement: Movement) -> None:
    """The interim review of the bloc's movement, with a result that misses its target."""
    day = year.today - 62 * DAY
    reached = ((Decimal("84.5"), ""), (Decimal(97), "Một số văn bản mật xử lý bằng giấy."),
               (Decimal(3), ""))  # fmt: skip
    with clock.at(local_time(day + 2 * DAY)):
        services.save_review(
            actor=year.staff.roles["thuky"], movement=movement, review=MovementReview.INTERIM,
            held_on=day, number="61/BC-STC", dated=day + 2 * DAY,
            results="Phong trào được triển khai đến tất cả các phòng; việc số hóa hồ sơ và dùng "
            "chữ ký số đi vào nền nếp, thời gian thẩm định dự toán giảm bình quân 1,5 ngày.",
            limits="Hai phòng chưa đăng ký; dữ liệu giữa các phần mềm chưa kết nối hết.",
            directions="Hoàn thành kết nối dữ liệu với Kho bạc; đôn đốc đơn vị chưa đăng ký.",
            results_of=[
                IndicatorEntry(indicator=one.pk, reached=value, remark=remark)
                for one, (value, remark) in zip(movement.indicators.all(), reached, strict=True)
            ],
        )  # fmt: skip
