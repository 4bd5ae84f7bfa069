"""Who acts on a model example and what must hold: SQL over its row `s`, no models."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from nominations.people.roles import Role
from nominations.people.rules import role_relation, role_sql
from workflow.rules import ActorRelation, Case, Condition, Fact
from workflow.verdict import Verdict, met, unmet

_AWARD = "FROM awards_award a WHERE a.id = s.award_id"

# --- who -----------------------------------------------------------------------------------------

is_secretary = role_relation(
    "is_example_secretary", _("the council secretary"), Role.SECRETARY, "s.organization_id"
)
is_director = role_relation(
    "is_example_director", _("the director"), Role.DIRECTOR, "s.organization_id"
)
is_substitute_director = ActorRelation(
    "is_example_substitute",
    _("the director's delegate, when the example is the director"),
    f"(EXISTS (SELECT 1 {_AWARD}"
    f" AND {role_sql(Role.DIRECTOR, 's.organization_id', person='a.person_id')})"
    f" AND {role_sql(Role.DIRECTOR_DELEGATE, 's.organization_id')})",
)
is_the_example = ActorRelation(
    "is_the_example",
    _("the person whom it is about"),
    f"EXISTS (SELECT 1 {_AWARD} AND a.person_id = %(actor_person_id)s)",
)
heads_the_example = ActorRelation(
    "heads_the_example",
    _("the head of the unit that it is about"),
    f"EXISTS (SELECT 1 {_AWARD} AND {role_sql(Role.UNIT_HEAD, 'a.collective_id')})",
)
is_proposer = ActorRelation(
    "is_example_proposer", _("whoever proposed it"), "COALESCE(s.proposed_by_id, 0) = %(actor_id)s"
)

# --- what must hold ------------------------------------------------------------------------------

story_length = Fact("story_length", "LENGTH(s.story)", int)
award_revoked_on = Fact("award_revoked_on", f"(SELECT a.revoked_on {_AWARD})", date)
has_consent = Fact(
    "has_consent",
    "EXISTS (SELECT 1 FROM model_examples_exampleconsent c"
    " WHERE c.example_id = s.id AND c.ended_at IS NULL)",
)


def _story_written(case: Case) -> Verdict:
    """The story is written."""
    if not case.facts["story_length"]:
        return unmet("no_story", _("Write the story first; without it there is no example."))
    return met("story_written")


def _award_stands(case: Case) -> Verdict:
    """The award from which the example was chosen is not revoked."""
    day = case.facts["award_revoked_on"]
    if day is not None:
        return unmet(
            "award_revoked",
            _("The award was revoked on %(day)s, so nobody is held up as an example for it.")
            % {"day": f"{day:%d/%m/%Y}"},
        )
    return met("award_stands")


def _consent_given(case: Case) -> Verdict:
    """Whom the example is about consents to this story and picture."""
    if not case.facts["has_consent"]:
        return unmet(
            "no_consent",
            _(
                "There is no consent of whom it is about. It is given on their own page, or on "
                "paper and recorded here."
            ),
        )
    return met("consent_given")


story_written = Condition("story_written", _story_written, facts=(story_length,))
award_stands = Condition("award_stands", _award_stands, facts=(award_revoked_on,))
consent_given = Condition("consent_given", _consent_given, facts=(has_consent,))
