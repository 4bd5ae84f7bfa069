"""Finds duplicates: the same award, achievement or initiative, a title too early, two records of a
person.

Which rules hold, and whether they stop a submission, is data (`[duplicates]` of the rule set under
which the campaign was opened, docs/rules.md). Read by a handful of queries for any number of
nominations; a nomination that the reader may not see is mentioned without its subject.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from nominations.awards.models import Award
from nominations.dossiers.duplicates.campaign_rules import rules_of
from nominations.dossiers.models import (
    Campaign,
    EligibilityOverride,
    InitiativeUse,
    Nomination,
)
from nominations.law.duplicates import (
    AchievementUse,
    AwardClaim,
    Double,
    RuleOfDoubles,
    duplicates_between,
    kind_of_rule,
    reuse_sentence,
    reused_achievement,
)
from nominations.people.models import Person, UnitMembership, User
from nominations.records.models import InitiativeAuthor
from nominations.states import State

ENDED_STATES = frozenset(
    {
        State.WITHDRAWN,
        State.DECLINED,
        State.NOT_PASSED,
        State.REFUSED,
        State.REFUSED_ABOVE,
        State.REVOKED,
    }
)
"""States in which a nomination no longer requests its award."""
DECIDED_STATES = frozenset({State.DECIDED, State.REPORTED, State.CONFERRED})


class DuplicateKind(models.TextChoices):
    """The key of a rule of `[duplicates]`, or `exclusion`; also the key of its override."""

    SAME_AWARD = "same_award", gettext_lazy("Same award of one year")
    SAME_ACHIEVEMENT = "same_achievement", gettext_lazy("One achievement, several forms")
    WINDOW_OVERLAP = "window_overlap", gettext_lazy("Title asked for too early")
    COMMENDATION_WINDOW = "commendation_window", gettext_lazy("Commendation asked for too early")
    TWO_STATE_AWARDS = "two_state_awards", gettext_lazy("Two state-level awards in one year")
    EXCLUDING_PAIRS = "excluding_pairs", gettext_lazy("Awards that exclude each other")
    INITIATIVE_REUSE = "initiative_reuse", gettext_lazy("Initiative used before")
    INITIATIVE_AGAIN = "initiative_again", gettext_lazy("Initiative used for another title")
    EXCLUSION = "exclusion", gettext_lazy("Rewarded by another award already")
    SAME_PERSON = "same_person", gettext_lazy("Two records of one person")


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateFinding:
    """A possible duplicate: the sentence, the two records, the rule.

    `waived` is the reason of an override for this nomination; `pair` is the same from both sides.
    """

    nomination_id: int
    kind: DuplicateKind
    sentence: str
    first: AchievementUse
    second: AchievementUse
    rule: RuleOfDoubles
    waived: str = ""
    pair: tuple[object, ...] = ()

    @property
    def blocks(self) -> bool:
        return self.rule.effect == "blocking" and not self.waived


class DuplicateSearch:
    """Reads everything about the subjects of some nominations once, and finds their duplicates.

    `rows` were read with campaign, award and person. With a `reader`, other nominations that the
    account may not see are shown without their subject. `overrides` of the rows are read unless the
    caller has them. `members` also reads the nominations of members of collectives, which the
    search itself does not use. A handful of queries, however many nominations.
    """

    def __init__(
        self,
        rows: Sequence[Nomination],
        *,
        reader: User | None = None,
        overrides: Iterable[EligibilityOverride] | None = None,
        members: bool = False,
    ) -> None:
        self.rows = rows
        self.twins = _twins(rows)
        persons = {row.person_id for row in rows if row.person_id} | set(self.twins)
        units = {row.collective_id for row in rows if row.collective_id}
        theirs = Q(person_id__in=persons) | Q(collective_id__in=units)
        wider = theirs | _of_members(units) if members and units else theirs
        self.nominations = _nominations(wider, reader)
        self.asked = [
            one
            for one in self.nominations
            if one.state not in ENDED_STATES
            and (one.person_id in persons or one.collective_id in units)
        ]
        self.awards = list(Award.objects.valid().filter(theirs).select_related("award_type"))
        self.uses = _uses([*rows, *self.nominations], persons)
        if overrides is None:
            overrides = EligibilityOverride.objects.filter(
                nomination_id__in=[row.pk for row in rows], rule__in=DuplicateKind.values
            )
        self.overrides = {(one.nomination_id, one.rule): one.reason for one in overrides}

    def findings(self) -> dict[int, list[DuplicateFinding]]:
        """Possible duplicates of each nomination that the reader may know, blocking ones first."""
        return self._judged(_SearchView(self, hides=True))

    def blocking(self) -> dict[int, list[tuple[str, str]]]:
        """Per nomination (rule, sentence) of the blocking duplicates without override, regardless
        of the reader; in the default language, since they are stored."""
        with translation.override(settings.LANGUAGE_CODE):
            found = self._judged(_SearchView(self, hides=False)).items()
        stops = {pk: [one for one in rows if one.blocks] for pk, rows in found}
        return {pk: [(one.kind, one.sentence.rstrip(".")) for one in stops[pk]] for pk in stops}

    def blocking_sentences(self) -> dict[int, list[str]]:
        """The sentences of `blocking` alone."""
        return {pk: [says for _rule, says in rows] for pk, rows in self.blocking().items()}

    def _judged(self, view: _SearchView) -> dict[int, list[DuplicateFinding]]:
        campaigns = {row.campaign_id: row.campaign for row in self.rows}
        rules = {pk: rules_of(campaign) for pk, campaign in campaigns.items()}
        found = {}
        for row in self.rows:
            here = list(_findings(row, view, rules[row.campaign_id]))
            found[row.pk] = sorted(here, key=lambda one: (not one.blocks, bool(one.waived)))
        return found


class _SearchView:
    """The rows by subject, and their wording; `hides` tells whether the reader may not see a
    nomination."""

    def __init__(self, search: DuplicateSearch, *, hides: bool) -> None:
        self.hides = hides
        self.twins, self.overrides = search.twins, search.overrides
        self.entries: dict[tuple[str, int], list[AwardClaim]] = defaultdict(list)
        for one in search.asked:
            if one.state != State.DRAFT and one.arrived_from_id is None:
                self.entries[_subject(one, self)].append(_claim(one, self))
        for award in search.awards:
            self.entries[_subject(award, self)].append(_held(award))
        self.uses: dict[int, list[InitiativeUse]] = defaultdict(list)
        asking = {one.pk for one in search.asked}
        for use in search.uses:
            if use.nomination_id in asking:
                self.uses[use.initiative_id].append(use)

    def trace(self, nomination: Nomination) -> AchievementUse:
        """A nomination as far as the reader may see it."""
        if self.hides and not getattr(nomination, "is_visible", True):
            return AchievementUse(
                _("a nomination for %(award)s") % {"award": nomination.award_type.name}
            )
        return AchievementUse(nomination.title, nomination.get_absolute_url())


def findings_for(
    nominations: Iterable[Nomination | int], *, reader: User | None = None
) -> dict[int, list[DuplicateFinding]]:
    """Possible duplicates of each nomination, by its id, the blocking ones first.

    Takes nominations or their ids and reads them again; `reader` as in `DuplicateSearch`.
    """
    rows = _rows(nominations)
    return DuplicateSearch(rows, reader=reader).findings() if rows else {}


def blocking_sentences(nominations: Iterable[Nomination]) -> dict[int, list[str]]:
    """Per nomination the sentences of duplicates that block its submission; reads the nominations
    again."""
    rows = _rows(nominations)
    return DuplicateSearch(rows).blocking_sentences() if rows else {}


# --- reading --------------------------------------------------------------------------------------


def _rows(nominations: Iterable[Nomination | int]) -> list[Nomination]:
    pks = [one if isinstance(one, int) else one.pk for one in nominations]
    found = Nomination.objects.select_related("award_type", "person").in_bulk(pks)
    # A campaign carries its whole rule set: it is read once, not once per nomination.
    campaigns = Campaign.objects.in_bulk({row.campaign_id for row in found.values()})
    for row in found.values():
        row.campaign = campaigns[row.campaign_id]
    return [found[pk] for pk in pks if pk in found]


def _subject(row: Any, view: _SearchView) -> tuple[str, int]:
    """The subject (kind, key); of two records of one person the older one."""
    if row.person_id is None:
        return "collective", row.collective_id
    twins = view.twins.get(row.person_id, ())
    return "person", min([row.person_id, *(twin.pk for twin in twins)])


def _twins(rows: Sequence[Nomination]) -> dict[int, list[Person]]:
    """Other records with the same folded name and date of birth, by person; both ways."""
    people = {row.person_id: row.person for row in rows if row.person and row.person.birth_date}
    if not people:
        return {}
    same: dict[tuple[str, date | None], list[Person]] = defaultdict(list)
    keys = {person.search_key for person in people.values()}
    births = {person.birth_date for person in people.values()}
    for person in Person.objects.filter(search_key__in=keys, birth_date__in=births):
        same[person.search_key, person.birth_date].append(person)
    return {
        one.pk: [twin for twin in group if twin.pk != one.pk]
        for group in same.values()
        for one in group
        if len(group) > 1
    }


def _of_members(units: Iterable[int]) -> Q:
    """Nominations of people who ever worked in one of the units."""
    members = UnitMembership.objects.filter(unit_id__in=list(units)).order_by()
    return Q(person_id__in=members.values("person_id"))


def _nominations(theirs: Q, reader: User | None) -> list[Nomination]:
    """The nominations of the subjects, ended ones included."""
    found = Nomination.objects.filter(theirs)
    if reader is not None:
        found = found.with_visibility(reader)
    rows = found.select_related("campaign", "award_type")
    return list(rows.defer("campaign__rules", "eligibility", "goals"))


def _uses(nominations: Iterable[Nomination], persons: Iterable[int]) -> list[InitiativeUse]:
    """The initiatives that the nominations use, and other uses of the initiatives of these
    authors."""
    by_pk = {one.pk: one for one in nominations}
    authored = InitiativeAuthor.objects.filter(person_id__in=list(persons)).order_by()
    uses = InitiativeUse.objects.filter(
        Q(nomination_id__in=by_pk) | Q(initiative_id__in=authored.values("initiative_id"))
    ).select_related("initiative", "nomination__award_type")
    for use in uses:
        use.nomination = by_pk.get(use.nomination_id, use.nomination)
    return list(uses)


def _claim(one: Nomination, view: _SearchView) -> AwardClaim:
    campaign, award_type = one.campaign, one.award_type
    return AwardClaim(
        code=award_type.code,
        name=award_type.name,
        form=award_type.form,
        year=campaign.year,
        commendation_type=campaign.commendation_type,
        period=(campaign.achievement_from, campaign.achievement_to),
        trace=view.trace(one),
        nomination_id=one.pk,
        achievement=one.achievement,
        kind=one.kind,
    )


def _held(award: Award) -> AwardClaim:
    day = f"{award.decision_date:%d/%m/%Y}" if award.decision_date else ""
    paper = ", ".join(filter(None, (award.decision_number, day)))
    words = {"award": award.award_type.name, "year": award.year, "paper": paper or "–"}
    return AwardClaim(
        code=award.award_type.code,
        name=award.award_type.name,
        form=award.award_type.form,
        year=award.year,
        commendation_type=award.commendation_type,
        period=(award.achievement_from, award.achievement_to),
        trace=AchievementUse(_("%(award)s of %(year)s (decision %(paper)s)") % words),
        achievement=award.achievement,
    )


def _others(row: Nomination, view: _SearchView) -> list[AwardClaim]:
    """The other awards and requests of the subject, each once.

    A decided nomination is listed by its award; the award of this nomination itself is left out.
    """
    entries, linked = view.entries.get(_subject(row, view), []), {row.pk, row.arrived_from_id}
    held = [one for one in entries if one.nomination_id is None]
    asked = [one for one in entries if one.nomination_id is not None]
    if row.state in DECIDED_STATES:
        mine = _matching(_claim(row, view), held)
        held = [one for one in held if one is not mine]
    asked = [one for one in asked if one.nomination_id not in linked]
    return [*held, *(one for one in asked if _matching(one, held) is None)]


def _matching(entry: AwardClaim, held: Iterable[AwardClaim]) -> AwardClaim | None:
    key = (entry.code, entry.year, entry.commendation_type)
    return next((one for one in held if (one.code, one.year, one.commendation_type) == key), None)


# --- judging --------------------------------------------------------------------------------------


def _findings(
    row: Nomination, view: _SearchView, rules: dict[str, RuleOfDoubles]
) -> Iterator[DuplicateFinding]:
    me = _claim(row, view)
    others = _others(row, view)
    pairs = list(duplicates_between(me, others, rules))
    pairs += _initiatives(row, view, rules)
    pairs += _records(row, view, rules)
    for key, second, sentence, pair in pairs:
        yield DuplicateFinding(
            nomination_id=row.pk,
            kind=DuplicateKind(kind_of_rule(key)),
            sentence=sentence,
            first=me.trace,
            second=second,
            rule=rules[key],
            waived=view.overrides.get((row.pk, kind_of_rule(key)), ""),
            pair=(key, _subject(row, view), pair),
        )


def _initiatives(
    row: Nomination, view: _SearchView, rules: dict[str, RuleOfDoubles]
) -> list[Double]:
    found: list[Double] = []
    subject, linked = _subject(row, view), {row.pk, row.arrived_from_id}
    for uses in view.uses.values():
        if not any(use.nomination_id == row.pk for use in uses):
            continue
        for use in uses:
            other = use.nomination
            if other.pk in linked or other.arrived_from_id == row.pk:
                continue
            rule = reused_achievement(
                frozenset({row.award_type.form, other.award_type.form}), rules
            )
            if rule is not None and _subject(other, view) == subject:
                trace = view.trace(other)
                sentence = reuse_sentence(use.initiative.name, trace)
                found.append((rule.key, trace, sentence, frozenset({row.pk, other.pk})))
    return found


def _records(row: Nomination, view: _SearchView, rules: dict[str, RuleOfDoubles]) -> list[Double]:
    if DuplicateKind.SAME_PERSON not in rules or row.person_id is None:
        return []
    return [
        (
            DuplicateKind.SAME_PERSON.value,
            AchievementUse(
                pgettext("a record", "record %(number)s of %(name)s")
                % {"number": twin.pk, "name": twin.full_name},
                reverse("people:person", args=[twin.pk]),
            ),
            _("Two records bear the name %(name)s and the same date of birth.")
            % {"name": twin.full_name},
            frozenset({row.person_id, twin.pk}),
        )
        for twin in view.twins.get(row.person_id, ())
    ]
