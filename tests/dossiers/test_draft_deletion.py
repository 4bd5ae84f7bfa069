"""A draft that was never registered is deleted by whoever started it, and by nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from nominations.administration.history.entry_wording import entries_of
from nominations.administration.history.scope import entries_in, scope_of
from nominations.dossiers.models import Evidence, Nomination
from nominations.dossiers.services import attach_evidence, delete_draft
from nominations.states import State
from tests.cast import Cast, pdf
from tests.press_button import press_button
from workflow import verification
from workflow.exceptions import NotAllowed


def _visitor(user: Any) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_draft_goes_with_its_files_and_its_chain_still_holds(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    draft = cast.nomination()
    attach_evidence(actor=cast.nominee, nomination=draft, paper="initiative", upload=pdf())
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(kept) == 1

    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(actor=cast.nominee, nomination=draft)

    assert not Nomination.objects.exists()
    assert not Evidence.objects.exists()
    assert not kept[0].exists()
    assert list(verification.chain_breaks()) == []
    entry = entries_of(entries_in(scope_of(cast.users["auditor"])))[0]
    assert entry.act == "Đã xóa bản nháp đề nghị"
    assert str(entry.lines[0]).endswith(draft.title)


def test_a_second_press_finds_nothing_left_to_delete(cast: Cast) -> None:
    draft = cast.nomination()
    delete_draft(actor=cast.nominee, nomination=draft)

    delete_draft(actor=cast.nominee, nomination=draft)

    assert cast.campaign.nominations.count() == 0


@pytest.mark.parametrize("who", ["clerk", "unit_head", "secretary", "outsider"])
def test_the_draft_of_somebody_else_stays(cast: Cast, who: str) -> None:
    draft = cast.nomination()

    with pytest.raises(NotAllowed):
        delete_draft(actor=cast.users[who], nomination=draft)

    assert Nomination.objects.filter(pk=draft.pk).exists()


def test_what_was_registered_is_withdrawn_and_not_deleted(cast: Cast) -> None:
    registered = cast.nomination(State.REGISTERED)

    with pytest.raises(ValidationError) as caught:
        delete_draft(actor=cast.nominee, nomination=registered)

    assert caught.value.code == "registered"
    page = _visitor(cast.nominee).get(reverse("dossiers:nomination", args=[registered.public_id]))
    assert "Xóa bản nháp" not in page.content.decode()


def test_page_and_list_lead_to_the_question_and_the_question_to_the_list(cast: Cast) -> None:
    draft = cast.nomination()
    visitor = _visitor(cast.nominee)
    question = reverse("dossiers:draft_delete", args=[draft.public_id])
    for page in (reverse("dossiers:list"), reverse("dossiers:nomination", args=[draft.public_id])):
        assert f'href="{question}"' in visitor.get(page).content.decode()

    asked = visitor.get(question).content.decode()
    assert "Xóa bản nháp này?" in asked
    assert Nomination.objects.filter(pk=draft.pk).exists()

    seen = visitor.get(question).context["seen_version"]
    Nomination.objects.filter(pk=draft.pk).update(goals="Viết thêm ở thẻ khác.")
    for unread in ({}, {"seen_version": ""}, {"seen_version": seen}):
        stale = visitor.post(question, unread, follow=True).content.decode()
        assert "đã thay đổi sau khi Ông/Bà mở" in stale
    assert Nomination.objects.get(pk=draft.pk).goals == "Viết thêm ở thẻ khác."

    done = press_button(visitor, question, follow=True)

    assert done.redirect_chain == [(reverse("dossiers:list"), 302)]
    assert "Đã xóa bản nháp." in done.content.decode()
    assert not Nomination.objects.filter(pk=draft.pk).exists()
