"""Short invented texts in the tone of real reports."""

from __future__ import annotations

from nominations.dossiers.models import Nomination
from nominations.law.models import RecipientKind

GOALS = (
    "Hoàn thành 100% nhiệm vụ được giao, đúng tiến độ và chất lượng.",
    "Rút ngắn thời gian thẩm định hồ sơ từ 07 ngày xuống còn 05 ngày làm việc.",
    "Hoàn thành tốt nhiệm vụ, có ít nhất 01 sáng kiến được công nhận ở cơ sở.",
    "Không có hồ sơ trễ hạn; giải quyết văn bản trên môi trường điện tử.",
)
INITIATIVES = (
    "Mẫu biểu tổng hợp dự toán tự động kiểm tra số liệu giữa các đơn vị",
    "Quy trình đối chiếu tài sản công bằng mã vạch",
    "Sổ tay hướng dẫn quyết toán cho đơn vị dự toán cấp xã",
    "Bảng theo dõi tiến độ giải ngân vốn đầu tư theo tuần",
)
PROGRESS = (
    ("Đã hoàn thành 21 trên 30 nhiệm vụ được giao, không có nhiệm vụ quá hạn.", 70),
    ("Thời gian thẩm định bình quân còn 5,5 ngày; đang rà soát nhóm hồ sơ đầu tư.", 60),
    ("Nhiệm vụ quý III đã xong; sáng kiến đang được áp dụng thử tại phòng.", 65),
    ("Đã giải quyết 184 hồ sơ, không có hồ sơ trễ hạn; 96% văn bản xử lý trên mạng.", 80),
)
"""What has been done so far of each of the goals, in their order, and how many percent of it."""
_WORK = (
    "Thẩm định, tổng hợp dự toán của các đơn vị được phân công; hồ sơ giải quyết đúng hạn.",
    "Thực hiện công tác quản lý giá, tài sản công; phối hợp tốt với các sở, ngành và địa phương.",
    "Kiểm tra, đối chiếu quyết toán; kịp thời phát hiện và hướng dẫn khắc phục sai sót.",
    "Vận hành hệ thống báo cáo tài chính; hỗ trợ các đơn vị nhập số liệu đúng thời hạn.",
)


def goal(index: int) -> str:
    return GOALS[index % len(GOALS)]


def initiative(index: int) -> str:
    return INITIATIVES[index % len(INITIATIVES)]


def progress_of(goals: str) -> tuple[str, int]:
    """What has been done so far of registered goals, in words and in percent."""
    return PROGRESS[GOALS.index(goals)]


def report_texts(nomination: Nomination, idea: str = "") -> dict[str, str]:
    """The four parts of an achievement report, varied by the nomination's number; `idea` is the
    initiative it rests on."""
    index = nomination.pk or 0
    if nomination.kind == RecipientKind.COLLECTIVE:
        duties = f"{nomination.subject_name} tham mưu, giúp Giám đốc Sở trong lĩnh vực được giao."
        done = "Hoàn thành tốt nhiệm vụ, kế hoạch năm; nội bộ đoàn kết, không có ai bị kỷ luật. "
    else:
        duties = f"{nomination.position_name}, {nomination.unit_name}."
        done = (
            "Hoàn thành tốt nhiệm vụ được giao, chấp hành tốt chủ trương, chính sách, pháp luật. "
        )
    return {
        "duties": duties,
        "achievements": done + _WORK[index % len(_WORK)],
        "initiative": idea or (initiative(index) if index % 3 == 0 else ""),
        "self_assessment": "Đạt các mục tiêu đã đăng ký đầu năm.",
    }
