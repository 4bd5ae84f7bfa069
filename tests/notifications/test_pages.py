from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications import delivery, menu, preferences, queries
from notifications.clock import wall_clock
from notifications.models import Notice, OutboxMessage
from notifications.topics import GROUPS

pytestmark = pytest.mark.django_db

GET_PAGES = ("inbox", "preferences", "dead_letters")
INBOX = "/thong-bao/"


@pytest.fixture
def reader(person: Any) -> Any:
    return person("an")


@pytest.fixture
def client(reader: Any) -> Client:
    browser = Client()
    browser.force_login(reader)
    return browser


@pytest.fixture
def keeper(person: Any) -> Client:
    """The browser of somebody who may see dead letters."""
    user = person("quan-tri", is_superuser=True)
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def dead(person: Any, tell: Any) -> OutboxMessage:
    tell(person("xa", email=""), key="dead")
    OutboxMessage.objects.update(context="{", attempts=11)
    assert delivery.deliver_due().dead == 1
    return OutboxMessage.objects.get(event_key="dead")


def page(browser: Client, name: str, **kwargs: Any) -> str:
    answer = browser.get(reverse(f"notifications:{name}"), kwargs)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_addresses_are_vietnamese() -> None:
    assert reverse("notifications:inbox") == "/thong-bao/"
    assert reverse("notifications:preferences") == "/thong-bao/tuy-chon/"
    assert reverse("notifications:dead_letters") == "/thong-bao/thu-khong-gui-duoc/"


@pytest.mark.parametrize("name", GET_PAGES)
def test_a_visitor_is_asked_to_log_in(name: str) -> None:
    answer = Client().get(reverse(f"notifications:{name}"))
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_the_inbox_shows_own_notices_newest_first_and_nobody_elses(
    client: Client, reader: Any, person: Any, tell: Any
) -> None:
    tell(reader, key="one", title="Hồ sơ thứ nhất")
    tell(reader, key="two", title="Hồ sơ thứ hai")
    tell(person("binh"), key="three", title="Hồ sơ của người khác")
    OutboxMessage.objects.filter(event_key="one").update(
        created_at=wall_clock() - timedelta(days=2)
    )
    delivery.deliver_due()
    html = page(client, "inbox")
    assert html.index("Hồ sơ thứ hai") < html.index("Hồ sơ thứ nhất")
    assert "Hồ sơ của người khác" not in html
    assert html.count("Chưa đọc") == 2
    assert "Đánh dấu tất cả đã đọc" in html


def test_an_empty_inbox_says_so(client: Client) -> None:
    assert "Ông/Bà chưa có thông báo nào." in page(client, "inbox")


def test_looking_at_the_inbox_marks_nothing(client: Client, reader: Any, tell: Any) -> None:
    tell(reader)
    delivery.deliver_due()
    page(client, "inbox")
    for name in ("open", "mark_read"):
        address = reverse(f"notifications:{name}", args=[Notice.objects.get().pk])
        answer = client.get(address, follow=True)
        assert answer.redirect_chain == [(reverse("notifications:inbox"), 302)]
        assert "bằng nút" in answer.content.decode()
    assert client.get(reverse("notifications:mark_all_read")).status_code == 302
    assert queries.unread_count(reader) == 1


