"""One transition through the full engine against the same writes by hand, in one run.

    .venv/bin/python bench/transition.py --database-url postgres://postgres@127.0.0.1:5432/postgres

Candidates alternate in short chunks on rows of their own; medians of the rounds; ratios are within
the round. `--instructions` counts client instructions with callgrind instead (exact, slow).

raw4    psycopg, prepared: BEGIN, SELECT FOR UPDATE, UPDATE, INSERT history, INSERT message, COMMIT
fsm2    django-fsm-2 as its manual shows it: get, method, save(), two create(), in one transaction
engine  workflow.engine.perform: relation, conditions, version, chain, messages
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import ground

PARCELS = "bench.ground:Parcels"
CANDIDATES = ("raw4", "fsm2", "engine")
PAYLOAD = json.dumps(
    {
        "comment": "",
        "data": {},
        "from": "packed",
        "row": {"team_id": 1, "title": "Parcel 1"},
        "to": "checked",
        "version": 1,
    }
)
CONTEXT = json.dumps(
    {
        "title": "Parcel 1",
        "path": "/parcels/6bca5b6e-3f13-4ae9-9bd1-6a9ef9b6a4a5/",
        "act": "inspect",
        "comment": "",
    }
)
Run = Callable[[list[int]], None]


def raw4(subjects: ground.Subjects) -> Run:
    """The physical limit: only what must be asked and written, by a driver without a framework."""
    import psycopg
    from django.db import connection

    from workflow import registry

    table = registry.model_of(subjects.workflow)._meta.db_table
    settings = connection.settings_dict
    raw = psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
        prepare_threshold=0,
        autocommit=True,
    )
    select = f"SELECT state, version, audit_seq, audit_head FROM {table} WHERE id = %s FOR UPDATE"
    update = (
        f"UPDATE {table} SET state = %s, previous_state = %s, version = %s, state_entered_at = %s,"
        " audit_seq = %s, audit_head = %s WHERE id = %s"
    )
    log = (
        "INSERT INTO workflow_auditevent (stream, seq, action, actor_id, actor_name, at,"
        ' "group", payload, prev_hash, hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)'
    )
    tell = (
        "INSERT INTO notifications_outboxmessage (event_key, recipient_id, topic, channel,"
        " context, created_at, due_at, attempts, last_error)"
        " VALUES (%s, %s, %s, 'inbox', %s, %s, %s, 0, '')"
    )
    actor, recipient, topic = subjects.actor.pk, subjects.recipients[0], "bench.raw"
    digest = "0" * 64
    cursor = raw.cursor()

    def run(keys: list[int]) -> None:
        for key in keys:
            now = datetime.now(UTC)
            cursor.execute("BEGIN")
            cursor.execute(select, (key,))
            state, version, seq, head = cursor.fetchone() or ()
            cursor.execute(update, (subjects.target, state, version + 1, now, seq + 1, digest, key))
            stream = f"raw:{key}"
            cursor.execute(
                log,
                (stream, seq + 1, topic, actor, "bench", now, "", PAYLOAD, head, digest),
            )
            cursor.execute(tell, (f"{stream}#1", recipient, topic, CONTEXT, now, now))
            cursor.execute("COMMIT")

    return run


def fsm2(subjects: ground.Subjects) -> Run:
    """The usual way with the library alone, on the same tables."""
    from django.db import transaction

    naive = ground.naive_model(subjects)
    event, message = ground.naive_rows(subjects, PAYLOAD, CONTEXT)

    def run(keys: list[int]) -> None:
        for key in keys:
            with transaction.atomic():
                one = naive.objects.select_for_update().get(pk=key)
                one.step()
                one.save()
                event(key).save(force_insert=True)
                message(key).save(force_insert=True)

    return run


def engine(subjects: ground.Subjects) -> Run:
    """The whole thing."""
    from workflow.engine import perform

    workflow, name, actor = subjects.workflow, subjects.transition, subjects.actor

    def run(keys: list[int]) -> None:
        for key in keys:
            perform(workflow, key, name, actor=actor, seen_version=0)

    return run


BUILD: dict[str, Callable[[ground.Subjects], Run]] = {"raw4": raw4, "fsm2": fsm2, "engine": engine}


def worker(url: str, factory: str, pipe: Connection) -> None:
    """One connection in a process of its own, doing chunks as told."""
    ground.prepare_django(url)
    subjects = ground.subjects(factory)
    runs = {name: build(subjects) for name, build in BUILD.items()}
    pipe.send("ready")
    while (order := pipe.recv()) is not None:
        name, keys = order
        cpu = time.process_time()
        runs[name](keys)
        pipe.send(time.process_time() - cpu)


def compare(url: str, options: argparse.Namespace, connections: int) -> dict[str, Any]:
    """Rounds of alternating chunks on so many connections; answers rates and ratios."""
    subjects = ground.subjects(options.subjects)
    chunk, chunks, rounds = options.chunk, options.chunks, options.rounds
    per_name = chunk * chunks * (rounds + 1) * connections
    keys = {name: subjects.fill(per_name) for name in CANDIDATES}
    ground.vacuum()
    before = ground.counts()
    context = multiprocessing.get_context("spawn")
    pipes, processes = [], []
    for _number in range(connections):
        ours, theirs = context.Pipe()
        process = context.Process(target=worker, args=(url, options.subjects, theirs))
        process.start()
        pipes.append(ours)
        processes.append(process)
    for pipe in pipes:
        pipe.recv()
    rates: dict[str, list[float]] = {name: [] for name in CANDIDATES}
    cpus: dict[str, list[float]] = {name: [] for name in CANDIDATES}
    for round_number in range(rounds + 1):
        wall = dict.fromkeys(CANDIDATES, 0.0)
        cpu = dict.fromkeys(CANDIDATES, 0.0)
        for chunk_number in range(chunks):
            turn = chunk_number % len(CANDIDATES)
            for name in CANDIDATES[turn:] + CANDIDATES[:turn]:
                shares = [[keys[name].pop() for _ in range(chunk)] for _ in pipes]
                started = time.perf_counter()
                for pipe, share in zip(pipes, shares, strict=True):
                    pipe.send((name, share))
                cpu[name] += sum(pipe.recv() for pipe in pipes)
                wall[name] += time.perf_counter() - started
        if round_number:  # the first round warms up
            done = chunk * chunks * connections
            for name in CANDIDATES:
                rates[name].append(done / wall[name])
                cpus[name].append(cpu[name] / done * 1000)
    for pipe, process in zip(pipes, processes, strict=True):
        pipe.send(None)
        process.join()
    moved = per_name * len(CANDIDATES)
    events, messages = (now - was for now, was in zip(ground.counts(), before, strict=True))
    assert (events, messages) == (moved, moved * len(subjects.recipients)), (events, messages)
    return {
        name: {
            "tps": round(statistics.median(rates[name])),
            "client_cpu_ms": round(statistics.median(cpus[name]), 3),
            **ground.ratio([a / b for a, b in zip(rates[name], rates["raw4"], strict=True)]),
        }
        for name in CANDIDATES
    }


def instructions(url: str, options: argparse.Namespace) -> dict[str, Any]:
    """Client instructions of one transition: the difference of two runs of different length."""
    result: dict[str, Any] = {}
    ground.subjects(options.subjects)  # what all runs share is made before the first of them
    for name in CANDIDATES if options.all else ("raw4", "engine"):
        few, many = (_callgrind(url, options, name, count) for count in (20, 120))
        result[name] = {"instructions": round((many - few) / 100)}
    for figures in result.values():
        figures["ratio"] = round(figures["instructions"] / result["raw4"]["instructions"], 2)
    return result


def _callgrind(url: str, options: argparse.Namespace, name: str, count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind",
            "--tool=callgrind",
            f"--callgrind-out-file={folder}/out",
            sys.executable,
            __file__,
            *("--database-url", url, "--subjects", options.subjects),
            *("--only", name, "--count", str(count)),
        ]
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        done = subprocess.run(  # noqa: S603 -- our own script under valgrind
            command, env=environment, capture_output=True, text=True, check=True
        )
    collected = re.search(r"Collected : (\d+)", done.stderr)
    assert collected, done.stderr
    return int(collected[1])


def only(url: str, options: argparse.Namespace) -> None:
    """The inside of `--instructions`: so many transitions of one kind, nothing else."""
    ground.prepare_django(url)
    from notifications import outbox, wake_up

    # Its thread publishes five times a second at the most. Under valgrind a second is so long that
    # this would be counted several times over for each transition.
    outbox.waker = wake_up.Waker(lambda: None, pause=3600)
    subjects = ground.subjects(options.subjects)
    run = BUILD[options.only](subjects)
    keys = subjects.fill(200)
    run(keys[120:140])  # what is composed, loaded and prepared once
    gc.collect()
    gc.freeze()  # else a full collection falls into one of the two runs and not into the other
    run(keys[: options.count])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--subjects", default=PARCELS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--chunks", type=int, default=6)
    parser.add_argument("--chunk", type=int, default=100, help="transitions per connection")
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--instructions", action="store_true")
    parser.add_argument("--all", action="store_true", help="count instructions of fsm2 too")
    parser.add_argument("--only", choices=CANDIDATES, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        only(options.database_url, options)
        return
    report: dict[str, Any] = {}
    with ground.scratch(options.database_url) as url:
        if options.instructions:
            report["instructions"] = instructions(url, options)
            print(ground.table("client instructions per transition", report["instructions"]))
        else:
            for number in options.connections:
                report[f"connections_{number}"] = compare(url, options, number)
                print(ground.table(f"{number} connection(s)", report[f"connections_{number}"]))
    print(json.dumps(report))


if __name__ == "__main__":
    main()
