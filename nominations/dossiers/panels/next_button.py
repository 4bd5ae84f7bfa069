"""The first button of a nomination's page: the writer's next act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from nominations.dossiers.models import Correction, Nomination
from nominations.dossiers.models.reviews import EVIDENCE_ITEM
from nominations.dossiers.panels.needed_papers import NeededPaper
from nominations.dossiers.rules import standards_not_met
from nominations.states import State
from workflow.available import Offer

STANDARDS = "standards_not_met"
DECIDED_HERE = "decided_here"


@dataclass(frozen=True, slots=True)
class NextAct:
    """A link with the look of the main button."""

    label: str
    path: str
    icon: str


def reachable_offers(offers: Iterable[Offer]) -> list[Offer]:
    """The offers that can ever be performed: an award of the agency's own has no outcome from
    above."""
    return [one for one in offers if all(reason.key != DECIDED_HERE for reason in one.reasons)]


def offers_with_todays_standards(offers: Sequence[Offer], obstacle: str | None) -> list[Offer]:
    """The offers with today's obstacle of the submission instead of the stored one.

    `obstacle` is "" if nothing blocks it, None if the standards are no longer evaluated.
    """
    if obstacle is None:
        return list(offers)
    return [_today(one, obstacle) if "standards" in one.transition.shows else one for one in offers]


def _today(offer: Offer, obstacle: str) -> Offer:
    reasons = [one for one in offer.reasons if one.key != STANDARDS]
    if obstacle:
        reasons.append(standards_not_met(obstacle))
    return replace(offer, enabled=not reasons, reasons=reasons)


def is_barred(offers: Sequence[Offer]) -> bool:
    """Whether standards block the submission, so that an exception may be requested."""
    return any(reason.key == STANDARDS for offer in offers for reason in offer.reasons)


def next_act(
    nomination: Nomination,
    offers: Sequence[Offer],
    *,
    needed: Sequence[NeededPaper],
    correction: Correction | None,
    changed: Mapping[str, bool],
) -> NextAct | None:
    """What the writer has to do before the next transition; None if that is possible now.

    `changed`: which items of the correction changed since the return.
    """
    enabled = {offer.transition.name for offer in offers if offer.enabled}
    report = reverse("dossiers:report", args=[nomination.public_id])
    evidence = reverse("dossiers:evidence", args=[nomination.public_id])
    if nomination.state == State.DRAFT:
        if "register" in enabled:
            return None
        goals = reverse("dossiers:goals", args=[nomination.public_id])
        return NextAct(_("Write the goals"), goals, "pencil-square")
    if nomination.state != State.REGISTERED:
        return None
    if correction is not None and not all(changed.values()):
        only_files = set(correction.items) == {EVIDENCE_ITEM}
        path, icon = (evidence, "upload") if only_files else (report, "pencil-square")
        return NextAct(_("Correct the dossier"), path, icon)
    if not needed or not needed[0].there:
        return NextAct(_("Write the report"), report, "pencil-square")
    if not all(paper.there for paper in needed):
        return NextAct(_("Attach the missing papers"), evidence, "upload")
    return None
