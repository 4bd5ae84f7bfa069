"""What the demonstration agency has laid down for itself: an invented regulation, and its fund."""

from __future__ import annotations

from datetime import date, timedelta

from nominations.decisions.services.funds import set_fund
from nominations.demo.pipeline_driver import local_time
from nominations.demo.staff import DemoStaff
from nominations.law import services
from nominations.law.layer_workflow import RULE_LAYERS
from nominations.law.models import RuleLayer
from workflow import clock, engine

_REGULATION = """\
# DỮ LIỆU MINH HỌA: quy chế nội bộ tự đặt ra cho cơ quan minh họa, không phải văn bản có thật.
# Nó cho thấy một cơ quan đặt chỉ tiêu và hạn đăng ký của mình như thế nào.
schema = 2
layer = "agency"
code = "STC-{year}"
name = "Quy chế thi đua, khen thưởng của Sở Tài chính (dữ liệu minh họa)"
valid_from = {year}-01-01
source = "Quy chế nội bộ (dữ liệu minh họa)"

[[award.CSTDCS.quota]]
key = "share_of_ldtt"
kind = "individual"
type = "percent"
of = "LDTT"
percent = 15
rounding = "floor"
scope = "agency"
effect = "advisory"
says = "Không quá 15% số cá nhân đạt danh hiệu Lao động tiên tiến của cơ quan; phần lẻ được làm tròn xuống"
verified = false

[[award.GK.quota]]
key = "share_of_members"
kind = "individual"
type = "percent"
of = "members"
percent = 20
rounding = "floor"
scope = "agency"
effect = "advisory"
says = "Không quá 20% số người của cơ quan được đề nghị tặng Giấy khen; phần lẻ được làm tròn xuống"
verified = false

[award.CSTDCS.vote]
needed = true
numerator = 4
denominator = 5
strict = false
verified = false

[award.CSTD_TINH.vote]
needed = true
numerator = 9
denominator = 10
strict = false
verified = false

[award.CO_TINH.vote]
needed = true
numerator = 4
denominator = 5
strict = false
verified = false

[[deadline]]
key = "meet_after_unit"
step = "vote"
event = "complete_dossier"
count = 10
types = ["CONG_TRANG"]
says = "Hội đồng họp trong 10 ngày làm việc kể từ ngày nhận đủ hồ sơ"
verified = false

[[deadline]]
key = "send_to_province"
step = "report_upward"
event = "decision"
count = 5
types = ["CONG_TRANG"]
awards = ["CSTD_TINH", "TTLDXS"]
says = "Trình cấp trên trong 5 ngày làm việc kể từ ngày có quyết định"
verified = false

[[opinion]]
key = "party_of_agency"
body = "party_committee"
before = "decision"
days = 7
types = ["CONG_TRANG"]
awards = ["CSTDCS"]
kinds = ["individual"]
papers = "Danh sách kèm báo cáo thành tích"
says = "Ban Thường vụ Đảng ủy cơ quan có ý kiến trước khi Giám đốc quyết định"
verified = false

[award.CSTDCS.registration]
required = true
day = {last.day}
month = {last.month}
verified = false
"""  # noqa: E501 - a file as it would be uploaded
_FIRST_CAMPAIGN = timedelta(days=130)
_FUNDS = ((-1, 92_000_000, 4_380_000_000), (0, 96_000_000, 4_520_000_000))
"""Which year from the running one, the fund, and the yearly pay fund it is a share of."""


def lay_down(staff: DemoStaff, today: date, registration_ends: date) -> RuleLayer:
    """The regulation: proposed by the secretary, approved by the director, before it holds.

    It holds from the beginning of the year in which the first live campaign opens.
    """
    year = (today - _FIRST_CAMPAIGN).year
    begins = date(year, 1, 1)
    with clock.at(local_time(begins - timedelta(days=22))):
        layer = services.propose_layer(
            actor=staff.roles["thuky"],
            organization=staff.agency,
            text=_REGULATION.format(year=year, last=registration_ends),
        )
    with clock.at(local_time(begins - timedelta(days=12), 15)):
        engine.perform(RULE_LAYERS, layer.pk, "approve", actor=staff.roles["giamdoc"])
    layer.refresh_from_db()
    return layer


def set_funds(staff: DemoStaff, today: date) -> None:
    """The commendation fund of this year and the year before, entered at the start of each, or
    when the agency began."""
    for back, amount, pay in _FUNDS:
        year = today.year + back
        entered = max(min(date(year, 1, 12), today), staff.agency.valid_from)
        with clock.at(local_time(entered, 10)):
            set_fund(
                actor=staff.roles["thuky"],
                organization=staff.agency,
                year=year,
                amount=amount,
                pay_fund=pay,
                note="Theo dự toán chi năm được giao (dữ liệu minh họa).",
            )
