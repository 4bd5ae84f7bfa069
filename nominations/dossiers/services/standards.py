"""Eligibility of nominations: evaluated, stored at submission, overridden.

Standards and settings come from the rule set the campaign froze when it was opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nominations.chunking import CHUNK
from nominations.dossiers.campaign_movement import movement_of
from nominations.dossiers.campaign_workflow import HELD
from nominations.dossiers.duplicates.findings import DuplicateSearch, blocking_sentences
from nominations.dossiers.facts import dossier_facts, dossier_facts_of
from nominations.dossiers.models import Campaign, EligibilityOverride, Nomination
from nominations.dossiers.permissions import require_secretary
from nominations.eligibility.answer_report import reservation
from nominations.eligibility.answers import Eligibility
from nominations.eligibility.assessment import judge
from nominations.eligibility.collect_facts import DossierFacts, collect_persons, collect_units
from nominations.eligibility.facts import Facts
from nominations.law.models import RecipientKind
from nominations.law.rulesets import RuleSet, from_frozen
from nominations.people.authorization import person_id_of
from nominations.people.models import User
from nominations.states import State
from nominations.vietnamese import clean_text
from nominations.web.refusals import not_allowed
from workflow import audit, clock
from workflow.actors import Actor

UNDECIDED = frozenset({State.DRAFT, State.REGISTERED})
"""States in which the standards are evaluated at every view; submission stores the answer."""


def assess_nominations(
    nominations: Sequence[Nomination], *, on: date | None = None
) -> dict[int, Eligibility]:
    """Evaluate the eligibility of each nomination today, rule by rule; a few queries per campaign.

    A nomination counts as live during the evaluation, so that two drafts of one person (base title
    and higher title) support each other. A campaign whose rule set has no standards yields no
    rules.
    """
    day = on or clock.today()
    found: dict[int, Eligibility] = {}
    groups: dict[int, list[Nomination]] = defaultdict(list)
    for one in nominations:
        groups[one.campaign_id].append(one)
    campaigns = Campaign.objects.in_bulk(list(groups))
    for pk, rows in groups.items():
        found |= _assess_campaign(campaigns[pk], rows, day)
    return found


def rule_set_of(campaign: Campaign) -> RuleSet | None:
    """The campaign's frozen rule set; None if it was opened without one."""
    return from_frozen(campaign.rules) if "content" in campaign.rules else None


def evaluate_nomination(
    nomination: Nomination, search: DuplicateSearch | None = None
) -> tuple[Facts, Eligibility]:
    """Today's eligibility of one nomination, with the facts it was evaluated on; an existing
    duplicate `search` with members saves reading the dossiers again."""
    campaign, rows = nomination.campaign, [nomination]
    if search is not None:
        known = dossier_facts_of(nomination, search)
    else:
        known = _dossier_facts(campaign, rows)
    facts = _facts(campaign, rows, clock.today(), known)
    found = facts[nomination.kind, _subject(nomination)]
    return found, _judged(nomination, campaign, rule_set_of(campaign), found)


def _judged(
    nomination: Nomination, campaign: Campaign, rule_set: RuleSet | None, facts: Facts
) -> Eligibility:
    code = nomination.award_type.code
    if rule_set is not None:
        return judge(rule_set, code, facts, campaign.commendation_type)
    return Eligibility(
        subject=facts.name,
        award=code,
        year=facts.year,
        on=facts.on,
        rule_set="",
        layers=(),
        rules=(),
    )


def _assess_campaign(
    campaign: Campaign, rows: Sequence[Nomination], day: date
) -> dict[int, Eligibility]:
    rule_set = rule_set_of(campaign)
    facts = _facts(campaign, rows, day, _dossier_facts(campaign, rows))
    return {
        one.pk: _judged(one, campaign, rule_set, facts[one.kind, _subject(one)]) for one in rows
    }


def _subjects(rows: Sequence[Nomination]) -> tuple[set[int], set[int]]:
    """The persons and the collectives of the rows."""
    return (
        {one.person_id for one in rows if one.person_id is not None},
        {one.collective_id for one in rows if one.collective_id is not None},
    )


def _dossier_facts(campaign: Campaign, rows: Sequence[Nomination]) -> DossierFacts:
    persons, units = _subjects(rows)
    return dossier_facts(
        campaign.organization_id,
        campaign.year,
        but=[one.pk for one in rows],
        # Too many keys for one statement: reading the whole agency is cheaper.
        persons=persons if len(rows) <= CHUNK else None,
        units=units if len(rows) <= CHUNK else None,
        campaign_held=campaign.state in HELD,
    )


def _facts(
    campaign: Campaign, rows: Sequence[Nomination], day: date, known: DossierFacts
) -> dict[tuple[str, int], Facts]:
    """The facts of every subject of the rows, by kind and key."""
    persons, units = _subjects(rows)
    known = replace(_vouched(known, rows), movement=movement_of(campaign))
    facts: dict[tuple[str, int], Facts] = {}
    for collected in (
        collect_persons(persons, year=campaign.year, on=day, known=known),
        collect_units(units, year=campaign.year, on=day, known=known),
    ):
        facts |= {(one.kind, one.key): one for one in collected}
    return facts


def _subject(nomination: Nomination) -> int:
    return nomination.person_id or nomination.collective_id or 0


