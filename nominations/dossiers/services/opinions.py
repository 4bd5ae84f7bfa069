"""Opinions of other bodies, recorded for one nomination or many, corrected with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.dossiers.models import (
    CampaignTitle,
    Nomination,
    OpinionAnswer,
    OpinionPaper,
    RequestedOpinion,
)
from nominations.dossiers.models.opinions import opinion_path
from nominations.dossiers.permissions import require_opinion_recorder
from nominations.dossiers.required_opinions import TitleOpinion, title_opinions
from nominations.files.upload_check import AcceptedFile, accept_upload
from nominations.people.authorization import account_of
from nominations.states import State
from nominations.vietnamese import clean_text
from workflow import audit, clock
from workflow.actors import Actor
from workflow.deadlines import WorkingCalendar

RECORDED_IN = frozenset(
    {
        State.REGISTERED,
        State.SUBMITTED,
        State.UNIT_REVIEWED,
        State.COUNCIL_VOTED,
        State.CONSULTED,
        State.DECIDED,
        State.REPORTED,
    }
)
"""States in which an opinion may be recorded or corrected."""
KEPT = ("is_concerned", "concern_reason", "asked_on", "answer", "answered_on", "summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionEntry:
    """The input: whether it concerns the nominee, the day of the request, the answer.

    An answer ("" for none) has the number and the date of its paper; `summary` is the content of
    another opinion; `file` is the paper, optional. `keeps_the_rest`: a missing request or answer
    keeps the recorded one.
    """

    is_concerned: bool | None = None
    concern_reason: str = ""
    asked_on: date | None = None
    answer: str = ""
    number: str = ""
    dated: date | None = None
    summary: str = ""
    file: UploadedFile[Any] | AcceptedFile | None = None
    keeps_the_rest: bool = False


def record_opinion(
    *,
    actor: Actor,
    nominations: Sequence[Nomination],
    key: str,
    given: OpinionEntry,
    reason: str = "",
) -> list[RequestedOpinion]:
    """Record a required opinion for these nominations, all or none; an answer has one paper for
    all.

    Refuses (NotAllowed) an actor who is neither the council secretary nor a substitute, and anybody
    for their own nomination; (ValidationError) an opinion that no rule asks for, a nomination that
    is not in progress, days in the future or out of order, an answer without its paper, another
    opinion without its content, and a change of an answer without a reason.
    """
    if not nominations:
        raise ValidationError(_("Tick at least one nomination."), code="empty")
    reason, given = clean_text(reason), _checked(given)
    accepted = accept_upload(given.file) if given.file is not None else None
    stored: list[str] = []
    try:
        with transaction.atomic():
            rows = Nomination.objects.select_for_update(no_key=True).select_related("organization")
            locked = list(rows.filter(pk__in=[one.pk for one in nominations]).order_by("pk"))
            rules = _rules(locked, key)
            for row in locked:
                _require_recordable(actor, row, rules[row.pk], given)
            return _save_opinions(actor, locked, rules, given, accepted, reason, stored)
    except BaseException:
        for path in stored:  # also where the disk took only a part of it
            with suppress(OSError):
                OpinionPaper._meta.get_field("file").storage.delete(path)
        raise


def _refusal(field: str, code: str, sentence: str) -> ValidationError:
    """A ValidationError at a field of the form."""
    refusal = ValidationError({field: ValidationError(sentence, code=code)})
    refusal.code = code
    return refusal


def _checked(given: OpinionEntry) -> OpinionEntry:
    """The checked entry, its texts without invisible characters; refuses days out of order and
    incomplete answers."""
    today = clock.today()
    if given.asked_on is not None and given.asked_on > today:
        raise _refusal("asked_on", "future", _("The day the opinion was asked lies in the future."))
    if given.answer:
        _check_answer(given, today)
    return replace(
        given,
        concern_reason=clean_text(given.concern_reason)[:300],
        number=clean_text(given.number),
        summary=clean_text(given.summary),
    )


def _check_answer(given: OpinionEntry, today: date) -> None:
    if given.answer not in OpinionAnswer.values:
        raise _refusal("answer", "no_answer", _("Choose what was answered."))
    if not given.number.strip():
        raise _refusal("number", "no_paper", _("Write the number of the paper with the opinion."))
    if given.dated is None:
        raise _refusal("dated", "no_paper", _("Write the date of the paper with the opinion."))
    if given.dated > today:
        raise _refusal("dated", "future", _("The date lies in the future."))
    if given.answer == OpinionAnswer.OTHER and not given.summary.strip():
        raise _refusal("summary", "no_summary", _("Write what the opinion says."))


def _check_order(given: OpinionEntry) -> None:
    if given.asked_on is not None and given.dated is not None and given.dated < given.asked_on:
        words = {"day": f"{given.asked_on:%d/%m/%Y}"}
        sentence = _("The paper is older than the request on %(day)s.") % words
        raise _refusal("dated", "before_request", sentence)


def _rules(rows: Sequence[Nomination], key: str) -> dict[int, TitleOpinion]:
    """The rule of the key for each nomination; refuses where the campaign's rules have none."""
    titles = CampaignTitle.objects.filter(campaign__in={row.campaign_id for row in rows})
    by_place = {
        (one.campaign_id, one.award_type_id): title_opinions(one.opinions) for one in titles
    }
    found = {}
    for row in rows:
        fitting = [
            one
            for one in by_place.get((row.campaign_id, row.award_type_id), [])
            if one.key == key and one.reaches(row.kind) is not False
        ]
        if not fitting:
            raise ValidationError(
                _("The rules of the campaign ask no such opinion about %(title)s."),
                code="not_required",
                params={"title": row.title},
            )
        found[row.pk] = fitting[-1]
    return found


