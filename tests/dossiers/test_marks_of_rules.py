"""Unverified values: one notice on every page of daily work, for everybody."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from nominations.dossiers.forms.campaigns import StepsForm
from nominations.dossiers.models import CampaignTitle, Nomination
from nominations.dossiers.services import step_changes
from nominations.states import State
from tests.cast import Cast
from tests.dossiers.situations import CAP, DONE_WELL, set_rules
from tests.dossiers.test_pages import get, shown

MARK, NOTICE = "chưa đối chiếu văn bản gốc", "Một số nội dung của trang này"
INFERRED = "Nghị định 152/2025/NĐ-CP Đ4 k4 (suy theo Nghị định 98/2023/NĐ-CP Đ30 k7)"
NEW_LAW = "Luật 06/2022/QH15 Đ23 k1 (nội dung Luật 06/2026/QH16 chưa đối chiếu)"
FULL = (
    "Điều 4, khoản 4 Nghị định 152/2025/NĐ-CP (suy theo Điều 30, khoản 7 Nghị định 98/2023/NĐ-CP)"
)
PLAIN = "Điều 4, khoản 4 Nghị định 152/2025/NĐ-CP"
READERS = ("secretary", "director", "auditor")
PAGES = {  # of the pages that both kinds of reader open: who else reads them
    "nomination": "nominee",
    "initiatives": "nominee",
    "unit": "unit_head",
    "board": "unit_head",
    "board_unit": "unit_head",
    "campaign": "nominee",
}


@pytest.fixture
def waiting(cast: Cast) -> Nomination:
    """A nomination under rules that nobody compared."""
    rule = {**DONE_WELL, "source": INFERRED}
    set_rules(
        cast,
        quotas={"CSTDCS": [{**CAP, "source": INFERRED}], "LDTT": [{**CAP, "source": INFERRED}]},
        standards={"LDTT": [rule], "CSTDCS": [rule]},
    )
    CampaignTitle.objects.update(citation=INFERRED, verified=False)
    rules = cast.campaign.rules
    rules["source"], rules["verified"] = NEW_LAW, False
    for one in rules["content"].get("duplicates", {}).values():
        one.update(source=INFERRED, verified=False)
    cast.campaign.save(update_fields=["rules"])
    return cast.nomination(State.REGISTERED)


def path_of(page: str, cast: Cast, nomination: Nomination) -> str:
    arguments = {
        "unit": [],
        "board": [cast.campaign.pk],
        "board_unit": [cast.campaign.pk, cast.unit.pk],
        "campaign": [cast.campaign.pk],
    }
    return reverse(f"dossiers:{page}", args=arguments.get(page, [nomination.public_id]))


@pytest.mark.parametrize(("page", "who"), PAGES.items())
def test_a_reader_of_the_page_sees_one_notice_and_plain_articles(
    cast: Cast, waiting: Nomination, page: str, who: str
) -> None:
    text = shown(get(cast, who, path_of(page, cast, waiting)))

    assert text.count(NOTICE) == 1
    assert PLAIN in text
    assert MARK not in text
    assert "suy theo" not in text
    assert "chưa đối chiếu)" not in text
    assert "Đ4 k4" not in text


@pytest.mark.parametrize("page", [one for one in PAGES if one != "unit"])
@pytest.mark.parametrize("who", READERS)
def test_a_maintainer_sees_one_notice_too_with_what_is_missing(
    cast: Cast, waiting: Nomination, page: str, who: str
) -> None:
    lines, notice = shown(get(cast, who, path_of(page, cast, waiting))).split(NOTICE)

    assert PLAIN in lines
    assert "suy theo" not in lines
    assert FULL in notice
    assert "chưa đọc được quy định của chính nội dung này" in notice
    assert "Thư ký Hội đồng" not in notice
    assert MARK not in lines + notice


def test_the_notice_lists_what_the_page_rests_on(cast: Cast, waiting: Nomination) -> None:
    html = get(cast, "nominee", path_of("campaign", cast, waiting))

    names = [one.name for one in cast.awards.values() if one.code != "GK"]
    lines = html.split('id="unchecked"')[1]
    assert all(name in lines.split(PLAIN)[0].rsplit("<li>", 1)[1] for name in names)
    assert (
        "<li><strong>Quy định áp dụng</strong>: Điều 23, khoản 1 Luật 06/2022/QH15 <span" in lines
    )
    assert "có thể đã được Luật 06/2026/QH16 sửa đổi, chưa đọc được văn bản này" in lines


def test_a_campaign_names_the_article_on_who_confers_an_award(
    cast: Cast, waiting: Nomination
) -> None:
    """Also where the vote is a setting, whose own citation is empty."""
    content = cast.campaign.rules["content"]
    content.setdefault("award", {}).setdefault("LDTT", {})["catalogue"] = {
        "source": "Luật 06/2022/QH15 Đ80 k1", "verified": True,
    }  # fmt: skip
    cast.campaign.save(update_fields=["rules"])
    CampaignTitle.objects.update(citation="", verified=False)

    text = shown(get(cast, "nominee", path_of("campaign", cast, waiting)))

    assert "Điều 80, khoản 1 Luật 06/2022/QH15" in text


def test_a_page_of_compared_rules_has_no_notice(cast: Cast) -> None:
    rule = {**DONE_WELL, "source": "Luật 06/2022/QH15 Đ23 k1", "verified": True}
    set_rules(cast, standards={"LDTT": [rule]})
    cast.campaign.rules["content"].pop("unread", None)
    cast.campaign.rules["digest"] = "compared"
    cast.campaign.save(update_fields=["rules"])
    CampaignTitle.objects.update(citation="Luật 06/2022/QH15 Đ23 k1", verified=True)
    one = cast.nomination(State.REGISTERED, award="LDTT")

    text = shown(get(cast, "nominee", one.get_absolute_url()))

    assert "Điều 23, khoản 1 Luật 06/2022/QH15" in text
    assert NOTICE not in text


def test_what_an_unread_act_may_have_changed_is_told_once(cast: Cast) -> None:
    """The value was compared: readers get one sentence with the act, maintainers see it by it."""
    rule = {**DONE_WELL, "source": "Luật 06/2022/QH15 Đ23 k1", "verified": True}
    set_rules(cast, standards={"LDTT": [rule]})
    row = {"act": "Luật 06/2026/QH16", "from": "2026-10-01", "what": "Sửa đổi Luật"}
    row |= {"amends": ["Luật 06/2022/QH15"]}
    cast.campaign.rules["content"]["unread"] = [row]
    cast.campaign.rules["digest"] = "amended"
    cast.campaign.save(update_fields=["rules"])
    CampaignTitle.objects.update(citation="Luật 06/2022/QH15 Đ23 k1", verified=True)
    one = cast.nomination(State.REGISTERED, award="LDTT")

    text = shown(get(cast, "nominee", one.get_absolute_url()))
    assert text.count(NOTICE) == 1
    assert "có thể đã được Luật 06/2026/QH16 sửa đổi" in text
    assert "chưa đối chiếu)" not in text

    text = shown(get(cast, "secretary", one.get_absolute_url()))
    assert text.count(NOTICE) == 1
    assert "Điều 23, khoản 1 Luật 06/2022/QH15 (nội dung Luật 06/2026/QH16 chưa đối chiếu)" in text


def test_the_page_that_submits_and_the_panel_of_standards_are_free_of_marks(
    cast: Cast, waiting: Nomination
) -> None:
    """The submitting page repeats the standards that bar, with their articles."""
    submit = reverse("dossiers:transition", args=[waiting.public_id, "submit"])

    text = shown(get(cast, "nominee", submit))

    assert MARK not in text
    assert "suy theo" not in text
    assert "Đ4 k4" not in text


@pytest.mark.parametrize("who", ["nominee", *READERS])
def test_no_code_of_a_rule_set_is_on_the_pages(cast: Cast, waiting: Nomination, who: str) -> None:
    for page in ("nomination", "campaign", "initiatives"):
        text = shown(get(cast, who, path_of(page, cast, waiting)))
        assert not {"R1A", "R2", "R3", "R4"} & set(text.split())


def test_a_required_step_names_its_article_in_full(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both where the page says why it cannot be unticked and where a forged form is refused."""
    title = cast.campaign.titles.get(award_type__code="LDTT")
    required = {"needs_vote": INFERRED}
    form = StepsForm(title=title, required=required, occupied={})
    assert form.fields["needs_vote"].help_text == f"Bắt buộc theo {PLAIN}."

    monkeypatch.setattr(step_changes, "required_steps", lambda _title: required)
    with pytest.raises(ValidationError) as refusal:
        step_changes.propose_steps(
            actor=cast.secretary, title=title, reason="Thử.", needs_vote=False
        )
    assert PLAIN in refusal.value.messages[0]
    assert "suy theo" not in refusal.value.messages[0]
