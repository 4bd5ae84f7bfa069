"""Who is eligible for what: 100,000 persons x 16 awards in one pass, by years of history.

    .venv/bin/python bench/eligibility.py --database-url postgres://postgres@127.0.0.1:5432/postgres

Prints, for 1, 5 and 20 years of history: seconds to read the records, seconds to judge, persons per
second, peak memory of the process, and the growth against one year. Each size runs in a process of
its own on a fresh database; `--persons` makes it smaller. `--against FOLDER` compares with the code
of another checkout instead: passes of the two in turn, processor seconds, and their ratio.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, os.environ.get("BENCH_CHECKOUT", str(Path(__file__).resolve().parent.parent)))

from bench import ground

CHECKOUT = Path(sys.path[0])
YEAR = 2024
ON = date(2024, 12, 20)
CODES = [
    "LDTT", "CSTDCS", "CSTD_TINH", "CSTD_BO", "CSTDTQ", "TTLDTT", "TTLDXS", "CO_TINH",
    "CO_BO", "CO_CP", "GK", "BK_TINH", "BK_BO", "BK_TTG", "HCLD3", "HCLD2",
]  # fmt: skip
BATCH = 5000


def fill(persons: int, years: int) -> list[int]:
    """An agency with so many persons and, for each year, grades, awards and some initiatives."""
    from nominations.awards.models import Award
    from nominations.law.models import AwardType
    from nominations.people.models import Organization, Person, Position, Unit, UnitMembership
    from nominations.records.models import AnnualGrade, Attestation
    from workflow import clock

    random = Random(years)  # noqa: S311 -- invented data, nothing secret
    since, now = date(2000, 1, 1), clock.now()
    agency = Organization.objects.create(code="B", name="B", head_title="B", valid_from=since)
    units = [
        Unit.objects.create(organization=agency, code=str(n), name=f"Unit {n}", valid_from=since)
        for n in range(500)
    ]
    post = Position.objects.create(name="Chuyên viên")
    people = Person.objects.bulk_create(
        (Person(full_name=f"Person {n}") for n in range(persons)), batch_size=BATCH
    )
    UnitMembership.objects.bulk_create(
        (
            UnitMembership(person=p, unit=units[n % 500], position=post, valid_from=since)
            for n, p in enumerate(people)
        ),
        batch_size=BATCH,
    )
    types = {
        code: AwardType.objects.create(
            code=code, name=code, short_name=code, for_individuals=True, valid_from=since
        )
        for code in ("LDTT", "CSTDCS", "CSTD_TINH", "BK_TINH")
    }
    entered: dict[str, Any] = {"organization": agency, "recorded_at": now}
    for year in range(YEAR - years + 1, YEAR + 1):
        AnnualGrade.objects.bulk_create(
            (
                AnnualGrade(
                    person=p,
                    year=year,
                    grade=random.choice(("HTXS", "HTT", "HTT", "HT")),
                    **entered,
                )
                for p in people
            ),
            batch_size=BATCH,
        )
        Award.objects.bulk_create(
            (
                Award(
                    organization=agency,
                    award_type=types[code],
                    kind="individual",
                    person=p,
                    commendation_type="CONG_TRANG",
                    year=year,
                    decision_number=f"{year}/{code}",
                    decision_date=date(year, 12, 15),
                    recipient_name=p.full_name,
                    origin="import",
                    recorded_at=now,
                )
                for p in people
                for code, share in (("LDTT", 0.9), ("CSTDCS", 0.15), ("BK_TINH", 0.03))
                if random.random() < share
            ),
            batch_size=BATCH,
        )
    Attestation.objects.bulk_create(
        (
            Attestation(person=p, year=YEAR, what=what, holds=True, **entered)
            for p in people
            for what in ("DAO_DUC", "PHONG_TRAO_THUONG_XUYEN")
        ),
        batch_size=BATCH,
    )
    return [p.pk for p in people]


def peak() -> float:
    """Most memory the process held since the last `peak_anew`, in MB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def peak_anew() -> float:
    """Forget the peak of filling; gives what the process holds now, in MB."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak()


def measure(url: str, persons: int, years: int) -> dict[str, Any]:
    """One size, in this process."""
    with ground.scratch(url):
        from nominations.eligibility.assessment import judge_many
        from nominations.eligibility.collect_facts import collect_persons
        from nominations.law import rulesets

        keys = fill(persons, years)
        ground.vacuum()
        rule_set = rulesets.rule_set_on(ON)
        before = peak_anew()
        reading = judging = 0.0
        found: Counter[str] = Counter()
        started = time.perf_counter()
        for facts in collect_persons(keys, year=YEAR, on=ON, papers=False):
            read = time.perf_counter()
            verdicts = judge_many(rule_set, CODES, facts)
            found.update(f"{code}:{answer}" for code, answer in verdicts.items())
            done = time.perf_counter()
            reading += read - started
            judging += done - read
            started = done
    assert sum(found.values()) == persons * len(verdicts), found
    return {
        "years": years,
        "read_s": round(reading, 1),
        "judge_s": round(judging, 1),
        "persons_per_s": round(persons / (reading + judging)),
        "judged_per_s": round(persons * len(verdicts) / judging),
        "awards": len(verdicts),
        "peak_mb": round(peak()),
        "grown_mb": round(peak() - before),
        "ldtt_met": found["LDTT:met"],
    }


def judge_of_checkout() -> Any:
    """`judge_many`, which stood in another module before."""
    for name in ("assessment", "judging"):
        try:
            return import_module(f"nominations.eligibility.{name}").judge_many
        except (ModuleNotFoundError, AttributeError):
            continue
    raise SystemExit("this checkout judges nobody")


def answer_passes(url: str, persons: int, years: int) -> None:
    """Fill a database; do a pass for each line that comes in and print its processor seconds."""
    with ground.scratch(url):
        from nominations.eligibility.collect_facts import collect_persons
        from nominations.law import rulesets

        judge_many = judge_of_checkout()
        keys = fill(persons, years)
        ground.vacuum()
        rule_set = rulesets.rule_set_on(ON)
        print("ready", flush=True)
        for _line in sys.stdin:
            started = time.process_time()
            for facts in collect_persons(keys, year=YEAR, on=ON, papers=False):
                judge_many(rule_set, CODES, facts)
            print(time.process_time() - started, flush=True)


def compare(options: argparse.Namespace, years: int) -> dict[str, Any]:
    """Medians of this code and of the other checkout, passes in turn within one run."""
    command = [sys.executable, __file__, "--database-url", options.database_url, "--answer"]
    command += ["--persons", str(options.persons), "--only", str(years)]
    sides = [
        subprocess.Popen(  # noqa: S603
            command,
            env={**os.environ, "BENCH_CHECKOUT": str(root)},
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for root in (options.against.resolve(), CHECKOUT)
    ]
    seconds: list[list[float]] = [[], []]
    pipes = [(side.stdin, side.stdout) for side in sides if side.stdin and side.stdout]
    for _ask, answer in pipes:
        assert answer.readline() == "ready\n"
    for _pass in range(options.passes):
        for (ask, answer), found in zip(pipes, seconds, strict=True):
            ask.write("\n")
            ask.flush()
            found.append(float(answer.readline()))
    for side in sides:
        side.communicate()
    before, now = (statistics.median(found) for found in seconds)
    return {
        "before_s": round(before, 2),
        "before_range": f"{min(seconds[0]):.2f}-{max(seconds[0]):.2f}",
        "now_s": round(now, 2),
        "now_range": f"{min(seconds[1]):.2f}-{max(seconds[1]):.2f}",
        "ratio": round(now / before, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--years", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--against", type=Path, help="another checkout, to compare with")
    parser.add_argument("--passes", type=int, default=5, help="of each side, with --against")
    parser.add_argument("--only", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answer:
        answer_passes(options.database_url, options.persons, options.only)
        return
    if options.against:
        compared = {f"{years} years": compare(options, years) for years in options.years}
        print(ground.table(f"{options.persons} persons, processor seconds", compared))
        return
    if options.only:
        print(json.dumps(measure(options.database_url, options.persons, options.only)))
        return
    rows = {}
    for years in options.years:
        command = [sys.executable, __file__, "--database-url", options.database_url]
        command += ["--persons", str(options.persons), "--only", str(years)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        rows[f"{years} years"] = json.loads(done.stdout.splitlines()[-1])
    first = next(iter(rows.values()))["persons_per_s"]
    for row in rows.values():
        row["growth"] = round(first / row["persons_per_s"], 2)
    print(ground.table(f"{options.persons} persons", rows))
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
