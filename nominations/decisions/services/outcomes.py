"""Outcomes that come back from above, revocations, and what is returned after them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from nominations.decisions.models import Revocation
from nominations.decisions.roles import DRAFTERS
from nominations.dossiers.models import Nomination
from nominations.paper_numbers.paper_days import check_order
from nominations.people import authorization
from nominations.pipeline import PIPELINE
from nominations.web.refusals import refused
from workflow import audit, clock, engine
from workflow.actors import Actor
from workflow.engine import BulkResult, Performed

DUE_PASSED = gettext_lazy("This day has passed. Give a day from today on, or leave it empty.")


def _check_paper(paper_number: str, paper_date: date | None) -> None:
    if not paper_number.strip() or paper_date is None:
        raise ValidationError(_("Enter the number and the date of the paper."), "no_paper")
    check_order(paper_date)


@transaction.atomic
def record_outcomes(
    *,
    actor: Actor,
    nominations: Iterable[Nomination],
    conferred: bool,
    paper_number: str,
    paper_date: date,
    issuer: str,
    reason: str = "",
    other_award: str = "",
) -> BulkResult:
    """Record what the superior authority decided on these nominations by one paper; all or none.

    Conferred awards are recorded with paper and issuer; `other_award` is the code of the award that
    was given instead of the proposed one. Refuses (ValidationError) a missing paper or issuer, an
    invalid number, a date in the future or before the answered report, a refusal without reason;
    (BulkRefused) a nomination that was not reported, is decided by the agency itself, or that the
    actor may not move.
    """
    pks = [nomination.pk for nomination in nominations]
    if not pks:
        raise ValidationError(_("Choose at least one nomination."), "empty")
    _check_paper(paper_number, paper_date)
    if not issuer.strip():
        raise ValidationError(_("Write who issued the paper."), "no_issuer")
    if not conferred and not reason.strip():
        raise ValidationError(_("Write why the award was not approved."), "no_reason")
    return engine.perform_many(
        PIPELINE,
        pks,
        "record_outcome" if conferred else "record_refusal",
        actor=actor,
        comment=reason.strip(),
        data={
            "paper_number": paper_number.strip(),
            "paper_date": paper_date.isoformat(),
            "issuer": issuer.strip(),
            **({"other_award": other_award} if other_award and conferred else {}),
        },
        joins=True,
    )


@transaction.atomic
def return_dossiers(
    *, actor: Actor, nominations: Iterable[Nomination], reason: str, due: date | None = None
) -> BulkResult:
    """Return nominations for supplement, as the superior agency did; all or none.

    They leave their report and go into a new one. The due day is appended to the reason. Refuses
    (ValidationError) an empty choice, no reason, a day in the past; (BulkRefused) a nomination that
    was not reported, is decided by the agency itself, was received above, or that the actor may not
    move.
    """
    pks = [nomination.pk for nomination in nominations]
    if not pks:
        raise ValidationError(_("Choose at least one nomination."), "empty")
    if not reason.strip():
        raise ValidationError(_("Write what has to be supplemented."), "no_reason")
    if due is not None and due < clock.today():
        raise refused("due_passed", DUE_PASSED)
    return engine.perform_many(
        PIPELINE,
        pks,
        "return_from_above",
        actor=actor,
        comment=_supplement_text(reason, due),
        joins=True,
    )


def _supplement_text(reason: str, due: date | None) -> str:
    """ "Thiếu xác nhận. Hạn bổ sung: 15/12/2026." """
    text = reason.strip()
    if due is None:
        return text
    with override("vi"):
        until = _("To be supplemented until %(day)s.") % {"day": f"{due:%d/%m/%Y}"}
    return f"{text if text.endswith(('.', '!', '?', ';', ':')) else text + '.'} {until}"


@transaction.atomic
def revoke_nomination(
    *,
    actor: Actor,
    nomination: Nomination,
    ground: str,
    paper_number: str,
    paper_date: date,
    concluded_on: date | None = None,
) -> Performed:
    """Revoke the award of a nomination by a paper; statistics change from the date of the paper on.

    Refuses (ValidationError) a missing paper or a date in the future, (TransitionRefused) an actor
    who may not revoke this award, an empty ground, and a nomination without a conferred award. With
    the day of the finding, the deadline of the regulation is stored too.
    """
    _check_paper(paper_number, paper_date)
    data = {"paper_number": paper_number.strip(), "paper_date": paper_date.isoformat()}
    if concluded_on:
        data["concluded_on"] = concluded_on.isoformat()
    return engine.perform(
        PIPELINE,
        nomination.pk,
        "revoke",
        actor=actor,
        comment=ground.strip(),
        data=data,
        joins=True,
    )


@transaction.atomic
def record_return(
    *,
    actor: Actor,
    revocation: Revocation,
    money_returned_on: date | None = None,
    object_returned_on: date | None = None,
) -> Revocation:
    """Record when prize money and certificate of a revoked award were returned; None clears a date.

    Refuses (NotAllowed) anybody but secretary and director, (ValidationError) a day in the future
    or before the revocation.
    """
    row = (
        Revocation.objects.select_for_update(of=("self",))
        .select_related("nomination__organization")
        .get(pk=revocation.pk)
    )
    organization = row.nomination.organization
    authorization.require(
        actor,
        *DRAFTERS,
        organization=organization,
        sentence=_("Only the council secretary and the director record a return."),
    )
    for day in (money_returned_on, object_returned_on):
        if day is not None and not row.paper_date <= day <= clock.today():
            raise ValidationError(
                _("The day of the return lies between the revocation and today."), "wrong_day"
            )
    row.money_returned_on, row.object_returned_on = money_returned_on, object_returned_on
    row.save(update_fields=["money_returned_on", "object_returned_on"])
    audit.record_on(
        row.nomination,
        "revocation.returned",
        actor=actor,
        payload={"money": money_returned_on, "object": object_returned_on},
    )
    return row
