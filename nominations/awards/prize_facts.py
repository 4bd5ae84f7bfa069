"""Reading awards for their prizes, as known on a day: a handful of queries however many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from nominations.awards.models import Award
from nominations.awards.prizes import PrizeFact, PrizeLine, Rules, compute_prize_lines
from nominations.law.models import RecipientKind
from nominations.law.rulesets import RulesOfAgencies


def _fact(award: Award, on: date) -> PrizeFact:
    person_id, collective_id = award.person_id, award.collective_id
    is_collective = award.kind == RecipientKind.COLLECTIVE  # its name contains its path
    place = () if is_collective else (award.position_name, award.unit_name)
    revoked = award.revoked_on if award.revoked_on and award.revoked_on <= on else None
    return PrizeFact(
        pk=award.pk,
        code=award.award_type.code,
        award_name=award.award_type.name,
        form=award.award_type.form,
        kind=award.kind,
        recipient=("person", person_id)
        if person_id is not None
        else ("collective", collective_id or 0),
        recipient_name=award.recipient_name,
        year=award.year,
        decided_on=award.decision_date,
        commendation_type=award.commendation_type,
        achieved_from=award.achievement_from,
        achieved_to=award.achievement_to,
        number=award.decision_number,
        issuer=award.issuer,
        place=", ".join(filter(None, place)),
        revoked_on=revoked,
        authority=award.award_type.authority,
        organization=award.organization,
    )


def _rivals(own: Sequence[PrizeFact], on: date, known: Q) -> list[PrizeFact]:
    """What else, apart from `known`, the same recipients hold of these years: one query."""
    ids: dict[str, set[int]] = {"person": set(), "collective": set()}
    for fact in own:
        ids[fact.recipient[0]].add(fact.recipient[1])
    near = (
        Award.objects.filter(_decided_by(on), year__in={fact.year for fact in own})
        .filter(Q(person_id__in=ids["person"]) | Q(collective_id__in=ids["collective"]))
        .exclude(known)
        .select_related("award_type", "organization__parent")
    )
    return [_fact(award, on) for award in near.order_by("pk")]


def _decided_by(on: date) -> Q:
    return (Q(decision_date__lte=on) | Q(decision_date__isnull=True)) & Q(struck=False)


def _is_decided_by(award: Award, on: date) -> bool:
    """`_decided_by` of an award that was read."""
    return not award.struck and (award.decision_date is None or award.decision_date <= on)


def prize_lines(
    awards: QuerySet[Award], *, on: date, rules: Rules | None = None
) -> list[PrizeLine]:
    """The prizes of the awards as known on the day, revoked ones included; two queries."""
    chosen = awards.filter(_decided_by(on)).select_related("award_type", "organization__parent")
    return lines_of_awards(chosen, on=on, rules=rules)


def lines_of_awards(
    awards: Iterable[Award], *, on: date, rules: Rules | None = None
) -> list[PrizeLine]:
    """The prizes of awards that were read with their type and agency, of those that were decided
    by the day and are not struck; one query.

    What else the same recipients hold of these years is read, since a higher title of the same
    period takes the place of a lower one, whichever decision it stands on.
    """
    own = [_fact(award, on) for award in awards if _is_decided_by(award, on)]
    if not own:
        return []
    rivals = _rivals(own, on, Q(pk__in=[fact.pk for fact in own]))
    return compute_prize_lines([*own, *rivals], rules=rules or RulesOfAgencies().on)[: len(own)]


def expected_lines(
    facts: Sequence[PrizeFact], *, on: date, rules: Rules | None = None
) -> list[PrizeLine]:
    """The prizes of awards that are not decided yet, beside what the same recipients hold.

    Their `pk` is negative, so that it is no award's. One query.
    """
    if not facts:
        return []
    rivals = _rivals(facts, on, Q(pk__in=[]))
    return compute_prize_lines([*facts, *rivals], rules=rules or RulesOfAgencies().on)[: len(facts)]
