from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils.timezone import localtime

from notifications import delivery, duties, preferences
from notifications.channels import INBOX
from notifications.clock import wall_clock
from notifications.duties import Duty
from notifications.models import Notice, OutboxMessage
from notifications.outcomes import MAX_ATTEMPTS
from notifications.queries import notices_for, unread_count
from tests.notifications.mailroom import Mailroom

pytestmark = pytest.mark.django_db

LEGAL, REMINDER = "nomination.decide", "deadline.reminder"


def mail() -> OutboxMessage:
    return OutboxMessage.objects.get(channel="email")


def subject_of(letter: EmailMessage) -> str:
    return str(letter["Subject"]).strip()  # the parser keeps the blank of a folded line


def test_a_mail_arrives_with_a_vietnamese_subject_and_an_absolute_link(
    person: Any, tell: Any, mailroom: Mailroom, settings: Any
) -> None:
    settings.SITE_URL = "https://thidua.so.example"
    tell(
        person("an"),
        topic="nomination.return_for_correction",
        deadline="30/11/2026",
        by="Trần Thị Bình",
    )
    assert delivery.deliver_due().sent == 2
    (letter,) = mailroom.letters
    subject = "Nguyễn Văn Ái, Chiến sĩ thi đua cơ sở năm 2026: Hồ sơ bị trả lại để sửa"
    assert subject_of(letter) == subject
    assert letter["To"] == "an@so.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content().replace("\r\n", "\n")
    assert text.startswith("Kính gửi Ông/Bà an,\n")
    at = localtime(mail().created_at).strftime("%H:%M ngày %d/%m/%Y")
    assert f"Người thực hiện: Trần Thị Bình, lúc {at}." in text
    assert "Các mục cần hoàn thiện và lý do được nêu trong hồ sơ.\nThời hạn: 30/11/2026." in text
    assert "Mở tại đây: https://thidua.so.example/de-nghi/1/" in text
    assert text.rstrip().endswith("tại đây:\nhttps://thidua.so.example/thong-bao/tuy-chon/")
    assert unicodedata.is_normalized("NFC", letter["Subject"] + text)
    head, _, _ = mailroom.raw[0].partition(b"\r\n\r\n")
    assert head.isascii()  # encoded words: no server on the way needs to know Vietnamese letters
    assert mail().sent_at is not None


