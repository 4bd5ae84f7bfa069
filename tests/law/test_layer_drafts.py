"""Drafts of regulations: saved part by part, told at the field, copied, proposed for approval."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nominations.law import rulesets, services
from nominations.law.models import LayerDraft, RuleLayer
from tests.cast import Cast
from tests.law import layer_steps
from tests.law.draft_acts import CITED, HEAD, address, document, errors_of, save, seen_in
from tests.law.rulebook import LAYER
from workflow import clock
from workflow.exceptions import NotAllowed

VOTE = {"needed": "on", "numerator": "9/10", "base": "all", "absent": "written"}


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


@pytest.fixture
def secretary(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.secretary)
    return client


@pytest.fixture
def draft(cast: Cast) -> LayerDraft:
    head = {**HEAD, "valid_from": date(2026, 2, 1)}
    return services.begin_draft(actor=cast.secretary, organization=cast.agency, head=head)


def proposing(client: Client, draft: LayerDraft) -> Any:
    """Press the button of the page of the draft."""
    draft.refresh_from_db()
    typed = {"do": "propose", "revision": services.text_digest(draft.content)}
    return client.post(draft.get_absolute_url(), typed)


def test_a_part_is_saved_under_its_article(secretary: Client, draft: LayerDraft) -> None:
    assert save(secretary, draft, "award.CSTDCS.vote", **VOTE).status_code == 302

    assert document(draft)["award"]["CSTDCS"]["vote"] == {
        "needed": True,
        "numerator": 9,
        "denominator": 10,
        "strict": False,
        "source": "Quyết định 15/QĐ-STN Đ12 k2",
        "verified": True,
    }
    page = secretary.get(draft.get_absolute_url()).content.decode()
    assert "Điều 12, khoản 2 Quyết định 15/QĐ-STN" in page
    assert "Tỷ lệ phiếu đồng ý: 9/10" in page


def test_days_and_limits_are_entered_for_some_types(secretary: Client, draft: LayerDraft) -> None:
    """Filing day, limit in number and days of a setting, each for the types that were ticked."""
    typed: dict[str, dict[str, Any]] = {
        "award.BK_TINH.filing": {"day": "15/01", "next_year": "on"},
        "settings.province_submits_days": {"value": "7"},
        "award.GK.quota.moi": {
            "type": "head_count", "count": "20", "scope": "agency", "kind": "",
            "effect": "advisory", "says": "Không quá 20 giấy khen mỗi đợt",
        },
    }  # fmt: skip
    for place, fields in typed.items():
        answer = save(secretary, draft, place, types=["CONG_TRANG", "PHONG_TRAO"], **fields)
        assert answer.status_code == 302, answer.context["form"].errors

    found, types = document(draft), ["CONG_TRANG", "PHONG_TRAO"]
    assert found["award"]["BK_TINH"]["filing"]["types"] == types
    assert found["settings"]["province_submits_days"]["types"] == types
    assert found["award"]["GK"]["quota"][0]["types"] == types
    page = secretary.get(draft.get_absolute_url()).content.decode()
    assert page.count("Chỉ đối với các loại hình khen thưởng này: ") == len(typed)


@pytest.mark.parametrize(
    ("place", "typed", "field", "says"),
    [
        ("award.CSTDTQ.vote", {**VOTE, "numerator": "60%"}, "numerator", "không được thấp hơn"),
        ("award.CSTDCS.vote", {**VOTE, "numerator": "7"}, "numerator", "ghi đúng như vậy"),
        ("award.CSTDCS.vote", {**VOTE, "numerator": "5/4"}, "numerator", "từ 0 đến 1"),
        ("award.CSTDCS.vote", {**VOTE, "numerator": ""}, "numerator", "quy chế phải quy định"),
        (
            "award.LDTT.vote",
            {**VOTE, "base": "present", "absent": "silence_agrees"},
            "absent",
            "không thể",
        ),
        ("defaults.consultation", {"needed": "on", "days": "61", "before": ""}, "days", "60"),
        ("quorum.council", {"numerator": "1/2"}, "numerator", "Điều"),
        ("settings.ballots", {"value": "0"}, "value", "1"),
        ("award.GK.filing", {"day": "31/02"}, "day", "28/02"),
        (
            "award.LDTT.vote",
            {**VOTE, "article": "", "clause": "", "other_source": "Nghị định 98/2023/NĐ-CP Đ5"},
            "other_source",
            "31/12/2025",
        ),
        ("award.LDTT.vote", {**VOTE, "article": "", "clause": "2"}, "article", "điều"),
        ("head", {**HEAD, "valid_to": "01/01/2026"}, "valid_to", "trước"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(
    secretary: Client, draft: LayerDraft, place: str, typed: dict[str, str], field: str, says: str
) -> None:
    before = draft.content

    answer = save(secretary, draft, place, **typed)

    assert says in errors_of(answer)[field]
    for value in typed.values():
        if value not in ("on", ""):
            assert value in answer.content.decode()
    draft.refresh_from_db()
    assert draft.content == before


def test_what_the_law_fixes_is_named_with_its_article(secretary: Client, draft: LayerDraft) -> None:
    answer = save(secretary, draft, "award.CSTDTQ.vote", **{**VOTE, "numerator": "2/3"})

    error = errors_of(answer)["numerator"]
    assert "Điều" in error
    assert "không được thấp hơn" in error


def test_an_unusual_share_is_asked_about_and_taken_when_confirmed(
    secretary: Client, draft: LayerDraft
) -> None:
    typed = {**VOTE, "numerator": "2/5"}
    answer = save(secretary, draft, "award.GK.unit_council", **typed)

    assert "Quy chế ghi đúng như vậy" in answer.content.decode()
    assert "đánh dấu" in errors_of(answer)["numerator"]
    assert (
        save(secretary, draft, "award.GK.unit_council", confirmed="on", **typed).status_code == 302
    )


def test_a_condition_is_built_of_blocks(secretary: Client, draft: LayerDraft) -> None:
    url = address(draft, "award.GK.standard.moi")
    first = {
        "kind": "individual",
        "says": "Hoàn thành xuất sắc",
        "do": "add:new",
        "add-new": "grade",
    }
    page = secretary.post(url, {**first, **CITED, "revision": seen_in(secretary.get(url))})
    assert "Hoàn thành xuất sắc" in page.content.decode()
    assert "is-invalid" not in page.content.decode()

    blocks = {
        "join": "or",
        "b0-word": "grade", "b0-group": "0", "b0-operator": ">=", "b0-bound": "HTXS",
        "b1-word": "grade", "b1-group": "1", "b1-operator": ">=", "b1-bound": "HTT",
        "b2-word": "initiatives", "b2-group": "1", "b2-name": "CO_SO", "b2-operator": ">=",
        "b2-bound": "1",
    }  # fmt: skip
    typed = {"kind": "individual", "says": "Hoàn thành xuất sắc nhiệm vụ", "effect": "blocking",
             "key": "", "way": "on", "complete": "on", **blocks}  # fmt: skip
    sentence = secretary.post(url, {**typed, "do": "sentence"}).content.decode()
    assert "từ Hoàn thành xuất sắc nhiệm vụ" in sentence
    assert not document(draft).get("award")

    assert save(secretary, draft, "award.GK.standard.moi", **typed).status_code == 302
    row = document(draft)["award"]["GK"]["standard"][0]
    assert row["rule"] == "grade >= HTXS or (grade >= HTT and initiatives(CO_SO) >= 1)"
    assert row["key"] == "qc_1"

    again = secretary.get(address(draft, "award.GK.standard.0"))
    assert [len(found) for _n, found in again.context["blocks"].groups] == [1, 2]


def test_a_block_that_is_not_complete_is_marked(secretary: Client, draft: LayerDraft) -> None:
    typed = {"says": "Đạt danh hiệu", "kind": "individual", "effect": "blocking", "key": "",
             "complete": "on",
             "b0-word": "awards", "b0-group": "0", "b0-operator": ">=", "b0-bound": "nhiều",
             }  # fmt: skip
    answer = save(secretary, draft, "award.GK.standard.moi", **typed)

    assert answer.context["blocks"].error
    form = answer.context["blocks"].blocks[0].form
    assert set(form.errors) == {"codes_0", "bound"}
    assert "nhiều" in answer.content.decode()


def test_a_condition_that_contradicts_itself_is_refused(
    secretary: Client, draft: LayerDraft
) -> None:
    typed = {"says": "Vừa cao vừa thấp", "kind": "individual", "effect": "blocking", "key": "",
             "complete": "on",
             "b0-word": "grade", "b0-group": "0", "b0-operator": ">=", "b0-bound": "HTXS",
             "b1-word": "grade", "b1-group": "0", "b1-operator": "<", "b1-bound": "HTT",
             }  # fmt: skip
    answer = save(secretary, draft, "award.GK.standard.moi", **typed)

    assert answer.status_code == 200
    assert answer.context["blocks"].error


def test_two_people_at_one_part_lose_nothing(secretary: Client, draft: LayerDraft) -> None:
    url = address(draft, "award.LDTT.vote")
    stale = seen_in(secretary.get(url))
    save(secretary, draft, "award.LDTT.vote", **VOTE)

    late = secretary.post(
        url, {"revision": stale, "do": "save", **CITED, **VOTE, "numerator": "4/5"}
    )

    assert "có người khác lưu" in errors_of(late)["__all__"]
    assert "4/5" in late.content.decode()
    assert document(draft)["award"]["LDTT"]["vote"]["numerator"] == 9


def test_a_copy_leaves_out_what_belongs_to_the_former_text(cast: Cast, secretary: Client) -> None:
    text = LAYER.replace("strict = false", 'strict = false\nverified = true\nsource = "QĐ 1 Đ2"')
    layer = services.propose_layer(actor=cast.secretary, organization=cast.agency, text=text)
    layer_steps.approve(actor=cast.director, layer=layer)

    answer = secretary.post(reverse("awards:layer_copy", args=[layer.pk]))

    draft = LayerDraft.objects.get()
    assert answer.status_code == 302
    found = document(draft)
    assert not {"code", "valid_from"} & set(found)
    assert found["award"]["LDTT"]["vote"]["verified"] is False
    page = secretary.get(draft.get_absolute_url()).content.decode()
    assert "Chưa nhập: Mã ngắn" in page
    assert "Gửi phê duyệt" not in page


def test_a_finished_draft_is_proposed_and_approved_by_somebody_else(
    cast: Cast, secretary: Client, draft: LayerDraft
) -> None:
    save(secretary, draft, "award.LDTT.vote", **VOTE)
    save(secretary, draft, "settings.ballots", value="2")

    answer = proposing(secretary, draft)

    layer = RuleLayer.objects.get(code="STN-2026")
    assert answer.url == layer.get_absolute_url()
    assert not LayerDraft.objects.exists()
    with pytest.raises(NotAllowed):
        layer_steps.approve(actor=cast.secretary, layer=layer)
    layer_steps.approve(actor=cast.director, layer=layer)
    rules = rulesets.rule_set_on(max(clock.today(), layer.valid_from), cast.agency)
    assert rules.settings["ballots"].value == 2


def test_a_draft_with_a_used_code_stays_and_says_why(
    cast: Cast, secretary: Client, draft: LayerDraft
) -> None:
    save(secretary, draft, "settings.ballots", value="2")
    services.propose_layer(
        actor=cast.secretary, organization=cast.agency, text=LAYER.replace("STC-2024", "STN-2026")
    )

    answer = proposing(secretary, draft)

    assert "STN-2026" in answer.context["refused"]
    assert LayerDraft.objects.get() == draft


def test_the_file_is_the_second_way(secretary: Client, draft: LayerDraft) -> None:
    url = reverse("awards:layer_draft_file", args=[draft.pk])
    save(secretary, draft, "settings.ballots", value="2")
    text = secretary.get(url).content.decode()
    with_comment = text.replace("[settings.ballots]", "# theo biên bản\n[settings.ballots]")

    def upload(content: str) -> Any:
        file = SimpleUploadedFile("quy-che.toml", content.encode())
        draft.refresh_from_db()
        seen = services.text_digest(draft.content)
        return secretary.post(url, {"file": file, "revision": seen})

    assert upload(with_comment).status_code == 302
    save(secretary, draft, "quorum", numerator="3/4")
    draft.refresh_from_db()
    assert "# theo biên bản" in draft.content
    kept = draft.content
    wrong = upload(with_comment.replace("value = 2", "value = 0"))
    assert "settings.ballots.value" in str(wrong.context["file_form"].errors)
    draft.refresh_from_db()
    assert draft.content == kept


def test_what_it_changes_says_where_it_tightens_and_where_it_may_not(
    secretary: Client, draft: LayerDraft
) -> None:
    save(secretary, draft, "award.CSTDTQ.vote", **{**VOTE, "numerator": "95%"})
    page = secretary.get(reverse("awards:layer_draft_changes", args=[draft.pk]))
    assert [one.effect for one in page.context["rows"]] == ["tightens"]

    draft.refresh_from_db()
    draft.content = draft.content.replace("numerator = 95", "numerator = 60")
    draft.save()
    page = secretary.get(reverse("awards:layer_draft_changes", args=[draft.pk]))
    (row,) = page.context["rows"]
    assert row.effect == "refused"
    assert "không được thấp hơn" in row.problem
    overview = secretary.get(draft.get_absolute_url()).context["overview"]
    assert [(one.path, one.key) for one in overview.problems] == [
        ("award.CSTDTQ.vote", "numerator")
    ]


@pytest.mark.parametrize("who", ["director", "nominee", "stranger"])
def test_only_the_secretary_of_the_agency_writes(cast: Cast, draft: LayerDraft, who: str) -> None:
    client = Client()
    client.force_login(getattr(cast, who))

    assert client.get(draft.get_absolute_url()).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        services.save_part(
            actor=getattr(cast, who), draft=draft, place=("quorum",), table=None, seen=""
        )
