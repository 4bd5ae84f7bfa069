"""The initiatives of the live year, in every state of their own way, through the real services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nominations.demo.pipeline_driver import local_time
from nominations.demo.staff import DemoStaff
from nominations.dossiers.models import Nomination
from nominations.dossiers.services import choose_initiatives
from nominations.people.models import Person, User
from nominations.records import services as records
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.models import Initiative
from nominations.records.scales import Scope
from nominations.records.services import AuthorShare, RecordPaper
from workflow import clock, engine

DRAFTED, REGISTERED, ASSESSED, RECOGNISED, WIDENED, CHOSEN = 57, 55, 40, 30, 27, 25
"""Days before today on which these things happen, or the first day of the year if that is later."""


@dataclass(frozen=True, kw_only=True)
class DemoInitiative:
    """An initiative to write: by whom with which shares, and how far it gets."""

    name: str
    summary: str
    authors: tuple[tuple[Person, int], ...]
    until: str
    wider: bool = False


_OF_UNIT = {
    "NS": (
        (
            "Bảng theo dõi dự toán tự động cảnh báo khoản chi vượt tiến độ",
            "Nối số liệu của các đơn vị vào một bảng chung, giảm 30% thời gian đối chiếu cuối quý.",
        ),
    ),
    "GCS": (
        (
            "Quy trình kiểm kê tài sản công bằng mã QR trên điện thoại",
            "Mỗi tài sản có một mã; kiểm kê cả phòng trong một buổi thay cho ba ngày.",
        ),
        (
            "Bộ mẫu báo cáo giá thị trường lập từ số liệu khảo sát hằng ngày",
            "Số liệu nhập một lần, báo cáo tuần và tháng tự lập; sáu huyện đã áp dụng.",
        ),
    ),
    "VP": (
        (
            "Sổ theo dõi văn bản đến và nhiệm vụ được giao trên một màn hình",
            "Mỗi phòng thấy việc sắp đến hạn; văn bản trễ hạn giảm từ 6% xuống 1%.",
        ),
        (
            "Danh mục hồ sơ điện tử dùng chung khi nộp lưu trữ cơ quan",
            "Thời gian lập mục lục hồ sơ nộp lưu giảm một nửa.",
        ),
    ),
}
_ELSEWHERE = (
    (
        "Sổ tay điện tử hướng dẫn lập hồ sơ thanh toán cho đơn vị dự toán cấp xã",
        "Hồ sơ bị trả lại để bổ sung giảm từ 18% xuống 7% sau ba tháng áp dụng.",
    ),
    (
        "Bảng kiểm hồ sơ quyết toán dự án hoàn thành theo từng loại nguồn vốn",
        "Hồ sơ đủ ngay lần nộp đầu tăng từ 62% lên 85%.",
    ),
    (
        "Mẫu đề cương kiểm tra tài chính dùng chung, tự tổng hợp kiến nghị",
        "Kết luận kiểm tra ban hành sớm hơn trung bình năm ngày.",
    ),
    (
        "Kho câu lệnh tổng hợp số liệu ngân sách cho các phòng",
        "Báo cáo đột xuất lập trong nửa giờ thay cho nửa ngày.",
    ),
)
_OTHERS = (
    (
        "assessed",
        "Phương pháp phân nhóm rủi ro để chọn đơn vị kiểm tra tài chính hằng năm",
        "Chấm điểm rủi ro theo sáu tiêu chí, giảm số cuộc kiểm tra trùng lặp.",
    ),
    (
        "registered",
        "Lịch nhắc hạn nộp báo cáo tự động cho các đơn vị dự toán",
        "Nhắc trước hạn bảy ngày và một ngày; thí điểm tại 12 đơn vị.",
    ),
    (
        "draft",
        "Thư viện câu hỏi thường gặp về lập dự toán cho đơn vị cấp xã",
        "Tập hợp 120 câu hỏi, tra cứu theo từng bước lập dự toán.",
    ),
    (
        "rejected",
        "Mẫu phiếu trình giải quyết văn bản in hai mặt",
        "In hai mặt phiếu trình để tiết kiệm giấy.",
    ),
    (
        "withdrawn",
        "Sắp xếp kho hồ sơ đầu tư theo năm ngân sách",
        "Đánh số hộp hồ sơ theo năm ngân sách thay cho theo số văn bản.",
    ),
)


def ideas_of(
    staff: DemoStaff,
    fighters: Sequence[Person],
    helper: Person,
    others: Mapping[str, tuple[tuple[Person, int], ...]],
) -> list[DemoInitiative]:
    """One recognised initiative for each of the fighters, out of what the unit does, of the third
    with a helper; the rest by state. The second is recognised by the province too."""
    found: list[DemoInitiative] = []
    for place, person in enumerate(fighters):
        texts = (*_OF_UNIT.get(staff.unit_of[person.pk].code, ()), *_ELSEWHERE)
        written = {idea.name for idea in found}
        name, summary = next(text for text in texts if text[0] not in written)
        shared = ((person, 60), (helper, 40)) if place == 2 else ((person, 100),)
        found.append(
            DemoInitiative(
                name=name, summary=summary, authors=shared, until="recognised", wider=place == 1
            )
        )
    return found + [
        DemoInitiative(name=name, summary=text, authors=others[state], until=state)
        for state, name, text in _OTHERS
    ]


@dataclass
class DemoInitiatives:
    """Drives the initiatives of one year; the clerks, the secretary and the director act."""

    staff: DemoStaff
    today: date

    def at(self, days: int) -> Any:
        return local_time(max(self.today - timedelta(days=days), date(self.today.year, 1, 1)), 14)

    def clerk(self, idea: DemoInitiative) -> User:
        unit = self.staff.unit_of[idea.authors[0][0].pk]
        return self.staff.user(self.staff.clerk_of[unit.pk])

    def drive(self, ideas: Sequence[DemoInitiative]) -> list[Initiative]:
        """Write all, and take each as far as it gets."""
        rows = [self._draft(idea) for idea in ideas]
        pairs = list(zip(ideas, rows, strict=True))
        for idea, row in pairs:
            if idea.until != "draft":
                self._act(row, "register", self.clerk(idea), REGISTERED)
        for idea, row in pairs:
            if idea.until == "withdrawn":
                self._act(row, "withdraw", self.clerk(idea), ASSESSED)
            elif idea.until in {"assessed", "recognised", "rejected"}:
                self._assess(row)
        for idea, row in pairs:
            if idea.until == "recognised":
                self._recognise(row)
            elif idea.until == "rejected":
                reason = "Giải pháp đã được áp dụng phổ biến, chưa thể hiện tính mới."
                self._act(row, "reject", self.staff.roles["giamdoc"], RECOGNISED, comment=reason)
            if idea.wider:
                self._widen(row)
        return rows

    def _draft(self, idea: DemoInitiative) -> Initiative:
        with clock.at(self.at(DRAFTED)):
            return records.draft_initiative(
                actor=self.clerk(idea),
                name=idea.name,
                year=self.today.year,
                authors=[AuthorShare(person, share) for person, share in idea.authors],
                field="Tài chính",
                summary=idea.summary,
            )

    def _act(self, row: Initiative, name: str, actor: User, days: int, **more: Any) -> None:
        with clock.at(self.at(days)):
            engine.perform(INITIATIVES, row.pk, name, actor=actor, **more)

    def _assess(self, row: Initiative) -> None:
        day = self.at(ASSESSED).date()
        votes = {"members": 9, "present": 8, "agreed": 8, "held_on": day.isoformat()}
        self._act(row, "assess", self.staff.roles["thuky"], ASSESSED, data=votes)

    def _recognise(self, row: Initiative) -> None:
        day = self.at(RECOGNISED).date()
        paper = {
            "scope": Scope.BASE.value,
            "paper_number": "212/QĐ-STC",
            "paper_date": day.isoformat(),
            "issuer": "Giám đốc Sở Tài chính",
        }
        self._act(row, "recognise", self.staff.roles["giamdoc"], RECOGNISED, data=paper)

    def _widen(self, row: Initiative) -> None:
        row.refresh_from_db()
        at = self.at(WIDENED)
        with clock.at(at):
            records.record_wider_scope(
                actor=self.staff.roles["thuky"],
                initiative=row,
                scope=Scope.PROVINCE,
                paper=RecordPaper(
                    "1846/QĐ-UBND", at.date(), f"Chủ tịch {self.staff.province.name}"
                ),
            )

    def back(self, nominations: Sequence[Nomination], rows: Sequence[Initiative]) -> dict[int, str]:
        """Each nomination rests on the recognised initiatives of which its nominee is the main
        author; the unit clerk chooses them. Gives their names by nomination."""
        main = {
            author.person_id: row
            for row in Initiative.objects.filter(
                pk__in=[row.pk for row in rows], state="recognised"
            ).prefetch_related("authors")
            for author in row.authors.all()
            if author.is_main
        }
        found = {}
        for nomination in nominations:
            row = main.get(nomination.person_id or 0)
            if row is not None:
                found[nomination.pk] = row.name
                with clock.at(self.at(CHOSEN)):
                    choose_initiatives(
                        actor=self.staff.user(self.staff.clerk_of[nomination.unit_id]),
                        nomination=nomination,
                        initiatives=[row],
                    )
        return found