def test_opening_a_notice_marks_it_and_leads_to_its_page(
    client: Client, reader: Any, tell: Any
) -> None:
    tell(reader, path="/de-nghi/7/")
    delivery.deliver_due()
    notice = Notice.objects.get()
    answer = client.post(reverse("notifications:open", args=[notice.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/de-nghi/7/")
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.post(reverse("notifications:open", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at == first


def test_a_stored_path_out_of_the_house_is_not_followed(client: Client, reader: Any) -> None:
    notice = Notice.objects.create(
        recipient=reader, event_key="x", topic="t", title="x", created_at=wall_clock(),
        path="//evil.example/",
    )  # fmt: skip
    answer = client.post(reverse("notifications:open", args=[notice.pk]))
    assert answer.headers["Location"] == INBOX


@pytest.mark.parametrize("name", ["open", "mark_read"])
def test_another_persons_notice_is_not_found(
    client: Client, person: Any, tell: Any, name: str
) -> None:
    tell(person("binh"))
    delivery.deliver_due()
    notice = Notice.objects.get()
    answer = client.post(reverse(f"notifications:{name}", args=[notice.pk]))
    assert answer.status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_marking_all_read_spares_what_arrived_meanwhile_and_other_people(
    client: Client, reader: Any, person: Any, tell: Any
) -> None:
    binh = person("binh")
    tell(reader, binh, key="one")
    delivery.deliver_due()
    shown = Notice.objects.order_by("-pk").values_list("pk", flat=True)[0]
    tell(reader, key="late")
    delivery.deliver_due()
    client.post(reverse("notifications:mark_all_read"), {"upto": shown})
    assert queries.unread_count(reader) == 1
    assert queries.unread_count(binh) == 1


@pytest.mark.parametrize("upto", ["", "x", "-1", "9" * 40, "٣"])
def test_a_mistyped_mark_changes_nothing(client: Client, reader: Any, tell: Any, upto: str) -> None:
    tell(reader)
    delivery.deliver_due()
    answer = client.post(reverse("notifications:mark_all_read"), {"upto": upto})
    assert answer.status_code == 302
    assert queries.unread_count(reader) == 1


def test_a_long_inbox_has_pages_and_needs_no_more_queries_than_a_short_one(
    client: Client, reader: Any
) -> None:
    def queries_of_the_page() -> int:
        with CaptureQueriesContext(connection) as caught:
            page(client, "inbox")
        return len(caught)

    first = Notice(recipient=reader, event_key="e", topic="t", title="Tin", created_at=wall_clock())
    first.save()
    queries_of_the_page()  # the first visit also writes the session
    few = queries_of_the_page()
    Notice.objects.bulk_create(
        Notice(
            recipient=reader, event_key=f"e{n}", topic="t", title=f"Tin {n}", path="/x/",
            created_at=wall_clock() + timedelta(seconds=n),
        )
        for n in range(60)
    )  # fmt: skip
    assert queries_of_the_page() == few
    html = page(client, "inbox")
    assert "Tin 59" in html
    assert "Tin 34" not in html
    assert "Tin 34" in page(client, "inbox", page="2")
    assert "Tin 0" in page(client, "inbox", page="99")


def test_preferences_are_one_switch_per_group_and_stored(client: Client, reader: Any) -> None:
    html = page(client, "preferences")
    assert "Hội đồng và bỏ phiếu</label>" in html
    assert html.count('role="switch"') == html.count('type="checkbox"') == len(GROUPS)
    assert "required-mark" not in html
    wanted = {f"{group}-email": "on" for group in GROUPS if group != "council"}
    answer = client.post(reverse("notifications:preferences"), wanted)
    assert answer.status_code == 302
    chosen = preferences.choices_of(reader)
    assert chosen[("council", "email")] is False
    assert sum(chosen.values()) == len(GROUPS) - 1
    client.post(reverse("notifications:preferences"), {})
    assert not any(preferences.choices_of(reader).values()), "a browser sends no switch that is off"


def test_somebody_without_an_address_is_told_that_no_mail_can_come(person: Any) -> None:
    browser = Client()
    browser.force_login(person("binh", email=""))
    assert "chưa có địa chỉ thư điện tử" in page(browser, "preferences")


def test_dead_letters_are_for_administrators(
    client: Client, keeper: Client, dead: OutboxMessage
) -> None:
    again = reverse("notifications:send_again", args=[dead.pk])
    assert client.get(reverse("notifications:dead_letters")).status_code == 403
    assert client.post(again).status_code == 403
    assert client.post(reverse("notifications:send_all_again")).status_code == 403
    dead.refresh_from_db()
    assert dead.dead_at is not None
    html = page(keeper, "dead_letters")
    assert "JSONDecodeError" not in html
    assert "báo cán bộ kỹ thuật" in html
    assert "Tiến trình hồ sơ" in html
    assert "Thư không gửi được" in page(keeper, "inbox")
    assert "Thư không gửi được" not in page(client, "inbox")


def test_sending_again_opens_the_letter_once(keeper: Client, dead: OutboxMessage) -> None:
    again = reverse("notifications:send_again", args=[dead.pk])
    assert keeper.get(again)["Location"] == reverse("notifications:dead_letters")
    answer = keeper.post(again, follow=True)
    assert "Sẽ gửi lại 1 tin." in answer.content.decode()
    dead.refresh_from_db()
    assert (dead.dead_at, dead.attempts) == (None, 0)
    answer = keeper.post(again, follow=True)
    assert "không còn ở trạng thái ngừng gửi" in answer.content.decode()
    assert keeper.post(reverse("notifications:send_again", args=[10**9])).status_code == 404


def test_sending_all_again_opens_every_letter(keeper: Client, dead: OutboxMessage) -> None:
    keeper.post(reverse("notifications:send_all_again"))
    dead.refresh_from_db()
    assert dead.dead_at is None
    assert "Không có tin nào bị ngừng gửi." in page(keeper, "dead_letters")


def test_the_menu_offers_each_page_to_whom_it_concerns(
    reader: Any, keeper: Client, tell: Any
) -> None:
    tell(reader)
    delivery.deliver_due()
    (entry,) = menu.entries(reader)
    assert (entry["url_name"], entry["badge"]) == ("notifications:inbox", 1)
