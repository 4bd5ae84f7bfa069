"""Autosave: nothing is lost, nothing of somebody else is overwritten, locked parts stay locked."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from nominations.dossiers.models import Nomination, Report
from nominations.dossiers.services import save_report, write_reports_many
from nominations.pipeline import PIPELINE
from nominations.states import State
from tests.cast import Cast
from workflow import engine
from workflow.exceptions import NotAllowed


def returned(cast: Cast, *items: str) -> Nomination:
    nomination = cast.nomination(State.SUBMITTED)
    engine.perform(
        PIPELINE,
        nomination.pk,
        "return_for_correction",
        actor=cast.unit_head,
        data={"items": list(items)},
        comment="Bổ sung.",
    )
    return nomination


def test_each_save_raises_the_revision(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    first = save_report(
        actor=cast.nominee, nomination=nomination, fields={"duties": "A"}, revision=0
    )
    second = save_report(
        actor=cast.nominee, nomination=nomination, fields={"achievements": "B"}, revision=1
    )

    assert (first.revision, second.revision) == (1, 2)
    assert (second.duties, second.achievements, second.saved_by) == ("A", "B", cast.nominee)


def test_a_save_over_somebody_elses_is_refused_with_the_name(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    save_report(actor=cast.clerk, nomination=nomination, fields={"duties": "A"}, revision=0)

    with pytest.raises(ValidationError) as caught:
        save_report(actor=cast.nominee, nomination=nomination, fields={"duties": "B"}, revision=0)

    assert caught.value.code == "stale"
    assert caught.value.messages[0].startswith("Bùi Thị Lan đã lưu báo cáo này lúc ")
    assert nomination.reports.get().duties == "A"


def test_the_same_text_sent_twice_is_no_conflict(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)
    for _press in range(2):
        report = save_report(
            actor=cast.nominee, nomination=nomination, fields={"duties": "A"}, revision=0
        )

    assert report.revision == 1


@pytest.mark.parametrize("who", ["outsider", "unit_head", "secretary", "director", "stranger"])
def test_others_do_not_write(cast: Cast, who: str) -> None:
    nomination = cast.nomination(State.REGISTERED)

    with pytest.raises(NotAllowed):
        save_report(
            actor=cast.users[who], nomination=nomination, fields={"duties": "A"}, revision=0
        )

    assert not Report.objects.exists()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.UNIT_REVIEWED, State.WITHDRAWN])
def test_a_submitted_report_is_locked_for_its_writer_too(cast: Cast, state: str) -> None:
    nomination = cast.nomination(state)
    before = list(Report.objects.values())

    with pytest.raises(NotAllowed) as caught:
        save_report(actor=cast.nominee, nomination=nomination, fields={"duties": "A"}, revision=1)

    assert caught.value.key == "dossier_locked"
    assert list(Report.objects.values()) == before


def test_after_a_return_only_flagged_parts_change(cast: Cast) -> None:
    nomination = returned(cast, "achievements")
    with pytest.raises(ValidationError) as caught:
        save_report(
            actor=cast.nominee, nomination=nomination, fields={"duties": "Khác"}, revision=0
        )

    saved = save_report(
        actor=cast.nominee,
        nomination=nomination,
        fields={"achievements": "Mới", "duties": nomination.reports.first().duties},
        revision=0,
    )

    assert caught.value.code == "locked"
    assert saved.achievements == "Mới"


def test_an_unknown_part_is_refused(cast: Cast) -> None:
    nomination = cast.nomination(State.REGISTERED)

    with pytest.raises(ValidationError) as caught:
        save_report(actor=cast.nominee, nomination=nomination, fields={"state": "x"}, revision=0)

    assert caught.value.code == "unknown_field"


def test_a_list_with_one_foreign_dossier_writes_nothing(cast: Cast) -> None:
    own = cast.nomination(State.REGISTERED)
    foreign = cast.nomination(State.REGISTERED, person=cast.colleague, award="LDTT")

    with pytest.raises(NotAllowed):
        write_reports_many(
            actor=cast.nominee,
            texts={own.pk: {"achievements": "A"}, foreign.pk: {"achievements": "B"}},
        )

    assert not Report.objects.exists()
