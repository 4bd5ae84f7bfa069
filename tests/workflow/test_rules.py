# ruff: noqa: S608 -- the SQL of the toy rules
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workflow.toy.models import Membership, Parcel
from tests.workflow.toy.table import is_clerk, is_lead, is_owner
from workflow import clock
from workflow.actors import SYSTEM
from workflow.audiences import Audience
from workflow.call import parameters
from workflow.rules import ActorRelation, Condition, Fact, is_system
from workflow.store import Statement, run
from workflow.verdict import met, unmet


def read(parcel, expression: str, **values):
    """One SQL expression over the parcel's row, by the engine's own way to the database."""
    statement = Statement(
        connection.vendor, f"SELECT {expression} FROM toy_parcel s WHERE s.id = %(pk)s"
    )
    return run(connection, statement, {"pk": parcel.pk, **values})[0][0][0]


never = ActorRelation("never", "nobody", "s.owner_id = NULL")
leaves = st.sampled_from([is_lead, is_clerk, is_owner, is_system, never])
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=6,
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    expression=expressions,
    roles=st.sets(st.sampled_from(["lead", "clerk"])),
    owner=st.sampled_from(["lead", "owner", None]),
    by_system=st.booleans(),
)
def test_the_two_faces_of_a_relation_agree(depot, expression, roles, owner, by_system):
    Membership.objects.all().delete()
    for role in roles:
        Membership.objects.create(team=depot.team, user=depot.lead, role=role)
    parcel = depot.parcel(owner=getattr(depot, owner) if owner else None)
    now = clock.now()
    actor = SYSTEM if by_system else depot.lead
    values = parameters(connection, Parcel.workflow, actor, now, clock.day_of(now))
    facts = {
        leaf.name: leaf.fact.convert(read(parcel, leaf.fact.expression, **values))
        for leaf in expression.leaves()
    }
    in_list = read(parcel, f"CASE WHEN {expression.as_sql()} THEN 1 ELSE 0 END", **values)
    refused_in_list = read(
        parcel, f"CASE WHEN NOT {expression.as_sql()} THEN 1 ELSE 0 END", **values
    )
    assert (in_list == 1) == expression.holds(facts)
    assert (refused_in_list == 1) != expression.holds(facts)


def test_relations_are_not_combined_with_and_or_not():
    with pytest.raises(TypeError, match="&"):
        is_lead and is_clerk  # noqa: B018
    with pytest.raises(TypeError):
        not is_lead  # noqa: B018
    with pytest.raises(TypeError):
        is_lead & True


def test_a_label_says_who_in_words():
    assert str((is_lead | is_clerk).label).startswith("team lead")
    assert str((~is_owner).label).endswith("owner")
    assert repr(is_lead & ~is_owner) == "(is_lead AND ~is_owner)"


def test_what_grants_leaves_out_what_forbids():
    assert (is_lead & ~is_owner).granting() == (is_lead,)
    assert (is_lead & ~is_owner).leaves() == (is_lead, is_owner)


@pytest.mark.parametrize(
    ("kind", "sql", "expected"),
    [
        (bool, "s.id > 0", True),
        (bool, "s.due_on < CAST(%(today)s AS date)", False),
        (bool, "s.owner_id IS NULL AND NULL", False),
        (int, "(SELECT COUNT(*) FROM toy_seal x WHERE x.parcel_id = s.id)", 2),
        (str, "s.title || ' 100%%'", "Parcel 100%"),
        (str, "(SELECT x.note FROM toy_parcel x WHERE x.id = -s.id)", None),
        (date, "s.due_on", date(2020, 2, 29)),
        ("date", "(SELECT MAX(x.due_on) FROM toy_parcel x)", date(2020, 2, 29)),
        (datetime, "CAST(%(now)s AS timestamptz)", datetime(2015, 1, 2, 3, 4, 5, 6, UTC)),
        (datetime, "s.state_entered_at", datetime(2015, 1, 2, 3, 4, 5, 6, UTC)),
    ],
)
def test_a_fact_has_the_same_python_type_on_every_database(depot, kind, sql, expected):
    with clock.at(datetime(2015, 1, 2, 3, 4, 5, 6, UTC)):
        parcel = depot.parcel(seals=2, due_on=date(2020, 2, 29))
        fact = Fact("it", sql, kind)
        now = clock.now()
        values = parameters(connection, Parcel.workflow, depot.lead, now, clock.day_of(now))
        found = fact.convert(read(parcel, fact.expression, **values))
    assert found == expected
    assert type(found) is type(expected)


def test_a_count_without_its_kind_is_an_error_not_a_silent_yes():
    with pytest.raises(TypeError, match="kind"):
        Fact("seals", "(SELECT COUNT(*) FROM toy_seal)").convert(3)


def test_a_fact_of_the_wrong_kind_is_an_error():
    with pytest.raises(TypeError):
        Fact("day", "1", date).convert("soon")
    with pytest.raises(TypeError):
        Fact("day", "1", date).convert(datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(TypeError):
        Fact("moment", "1", datetime).convert("soon")
    with pytest.raises(ValueError, match="kind"):
        Fact("x", "1", float)


@pytest.mark.parametrize("name", ["", "Is lead", "1st", "x;--", "is-lead"])
def test_names_of_rules_are_plain_words(name):
    with pytest.raises(ValueError, match="name"):
        Fact(name, "1")
    with pytest.raises(ValueError, match="name"):
        Condition(name, lambda case: met())
    with pytest.raises(ValueError, match="name"):
        Audience(name, "SELECT 1")


def test_a_verdict_is_true_exactly_when_the_rule_holds():
    assert met()
    assert met("fine").key == "fine"
    assert not unmet("late", "Too late.", "Article 1")


def test_a_stray_percent_sign_in_a_rule_is_refused():
    with pytest.raises(ValueError, match="percent"):
        Statement("postgresql", "SELECT s.title LIKE 'a%' FROM toy_parcel s")


def test_postgresql_gets_numbered_and_typed_parameters():
    statement = Statement("postgresql", "SELECT %(actor_id)s, %(x)s, %(actor_id)s, '%%'")
    assert statement.raw == b"SELECT CAST($1 AS bigint), $2, CAST($1 AS bigint), '%'"
    assert statement.names == ("actor_id", "x")


def test_sqlite_gets_no_casts_of_parameters_since_they_would_turn_days_into_years():
    statement = Statement("sqlite", "SELECT CAST(%(today)s AS date), CAST(s.x AS text)")
    assert statement.text == "SELECT %(today)s, CAST(s.x AS text)"


def test_sqlite_joins_texts_by_the_name_it_knows():
    sql = "SELECT (SELECT string_agg(x.name, ',') FROM x)"
    assert "group_concat(x.name, ',')" in Statement("sqlite", sql).text
    assert Statement("postgresql", sql).text == sql
