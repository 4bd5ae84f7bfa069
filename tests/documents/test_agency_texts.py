"""Texts edited by an agency: their placeholders, and from when they hold."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nominations.decisions.models import Decision
from nominations.decisions.papers import decision_paper
from nominations.documents.agency_texts import editable_texts, unknown_placeholders
from nominations.documents.blocks import Article
from nominations.documents.models import AgencyText
from tests.built_once import built_once
from tests.documents.campaign_papers import CampaignPapers, campaign_papers
from tests.documents.reading_papers import bare, both, pdf_text, word_text
from workflow import clock
from workflow.models import AuditEvent

AS_TYPED = "{{7*7}} {% if x %} <w:p> =cmd {0} %(agency)s"


@pytest.fixture
def papers(db: None) -> CampaignPapers:
    return built_once("papers", campaign_papers)


def decision_of(papers: CampaignPapers) -> Decision:
    rows = Decision.objects.select_related("organization__parent", "campaign")
    return rows.get(pk=papers.decision_pk)


def send(papers: CampaignPapers, client: Client, name: str, **typed: Any) -> Any:
    """What the secretary sends from the page of the text, and the answer."""
    client.force_login(decision_of(papers).created_by)
    path = reverse("documents:text", args=[name])
    mark = client.get(path).context["seen_version"]
    today = f"{clock.today():%d/%m/%Y}"
    return client.post(path, {"seen_version": mark, "valid_from": today, "step": "save", **typed})


def last_article(papers: CampaignPapers) -> str:
    paper = decision_paper(decision_of(papers))
    return [one.text for one in paper.blocks if isinstance(one, Article)][-1]


def record(papers: CampaignPapers, name: str, text: str, day: date) -> None:
    AgencyText.objects.create(
        organization=decision_of(papers).organization,
        name=name,
        text=text,
        valid_from=day,
        recorded_at=clock.now(),
    )


def test_a_text_holds_for_papers_from_its_day_and_the_last_one_counts(
    papers: CampaignPapers,
) -> None:
    signed = decision_of(papers).signed_on
    shipped = last_article(papers)
    record(papers, "decision.force", "Của ngày sau.", signed + timedelta(days=1))
    assert last_article(papers) == shipped
    record(papers, "decision.force", "Giao {cơ quan} thi hành.", signed)
    assert last_article(papers) == "Giao Sở Tài chính thi hành."
    record(papers, "decision.force", "", signed)
    assert last_article(papers) == shipped


def test_nothing_that_is_typed_is_run(papers: CampaignPapers, client: Client) -> None:
    assert send(papers, client, "decision.force", text=AS_TYPED).status_code == 302
    AgencyText.objects.update(valid_from=decision_of(papers).signed_on)

    assert last_article(papers) == AS_TYPED
    for made, read in zip(
        both(decision_paper(decision_of(papers))), (word_text, pdf_text), strict=True
    ):
        assert bare(AS_TYPED) in bare(read(made))
    event = AuditEvent.objects.filter(action="paper_text.set").get()
    assert event.content["after"] == AS_TYPED


@pytest.mark.parametrize("typed", ["{co quan}", "{{cơ quan}}", "{agency}", "{tên}"])
def test_an_unknown_placeholder_is_refused_with_those_there_are(
    papers: CampaignPapers, client: Client, typed: str
) -> None:
    answer = send(papers, client, "decision.force", text=f"Giao {typed} thi hành.")
    page = unescape(answer.content.decode())

    assert answer.status_code == 422
    assert f"Ở đây không có ô điền {typed}. Các ô điền dùng được: {{cơ quan}}." in page
    assert f"Giao {typed} thi hành." in page  # what was typed is still there
    assert not AgencyText.objects.exists()


def test_the_preview_fills_in_examples_and_records_nothing(
    papers: CampaignPapers, client: Client
) -> None:
    answer = send(papers, client, "decision.force", text="Giao {cơ quan}.", step="preview")

    assert "Giao Sở Tài chính." in answer.content.decode()
    assert not AgencyText.objects.exists()


def test_a_line_about_nobody_is_left_out(papers: CampaignPapers) -> None:
    decision = decision_of(papers)
    text = "Như Điều {điều cuối}\n{cơ quan cấp trên} (để báo cáo)\nBan Giám đốc"
    record(papers, "decision.recipients", text, decision.signed_on)
    assert decision_paper(decision).blocks[-1].left.lines[1].endswith(" (để báo cáo)")
    decision.organization.parent = None

    assert decision_paper(decision).blocks[-1].left.lines == ("Như Điều 4", "Ban Giám đốc")


def test_every_shipped_text_uses_only_what_it_may() -> None:
    for one in editable_texts():
        assert unknown_placeholders(one.shipped(), one.placeholders) == [], one.name