def _vouched(known: DossierFacts, rows: Sequence[Nomination]) -> DossierFacts:
    """The facts with the evaluated nominations counted as live, and as registered unless late."""
    for one in rows:
        if one.kind == RecipientKind.INDIVIDUAL:
            live, registered = known.nominated, known.registered
        else:
            live, registered = known.nominated_units, known.registered_units
        key = _subject(one)
        live[key] = live.get(key, frozenset()) | {one.award_type.code}  # type: ignore[index]  # its kind chose the dictionary
        registered[key] = registered.get(key, False) or not one.late_reason  # type: ignore[index]  # its kind chose the dictionary
    return known


def overrides_of(nominations: Iterable[int]) -> dict[int, set[str]]:
    """The keys of the overridden rules of each nomination."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = EligibilityOverride.objects.filter(nomination_id__in=list(nominations))
    for nomination, rule in rows.values_list("nomination_id", "rule"):
        found[nomination].add(rule)
    return found


def submission_obstacle(
    eligibility: Eligibility, overridden: Iterable[str] = (), doubles: Iterable[str] = ()
) -> str:
    """The standards, in the wording of the law, and duplicates that block the submission; "" if
    none."""
    passed = set(overridden)
    says = [one.standard.says for one in eligibility.blocking if one.standard.key not in passed]
    return "; ".join([*says, *doubles])


def obstacles_of(nomination: Nomination) -> dict[str, str]:
    """What blocks the submission today: the key of each rule with its wording."""
    passed = overrides_of([nomination.pk]).get(nomination.pk, set())
    search = DuplicateSearch([nomination], members=True)
    _facts, eligibility = evaluate_nomination(nomination, search)
    found = {
        one.standard.key: one.standard.says
        for one in eligibility.blocking
        if one.standard.key not in passed
    }
    for rule, says in search.blocking()[nomination.pk]:
        found[rule] = f"{found[rule]}; {says}" if rule in found else says
    return found


def refresh_before_submission(nomination: Nomination, actor: Actor) -> None:
    """Evaluate again what blocks the submission: it may have been resolved meanwhile."""
    refresh_obstacles([nomination.pk])


def refresh_obstacles(pks: Iterable[int]) -> int:
    """Evaluate again what blocks nominations not submitted yet; returns how many changed."""
    rows = list(
        Nomination.objects.filter(pk__in=list(pks), state__in=UNDECIDED).select_related(
            "award_type"
        )
    )
    if not rows:
        return 0
    answers, overridden = assess_nominations(rows), overrides_of(one.pk for one in rows)
    doubles, changed = blocking_sentences(rows), []
    for one in rows:
        block = submission_obstacle(answers[one.pk], overridden.get(one.pk, ()), doubles[one.pk])
        if block != one.eligibility_block:
            one.eligibility_block = block
            changed.append(one)
    Nomination.objects.bulk_update(changed, ["eligibility_block"], batch_size=500)
    return len(changed)


def stored_answer(eligibility: Eligibility, overridden: Iterable[str] = ()) -> dict[str, Any]:
    """The answer as stored with a nomination at submission: JSON data with citations."""
    passed = set(overridden)
    return {
        "answer": str(eligibility.answer),
        "on": eligibility.on.isoformat(),
        "rule_set": eligibility.rule_set,
        "layers": list(eligibility.layers),
        "no_way": reservation(eligibility),
        "rules": [
            {
                "key": one.standard.key,
                "says": one.standard.says,
                "answer": str(one.answer),
                "effect": one.standard.effect,
                "source": one.standard.source,
                "verified": one.standard.verified,
                "layer": one.standard.layer,
                "records": [str(text) for text in one.records],
                "missing": [str(text) for text in one.missing],
                "overridden": one.blocks and one.standard.key in passed,
            }
            for one in eligibility.rules
        ],
    }


def grant_override(
    *, actor: User, nomination: Nomination, rule: str, reason: str
) -> EligibilityOverride:
    """Override a rule that blocks a nomination, with a recorded reason.

    Refuses anybody but the agency's council secretary, and the secretary's own nomination
    (NotAllowed); no reason, a rule that does not block it, a second override (ValidationError).
    """
    require_secretary(actor, nomination.organization_id)
    reason = clean_text(reason)
    says = _barring(actor, nomination, rule, reason)
    with transaction.atomic():
        locked = Nomination.objects.select_for_update(no_key=True).get(pk=nomination.pk)
        override, new = EligibilityOverride.objects.get_or_create(
            nomination=nomination,
            rule=rule,
            defaults={"reason": reason, "granted_by": actor, "granted_at": clock.now()},
        )
        if not new:
            raise ValidationError(
                _("This standard has already been set aside for the nomination."), code="twice"
            )
        audit.record_on(
            locked,
            "standard.overridden",
            actor=actor,
            payload={"name": says, "rule": rule, "comment": reason},
        )
        refresh_obstacles([nomination.pk])
    return override


def _barring(actor: Actor, nomination: Nomination, rule: str, reason: str) -> str:
    """The wording of the rule that blocks the nomination; refuses as documented in
    `grant_override`."""
    if nomination.person_id is not None and nomination.person_id == person_id_of(actor):
        raise not_allowed(
            "own_nomination", _("Nobody sets a standard aside for their own nomination.")
        )
    if not reason:
        raise ValidationError(_("Write the reason for the exception."), code="no_reason")
    barring = {
        one.standard.key: one.standard.says
        for one in assess_nominations([nomination])[nomination.pk].blocking
    }
    if rule not in barring:
        raise ValidationError(
            _("This standard does not bar the nomination; nothing has to be set aside."),
            code="not_barred",
        )
    return barring[rule]
