"""What a mail says its reader has to do: the row of "my work" about the page it leads to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from nominations.dossiers.deadlines import submission_closes
from nominations.pipeline import PIPELINE
from nominations.states import State
from notifications.delivery import deliver_due
from notifications.duties import Duty, duty_of
from tests.cast import Cast
from workflow import clock
from workflow.engine import perform


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


def test_the_reviewer_is_asked_with_the_last_day_and_nobody_else_is(cast: Cast) -> None:
    due = clock.today() + timedelta(days=9)
    cast.campaign.review_due_on = due
    cast.campaign.save()
    nomination = cast.nomination(State.SUBMITTED)
    page = nomination.get_absolute_url()
    assert duty_of(cast.unit_head, page) == Duty("Xét", due)
    for reader in (cast.nominee, cast.director, cast.outsider):
        assert duty_of(reader, page) is None
    assert duty_of(cast.unit_head, "/khong-co/") is None
    assert duty_of(cast.unit_head, "") is None


def test_the_roles_of_the_reader_are_read_once(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    page = cast.nomination(State.SUBMITTED).get_absolute_url()
    with django_assert_max_num_queries(60) as caught:
        assert duty_of(cast.unit_head, page) is not None

    read = [query["sql"].split(" FROM ")[0] for query in caught.captured_queries]
    assert sum('"people_roleassignment"."id"' in text or 'held."id"' in text for text in read) == 1


@pytest.mark.django_db(transaction=True)
def test_the_mail_about_a_returned_report_asks_its_writer_to_complete_it(
    settings: Any, tmp_path: Path, transactional_db: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = "http://127.0.0.1:8765"
    cast = Cast.build()
    nomination = cast.nomination(State.SUBMITTED)
    perform(
        PIPELINE, nomination.pk, "return_for_correction", actor=cast.unit_head,
        comment="Bổ sung số liệu.", data={"items": ["achievements"]},
    )  # fmt: skip
    while deliver_due().handled:
        pass
    (letter,) = [one for one in mail.outbox if one.to == [cast.nominee.email]]
    nomination.refresh_from_db()
    due = clock.day_of(submission_closes(nomination))
    assert letter.subject.startswith(f"{nomination.title}: ")
    assert letter.body.startswith(f"Kính gửi Ông/Bà {cast.nominee.get_full_name()},")
    for words in (
        f"Người thực hiện: {cast.unit_head.get_full_name()}, lúc ",
        f"Việc Ông/Bà cần làm: Sửa hồ sơ, hạn đến hết ngày {due:%d/%m/%Y}.",
        f"http://127.0.0.1:8765{nomination.get_absolute_url()}",
    ):
        assert words in letter.body, letter.body
