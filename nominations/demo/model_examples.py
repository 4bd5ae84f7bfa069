"""Model examples of the demonstration: two that are published, one that waits for consent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from math import cos, pi, sin
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from nominations.awards.models import Award
from nominations.demo.pipeline_driver import local_time
from nominations.demo.staff import DemoStaff
from nominations.files.upload_check import accept_upload
from nominations.model_examples import services
from nominations.model_examples.example_workflow import MODEL_EXAMPLES
from nominations.model_examples.models import ModelExample
from nominations.people.models import User
from workflow import clock, engine

_PERSON = (
    "Chủ động, sáng tạo trong công tác chuyên môn",
    (
        "Được giao tham mưu thẩm định dự toán của các đơn vị, đồng chí đã tự xây dựng bảng "
        "đối chiếu số liệu dùng chung giữa phòng và đơn vị sử dụng ngân sách. Trước đây mỗi "
        "hồ sơ phải trao đổi ba đến bốn lượt; nay phần lớn hồ sơ chỉ cần một lượt.\n"
        "Thời gian thẩm định bình quân giảm từ 20 ngày xuống 12 ngày làm việc, không có hồ sơ "
        "trễ hạn trong cả năm. Bảng đối chiếu đã được công nhận là sáng kiến cấp cơ sở.\n"
        "Điều đồng nghiệp có thể học tập: ghi lại từng lỗi thường gặp, đưa vào bảng kiểm và "
        "hướng dẫn đơn vị ngay từ khi lập dự toán, thay vì chờ đến lúc thẩm định mới trả lại."
    ),
)
_UNIT = (
    "Tập thể đoàn kết, không để hồ sơ trễ hạn",
    (
        "Từ đầu năm, tập thể phân công mỗi công chức phụ trách một nhóm đơn vị, họp ngắn 15 "
        "phút vào sáng thứ Hai để rà soát hồ sơ sắp đến hạn. Người đi vắng luôn có người "
        "thay.\n"
        "Cả năm tiếp nhận và giải quyết đúng hạn 100% hồ sơ, không có đơn thư phản ánh; 100% "
        "công chức hoàn thành tốt nhiệm vụ trở lên.\n"
        "Cách phân công và lịch rà soát hằng tuần được các phòng khác đến trao đổi và áp "
        "dụng."
    ),
)
_ASKED = (
    "Gương mẫu trong chuyển đổi số",
    (
        "Đồng chí số hóa toàn bộ hồ sơ theo dõi của phòng, hướng dẫn đồng nghiệp tra cứu trên "
        "máy thay cho sổ giấy. Việc tìm một hồ sơ cũ từ nửa buổi nay chỉ còn vài phút.\n"
        "Trong năm đã mở ba buổi hướng dẫn tại phòng và hỗ trợ hai đơn vị trực thuộc cùng "
        "thực hiện."
    ),
)


def hold_up_examples(staff: DemoStaff, today: date) -> int:
    """Choose from the awards of last year; gives how many examples there are."""
    mine = staff.roles["canhan"].person
    people = _awards(staff, today.year - 1, award_type__code="CSTDCS").exclude(person=mine)
    with_account = [one for one in people if one.person_id in staff.user_of]
    collectives = _awards(staff, today.year - 1, collective__isnull=False)
    units = [one for one in collectives if one.collective_id in staff.head_of]
    own = _awards(staff, None, person=mine).last()
    begun, found = local_time(today - timedelta(days=60)), 0
    for award, words, shows in (
        (with_account[0] if with_account else None, _PERSON, "Tranh minh họa: ngôi sao vàng"),
        (units[0] if units else None, _UNIT, ""),
    ):
        if award is not None:
            row = _approved(staff, award, words, begun, shows)
            _publish(staff, row, _consenting(staff, award), begun)
            _go_on(staff, row, today)
            found += 1
    if own is not None:
        _approved(staff, own, _ASKED, local_time(today - timedelta(days=3)), "")
        found += 1
    return found


def _awards(staff: DemoStaff, year: int | None, **chosen: Any) -> Any:
    """Awards of the agency that stand, by rank and name; of every year where `year` is None."""
    rows = Award.objects.valid().filter(organization=staff.agency, **chosen)
    if year is not None:
        rows = rows.filter(year=year)
    rows = rows.select_related("award_type")
    return rows.order_by("year", "award_type__rank", "sort_key", "pk")


def _consenting(staff: DemoStaff, award: Award) -> User:
    """Who consents: the person, or the head of the unit."""
    if award.person_id is not None:
        return staff.user_of[award.person_id]
    return staff.user(staff.head_of[award.collective_id or 0])


def _approved(
    staff: DemoStaff, award: Award, words: tuple[str, str], at: datetime, shows: str
) -> ModelExample:
    """Written and proposed by the secretary, approved by the director the day after."""
    secretary, (title, story) = staff.roles["thuky"], words
    with clock.at(at):
        row = services.begin_example(actor=secretary, organization=staff.agency, award=award)
        upload = SimpleUploadedFile("minh-hoa.png", _star(), "image/png")
        services.write_example(
            actor=secretary,
            example=row,
            title=f"{award.recipient_name}: {title}",
            story=story,
            picture=accept_upload(upload, kinds=services.PICTURES, apart=False) if shows else None,
            picture_text=shows,
        )
        engine.perform(MODEL_EXAMPLES, row.pk, "propose", actor=secretary)
    with clock.at(at + timedelta(days=1)):
        engine.perform(MODEL_EXAMPLES, row.pk, "approve", actor=staff.roles["giamdoc"])
    return ModelExample.objects.select_related("award").get(pk=row.pk)


def _publish(staff: DemoStaff, row: ModelExample, consenting: User, at: datetime) -> None:
    with clock.at(at + timedelta(days=2)):
        services.give_consent(actor=consenting, example=row)
        engine.perform(MODEL_EXAMPLES, row.pk, "publish", actor=staff.roles["thuky"])


def _go_on(staff: DemoStaff, row: ModelExample, today: date) -> None:
    """Put forward to a conference, and taken up by another unit."""
    secretary, place = staff.roles["thuky"], staff.agency.place_name or staff.agency.name
    with clock.at(local_time(today - timedelta(days=40))):
        services.add_conference(
            actor=secretary,
            example=row,
            level="CO_SO",
            name=f"Hội nghị điển hình tiên tiến năm {today.year}",
            held_on=today - timedelta(days=30),
            place=f"Hội trường cơ quan, {place}",
            paper_number=f"96/KH-{staff.agency.symbol}",
            paper_date=today - timedelta(days=45),
        )
    with clock.at(local_time(today - timedelta(days=12))):
        services.add_uptake(
            actor=secretary,
            example=row,
            place="Văn phòng",
            taken_up_on=today - timedelta(days=14),
            what="Trao đổi kinh nghiệm tại buổi sinh hoạt chuyên môn và áp dụng cách làm.",
        )


def _star(width: int = 960, height: int = 540) -> bytes:
    """A drawn picture in place of a photograph: a golden star on red."""
    picture = Image.new("RGB", (width, height), (150, 27, 32))
    pen = ImageDraw.Draw(picture)
    for step in range(12):
        angle = step * pi / 6
        reach = (width / 2 + width * cos(angle), height / 2 + width * sin(angle))
        pen.line([(width / 2, height / 2), reach], fill=(172, 40, 40), width=34)
    tips = [
        (
            width / 2 + (height * (0.36 if step % 2 == 0 else 0.14)) * sin(step * pi / 5),
            height / 2 - (height * (0.36 if step % 2 == 0 else 0.14)) * cos(step * pi / 5),
        )
        for step in range(10)
    ]
    pen.polygon(tips, fill=(244, 196, 48))
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
