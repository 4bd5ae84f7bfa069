"""Short invented texts in the tone of real reports."""

from __future__ import annotations

from nominations.dossiers.models import Nomination
from nominations.law.models import RecipientKind

GOALS = (
    "Hoàn thành 100% nhiệm vụ được giao, đúng tiến độ và chất lượng.",
    "Rút ngắn thời gian thẩm định hồ sơ từ 07 ngày xuống còn 05 ngày làm việc.",
    "Hoàn thành tốt nhiệm vụ, có ít nhất 01 sáng kiến được công nhận ở cơ sở.",
    "Không có hồ sơ trễ hạn; giải quyết văn bản trên môi trường điện tử.",
    "Tham mưu ít nhất 02 văn bản hướng dẫn cho đơn vị dự toán, được ban hành trong năm.",
    "Hoàn thành kế hoạch công tác năm trước ngày 15/12; đối chiếu số liệu hằng quý.",
    "Tự học để sử dụng thành thạo phần mềm mới và hướng dẫn lại cho đồng nghiệp trong phòng.",
    "Giảm một nửa số lần yêu cầu bổ sung hồ sơ so với năm trước.",
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
    ("Đã ban hành 01 văn bản hướng dẫn; văn bản thứ hai đang lấy ý kiến các phòng.", 55),
    ("Đã hoàn thành ba phần tư kế hoạch; số liệu quý III khớp với các đơn vị.", 75),
    ("Đã sử dụng thành thạo phần mềm và hướng dẫn được 04 đồng nghiệp.", 70),
    ("Số lần yêu cầu bổ sung giảm từ 31 xuống 17 so với cùng kỳ năm trước.", 65),
)
"""What has been done so far of each of the goals, in their order, and how many percent of it."""
_WORK = {
    "VP": (
        "Tổng hợp chương trình công tác, theo dõi {count} nhiệm vụ được giao của các phòng.",
        "Tiếp nhận, phân phối văn bản đến trong ngày; soạn thảo {few} báo cáo định kỳ của Sở.",
        "Phục vụ {few} hội nghị của ngành; chỉnh lý hồ sơ nộp lưu của ba năm trước.",
    ),
    "TTR": (
        "Tham gia {few} cuộc thanh tra, kiểm tra; kiến nghị thu hồi được thực hiện {percent}%.",
        "Tiếp công dân, xử lý {few} đơn kiến nghị đúng thời hạn, không để đơn vượt cấp.",
        "Theo dõi việc thực hiện kết luận thanh tra tại {few} đơn vị.",
    ),
    "NS": (
        "Thẩm định dự toán của {few} đơn vị được phân công; hồ sơ giải quyết đúng hạn {percent}%.",
        "Tổng hợp quyết toán ngân sách; đối chiếu số liệu với Kho bạc Nhà nước hằng tháng.",
        "Tham mưu phương án điều hành ngân sách quý, xử lý {count} văn bản của các đơn vị.",
    ),
    "HCSN": (
        "Thẩm tra quyết toán của {few} đơn vị sự nghiệp; phát hiện, hướng dẫn khắc phục sai sót.",
        "Hướng dẫn cơ chế tự chủ tài chính cho {few} đơn vị, không có đơn vị lập hồ sơ quá hạn.",
        "Rà soát định mức chi của ngành, đề xuất sửa đổi {few} nội dung không còn phù hợp.",
    ),
    "GCS": (
        "Lập báo cáo giá thị trường hằng tháng; thẩm định giá {count} danh mục tài sản.",
        "Rà soát, sắp xếp lại {few} cơ sở nhà, đất; cập nhật dữ liệu tài sản công đầy đủ.",
        "Tham mưu xử lý tài sản của {few} đơn vị đúng trình tự, thủ tục.",
    ),
    "DT": (
        "Thẩm tra quyết toán {few} dự án hoàn thành, loại khỏi quyết toán các khoản sai quy định.",
        "Theo dõi giải ngân vốn đầu tư theo tuần; tỷ lệ giải ngân cuối năm đạt {percent}%.",
        "Tham mưu phân bổ vốn cho {few} dự án đúng thời hạn được giao.",
    ),
    "THTK": (
        "Vận hành hệ thống báo cáo tài chính; hỗ trợ {count} lượt nhập số liệu của các đơn vị.",
        "Bảo đảm an toàn thông tin mạng nội bộ, không để mất dữ liệu; sao lưu hằng ngày.",
        "Xây dựng {few} mẫu thống kê tự động, giảm thời gian tổng hợp báo cáo quý.",
    ),
}
"""What people of a unit do; the board of directors and other agencies share the next ones."""
_WORK_OF_OTHERS = (
    "Chỉ đạo, điều hành lĩnh vực được phân công; {percent}% nhiệm vụ hoàn thành trước hạn.",
    "Phối hợp với các sở, ngành, địa phương xử lý {count} công việc phát sinh trong năm.",
)
_RESULTS = (
    "Tham gia đầy đủ các phong trào do cơ quan và công đoàn phát động.",
    "Được đồng nghiệp tín nhiệm qua lấy ý kiến cuối năm.",
    "Chủ động đề xuất cách làm mới, được lãnh đạo phòng cho áp dụng.",
    "Hướng dẫn công chức mới của phòng nắm được công việc sau ba tháng.",
    "Thực hiện nghiêm kỷ luật, kỷ cương hành chính; không vi phạm giờ giấc làm việc.",
)
_ASSESSMENTS = (
    "Đạt các mục tiêu đã đăng ký đầu năm.",
    "Hoàn thành các mục tiêu đã đăng ký, có nội dung vượt kế hoạch.",
    "Các mục tiêu đã đăng ký đều đạt; sẽ tiếp tục duy trì trong năm sau.",
)


HOUSEHOLD_GOAL = "Làm thủ tục hành chính qua mạng; hướng dẫn các hộ lân cận cùng thực hiện."
_HOUSEHOLD_WORKS = (
    "Kê khai, nộp mọi hồ sơ của hộ qua mạng; hướng dẫn 42 hộ lân cận nộp hồ sơ trực tuyến.",
    "Cho mượn nhà làm điểm hỗ trợ người dân nộp hồ sơ trực tuyến trong tám tháng.",
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
    if nomination.kind == RecipientKind.HOUSEHOLD:
        return {
            "duties": "",
            "achievements": _HOUSEHOLD_WORKS[index % len(_HOUSEHOLD_WORKS)],
            "initiative": "",
            "self_assessment": "Đã thực hiện đúng mục tiêu đã đăng ký.",
        }
    if nomination.kind == RecipientKind.COLLECTIVE:
        duties = f"{nomination.subject_name} tham mưu, giúp Giám đốc Sở trong lĩnh vực được giao."
        done = "Hoàn thành tốt nhiệm vụ, kế hoạch năm; nội bộ đoàn kết, không có ai bị kỷ luật. "
    else:
        duties = f"{nomination.position_name}, {nomination.unit_name}."
        done = (
            "Hoàn thành tốt nhiệm vụ được giao, chấp hành tốt chủ trương, chính sách, pháp luật. "
        )
    works = _WORK.get(nomination.unit.code, _WORK_OF_OTHERS)
    work = works[index % len(works)].format(
        count=60 + index * 7 % 170, few=f"{3 + index * 5 % 19:02d}", percent=92 + index % 8
    )
    return {
        "duties": duties,
        "achievements": f"{done}{work} {_RESULTS[index % len(_RESULTS)]}",
        "initiative": idea or (initiative(index) if index % 3 == 0 else ""),
        "self_assessment": _ASSESSMENTS[index // 2 % len(_ASSESSMENTS)],
    }
