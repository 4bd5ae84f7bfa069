"""Every topic has Vietnamese texts, which reveal no results or comments."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from django.template import Engine
from django.test import override_settings

from notifications.checks import topics_have_groups, topics_have_templates
from notifications.rendering import Text, render_many, render_message
from notifications.topics import GROUPS, TOPICS, Category, topic

VOTES = ("pass_vote", "fail_vote")
NAMES = [*TOPICS, "default"]
TRANSITIONS = (
    "register", "submit", "return_for_correction", "endorse", "decline", "withdraw", "pass_vote",
    "fail_vote", "close_consultation", "send_back_to_council", "decide", "refuse", "report_upward",
    "record_outcome", "record_refusal", "correct_to_refusal", "correct_to_conferral", "revoke",
    "restore", "waive_unit_review", "waive_vote",
    "waive_consultation",
)  # fmt: skip
SUBJECT = "Đặng Thị Ơn"
FACTS = {"title": SUBJECT, "path": "/x/", "deadline": "30/11/2026", "comment": "bí mật", "act": "Q"}
# What a message must not give away before the reader has opened the page.
RESULTS = (
    "không đạt", "trúng", "đồng ý", "từ chối", "không tặng", "được tặng", "tán thành", "đạt tỷ lệ",
)  # fmt: skip


def words(text: Text) -> set[str]:
    plain = (text.title + " " + text.body).replace(SUBJECT, " ").replace("30/11/2026", " ")
    return set(re.findall(r"[^\W\d_]{2,}", plain.lower()))


@pytest.mark.parametrize("name", NAMES)
def test_a_topic_is_told_in_vietnamese_without_an_english_word(name: str) -> None:
    english, vietnamese = render_message(name, FACTS, "en"), render_message(name, FACTS, "vi")
    assert SUBJECT in vietnamese.title
    assert SUBJECT in english.title
    assert words(english).isdisjoint(words(vietnamese))
    assert vietnamese.body
    assert unicodedata.is_normalized("NFC", vietnamese.title + vietnamese.body)


def test_the_check_above_finds_a_message_left_in_english(tmp_path: Path) -> None:
    """The control: without catalogues the words are the same in both languages."""
    from django.utils.translation import trans_real

    kept = dict(trans_real._translations)
    try:
        trans_real._translations.clear()
        with override_settings(LOCALE_PATHS=[tmp_path]):
            english, vietnamese = (
                render_message("voting.opened", FACTS, code) for code in ("en", "vi")
            )
        assert words(english) & words(vietnamese)
    finally:
        trans_real._translations.clear()
        trans_real._translations.update(kept)


@pytest.mark.parametrize("topic_name", ["campaign.open", "account.password_set"])
def test_a_moment_is_said_in_the_language_of_the_reader(topic_name: str) -> None:
    moment = "2026-10-22T10:00:00+00:00"
    facts = {"title": SUBJECT, "path": "/x/", "deadline_at": moment, "done_at": moment}
    said = {code: render_message(topic_name, facts, code).body for code in ("vi", "en")}
    assert "17:00 ngày 22/10/2026" in said["vi"]
    assert "17:00 on 22/10/2026" in said["en"]


@pytest.mark.parametrize("name", NAMES)
def test_a_message_tells_no_result_and_no_comment(name: str) -> None:
    text = render_message(name, FACTS, "vi")
    said = (text.title + " " + text.body).lower()
    assert not [word for word in RESULTS if word in said]
    assert "bí mật" not in said


@pytest.mark.parametrize(
    ("one", "other"),
    [("decide", "refuse"), ("record_outcome", "record_refusal")],
)
def test_a_decision_says_what_was_decided_and_congratulates_the_honoured(
    one: str, other: str
) -> None:
    good, bad = (render_message(f"nomination.{name}", FACTS, "vi") for name in (one, other))
    assert good.title.startswith("Được ")
    assert "chúc mừng" in good.body
    assert bad.title.startswith("Chưa được ")
    assert "chúc mừng" not in bad.body


def test_the_vote_of_the_council_is_told_on_its_page_only() -> None:
    passed, failed = (render_message(f"nomination.{name}", FACTS, "vi") for name in VOTES)
    assert passed == failed


def test_a_message_about_many_counts_them_and_names_the_first_ten() -> None:
    subjects = [f"Người {number}" for number in range(2021)]
    text = render_many("nomination.decide", {**FACTS, "paper": "131/QĐ-STC"}, subjects, "vi")
    assert text.title == "Được phê duyệt theo Quyết định số 131/QĐ-STC: 2021 trường hợp"
    assert "- Người 9\nvà 2011 trường hợp khác." in text.body
    assert "Người 10" not in text.body


def test_every_transition_that_tells_somebody_is_a_topic() -> None:
    assert {f"nomination.{name}" for name in TRANSITIONS} <= set(TOPICS)


def test_every_topic_has_templates_and_a_known_group() -> None:
    assert topics_have_templates(None) == []
    assert topics_have_groups(None) == []
    assert {one.group for one in TOPICS.values()} | {"other"} == set(GROUPS)


def test_a_topic_without_templates_is_found_by_the_check() -> None:
    engine = Engine(dirs=[], app_dirs=False)
    with override_settings(TEMPLATES=[]), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "get_default", staticmethod(lambda: engine))
        found = topics_have_templates(None)
    assert len(found) == 2 * len(NAMES)


def test_an_unregistered_topic_counts_as_a_reminder_of_the_last_group() -> None:
    unknown = topic("nomination.later")
    assert (unknown.group, unknown.category) == ("other", Category.REMINDER)


@pytest.mark.parametrize("name", NAMES)
def test_missing_facts_leave_a_readable_message(name: str) -> None:
    text = render_message(name, {}, "vi")
    assert text.title
    assert text.path == ""


def test_a_mark_in_a_title_is_not_escaped_for_a_page_it_is_not_on() -> None:
    facts = {"title": "Phòng A & B <x> 100%", "path": "/"}
    assert (
        render_message("nomination.submit", facts, "vi").title
        == "Đã nộp hồ sơ: Phòng A & B <x> 100%"
    )


def test_a_very_long_title_is_cut_to_what_the_table_holds() -> None:
    assert len(render_message("default", {"title": "Đ" * 1000}, "vi").title) == 300
