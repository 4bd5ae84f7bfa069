"""Effects of the transitions of a decision."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from nominations.decisions.models import Decision
from nominations.decisions.quota_check import require_within_quotas
from nominations.decisions.services.drafts import add_lines, checked_nominations
from nominations.decisions.step_days import days_before_decision
from nominations.paper_numbers.models import PaperType
from nominations.paper_numbers.paper_days import check_order
from nominations.paper_numbers.series import settle_number
from nominations.people.authorization import persons_holding
from nominations.people.models import Organization, Person
from nominations.people.roles import Role
from nominations.pipeline import PIPELINE
from workflow import audit, engine
from workflow.canonical import given_day
from workflow.table import Effects


def _decisions(effects: Effects) -> list[Decision]:
    """The moved decisions as they are now, in the order of the move."""
    pks = [moved.pk for moved in effects.moved]
    found = Decision.objects.select_related("organization", "campaign").in_bulk(pks)
    return [found[pk] for pk in pks]


def change_list(effects: Effects) -> None:
    """Remove nominations from the draft (`remove`, ids) and add others (`add`, ids).

    Refuses (ValidationError) what drafting refuses.
    """
    for decision, moved in zip(_decisions(effects), effects.moved, strict=True):
        added, removed = moved.data.get("add", []), moved.data.get("remove", [])
        # The agency's history is locked by its entry: two drafts cannot take the same nomination.
        audit.record(
            f"organization:{decision.organization_id}",
            "decision.changed",
            actor=effects.actor,
            payload={"decision": decision.pk, "added": len(added), "removed": len(removed)},
        )
        decision.lines.filter(nomination_id__in=removed).delete()
        if added:
            last = decision.lines.aggregate(last=Max("position"))["last"] or 0
            rows = checked_nominations(decision.organization, decision.campaign, set(added))
            add_lines(decision, rows, last)


def number_the_paper(effects: Effects) -> None:
    """Give the paper its number, its date and its signer, before it counts as signed.

    A blank number takes the next of the agency's own series. Refuses (ValidationError) an invalid
    number or one used this year, a blank one in an agency without a document symbol, and a day
    before an earlier step.
    """
    for decision, moved in zip(_decisions(effects), effects.moved, strict=True):
        day = given_day(moved.data.get("signed_on")) or effects.today
        check_order(day, after=days_before_decision(decision.lines.values("nomination_id")))
        person = effects.actor.person  # type: ignore[attr-defined]  # a person signs, never the system
        Decision.objects.filter(pk=decision.pk).update(
            number=settle_number(
                decision.organization,
                PaperType.DECISION,
                moved.data.get("number", ""),
                day,
                subject=decision.stream,
            ),
            signed_on=day,
            signer_name=person.full_name,
            signer_title=_signer_title(decision.organization, person, day),
        )


def _signer_title(organization: Organization, person: Person, day: date) -> str:
    """The head's title, or the position of the delegate who signs."""
    if person.pk in persons_holding(Role.DIRECTOR, organization, on=day):
        return organization.head_title
    membership = person.membership_on(day)
    return membership.position.name if membership else str(Role.DIRECTOR_DELEGATE.label)


def decide_nominations(effects: Effects) -> None:
    """Decide every nomination on the signed paper, all or none.

    The signer's own are moved to a second draft for the delegate. Refuses (BulkRefused) when a
    nomination may not be decided, and (ConditionUnmet) more than a binding quota allows.
    """
    for decision in _decisions(effects):
        own = _set_aside_own_lines(effects, decision)
        pks = list(decision.lines.values_list("nomination_id", flat=True))
        # Nominations are locked before the agency's history, here as in every other act.
        group = f"decision:{decision.pk}"
        engine.perform_many(
            PIPELINE,
            pks,
            "decide",
            actor=effects.actor,
            joins=True,
            group=group,
            message_facts={"paper": decision.number or ""},
        )
        require_within_quotas(decision)
        audit.record(
            f"organization:{decision.organization_id}",
            "decision.signed",
            actor=effects.actor,
            payload={
                "decision": decision.pk,
                "number": decision.number,
                "date": decision.signed_on,
                "set_aside": own,
            },
            group=group,
        )


def _set_aside_own_lines(effects: Effects, decision: Decision) -> list[int]:
    """Move the signer's own lines to a second draft; the ids of those nominations."""
    person_id = effects.actor.person_id  # type: ignore[attr-defined]  # a person signs, never the system
    own = decision.lines.filter(nomination__person_id=person_id)
    pks = list(own.values_list("nomination_id", flat=True))
    if pks:
        second = Decision.objects.create(
            organization=decision.organization,
            campaign=decision.campaign,
            name=decision.name,
            created_by_id=effects.actor.pk,
            created_at=effects.now,
        )
        own.update(decision=second)
    return pks


def free_nominations(effects: Effects) -> None:
    """Delete the lines of the discarded draft, so that its nominations are free for another
    decision."""
    for decision in _decisions(effects):
        audit.record(
            f"organization:{decision.organization_id}",
            "decision.discarded",
            actor=effects.actor,
            payload={"decision": decision.pk, "name": decision.name},
        )
        decision.lines.all().delete()
