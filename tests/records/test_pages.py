"""The pages of records and initiatives: who sees what, what a press does, what a refusal leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from nominations.people.models import User
from nominations.records import services
from nominations.records.inbox import items
from nominations.records.initiative_workflow import INITIATIVES
from nominations.records.menu import entries
from nominations.records.models import (
    AnnualGrade,
    Attestation,
    Examination,
    Headcount,
    Initiative,
)
from nominations.records.services import AuthorShare
from tests.cast import Cast
from tests.press_button import press_button
from workflow import clock
from workflow.engine import perform

from .conftest import Office, decision, meeting, stored_rows

OFFICE = {"secretary", "director", "delegate", "auditor"}
UNIT = {"clerk", "unit_head", "deputy"}


def text(response: Any) -> str:
    return response.content.decode()


def statuses(cast: Cast, path: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for who, user in cast.users.items():
        found.setdefault(cast.client(user).get(path).status_code, set()).add(who)
    return found


# --- records --------------------------------------------------------------------------------------


def test_a_record_is_open_to_the_person_the_reviewers_and_the_office(office: Office) -> None:
    path = reverse("records:person", args=[office.cast.nominee.person_id])
    assert statuses(office.cast, path)[200] == {"nominee", "administrator", *OFFICE, *UNIT}


def test_a_record_tells_the_years_down_with_initiatives(office: Office) -> None:
    cast = office.cast
    office.grade(year=office.year - 2, grade="HTT")
    office.grade(year=office.year - 1)
    row = office.initiative("recognised", name="Mẫu đối chiếu số liệu")
    page = text(cast.client(cast.nominee).get(reverse("records:mine")))
    years = [page.index(f">{office.year - back}<") for back in (0, 1, 2)]
    assert years == sorted(years)
    assert "Hoàn thành xuất sắc nhiệm vụ" in page
    assert row.name in page
    assert "Cấp cơ sở" in page
    assert "Hủy mức này" not in page  # who reads does not keep
    assert "Hủy mức này" in text(
        cast.client(cast.secretary).get(reverse("records:person", args=[cast.nominee.person_id]))
    )


def test_the_page_of_a_person_leads_to_the_record_whom_it_is_open_to(office: Office) -> None:
    cast = office.cast
    page = reverse("people:person", args=[cast.nominee.person_id])
    record = reverse("records:person", args=[cast.nominee.person_id])
    led = {who for who, user in cast.users.items() if record in text(cast.client(user).get(page))}
    assert led == {"nominee", "administrator", *OFFICE, *UNIT}


def test_the_administrator_sees_and_keeps_service_only(office: Office) -> None:
    cast = office.cast
    office.grade()
    client = cast.client(cast.administrator)
    path = reverse("records:person", args=[cast.nominee.person_id])
    page = text(client.get(path))
    assert "Hoàn thành xuất sắc" not in page
    assert "Thời gian công tác" in page
    enter = reverse("records:enter_person", args=[cast.nominee.person_id, "vang-mat"])
    given = {"kind": "maternity", "valid_from": "01/02/2024", "valid_to": "31/5/2024"}
    assert client.post(enter, given).status_code == 302
    assert "Nghỉ thai sản" in text(client.get(path))
    for kind in ("xep-loai", "ky-luat", "xem-xet", "xac-nhan"):
        path = reverse("records:enter_person", args=[cast.nominee.person_id, kind])
        assert client.get(path).status_code == 403


def test_an_account_without_a_person_is_told_so(office: Office) -> None:
    user = User.objects.create(username="ky-thuat", password="!")
    client = office.cast.client(user)
    assert "không gắn với cá nhân" in text(client.get(reverse("records:mine")))
    assert client.get(reverse("records:initiatives")).status_code == 200
    assert client.get(reverse("records:initiative_new")).status_code == 403


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("xep-loai", {"year": "2024", "grade": "HTXS", "paper_date": "31/12/2024"}),
        ("xac-nhan", {"year": "2024", "what": "DAO_DUC", "holds": "0"}),
        ("ky-luat", {"form": "CANH_CAO", "decided_on": "1/3/2024", "paper_number": "3/QĐ"}),
        ("xem-xet", {"kind": "press", "opened_on": "1/3/2024"}),
        ("cong-tac", {"valid_from": "1/3/2020"}),
        ("vang-mat", {"kind": "training", "valid_from": "1/3/2024", "result": "below"}),
    ],
)
def test_the_secretary_enters_each_kind_of_record_of_a_person(
    office: Office, kind: str, given: dict[str, str]
) -> None:
    cast = office.cast
    path = reverse("records:enter_person", args=[cast.nominee.person_id, kind])
    client = cast.client(cast.secretary)
    assert client.get(path).status_code == 200
    before = stored_rows()
    refused = client.post(
        path, {**given, "note": "Ghi chú dài của tôi", "paper_date": "99/99/9999"}
    )
    assert refused.status_code == 200
    assert "Ghi chú dài của tôi" in text(refused)
    assert stored_rows() == before
    assert client.post(path, given).status_code == 302
    assert stored_rows() != before


def test_the_secretary_enters_records_of_a_unit(office: Office) -> None:
    cast = office.cast
    client = cast.client(cast.secretary)
    for kind, given in (
        ("xep-loai", {"year": "2024", "grade": "HTXS"}),
        ("xac-nhan", {"year": "2024", "what": "DOAN_KET", "holds": "1"}),
        ("quan-so", {"counted_on": "31/12/2024", "total": "1.234"}),
    ):
        path = reverse("records:enter_unit", args=[cast.unit.pk, kind])
        assert client.post(path, given).status_code == 302
    assert AnnualGrade.objects.get().unit == cast.unit
    assert Attestation.objects.get().holds
    assert Headcount.objects.get().total == 1234
    page = text(client.get(reverse("records:unit", args=[cast.unit.pk])))
    assert "1.234" in page
    assert (
        client.get(reverse("records:enter_unit", args=[cast.unit.pk, "ky-luat"])).status_code == 404
    )
    foreign = reverse("records:enter_unit", args=[cast.foreign_unit.pk, "xep-loai"])
    assert client.get(foreign).status_code == 404


def test_the_page_of_a_cancellation_says_what_rests_on_the_grade(office: Office) -> None:
    from nominations.states import State

    cast = office.cast
    grade = office.grade(year=office.year)
    nomination = cast.nomination(State.SUBMITTED)
    client = cast.client(cast.secretary)
    path = reverse("records:cancel", args=["xep-loai", grade.pk])
    assert nomination.award_type.name in text(client.get(path))
    assert client.post(path, {"reason": ""}).status_code == 200
    assert AnnualGrade.objects.not_cancelled().exists()
    assert client.post(path, {"reason": "Nhập nhầm"}).status_code == 302
    page = text(client.get(reverse("records:person", args=[cast.nominee.person_id])))
    assert "Nhập nhầm" in page
    assert client.get(reverse("records:cancel", args=["khong-co", grade.pk])).status_code == 404


# --- grades of a year -----------------------------------------------------------------------------


def test_the_list_of_grades_is_filtered_and_searched_without_marks(office: Office) -> None:
    cast = office.cast
    office.grade(year=office.year - 1)
    office.grade(cast.member.person, year=office.year - 1, grade="HT")
    office.grade(cast.member.person, year=office.year - 2)
    client, path = cast.client(cast.secretary), reverse("records:grades")
    page = text(client.get(path))  # the newest year without a choice
    assert "Nguyễn Văn An" in page
    assert page.count("Lý Hồng Sơn") == 1
    page = text(client.get(f"{path}?q=nguyen an&year="))
    assert "Nguyễn Văn An" in page
    assert "Lý Hồng Sơn" not in page
    page = text(client.get(f"{path}?unit={cast.other_unit.pk}&year="))
    assert "Nguyễn Văn An" not in page
    assert page.count("Lý Hồng Sơn") == 2
    assert "Lý Hồng Sơn" not in text(client.get(f"{path}?grade=HTXS"))
    for query in ("year=abc", "unit=999999", "unit=x", "page=x", "q=%00", "grade=GIOI"):
        assert client.get(f"{path}?{query}").status_code == 200


def test_a_list_without_any_grade_opens_without_a_fault(office: Office) -> None:
    answer = office.cast.client(office.cast.secretary).get(reverse("records:grades"))
    assert answer.context["form"].errors == {}
    assert answer.context["form"]["year"].value() == str(clock.today().year)
    assert "Năm này chưa ghi xếp loại." in text(answer)


def test_a_unit_head_sees_the_grades_of_the_own_unit_only(office: Office) -> None:
    cast = office.cast
    office.grade()
    office.grade(cast.member.person)
    page = text(cast.client(cast.unit_head).get(reverse("records:grades")))
    assert "Nguyễn Văn An" in page
    assert "Lý Hồng Sơn" not in page
    assert cast.client(cast.nominee).get(reverse("records:grades")).status_code == 403


def test_a_sheet_enters_a_unit_at_once_or_nothing(office: Office) -> None:
    cast = office.cast
    office.grade(cast.clerk.person, grade="HTT")
    path = f"{reverse('records:grade_sheet')}?dv={cast.unit.pk}&nam={office.year - 1}"
    client = cast.client(cast.secretary)
    page = text(client.get(path))
    assert f'name="grade_c{cast.nominee.person_id}"' in page
    assert f'name="grade_c{cast.clerk.person_id}"' not in page  # stands already
    assert f'name="grade_d{cast.unit.pk}"' in page

    given = {
        f"grade_c{cast.nominee.person_id}": "HTXS",
        f"grade_c{cast.colleague.pk}": "HTT",
        f"grade_d{cast.unit.pk}": "HTXS",
        "paper_number": "12/QĐ-STC",
    }
    wrong = client.post(path, {**given, "paper_date": "31/12/9999"})
    assert wrong.status_code == 200
    assert AnnualGrade.objects.count() == 1
    assert "12/QĐ-STC" in text(wrong)
    assert client.post(path, given).status_code == 302
    assert AnnualGrade.objects.not_cancelled().filter(paper_number="12/QĐ-STC").count() == 3
    again = client.post(path, given)  # what stands is no longer asked for
    assert "Chọn ít nhất một mức xếp loại" in text(again)
    assert AnnualGrade.objects.count() == 4


# --- initiatives ----------------------------------------------------------------------------------


def authors(cast: Cast, *pairs: Any) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": "Mẫu tự động",
        "kind": "initiative",
        "year": clock.today().year,
    }
    for number, (person, share) in enumerate(pairs, 1):
        found |= {f"person_{number}": person.pk, f"share_{number}": share}
    return found


def test_a_nominee_registers_an_initiative_in_one_press(office: Office) -> None:
    cast = office.cast
    client, path = cast.client(cast.nominee), reverse("records:initiative_new")
    shown = text(client.get(path))
    assert f'value="{cast.nominee.person.full_name}, ' in shown
    assert shown.count("<datalist") == 1
    given = authors(cast, (cast.nominee.person, 70), (cast.colleague, 20))
    refused = client.post(path, {**given, "then": "register", "summary": "Tôi đã gõ"})
    assert refused.status_code == 200
    assert "phải đủ 100%" in text(refused)
    assert "Tôi đã gõ" in text(refused)
    assert not Initiative.objects.exists()
    half = text(client.post(path, {**given, "share_1": "70,5", "share_2": "29,5"}))
    for one, share in ((cast.nominee.person, "70,5"), (cast.colleague, "29,5")):
        sentence = f"{one.full_name}: xin ghi tỷ lệ là số nguyên từ 0 đến 100, không phải"
        assert f"{sentence} “{share}”" in half
    assert "Xin ghi một số nguyên" not in half
    # Whoever is not found, or not named yet, is called as it was typed, or by the place.
    page_text = text(
        client.post(path, {**given, "share_1": "x", "person_1": "Ai Đó", "share_3": "y"})
    )
    assert "Ai Đó: xin ghi tỷ lệ là số nguyên từ 0 đến 100, không phải “x”" in page_text
    assert "tác giả thứ 3: xin ghi tỷ lệ là số nguyên từ 0 đến 100, không phải “y”" in page_text
    assert not Initiative.objects.exists()
    client.post(path, {**given, "share_2": "30", "then": "register"})
    row = Initiative.objects.get()
    assert row.state == "registered"
    assert [one.person for one in row.authors.all()] == [cast.nominee.person, cast.colleague]


def test_a_draft_is_seen_by_its_authors_and_the_clerk_only(office: Office) -> None:
    row = office.initiative("draft")
    assert statuses(office.cast, row.get_absolute_url())[200] == {"nominee", "clerk"}


def test_what_is_registered_is_seen_by_unit_and_office_what_is_recognised_by_all(
    office: Office,
) -> None:
    cast = office.cast
    row = office.initiative("registered")
    assert statuses(cast, row.get_absolute_url())[200] == {"nominee", *OFFICE, *UNIT}
    row = office.initiative("recognised")
    found = statuses(cast, row.get_absolute_url())
    assert found[404] == {"stranger", "superior_officer"}
    page = text(cast.client(cast.member).get(row.get_absolute_url()))
    assert row.name in page
    assert "Quá trình xử lý" not in page  # a colleague reads no story


def test_the_way_of_an_initiative_on_the_pages(office: Office) -> None:
    cast = office.cast
    row = office.initiative("registered", name="Tra cứu nhanh")
    assess = reverse("records:initiative_transition", args=[row.public_id, "assess"])
    secretary = cast.client(cast.secretary)
    usual = {"members": "9", "present": "8", "held_on": f"{clock.today():%d/%m/%Y}"}
    refused = secretary.post(assess, {**usual, "agreed": "5", "seen_version": row.version})
    assert refused.status_code == 422
    assert "Cần 6 trên 9" in text(refused)
    assert 'value="8"' in text(refused)
    done = secretary.post(assess, {**usual, "agreed": "6", "seen_version": row.version})
    assert done.status_code == 302
    twice = secretary.post(
        assess, {**usual, "agreed": "6", "seen_version": row.version}, follow=True
    )
    assert "đã được ghi nhận" in text(twice)

    recognise = reverse("records:initiative_transition", args=[row.public_id, "recognise"])
    director = cast.client(cast.director)
    given = {"scope": "CO_SO", "paper_number": "15/QĐ-STC", "paper_date": usual["held_on"]}
    assert press_button(director, recognise, {**given, "scope": "TINH"}).status_code == 422
    assert press_button(director, recognise, given).status_code == 302
    widen = reverse("records:initiative_widen", args=[row.public_id])
    wider = {**given, "scope": "TINH", "issuer": "Chủ tịch UBND tỉnh"}
    assert secretary.post(widen, wider).status_code == 302
    page = text(cast.client(cast.nominee).get(row.get_absolute_url()))
    for words in ("Cấp tỉnh", "15/QĐ-STC", "6 trên 9", "ghi kết quả hội đồng thông qua"):
        assert words in page


@pytest.mark.parametrize("step", ["take_over", "bay", "REGISTER"])
def test_a_step_that_has_no_page_is_named_as_such(office: Office, step: str) -> None:
    row = office.initiative("draft")
    client = office.cast.client(office.cast.nominee)
    path = reverse("records:initiative_transition", args=[row.public_id, step])
    before = stored_rows()
    for act in (client.get, client.post):
        with override("vi"):
            sentence = gettext("This step does not exist or is taken on another page.")
        assert sentence in text(act(path, follow=True))
    assert stored_rows() == before


def test_a_second_tab_that_was_overtaken_keeps_what_was_typed(office: Office) -> None:
    cast = office.cast
    row = office.initiative("registered")
    stale = row.version
    perform(INITIATIVES, row.pk, "send_back", actor=cast.secretary, comment="Thiếu")
    perform(INITIATIVES, row.pk, "register", actor=cast.nominee)
    path = reverse("records:initiative_transition", args=[row.public_id, "assess"])
    typed = {"members": "9", "present": "8", "agreed": "7", "held_on": f"{clock.today():%d/%m/%Y}"}
    before = stored_rows()
    sent = cast.client(cast.secretary).post(path, {**typed, "seen_version": stale})
    assert sent.status_code == 409
    assert 'value="8"' in text(sent)
    assert f'name="seen_version" value="{row.version + 2}"' in text(sent)
    assert stored_rows() == before


def test_initiatives_are_found_without_marks_by_name_and_by_author(office: Office) -> None:
    cast = office.cast
    office.initiative("recognised", name="Đối chiếu số liệu ngân sách")
    client, path = cast.client(cast.secretary), reverse("records:initiatives")
    for query in ("doi chieu", "NGAN SACH", "nguyen an", f"&year={office.year}", "&mine="):
        assert "Đối chiếu" in text(client.get(f"{path}?q={query}"))
    for query in ("xay dung", "&state=draft", "&mine=on", f"&unit={cast.other_unit.pk}"):
        assert "Đối chiếu" not in text(client.get(f"{path}?q={query}"))


# --- work, menu, statements -----------------------------------------------------------------------


def test_each_step_is_the_work_of_whom_it_waits_for(office: Office) -> None:
    cast = office.cast
    office.initiative("draft", name="Nháp")
    office.initiative("registered", name="Chờ xét")
    office.initiative("assessed", name="Chờ công nhận")
    work = {who: [task.title for task in items(user)] for who, user in cast.users.items()}
    assert {who: titles for who, titles in work.items() if titles} == {
        "nominee": ["Nháp"],
        "secretary": ["Chờ xét"],
        "director": ["Chờ công nhận"],
    }
    page = text(cast.client(cast.secretary).get("/"))
    assert "Chờ xét" in page
    assert "Sáng kiến chờ xét" in page


def test_the_menu_shows_conduct_only_to_whom_it_is_open(office: Office) -> None:
    cast = office.cast
    found = {who: {entry.url_name for entry in entries(user)} for who, user in cast.users.items()}
    assert {who for who, names in found.items() if "records:conduct" in names} == {
        "secretary", "director", "auditor",
    }  # fmt: skip
    assert all({"records:mine", "records:initiatives"} <= names for names in found.values())


def test_lists_need_few_statements(office: Office, django_assert_max_num_queries: Any) -> None:
    cast = office.cast
    people = [cast.person() for _ in range(30)]
    services.enter_grades(
        year=office.year - 1, grades=dict.fromkeys(people, "HTT"), **office.by_secretary
    )
    services.import_recognised(
        rows=[
            services.RecognisedRow(
                name=f"Sáng kiến {number}", year=office.year - 1, unit=cast.unit, scope="CO_SO",
                authors=[AuthorShare(person, 60), AuthorShare(people[number - 1], 40)],
            )
            for number, person in enumerate(people)
        ],
        **office.by_secretary,
    )  # fmt: skip
    for number in range(8):
        office.grade(people[0], year=office.year - 2 - number)
        office.examination(people[number])
    client = cast.client(cast.secretary)
    for path, most in (
        (reverse("records:grades"), 24),
        (f"{reverse('records:grade_sheet')}?dv={cast.unit.pk}", 20),
        (reverse("records:initiatives"), 24),
        (reverse("records:conduct"), 18),
        (reverse("records:person", args=[people[0].pk]), 30),
        (reverse("records:unit", args=[cast.unit.pk]), 22),
        (Initiative.objects.all()[0].get_absolute_url(), 26),
        (reverse("records:initiative_new"), 18),
    ):
        assert client.get(path).status_code == 200
        with django_assert_max_num_queries(most, info=path):
            client.get(path)


def test_figures_of_a_meeting_survive_the_whole_way(office: Office) -> None:
    row = office.initiative("recognised")
    assert (row.members, row.present, row.agreed) == tuple(
        meeting()[name] for name in ("members", "present", "agreed")
    )
    assert row.recognitions.get().paper_number == decision()["paper_number"]


def test_what_another_agency_recorded_is_shown_and_not_cancelled_here(office: Office) -> None:
    """An agency's predecessor left records of those who stayed; its own secretary kept them."""
    cast = office.cast
    office.grade(year=office.year - 1)
    office.examination()
    AnnualGrade.objects.update(organization=cast.other_agency)
    Examination.objects.update(organization=cast.other_agency)
    client = cast.client(cast.secretary)
    page = text(client.get(reverse("records:person", args=[cast.nominee.person_id])))
    assert "Hoàn thành xuất sắc nhiệm vụ" in page
    for row, kind in (
        (AnnualGrade.objects.get(), "xep-loai"),
        (Examination.objects.get(), "xem-xet"),
    ):
        path = reverse("records:cancel", args=[kind, row.pk])
        assert path not in page
        assert client.get(path).status_code in (403, 404)
