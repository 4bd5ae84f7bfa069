"""Pages of statistics and of the roll of honour over a million awards, against plain indexed SQL.

    .venv/bin/python bench/awards_pages.py --database-url postgres://postgres@127.0.0.1:5432/postgres

`--filled NAME` measures a database that `--keep NAME` has filled before, `--only WORDS` the pages
whose name has these words. Each page is asked by
Django's test client, whole: session, roles, queries, template.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import award_history, ground

ROUNDS = 7
TIMES = 5
VALID = "revoked_on IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An address, who asks, and the statement that reads the same rows or counts by an index."""

    about: str
    url_name: str
    sql: str
    asked: dict[str, Any] | None = None
    is_public: bool = False


def pages() -> list[Page]:
    """The pages as their readers open them."""
    from nominations.law.models import AwardType
    from nominations.people.models import Organization, Person

    agency = Organization.objects.get(code="SO7")
    award = AwardType.objects.get(code="LDTT")
    rarer = AwardType.objects.get(code="CSTD_TINH")
    person = Person.objects.order_by("pk")[3500]
    columns = "recipient_name, unit_name, decision_number, decision_date, achievement"
    roll = f"SELECT {columns} FROM awards_award WHERE {VALID}"
    of_agency = f"organization_id = {agency.pk}"
    by_name = "ORDER BY sort_key, id LIMIT 60"
    last = {"tu": "2016", "den": "2025"}
    counted = "SELECT year, award_type_id, commendation_type, kind, issuer, {} FROM {} WHERE {} GROUP BY 1, 2, 3, 4, 5"  # noqa: E501
    kept = counted.format("sum(number)", "awards_awardcount", "{}")
    lines = f"SELECT * FROM awards_award WHERE {VALID} AND {{}}"
    by_gender = (
        "SELECT gender, year, count(*) FROM awards_award a LEFT JOIN people_person p"
        f" ON p.id = a.person_id WHERE {VALID} AND {{}} GROUP BY 1, 2"
    )
    below = {"co_quan": "UBND", "gom": "on", **last}
    own = {"co_quan": agency.code, **last}
    first_of = f"year = 2025 AND award_type_id = {award.pk} AND kind = 'individual'"
    return [
        Page(about="roll: all", url_name="roll", is_public=True,
             sql=f"{roll} AND {first_of} {by_name}"),
        Page(about="roll: all, page 5,000", url_name="roll", is_public=True,
             asked={"page": 5000},
             sql=f"{roll} AND {first_of.replace('2025', '2023')} {by_name} OFFSET 20000"),
        Page(about="roll: a year", url_name="roll", is_public=True, asked={"nam": "2020"},
             sql=f"{roll} AND {first_of.replace('2025', '2020')} {by_name}"),
        Page(about="roll: a year and an award", url_name="roll", is_public=True,
             asked={"nam": "2020", "danh_hieu": "LDTT"},
             sql=f"{roll} AND {first_of.replace('2025', '2020')} {by_name}"),
        Page(about="roll: an agency", url_name="roll", is_public=True,
             asked={"co_quan": agency.code},
             sql=f"{roll} AND {of_agency} AND {first_of} {by_name}"),
        Page(about="roll: a unit of it", url_name="roll", is_public=True,
             asked={"co_quan": agency.code, "don_vi": "Phòng Nghiệp vụ 3"},
             sql=f"{roll} AND {of_agency} AND unit_name = 'Phòng Nghiệp vụ 3'"
                 " ORDER BY year DESC, sort_key LIMIT 60"),
        Page(about="roll: a name", url_name="roll", is_public=True,
             asked={"ten": person.full_name},
             sql=f"{roll} AND person_id IN (SELECT id FROM people_person"
                 f" WHERE search_key LIKE '%{person.search_key}%') LIMIT 60"),
        Page(about="figures: an agency", url_name="index", asked=own,
             sql=kept.format(of_agency)),
        Page(about="figures: 200 agencies", url_name="index", asked=below,
             sql=kept.format("year BETWEEN 2016 AND 2025")),
        Page(about="figures: 200 agencies, as known on a day", url_name="index",
             asked={**below, "tinh_den": "10/12/2021"},
             sql=kept.format("decided_in < '2021-12-01'")),
        Page(about="figures: an agency, by gender", url_name="index",
             asked={**own, "theo": "gioi"}, sql=by_gender.format(of_agency)),
        Page(about="figures: an agency, women in posts", url_name="index",
             asked={**own, "p_gioi": "female", "p_chuc_vu": "manages"},
             sql=by_gender.format(of_agency)),
        Page(about="figures: 200 agencies, one award", url_name="index",
             asked={**below, "p_ma": "LDTT"},
             sql=kept.format(f"award_type_id = {award.pk}")),
        Page(about="figures: 200 agencies, one award by gender", url_name="index",
             asked={**below, "p_ma": "CSTD_TINH", "theo": "gioi"},
             sql=by_gender.format(f"award_type_id = {rarer.pk}")),
        Page(about="lines: one figure of an agency", url_name="lines",
             asked={**own, "nam": "2020", "ma": "LDTT", "kieu": "individual"},
             sql=lines.format(f"{of_agency} AND year = 2020 AND award_type_id = {award.pk}")
                 + " ORDER BY sort_key LIMIT 50"),
        Page(about="lines: one figure of 200 agencies", url_name="lines",
             asked={**below, "nam": "2020", "ma": "LDTT", "kieu": "individual"},
             sql=lines.format(first_of.replace("2025", "2020")) + " ORDER BY sort_key LIMIT 50"),
        Page(about="lines: all of 200 agencies", url_name="lines", asked=below,
             sql=lines.format(first_of.replace("2025", "2016")) + " ORDER BY sort_key LIMIT 50"),
    ]  # fmt: skip