def _require_recordable(
    actor: Actor, row: Nomination, rule: TitleOpinion, given: OpinionEntry
) -> None:
    require_opinion_recorder(actor, row)
    if row.state not in RECORDED_IN:
        raise ValidationError(
            _("%(title)s is not on its way, so no opinion is recorded about it."),
            code="not_on_its_way",
            params={"title": row.title},
        )
    if rule.who or rule.reaches(row.kind) is None:
        if given.is_concerned is None:
            raise _refusal(
                "is_concerned",
                "unsaid",
                _("Say whether the nominee is one of those meant: %(whom)s.")
                % {"whom": rule.whom(row.kind)},
            )
        if not given.concern_reason:
            raise _refusal("concern_reason", "no_reason", _("Write on what this rests."))


def _save_opinions(
    actor: Actor,
    rows: Sequence[Nomination],
    rules: dict[int, TitleOpinion],
    given: OpinionEntry,
    accepted: AcceptedFile | None,
    reason: str,
    stored: list[str],
) -> list[RequestedOpinion]:
    before = {
        one.nomination_id: one
        for one in RequestedOpinion.objects.filter(
            nomination__in=rows, key=next(iter(rules.values())).key
        ).select_related("paper")
    }
    given_of = {row.pk: _filled(given, before.get(row.pk)) for row in rows}
    for one in given_of.values():
        _check_order(one)
    if not reason and any(
        _changes_answer(one, given_of[pk], accepted) for pk, one in before.items()
    ):
        raise _refusal(
            "reason",
            "no_correction_reason",
            _("An answer is on record already; write why it is corrected."),
        )
    paper = _paper(actor, rows[0], given, accepted, before, stored) if given.answer else None
    calendar = WorkingCalendar.local()
    return [
        _write(
            actor,
            row,
            rules[row.pk],
            given_of[row.pk],
            paper,
            before.get(row.pk),
            reason,
            calendar,
        )
        for row in rows
    ]


