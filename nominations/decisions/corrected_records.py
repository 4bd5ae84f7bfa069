"""The correctable values of a record, and how corrected values are propagated.

An award follows its decision or outcome, and so do the outcome and the award of a dossier below,
the register of paper numbers, statistics and prizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nominations.awards.models import Award
from nominations.awards.services import correct_awards
from nominations.decisions.conferred_awards import other_award_of
from nominations.decisions.effects import revoking_paper
from nominations.decisions.models import Decision, DecisionLine, Outcome, Revocation
from nominations.decisions.step_days import (
    days_before_decision,
    days_of_decisions,
    days_of_outcomes,
    days_of_reports,
    days_of_revocations,
)
from nominations.dossiers.models import Nomination
from nominations.law.models import AwardType
from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.paper_days import check_order
from nominations.paper_numbers.series import own_paper
from nominations.paper_numbers.services import (
    attach_number,
    named_paper,
    release_numbers,
    take_number,
)
from nominations.pipeline import PIPELINE
from nominations.states import State
from workflow import engine
from workflow.actors import Actor

Values = Mapping[str, str]
YES, NO = "yes", "no"
_STATES = {True: State.CONFERRED, False: State.REFUSED_ABOVE}


def recorded_values(
    paper: Decision | Outcome | Revocation, line: DecisionLine | None = None
) -> dict[str, str]:
    """The present values; for a line, the names as printed."""
    if line is not None:
        named = line.nomination
        return {
            "name": named.subject_name,
            "position": named.position_name,
            "unit": named.unit_name,
        }
    if isinstance(paper, Decision):
        day = paper.signed_on.isoformat() if paper.signed_on else ""
        return {"number": paper.number, "date": day}
    found = {"number": paper.paper_number, "date": paper.paper_date.isoformat()}
    if not isinstance(paper, Outcome):
        return found
    conferred = YES if paper.conferred else NO
    return {
        "conferred": conferred,
        "award": _given_instead(paper),
        **found,
        "issuer": paper.issuer,
        "note": paper.reason,
    }


def _given_instead(outcome: Outcome) -> str:
    return outcome.other_award.code if outcome.other_award else ""


def write_corrected_values(
    paper: Decision | Outcome | Revocation,
    line: DecisionLine | None,
    values: Values,
    *,
    actor: Actor,
    reason: str,
) -> None:
    """Write the values into the record and everything that depends on it. Refuses (ValidationError)
    what the original act would have refused, and a day after a later step."""
    if line is not None:
        _write_line(line, values, actor=actor, reason=reason)
    elif isinstance(paper, Decision):
        _write_decision(paper, values, actor=actor, reason=reason)
    elif isinstance(paper, Outcome):
        _write_outcome(paper, values, actor=actor, reason=reason)
    else:
        _write_revocation(paper, values, actor=actor, reason=reason)


def _day(values: Values) -> date:
    return date.fromisoformat(values["date"])


def _write_line(line: DecisionLine, values: Values, *, actor: Actor, reason: str) -> None:
    named = line.nomination
    title = named.title.replace(named.subject_name, values["name"])
    Nomination.objects.filter(pk=named.pk).update(
        subject_name=values["name"],
        position_name=values["position"],
        unit_name=values["unit"],
        title=title,
    )
    awards = Award.objects.filter(decision_line=line) | Award.objects.filter(
        outcome__nomination=named
    )
    correct_awards(
        awards=awards,
        actor=actor,
        reason=reason,
        recipient_name=values["name"],
        position_name=values["position"],
        unit_name=values["unit"],
    )


def _write_decision(decision: Decision, values: Values, *, actor: Actor, reason: str) -> None:
    day = _day(values)
    pks = list(decision.lines.values_list("nomination_id", flat=True))
    check_order(
        day,
        after=days_before_decision(pks),
        before=[*days_of_reports(pks), *days_of_outcomes(pks), *days_of_revocations(pks)],
    )
    below = list(
        Outcome.objects.filter(
            nomination__arrived_as__decision_lines__decision=decision
        ).select_related("nomination__organization")
    )
    for outcome in below:
        release_numbers(f"outcome:{outcome.pk}")
    release_numbers(decision.stream)
    paper = own_paper(decision.organization, PaperType.DECISION, values["number"], day)
    number = take_number(paper, subject=decision.stream).shown
    Decision.objects.filter(pk=decision.pk).update(number=number, signed_on=day)
    correct_awards(
        awards=Award.objects.filter(decision_line__decision=decision),
        actor=actor,
        reason=reason,
        decision_number=number,
        decision_date=day,
    )
    for outcome in below:
        paper_values = {"number": number, "date": values["date"], "issuer": outcome.issuer}
        _write_outcomes([outcome], paper_values, actor=actor, reason=reason)


def _write_outcome(outcome: Outcome, values: Values, *, actor: Actor, reason: str) -> None:
    """Correct the paper of an outcome and whether it conferred the award; the nomination is moved
    by its own transition.

    Refuses (TransitionRefused) to reverse the answer if the award was revoked since.
    """
    pks = [outcome.nomination_id]
    check_order(_day(values), after=days_of_reports(pks), before=days_of_revocations(pks))
    rows = _with_below(outcome)
    _write_outcomes(rows, values, actor=actor, reason=reason)
    conferred, note = values["conferred"] == YES, values["note"].strip()
    if outcome.conferred and not conferred and not note:
        raise ValidationError(_("Write why the award was not approved."), "no_reason")
    other = _other_award(outcome, values, conferred=conferred)
    Outcome.objects.filter(pk__in=[row.pk for row in rows]).update(
        conferred=conferred, reason=note, other_award=other
    )
    if outcome.conferred and conferred:
        given = other or outcome.nomination.award_type
        _check_kind(given, outcome.nomination)
        correct_awards(
            awards=Award.objects.filter(outcome__in=rows).exclude(award_type=given),
            actor=actor,
            reason=reason,
            award_type_id=given.pk,
        )
    if conferred != outcome.conferred:
        engine.perform(
            PIPELINE,
            outcome.nomination_id,
            "correct_to_conferral" if conferred else "correct_to_refusal",
            actor=actor,
            comment=reason.strip(),
            joins=True,
        )


def _other_award(outcome: Outcome, values: Values, *, conferred: bool) -> AwardType | None:
    """The award given instead of the proposed one; refuses one where none was given."""
    code = values.get("award", _given_instead(outcome))  # missing in older corrections
    if not code:
        return None
    if not conferred:
        raise ValidationError(
            _("Nothing was conferred: choose no other award, or correct the outcome."),
            "award_of_a_refusal",
        )
    return other_award_of(code, _day(values), outcome.nomination)


def _check_kind(award: AwardType, nomination: Nomination) -> None:
    if not award.is_for(nomination.kind):
        raise ValidationError(
            _("%(award)s cannot be given to %(recipient)s."),
            "wrong_kind",
            {"award": award.name, "recipient": nomination.subject_name},
        )


def _with_below(outcome: Outcome) -> list[Outcome]:
    """The outcome and its copies at the agency below."""
    rows = [outcome]
    known = Outcome.objects.select_related("nomination__organization")
    while below := known.filter(nomination__arrived_as=rows[-1].nomination_id).first():
        if below.nomination.state != _STATES[outcome.conferred]:
            break
        rows.append(below)
    return rows


def _write_outcomes(
    outcomes: Iterable[Outcome], values: Values, *, actor: Actor, reason: str
) -> None:
    day, issuer = _day(values), values["issuer"].strip()
    for outcome in outcomes:
        subject = f"outcome:{outcome.pk}"
        release_numbers(subject)
        organization = outcome.nomination.organization
        paper = named_paper(organization, values["number"], day, issuer=issuer)
        number = attach_number(paper, subjects=[subject]).shown
        Outcome.objects.filter(pk=outcome.pk).update(
            paper_number=number, paper_date=day, issuer=issuer
        )
        correct_awards(
            awards=Award.objects.filter(outcome=outcome),
            actor=actor,
            reason=reason,
            decision_number=number,
            decision_date=day,
            issuer=issuer,
        )


def _write_revocation(revocation: Revocation, values: Values, *, actor: Actor, reason: str) -> None:
    day, nomination = _day(values), revocation.nomination
    pks = [nomination.pk]
    check_order(day, after=[*days_of_decisions(pks), *days_of_reports(pks), *days_of_outcomes(pks)])
    rows = Revocation.objects.filter(nomination__in=[nomination.pk, nomination.arrived_from_id])
    for row in rows.select_related("award", "nomination__organization"):
        subject = f"revocation:{row.pk}"
        release_numbers(subject)
        paper = revoking_paper(row.nomination, row.award, values["number"], day)
        number = attach_number(paper, subjects=[subject]).shown
        Revocation.objects.filter(pk=row.pk).update(paper_number=number, paper_date=day)
        if row.award is not None:
            correct_awards(awards=[row.award], actor=actor, reason=reason, revoked_on=day)