def test_a_mail_says_what_its_reader_has_to_do_and_until_when(
    person: Any, tell: Any, mailroom: Mailroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, clerk = person("an"), person("binh")
    asked: list[Any] = []

    def duties_of(reader: Any) -> dict[str, Duty]:
        asked.append(reader)
        if reader == clerk:
            raise LookupError("nobody knows")
        return {"/de-nghi/1/": Duty("Xét ở đơn vị", date(2026, 11, 30))}

    monkeypatch.setattr(duties, "_registered", [duties_of])
    tell(head, clerk)
    tell(head, key="nomination:2#1", path="/de-nghi/2/")
    delivery.deliver_due()
    said = {
        (letter["To"], line)
        for letter in mailroom.letters
        for line in letter.get_content().splitlines()
        if "Việc Ông/Bà cần làm" in line
    }
    duty = "Việc Ông/Bà cần làm: Xét ở đơn vị, hạn đến hết ngày 30/11/2026."
    assert said == {("an@so.example", duty)}
    assert len(mailroom.letters) == 3, "what goes wrong there holds no message up"
    assert sorted(map(str, asked)) == ["an", "binh"], "once for all letters of a pass"
    tell(head, key="nomination:3#1")
    delivery.deliver_due()
    assert asked.count(head) == 2, "what is to do is another at another time"


def test_a_line_break_in_a_title_adds_no_header(person: Any, tell: Any, mailroom: Mailroom) -> None:
    tell(person("an"), title="Hồ sơ\r\nBcc: ai@evil.example")
    assert delivery.deliver_due().sent == 2
    (letter,) = mailroom.letters
    assert letter["Bcc"] is None
    assert subject_of(letter) == "Hồ sơ Bcc: ai@evil.example: Đã nộp hồ sơ"


def test_the_message_id_is_fixed_by_event_and_recipient(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    an, binh = person("an"), person("binh")
    tell(an, binh, key="nomination:1#1")
    tell(an, key="nomination:1#2")
    delivery.deliver_due()
    first = [letter["Message-ID"] for letter in mailroom.letters]
    assert len(set(first)) == 3
    OutboxMessage.objects.filter(channel="email").update(sent_at=None, transmitting_at=None)
    delivery.deliver_due()
    assert sorted(letter["Message-ID"] for letter in mailroom.letters[3:]) == sorted(first)
    assert all(one.endswith("@localhost>") for one in first)
    assert not any("nomination" in one for one in first)


def test_the_mails_of_one_dossier_are_one_conversation(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    an, binh = person("an"), person("binh")
    for key, topic in (("nomination:1#1", "nomination.submit"), ("nomination:1#2", LEGAL)):
        tell(an, binh, key=key, topic=topic)
    tell(an, key="nomination:2#1")
    delivery.deliver_due()
    threads = Counter((letter["To"], letter["References"]) for letter in mailroom.letters)
    assert sorted(threads.values()) == [1, 2, 2]
    assert len({thread for _to, thread in threads}) == 3, "nobody learns of another's thread"
    assert all(letter["In-Reply-To"] == letter["References"] for letter in mailroom.letters)
    first = {subject_of(letter).split(":")[0] for letter in mailroom.letters}
    assert first == {"Nguyễn Văn Ái, Chiến sĩ thi đua cơ sở năm 2026"}


def test_one_act_about_many_dossiers_is_one_notice_and_one_mail(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    an, binh, now = person("an"), person("binh"), wall_clock()
    for number in range(120):  # more than one batch
        tell(
            an, key=f"nomination:{number}#9", topic=LEGAL, title=f"Người {number}",
            path=f"/de-nghi/{number}/", paper="131/QĐ",
        )  # fmt: skip
    tell(binh, key="nomination:7#9", topic=LEGAL, title="Người 7", path="/de-nghi/7/")
    OutboxMessage.objects.update(created_at=now, due_at=now)
    delivery.deliver_due(limit=1000)

    (shown,) = notices_for(an)
    assert shown.title == "Được phê duyệt theo Quyết định số 131/QĐ: 120 trường hợp"
    assert "và 110 trường hợp khác." in shown.body
    assert shown.path == "/de-nghi/"
    assert unread_count(an) == 1
    assert Notice.objects.filter(recipient=an).count() == 120, "each event stays on record"
    assert notices_for(binh).get().path == "/de-nghi/7/"
    letters = {letter["To"]: letter for letter in mailroom.letters}
    assert len(mailroom.letters) == len(letters) == 2
    assert "120 trường hợp" in subject_of(letters["an@so.example"])
    assert "chúc mừng" in letters["binh@so.example"].get_content()

    OutboxMessage.objects.filter(channel=INBOX).update(sent_at=None)
    delivery.deliver_due(limit=1000)
    (again,) = notices_for(an)
    assert again.title == shown.title
    assert Notice.objects.count() == 121
    assert len(mailroom.letters) == 2


def test_nobody_without_an_address_gets_mail(person: Any, tell: Any, mailroom: Mailroom) -> None:
    tell(person("an", email=""))
    assert delivery.deliver_due().sent == 1
    assert not OutboxMessage.objects.filter(channel="email").exists()
    assert Notice.objects.count() == 1


def test_an_address_taken_away_meanwhile_drops_the_mail_with_a_reason(
    person: Any, tell: Any, mailroom: Mailroom, settings: Any
) -> None:
    an = person("an")
    tell(an)
    delivery.deliver_due(limit=1)
    an.email = ""
    an.save()
    assert delivery.deliver_due().dropped == 1
    assert mail().last_error == "no e-mail address"
    assert mailroom.raw == []


def test_a_person_who_left_meanwhile_gets_no_mail(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    an = person("an")
    tell(an)
    delivery.deliver_due(limit=1)
    an.is_active = False
    an.save()
    assert delivery.deliver_due().dropped == 1
    assert mailroom.raw == []
    assert mail().last_error == delivery.INACTIVE


def test_who_said_never_gets_no_mail_about_that_group_only(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    an, binh = person("an"), person("binh")
    preferences.store_choices(an, {("outcome", "email"): False, ("progress", "email"): True})
    tell(an, binh, key="one", topic="nomination.decide")
    tell(an, key="two", topic="nomination.submit")
    delivery.deliver_due()
    got = [(letter["To"], subject_of(letter).split(": ")[1]) for letter in mailroom.letters]
    assert sorted(got) == [
        ("an@so.example", "Đã nộp hồ sơ"),
        ("binh@so.example", "Được phê duyệt"),
    ]
    assert Notice.objects.filter(recipient=an).count() == 2  # the inbox is never switched off


def test_a_server_that_is_down_costs_no_attempt_and_delays_no_notice(
    person: Any, tell: Any, settings: Any, free_port: int
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    tell(*[person(f"p{n}") for n in range(5)])
    now = wall_clock()
    for hours in range(3 * MAX_ATTEMPTS):
        tally = delivery.deliver_due(now=now + timedelta(hours=hours))
        assert (tally.dead, tally.failed) == (0, 1)  # one try tells that it is down
    assert Notice.objects.count() == 5
    waiting = OutboxMessage.objects.filter(OutboxMessage.OPEN, channel="email", attempts=0)
    assert waiting.count() == 5


def test_a_recipient_refused_for_good_is_a_dead_letter_at_once(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    mailroom.answer_to_recipient = "550 5.1.1 no such mailbox"
    tell(person("an"))
    assert delivery.deliver_due().dead == 1
    assert "no such mailbox" in mail().last_error


@pytest.mark.parametrize("topic", [LEGAL, REMINDER])
def test_a_refusal_for_now_is_tried_again_whatever_the_topic(
    person: Any, tell: Any, mailroom: Mailroom, topic: str
) -> None:
    mailroom.answer = "451 4.3.0 try again later"
    tell(person("an"), topic=topic)
    assert delivery.deliver_due().failed == 1
    assert (mail().attempts, mail().transmitting_at) == (1, None)
    mailroom.answer = "250 OK"
    assert delivery.deliver_due(now=wall_clock() + timedelta(minutes=5)).sent == 1
    assert len(mailroom.raw) == 1


def test_a_connection_broken_after_the_letter_repeats_legal_mail_under_the_same_id(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    mailroom.hang_up = True
    tell(person("an"), topic=LEGAL)
    assert delivery.deliver_due().failed == 1
    assert mail().transmitting_at is not None
    mailroom.hang_up = False
    assert delivery.deliver_due(now=wall_clock() + timedelta(minutes=5)).sent == 1
    first, second = mailroom.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_a_connection_broken_after_the_letter_does_not_repeat_a_reminder(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    mailroom.hang_up = True
    tell(person("an"), topic=REMINDER)
    assert delivery.deliver_due().dropped == 1
    assert mail().last_error.startswith(delivery.INTERRUPTED)
    assert len(mailroom.raw) == 1
    mailroom.hang_up = False
    assert delivery.deliver_due(now=wall_clock() + timedelta(hours=9)).handled == 0


def test_a_leased_mail_is_left_alone_until_the_lease_ends(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    tell(person("an"))
    delivery.deliver_due(limit=1)
    now = wall_clock()
    OutboxMessage.objects.filter(channel="email").update(lease_until=now + delivery.LEASE)
    assert delivery.deliver_due(now=now).handled == 0
    assert delivery.deliver_due(now=now + delivery.LEASE).sent == 1
    assert len(mailroom.raw) == 1


def test_a_mail_that_killed_its_worker_every_time_is_given_up(
    person: Any, tell: Any, mailroom: Mailroom
) -> None:
    tell(person("an"), topic=LEGAL)
    delivery.deliver_due(limit=1)
    OutboxMessage.objects.filter(channel="email").update(attempts=MAX_ATTEMPTS)
    assert delivery.deliver_due().dead == 1
    assert mail().last_error == delivery.LOST
    assert mailroom.raw == []


def test_a_poisoned_mail_delays_no_other(person: Any, tell: Any, mailroom: Mailroom) -> None:
    an, binh = person("an", email="an@so.example\nBcc: x@evil.example"), person("binh")
    tell(an, binh)
    tally = delivery.deliver_due()
    assert (tally.sent, tally.failed) == (3, 1)
    assert [letter["To"] for letter in mailroom.letters] == ["binh@so.example"]
    assert OutboxMessage.objects.get(channel="email", recipient=an).attempts == 1