def _filled(given: OpinionEntry, row: RequestedOpinion | None) -> OpinionEntry:
    """The entry with recorded values for empty ones, if `keeps_the_rest`."""
    if row is None or not given.keeps_the_rest:
        return given
    found = replace(given, asked_on=given.asked_on or row.asked_on)
    if given.answer or row.paper is None:
        return found
    return replace(
        found,
        answer=row.answer,
        number=row.paper.number,
        dated=row.paper.dated,
        summary=row.summary,
    )


def _changes_answer(
    row: RequestedOpinion, given: OpinionEntry, accepted: AcceptedFile | None
) -> bool:
    """Whether the entry changes a recorded answer."""
    if not row.answer or row.paper is None:
        return False
    now = (row.answer, row.paper.number, row.paper.dated, row.summary, row.is_concerned)
    then = (given.answer, given.number, given.dated, given.summary, given.is_concerned)
    return now != then or (accepted is not None and accepted.sha256 != row.paper.sha256)


def _paper(
    actor: Actor,
    nomination: Nomination,
    given: OpinionEntry,
    accepted: AcceptedFile | None,
    before: dict[int, RequestedOpinion],
    stored: list[str],
) -> OpinionPaper:
    """The recorded paper if it is the same, else a new one, which takes over the former file
    without a new one."""
    known = next((one.paper for one in before.values() if one.paper is not None), None)
    if (
        known is not None
        and (known.number, known.dated) == (given.number, given.dated)
        and (accepted is None or accepted.sha256 == known.sha256)
    ):
        return known
    paper = OpinionPaper(
        organization=nomination.organization,
        number=given.number,
        dated=given.dated or clock.today(),
        added_at=clock.now(),
        added_by=account_of(actor),
    )
    if accepted is not None:
        path = opinion_path(paper, f"file.{accepted.kind}")
        stored.append(path)
        paper.file.name = paper.file.storage.save(path, ContentFile(accepted.content))
        paper.name, paper.size, paper.sha256 = accepted.name, accepted.size, accepted.sha256
    elif known is not None and known.file:
        paper.file.name = known.file.name
        paper.name, paper.size, paper.sha256 = known.name, known.size, known.sha256
    paper.save()
    return paper


def _write(
    actor: Actor,
    nomination: Nomination,
    rule: TitleOpinion,
    given: OpinionEntry,
    paper: OpinionPaper | None,
    row: RequestedOpinion | None,
    reason: str,
    calendar: WorkingCalendar,
) -> RequestedOpinion:
    before = _content(row) if row is not None else {}
    row = row or RequestedOpinion(nomination=nomination, key=rule.key)
    must_be_said = bool(rule.who) or rule.reaches(nomination.kind) is None
    row.is_concerned = given.is_concerned if must_be_said else None
    row.concern_reason = given.concern_reason if must_be_said else ""
    is_asked = not must_be_said or bool(given.is_concerned)
    row.asked_on = given.asked_on if is_asked else None
    row.due_on = None
    if row.asked_on and rule.days:
        row.due_on = calendar.add_working_days(row.asked_on, rule.days)
    row.answer = given.answer if is_asked else ""
    row.answered_on = given.dated if row.answer else None
    row.summary = given.summary if row.answer else ""
    row.paper = (paper or row.paper) if row.answer else None
    row.recorded_at, row.recorded_by = clock.now(), account_of(actor)
    row.save()
    after = _content(row)
    if after != before:
        audit.record_on(
            nomination,
            "opinion.corrected" if before.get("answer") else "opinion.recorded",
            actor=actor,
            payload={
                "key": rule.key,
                "name": rule.body_name,
                "before": before,
                "after": after,
                "comment": reason,
            },
        )
    return row


def _content(row: RequestedOpinion) -> dict[str, Any]:
    """The history payload of an opinion."""
    found = {name: getattr(row, name) for name in KEPT}
    if row.paper is not None:
        found |= {"paper": row.paper.number, "sha256": row.paper.sha256}
    return found
