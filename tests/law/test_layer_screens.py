"""Regulations on screen: proposed by one, approved by another; the what-if page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nominations.law import rulesets, services
from nominations.law.datafile import DataFileError
from nominations.law.layer_workflow import LayerState
from nominations.law.models import RuleLayer
from nominations.people.models import User
from nominations.people.roles import Role
from tests.cast import Cast
from tests.law import layer_steps
from tests.law.rulebook import LAYER
from tests.press_button import press_button
from workflow import audit, clock
from workflow.exceptions import ConditionUnmet, NotAllowed, WrongState
from workflow.models import AuditEvent
from workflow.verification import chain_breaks

LOOSE = LAYER.replace("award.LDTT.vote", "award.CSTDCS.vote")


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    """Everybody of the agency."""
    settings.MEDIA_ROOT = tmp_path
    return Cast.build()


@pytest.fixture
def second(cast: Cast) -> User:
    """Another council secretary of the agency."""
    cast.give(cast.member, Role.SECRETARY, cast.agency)
    return cast.member


def proposed(cast: Cast, text: str = LAYER) -> RuleLayer:
    return services.propose_layer(actor=cast.secretary, organization=cast.agency, text=text)


def in_force(cast: Cast) -> tuple[str, ...]:
    return rulesets.rule_set_on(clock.today(), cast.agency).layers


# --- services -------------------------------------------------------------------------------------


def test_a_proposal_holds_only_after_somebody_else_approved_it(cast: Cast) -> None:
    row = proposed(cast)
    assert in_force(cast) == ()

    layer_steps.approve(actor=cast.director, layer=row)

    assert in_force(cast) == ("STC-2024",)
    row.refresh_from_db()
    assert (row.state, row.approved_by) == (LayerState.APPROVED, cast.director)
    story = [event.action for event in audit.history(f"rule_layer:{row.pk}")]
    assert story == ["awards.layer_proposed", "rule_layer.approve"]
    assert list(chain_breaks()) == []


def test_whoever_proposed_it_cannot_settle_it(cast: Cast) -> None:
    row = proposed(cast)
    entries = AuditEvent.objects.count()

    for act in (layer_steps.approve, layer_steps.reject):
        more = {} if act is layer_steps.approve else {"reason": "Chưa đủ căn cứ"}
        with pytest.raises(NotAllowed):
            act(actor=cast.secretary, layer=row, **more)

    row.refresh_from_db()
    assert (row.state, row.approved_by) == (LayerState.PROPOSED, None)
    assert AuditEvent.objects.count() == entries
    assert in_force(cast) == ()


def test_the_database_keeps_two_people_apart_on_its_own(cast: Cast) -> None:
    """Control: what stands when somebody goes round the service."""
    row = proposed(cast)
    row.approved_by = cast.secretary

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_second_secretary_may_approve(cast: Cast, second: User) -> None:
    layer_steps.approve(actor=second, layer=proposed(cast))

    assert in_force(cast) == ("STC-2024",)


@pytest.mark.parametrize("who", ["nominee", "unit_head", "stranger"])
def test_nobody_else_proposes_or_approves(cast: Cast, who: str) -> None:
    row, actor = proposed(cast), getattr(cast, who)

    with pytest.raises(NotAllowed):
        services.propose_layer(actor=actor, organization=cast.agency, text=LAYER)
    with pytest.raises(NotAllowed):
        layer_steps.approve(actor=actor, layer=row)

    assert RuleLayer.objects.get().state == LayerState.PROPOSED


def test_a_text_that_loosens_the_law_is_not_kept(cast: Cast) -> None:
    with pytest.raises(DataFileError, match="không được thấp hơn 4/5"):
        proposed(cast, LOOSE)

    assert not RuleLayer.objects.exists()


def test_one_code_is_used_once(cast: Cast) -> None:
    proposed(cast)

    with pytest.raises(ValidationError, match="STC-2024"):
        proposed(cast)

    assert RuleLayer.objects.count() == 1


def test_a_settled_proposal_is_not_settled_again(cast: Cast) -> None:
    row = proposed(cast)
    layer_steps.reject(actor=cast.director, layer=row, reason="Chưa có quyết định")

    with pytest.raises(WrongState, match="Không phê duyệt"):
        layer_steps.approve(actor=cast.director, layer=row)

    assert in_force(cast) == ()


def test_an_ended_regulation_held_until_its_last_day(cast: Cast) -> None:
    row = layer_steps.approve(actor=cast.director, layer=proposed(cast))
    today = clock.today()
    with pytest.raises(ConditionUnmet):
        layer_steps.propose_end(actor=cast.director, layer=row, last_day=today, reason=" ")
    with pytest.raises(ConditionUnmet):
        layer_steps.propose_end(
            actor=cast.director, layer=row, last_day=date(2020, 1, 1), reason="Bãi bỏ"
        )

    with pytest.raises(ConditionUnmet, match="Chưa có ai đề xuất"):
        layer_steps.approve_end(actor=cast.director, layer=row)
    layer_steps.propose_end(actor=cast.secretary, layer=row, last_day=today, reason="Bãi bỏ")

    tomorrow = today + timedelta(days=1)
    with pytest.raises(ConditionUnmet, match="Đã có đề xuất"):
        layer_steps.propose_end(actor=cast.director, layer=row, last_day=today, reason="Khác")
    for somebody in (cast.secretary, cast.member):
        with pytest.raises(NotAllowed):
            layer_steps.approve_end(actor=somebody, layer=row)
    assert rulesets.rule_set_on(tomorrow, cast.agency).layers == ("STC-2024",)

    layer_steps.approve_end(actor=cast.director, layer=row)

    assert in_force(cast) == ("STC-2024",)
    assert rulesets.rule_set_on(tomorrow, cast.agency).layers == ()


def test_the_end_of_a_regulation_needs_two_people_in_the_database_too(cast: Cast) -> None:
    row = layer_steps.approve(actor=cast.director, layer=proposed(cast))
    row = layer_steps.propose_end(
        actor=cast.secretary, layer=row, last_day=clock.today(), reason="Bãi bỏ"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleLayer.objects.filter(pk=row.pk).update(ended_by=cast.secretary)
    RuleLayer.objects.filter(pk=row.pk).update(ended_by=cast.director)


def test_an_end_that_is_dropped_leaves_the_regulation_in_force(cast: Cast) -> None:
    row = layer_steps.approve(actor=cast.director, layer=proposed(cast))
    layer_steps.propose_end(
        actor=cast.secretary, layer=row, last_day=clock.today(), reason="Bãi bỏ"
    )
    with pytest.raises(NotAllowed):
        layer_steps.drop_end(actor=cast.member, layer=row, reason="Vẫn cần")
    row = layer_steps.drop_end(actor=cast.director, layer=row, reason="Vẫn cần")

    assert (row.state, row.ending_on, row.valid_to) == ("approved", None, None)
    with pytest.raises(ConditionUnmet):
        layer_steps.drop_end(actor=cast.director, layer=row, reason="Vẫn cần")


# --- screens --------------------------------------------------------------------------------------


def test_a_regulation_goes_from_the_form_to_the_law_of_the_agency(cast: Cast) -> None:
    secretary, director = cast.client(cast.secretary), cast.client(cast.director)
    form = {"organization": cast.agency.pk, "text": LAYER}

    preview = secretary.post(reverse("awards:layer_new"), form)
    assert "từ 7/10" in preview.content.decode()
    assert not RuleLayer.objects.exists()

    sent = secretary.post(reverse("awards:layer_new"), {**form, "propose": "1"})
    row = RuleLayer.objects.get()
    page = reverse("awards:layer", args=[row.pk])
    assert sent.url == page
    assert "Giám đốc hoặc một thư ký Hội đồng khác" in secretary.get(page).content.decode()
    assert row.name in director.get(reverse("home")).content.decode()

    assert press_button(director, page, {"act": "approve"}).url == page
    assert in_force(cast) == ("STC-2024",)
    assert page not in director.get(reverse("home")).content.decode()  # nothing waits any more
    assert "từ 7/10" in secretary.get(
        reverse("awards:rules_award", args=["LDTT"])).content.decode()  # fmt: skip


def test_a_regulation_ends_on_screen_by_two_people(cast: Cast) -> None:
    row = layer_steps.approve(actor=cast.director, layer=proposed(cast))
    page = reverse("awards:layer", args=[row.pk])
    secretary, director = cast.client(cast.secretary), cast.client(cast.director)
    last_day = clock.today().strftime("%d/%m/%Y")

    ending = {"act": "propose_end", "last_day": last_day, "comment": "Có quy chế mới"}
    press_button(secretary, page, ending)

    assert "hết hiệu lực, chờ phê duyệt" in director.get(reverse("home")).content.decode()
    assert "hết hiệu lực, chờ phê duyệt" not in secretary.get(reverse("home")).content.decode()
    own, others = (client.get(page).content.decode() for client in (secretary, director))
    assert "Phê duyệt hết hiệu lực" not in own
    assert "đến lúc đó quy định vẫn có hiệu lực" in own
    assert "Có quy chế mới" in others
    assert press_button(secretary, page, {"act": "approve_end"}).status_code == 403

    assert press_button(director, page, {"act": "approve_end"}).url == page
    row.refresh_from_db()
    assert (row.state, row.valid_to) == (LayerState.ENDED, clock.today())


def test_an_uploaded_file_is_read(cast: Cast) -> None:
    file = SimpleUploadedFile("quy-che.toml", LAYER.encode())
    given = {"organization": cast.agency.pk, "text": "", "file": file, "propose": "1"}

    cast.client(cast.secretary).post(reverse("awards:layer_new"), given)

    assert RuleLayer.objects.get().content == LAYER


def test_the_kind_of_a_file_is_said_in_words_of_the_office(cast: Cast) -> None:
    client = cast.client(cast.secretary)
    shown = client.get(reverse("awards:layer_new")).content.decode()
    assert "Tệp quy chế</label>" in shown
    assert "Nhận tệp quy chế (.toml); tối đa 1 MB." in shown
    assert 'accept=".toml"' in shown

    wrong = {"organization": cast.agency.pk, "file": SimpleUploadedFile("quy-che.docx", b"PK")}
    refused = client.post(reverse("awards:layer_new"), wrong).content.decode()
    assert "Không nhận loại tệp này. Các loại được nhận: quy chế (.toml)." in refused


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LOOSE, "không được thấp hơn 4/5"),
        (LAYER.replace("numerator = 7", "numerator = 77"), "dòng 10"),
        ("xin chào", "nội dung viết sai cú pháp: "),
        ("", "Hãy dán nội dung"),
    ],
)
def test_a_wrong_text_is_told_with_its_line_and_stays_in_the_form(
    cast: Cast, text: str, says: str
) -> None:
    given = {"organization": cast.agency.pk, "text": text, "propose": "1"}
    sent = cast.client(cast.secretary).post(reverse("awards:layer_new"), given)

    body = sent.content.decode()
    assert says in body
    assert not text or "textarea" in body
    assert not RuleLayer.objects.exists()


def test_the_proposer_who_posts_an_approval_is_refused_with_the_reason(cast: Cast) -> None:
    row = proposed(cast)
    sent = press_button(
        cast.client(cast.secretary), reverse("awards:layer", args=[row.pk]), {"act": "approve"}
    )

    assert sent.status_code == 403
    assert "không được tự phê duyệt" in sent.content.decode()
    assert in_force(cast) == ()


def test_turning_down_needs_a_reason_and_tells_it(cast: Cast) -> None:
    row = proposed(cast)
    client, page = cast.client(cast.director), reverse("awards:layer", args=[row.pk])

    assert "error-summary" in press_button(client, page, {"act": "reject"}).content.decode()
    press_button(client, page, {"act": "reject", "comment": "Chưa có quyết định ban hành"})

    assert "Chưa có quyết định ban hành" in client.get(page).content.decode()
    assert RuleLayer.objects.get().state == LayerState.REJECTED


def test_the_list_of_rules_costs_few_queries(cast: Cast) -> None:
    for number in range(12):
        proposed(cast, LAYER.replace("STC-2024", f"STC-{number}"))
    client = cast.client(cast.secretary)
    client.get(reverse("awards:rules"))

    with CaptureQueriesContext(connection) as queries:
        body = client.get(reverse("awards:rules")).content.decode()

    listed = [reverse("awards:layer", args=[row.pk]) for row in RuleLayer.objects.all()]
    assert len(listed) == 12
    assert all(path in body for path in listed)
    assert "STC-" not in body  # codes are not for readers
    assert len(queries) <= 30


def test_the_award_of_a_day_is_shown_and_a_day_before_the_law_is_told(cast: Cast) -> None:
    client = cast.client(cast.secretary)
    page = reverse("awards:rules_award", args=["CSTDCS"])
    given = {"organization": cast.agency.pk}

    assert "từ 4/5" in client.get(page, {**given, "on": "01/06/2024"}).content.decode()
    assert "31/05/2014" in client.get(page, {**given, "on": "31/05/2014"}).content.decode()
    assert client.get(reverse("awards:rules_award", args=["NONE"])).status_code == 404


# --- what if --------------------------------------------------------------------------------------


def asked(cast: Cast, **more: Any) -> str:
    given = {
        "organization": cast.agency.pk, "award": "GK", "year": "2024", "rules": "agency",
        "kind": "individual",
    }  # fmt: skip
    sent = cast.client(cast.secretary).post(reverse("awards:what_if"), given | more)
    assert sent.status_code == 200
    return sent.content.decode()


def test_a_proposal_can_be_tried_before_it_holds(cast: Cast) -> None:
    row = proposed(cast)
    before = AuditEvent.objects.count()

    tried = asked(cast, rules=str(row.pk), grade_0="HTT")
    assert "Không đạt" in tried
    assert "Quyết định 12/QĐ-STC" in tried
    assert "Thiếu dữ liệu" in asked(cast, rules=str(row.pk))
    assert "Quyết định 12/QĐ-STC" not in asked(cast, grade_0="HTT")
    assert AuditEvent.objects.count() == before


def test_the_commendation_type_is_chosen(cast: Cast) -> None:
    yaml = "kind: individual\nexaminations: []\nawards: []\nattested: {PHONG_TRAO: true}\n"

    page_text = asked(cast, award="BK_TTG", facts=yaml, type="PHONG_TRAO")
    assert "Điều 73, khoản 1 Luật 06/2022/QH15" in page_text
    assert "05 năm" not in page_text
    assert "05 năm" in asked(cast, award="BK_TTG", facts=yaml)
    assert "chưa nêu tiêu chuẩn" in asked(cast, award="BK_TTG", facts=yaml, type="NIEN_HAN")


def test_awards_held_are_typed_by_their_names(cast: Cast) -> None:
    client, given = cast.client(cast.secretary), {
        "organization": cast.agency.pk, "award": "GK", "year": "2024", "rules": "agency",
        "kind": "individual",
    }  # fmt: skip
    for held in (
        "Chiến sĩ thi đua cơ sở, 2023\nLao động tiên tiến 2024",
        "CSTĐ cơ sở 2023\n\nlao dong tien tien 2024",
        "CSTDCS 2023\nldtt 2024",
    ):
        answer = client.post(reverse("awards:what_if"), given | {"awards": held})
        found = [(one.code, one.year) for one in answer.context["facts"].awards]
        assert found == [("CSTDCS", 2023), ("LDTT", 2024)], held
    for wrong in ("Lao động tiên tiến", "2024", "LDTT 24"):
        assert "ghi danh hiệu, hình thức và năm, ví dụ: Chiến sĩ thi đua" in asked(
            cast, awards=wrong
        )


def test_facts_may_be_typed_as_yaml(cast: Cast) -> None:
    row = proposed(cast)
    yaml = "kind: individual\nname: Trần Thị B\ngrades: {2024: HTXS}\n"

    page_text = asked(cast, rules=str(row.pk), facts=yaml)
    assert "Trần Thị B: " in page_text
    assert "Hoàn thành xuất sắc nhiệm vụ" in page_text
    wrong = asked(cast, rules=str(row.pk), facts=yaml.replace("HTXS", "HTXX"))
    assert "dòng 3" in wrong
    assert "HTXX" in wrong


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"awards": "CSTDCS"}, "ghi danh hiệu, hình thức và năm"),
        ({"awards": "CSTDXX 2023"}, "LDTT"),
        ({"award": "TTLDTT"}, "không trao cho đối tượng"),
        ({"on": "01/01/2010"}, "01/01/2010"),
        ({"year": "24"}, "1990"),
        ({"service_months": "40"}, "12"),
    ],
)
def test_what_cannot_be_judged_is_told_and_nothing_typed_is_lost(
    cast: Cast, given: dict[str, str], says: str
) -> None:
    body = asked(cast, subject="Trần Thị B", **given)

    assert "error-summary" in body
    assert says in body
    assert "Trần Thị B" in body


@pytest.mark.parametrize("part", ["secretary", "director", "auditor"])
def test_the_rules_pages_mark_every_line_and_write_articles_out(cast: Cast, part: str) -> None:
    client = cast.client(cast.users[part])
    listed = client.get(reverse("awards:rules")).content.decode()
    one = client.get(reverse("awards:rules_award", args=["LDTT"])).content.decode()

    for page in (listed, one):
        assert "chưa đối chiếu văn bản gốc" in page
        assert 'id="unchecked"' not in page
        assert not re.search(r"\bĐ\d", page)
        assert not re.search(r"\bR(1[ABC]|[234])\b", page)
    assert re.search(r"Điều \d+, khoản \d+", one)


@pytest.mark.parametrize("part", ["nominee", "unit_head", "member", "delegate"])
def test_the_rules_pages_are_those_of_maintainers(cast: Cast, part: str) -> None:
    for name, more in (("rules", []), ("rules_award", ["LDTT"])):
        path = reverse(f"awards:{name}", args=more)
        assert cast.client(cast.users[part]).get(path).status_code == 403


# --- what has to be known -------------------------------------------------------------------------


def test_the_rules_screens_tell_of_the_end_of_a_regime(cast: Cast) -> None:
    with clock.at(datetime(2026, 11, 2, 2, tzinfo=UTC)):
        client = cast.client(cast.secretary)
        pages = [
            client.get(reverse("awards:rules")).content.decode(),
            client.get(reverse("awards:rules_award", args=["CSTDCS"])).content.decode(),
        ]

    assert all("01/03/2027" in page for page in pages)


def test_a_quorum_lower_than_any_act_is_asked_about_before_it_is_proposed(cast: Cast) -> None:
    text = LAYER + "\n[quorum]\nnumerator = 1\ndenominator = 2\nverified = false\n"
    given = {"organization": cast.agency.pk, "text": text}

    page = cast.client(cast.secretary).post(reverse("awards:layer_new"), given).content.decode()

    assert "thấp hơn mọi văn bản đã đọc" in page
    assert "quorum" in page