def officer() -> Any:
    """An officer of the province, who reads the figures of all agencies below it."""
    from nominations.people.models import Organization, Person, RoleAssignment, User
    from nominations.people.roles import Role
    from nominations.people.services import sync_permissions

    user = User.objects.filter(username="bench-officer").first()
    if user is None:
        person = Person.objects.create(full_name="Trần Thị Cán Bộ")
        user = User.objects.create(username="bench-officer", person=person)
        RoleAssignment.objects.create(
            person=person,
            role=Role.SUPERIOR_OFFICER,
            organization=Organization.objects.get(code="UBND"),
            valid_from=date(2000, 1, 1),
        )
        sync_permissions(person=person)
    return user


def _server_seconds() -> float:
    """The processor time that the server has spent for our connection, without its helpers."""
    from django.db import connection

    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text(encoding="ascii")
    spent = stat.rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def milliseconds(act: Callable[[], object]) -> tuple[list[float], float]:
    """The times of the rounds, after one that only fills the caches, and the processor time of one
    round in both processes."""
    act()
    found = []
    spent = time.process_time() + _server_seconds()
    for _round in range(ROUNDS):
        began = time.perf_counter()
        act()
        found.append((time.perf_counter() - began) * 1000)
    return found, (time.process_time() + _server_seconds() - spent) / ROUNDS * 1000


def measure(only: str = "") -> None:
    """One line per page: median, lowest and highest of the rounds; the processor time of the page
    and of the statement, in both processes, which neighbours on the machine change less."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    inside, outside = Client(), Client()
    inside.force_login(officer(), backend="django.contrib.auth.backends.ModelBackend")

    def plain(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()

    plain("SET max_parallel_workers_per_gather = 0")
    print(
        f"{'page':45} {'ms':>6} {'lowest':>6} {'highest':>7} {'CPU':>6} {'SQL CPU':>8} {'ratio':>6}"
    )
    for page in pages():
        if only not in page.about:
            continue
        client = outside if page.is_public else inside
        path = f"{reverse(f'statistics:{page.url_name}')}?{urlencode(page.asked or {})}"
        if (answer := client.get(path)).status_code != 200:
            raise SystemExit(f"{page.about}: {answer.status_code}")
        times, processor = milliseconds(lambda c=client, p=path: c.get(p))  # type: ignore[misc]
        _times, limit = milliseconds(
            lambda s=page.sql: [plain(s) for _each in range(TIMES)]  # type: ignore[misc]
        )
        print(
            f"{page.about:45} {statistics.median(times):6.0f} {min(times):6.0f} {max(times):7.0f}"
            f" {processor:6.0f} {limit / TIMES:8.1f} {processor / (limit / TIMES):6.1f}",
            flush=True,
        )


@contextmanager
def database(url: str, *, keep: str, filled: str, size: award_history.Size) -> Iterator[None]:
    """A database with the history: filled for this run alone, or one that stays."""
    name = keep or filled
    if not name:
        with ground.scratch(url):
            award_history.fill(size)
            yield
        return
    server = urlsplit(url)
    if keep:
        import psycopg

        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{keep}"')
    ground.prepare_django(urlunsplit(server._replace(path=f"/{name}")))
    if keep:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        award_history.fill(size)
    yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database-url", required=True)
    parser.add_argument("--awards", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--keep", default="", metavar="NAME")
    parser.add_argument("--filled", default="", metavar="NAME")
    parser.add_argument("--only", default="", metavar="WORDS")
    given = parser.parse_args()
    size = award_history.Size(awards=given.awards, people=given.people)
    with database(given.database_url, keep=given.keep, filled=given.filled, size=size):
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        measure(given.only)


if __name__ == "__main__":
    main()
