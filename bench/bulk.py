"""Ten thousand rows at once through `perform_many`, against one statement and against the ORM.

    .venv/bin/python bench/bulk.py --database-url postgres://postgres@127.0.0.1:5432/postgres

One row in a hundred is refused by a condition. Every candidate gets rows of its own in every round;
the order turns; medians of the rounds; ratios are within the round.

sql     one UPDATE ... RETURNING that feeds both INSERTs, the conditions as its WHERE clause
orm     FSM objects judged in Python, bulk_update() and two bulk_create()
engine  workflow.engine.perform_many: each row judged, chained and reported
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import ground
from bench.transition import CONTEXT, PARCELS, PAYLOAD

CANDIDATES = ("sql", "orm", "engine")
Run = Callable[[list[int], set[int]], None]


def sql(subjects: ground.Subjects) -> Run:
    """The floor of what a database can do: set-based, nothing comes back but the refused keys."""
    from django.db import connection, transaction

    from workflow import clock, registry
    from workflow.call import parameters
    from workflow.store import Statement
    from workflow.store import run as execute

    name = registry.model_of(subjects.workflow)._meta.db_table
    row = subjects.workflow.transition(subjects.transition)
    audience = " UNION ".join(audience.sql for audience in row.tells)
    text = f"""
        WITH moved AS (
            UPDATE {name} s SET state = %(target)s, previous_state = s.state,
                version = s.version + 1, state_entered_at = %(now)s,
                audit_seq = s.audit_seq + 1, audit_head = %(hash)s
            WHERE s.id = ANY(CAST(%(pks)s AS bigint[])) AND s.state = %(source)s
                AND {row.allowed_for.as_sql()} AND {subjects.holds}
            RETURNING s.*
        ), logged AS (
            INSERT INTO workflow_auditevent (stream, seq, action, actor_id, actor_name, at,
                "group", payload, prev_hash, hash)
            SELECT 'sql:' || s.id, s.audit_seq, 'bench.sql', %(actor_id)s, 'bench', %(now)s, '',
                %(payload)s, '', s.audit_head FROM moved s
        ), told AS (
            INSERT INTO notifications_outboxmessage (event_key, recipient_id, topic, channel,
                context, created_at, due_at, attempts, last_error)
            SELECT 'sql:' || s.id || '#' || s.audit_seq, told.id, 'bench.sql', 'inbox',
                %(context)s, %(now)s, %(now)s, 0, ''
            FROM moved s CROSS JOIN LATERAL ({audience}) AS told(id)
            WHERE told.id <> %(actor_id)s
        )
        SELECT id FROM unnest(CAST(%(pks)s AS bigint[])) AS asked(id)
        EXCEPT SELECT id FROM moved"""
    statement = Statement("postgresql", text)

    def run(keys: list[int], spoiled: set[int]) -> None:
        now = clock.now()
        values = parameters(connection, subjects.workflow, subjects.actor, now, clock.day_of(now))
        values |= {
            "pks": f"{{{','.join(map(str, keys))}}}",
            "source": sorted(row.sources)[0],
            "target": subjects.target,
            "hash": "0" * 64,
            "payload": PAYLOAD,
            "context": CONTEXT,
        }
        with transaction.atomic():
            refused, _count = execute(connection, statement, values)
        assert {key for (key,) in refused} == spoiled

    return run


def orm(subjects: ground.Subjects) -> Run:
    """Objects, as the manuals show it; which rows are refused is told to it for free."""
    from django.db import transaction

    from notifications.models import OutboxMessage
    from workflow.models import AuditEvent

    naive = ground.naive_model(subjects)
    event, message = ground.naive_rows(subjects, PAYLOAD, CONTEXT)
    columns = ["state", "previous_state", "version", "state_entered_at"]

    def run(keys: list[int], spoiled: set[int]) -> None:
        with transaction.atomic():
            rows = list(naive.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
            moved = [one for one in rows if one.pk not in spoiled]
            for one in moved:
                one.step()
            naive.objects.bulk_update(moved, columns, batch_size=500)
            AuditEvent.objects.bulk_create(event(one.pk) for one in moved)
            OutboxMessage.objects.bulk_create(message(one.pk) for one in moved)

    return run


def engine(subjects: ground.Subjects) -> Run:
    """The whole thing."""
    from workflow.engine import perform_many

    def run(keys: list[int], spoiled: set[int]) -> None:
        result = perform_many(
            subjects.workflow,
            keys,
            subjects.transition,
            actor=subjects.actor,
            seen_versions=dict.fromkeys(keys, 0),
            all_or_nothing=False,
        )
        assert {one.pk for one in result.refused} == spoiled
        assert len(result.moved) == len(keys) - len(spoiled)

    return run


BUILD: dict[str, Callable[[ground.Subjects], Run]] = {"sql": sql, "orm": orm, "engine": engine}


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Seconds and ratios of the candidates."""
    subjects = ground.subjects(options.subjects)
    runs = {name: build(subjects) for name, build in BUILD.items()}
    seconds: dict[str, list[float]] = {name: [] for name in CANDIDATES}
    good = options.rows - options.rows // 100
    for number in range(options.rounds + 1):
        keys = {name: subjects.fill(options.rows) for name in CANDIDATES}
        spoiled = {name: set(rows[::100]) for name, rows in keys.items()}
        for rows in spoiled.values():
            subjects.spoil(sorted(rows))
        ground.vacuum()
        turn = number % len(CANDIDATES)
        for name in CANDIDATES[turn:] + CANDIDATES[:turn]:
            before = ground.counts()
            started = time.perf_counter()
            runs[name](keys[name], spoiled[name])
            if number:  # the first round warms up
                seconds[name].append(time.perf_counter() - started)
            after = ground.counts()
            written = (after[0] - before[0], after[1] - before[1])
            assert written == (good, good * len(subjects.recipients)), (name, written)
    return {
        name: {
            "seconds": round(statistics.median(seconds[name]), 3),
            **ground.ratio([a / b for a, b in zip(seconds["sql"], seconds[name], strict=True)]),
            "x orm": round(
                statistics.median(
                    a / b for a, b in zip(seconds["orm"], seconds[name], strict=True)
                ),
                1,
            ),
        }
        for name in CANDIDATES
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--subjects", default=PARCELS)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with ground.scratch(options.database_url):
        figures = measure(options)
    print(ground.table(f"{options.rows} rows", figures))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
