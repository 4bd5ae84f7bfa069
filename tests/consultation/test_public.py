"""What everybody may see, and for how long."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

from django.test import Client

from nominations.consultation import services
from nominations.consultation.models import PostedItem
from nominations.consultation.queries import PublicItem, public_items
from nominations.people.models import Person
from tests.consultation.board import Board, on

ALLOWED = {"id", "name", "position", "unit", "award", "summary", "is_open"}


def test_the_public_sees_exactly_the_allow_list() -> None:
    assert {field.name for field in dataclasses.fields(PublicItem)} == ALLOWED


def test_the_public_fields_of_one_nomination_word_for_word(board: Board) -> None:
    posting = board.post(summaries={board.own.pk: "Rút ngắn thời gian thẩm định."})
    shown = next(one for one in public_items(posting) if one.name == board.own.subject_name)
    assert dataclasses.asdict(shown) == {
        "id": board.item(board.own).pk,
        "name": board.own.subject_name,
        "position": board.own.position_name,
        "unit": board.own.unit_name,
        "award": "Lao động tiên tiến",
        "summary": "Rút ngắn thời gian thẩm định.",
        "is_open": True,
    }


def test_a_visitor_reads_the_lists_without_login_and_search_engines_do_not(board: Board) -> None:
    posting = board.post()
    for path in ("/cong-khai/", f"/cong-khai/{posting.public_id}/"):
        response = Client().get(path)
        assert response.status_code == 200
        assert "noindex" in response["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in response.content.decode()
    text = Client().get(f"/cong-khai/{posting.public_id}/").content.decode()
    assert board.own.subject_name in text


def test_nothing_private_is_on_the_public_page(board: Board) -> None:
    Person.objects.filter(pk=board.own.person_id).update(birth_date=date(1987, 3, 21))
    posting = board.post(summaries={})
    board.opinion(board.item(), text="Một ý kiến không ai khác được đọc.")
    board.case(board.item(), subject_matter="Một vụ việc không công khai.")
    text = Client().get(f"/cong-khai/{posting.public_id}/").content.decode()
    for secret in ("1987", "21/03", "Một ý kiến", "Một vụ việc", "Hà Thị Người Gửi", "5/5"):
        assert secret not in text
    assert f"/de-nghi/{board.own.public_id}" not in text


def test_a_list_disappears_thirty_days_after_it_closed(board: Board) -> None:
    with on(date(2026, 11, 2)):
        posting = board.post()
    path = f"/cong-khai/{posting.public_id}/"
    closing = posting.due_on + timedelta(days=1)
    with on(closing):
        services.close_due()
        text = Client().get(path).content.decode()
        assert "không nhận thêm ý kiến" in text
        assert "Góp ý<" not in text
    with on(closing + timedelta(days=30)):
        assert Client().get(path).status_code == 200
        assert posting.name in Client().get("/cong-khai/").content.decode()
    with on(closing + timedelta(days=31)):
        assert Client().get(path).status_code == 404
        assert posting.name not in Client().get("/cong-khai/").content.decode()


def test_a_name_taken_off_the_list_takes_no_more_opinions(board: Board) -> None:
    posting = board.post()
    item = board.item()
    PostedItem.objects.filter(pk=item.pk).update(ended_at=posting.posted_at)
    response = Client().get(f"/cong-khai/{posting.public_id}/gop-y/{item.pk}/", follow=True)
    assert "Đã hết thời gian góp ý về trường hợp này" in response.content.decode()


def test_an_address_that_does_not_exist_is_not_found(board: Board) -> None:
    posting = board.post()
    for path in (
        f"/cong-khai/{board.own.public_id}/",
        f"/cong-khai/{posting.public_id}/gop-y/987654/",
    ):
        assert Client().get(path).status_code == 404
