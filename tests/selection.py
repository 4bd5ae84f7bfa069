"""Which tests answer fast, which run on one database only, and which share a worker.

`-m fast` chooses what answers within a minute. The continuous integration runs everything on SQLite
but what is marked `thorough`, and then, on PostgreSQL and Redis, everything that is not marked
`one_database`: the marks are put on here, so that a new test is on both unless it reads no database
or a line below says why once is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatch, translate
from functools import cache

import pytest

DATABASE_FIXTURES = frozenset(
    {"db", "transactional_db", "django_db_setup", "live_server", "worlds", "empty_cache"}
)
SERVICES = frozenset({"postgres", "services"})

# Always on both: what the databases do differently, or what is their own.
ON_BOTH = (
    "tests/workflow/*",  # statements of its own, locks, triggers
    "tests/pipeline/*",
    "tests/statistics/*",  # groups and sums
    "tests/config/test_health.py",
    "tests/people/test_linked_agencies.py",
    "tests/people/test_prepared_query.py",
    "tests/*/test_*races.py",
    "tests/*/test_*golden*.py",
    "tests/*/test_*two_people.py",
    "tests/*/test_set_based.py",  # eligibility of many at once
    "tests/council/test_counting.py",
    "tests/decisions/test_money.py",
    "tests/dossiers/test_boards.py",
    "tests/dossiers/test_duplicates.py",
    "tests/dossiers/test_forgotten.py",
    "tests/dossiers/test_rules.py",  # rules are SQL
    "tests/dossiers/test_visibility.py",
    "tests/packages/test_submission_package.py",  # JSON
    "tests/people/test_permissions.py",
    "tests/people/test_roles.py",
    "tests/*/test_collect_facts.py",
    "tests/*/test_*eligibility_reading.py",
    "tests/*/test_*import_*.py",
    "tests/*/test_standards.py",
    "tests/issued_papers/test_frozen_rows.py",  # triggers
)
_PAGES = "what a page says; every page is opened and every act sent on PostgreSQL by test_urls.py"
_ORDINARY = "statements that Django writes alike; its acts and matrices run on PostgreSQL"
_CELLS = "what a table says, read and checked before a row is written"
# Once is enough for these although they use a database: pattern of the test -> reason.
ONE_DATABASE = {
    "tests/*/test_pages.py::*": _PAGES,
    "tests/*/test_*screen*.py::*": _PAGES,
    "tests/nominations/*": "words, forms and the frame of pages",
    "tests/*/test_one_number.py::*": "a number of a rule file, judged in memory and shown",
    "tests/*/test_evidence.py::*": "a file is looked into before a row is written",
    "tests/administration/*": _ORDINARY,
    "tests/awards/*": _ORDINARY,
    "tests/consultation/*": _ORDINARY,
    "tests/council/*": _ORDINARY,
    "tests/decisions/*": _ORDINARY,
    "tests/documents/*": _ORDINARY,
    "tests/dossiers/*": _ORDINARY,
    "tests/issued_papers/*": _ORDINARY,
    "tests/law/*": _ORDINARY,
    "tests/model_examples/*": _ORDINARY,
    "tests/movements/*": _ORDINARY,
    "tests/packages/*": _ORDINARY,
    "tests/people/*": _ORDINARY,
    "tests/period_reports/*": _ORDINARY,
    "tests/print_runs/*": _ORDINARY,
    "tests/records/*": _ORDINARY,
    "tests/importing/test_cell*.py::*": _CELLS,
    "tests/importing/test_file_variants.py::*": _CELLS,
    "tests/importing/test_findings_on_screens.py::*": _CELLS,
    "tests/importing/test_grades.py::*": _CELLS,
    "tests/importing/test_initiatives.py::*": _CELLS,
    "tests/importing/test_office_*.py::*": _CELLS,
    "tests/importing/test_persons.py::*": _CELLS,
    "tests/importing/test_units.py::*": _CELLS,
}
# They go through every address, every cell of a matrix, every state of a page, thousands of rows,
# hundreds of drawn examples or every way to forge, or they start programs: in the continuous
# integration, on PostgreSQL only; by hand, on SQLite too, with `-m thorough`. The matrix of a
# nomination stays with the quick command.
THOROUGH = (
    "tests/architecture/test_mistakes.py::*",
    "tests/architecture/test_role_ends.py::*",
    "tests/architecture/test_urls.py::test_a_page_*",
    "tests/architecture/test_urls.py::test_an_act_*",
    "tests/architecture/test_urls.py::test_nothing_is_done_*",
    "tests/[!p]*/test_golden*.py::*",
    "tests/council/test_secrecy.py::*",
    "tests/consultation/test_opinions.py::test_the_sender_is_shown_*",
    "tests/dossiers/test_pages.py::test_the_page_of_a_nomination_speaks_*",
    "tests/dossiers/test_visibility.py::test_the_list_and_the_single_judgement_*",
    "tests/people/test_permissions.py::test_on_every_day_*",
    "tests/records/test_conduct.py::test_only_the_four_*",
    "tests/statistics/test_screens.py::test_every_figure_of_the_table_*",
    "tests/web/test_query_ceilings.py::test_a_nomination_s_page_and_an_inbox_*",
    "tests/web/test_query_ceilings.py::test_an_inbox_with_every_kind_*",
    "tests/eligibility/test_assessment.py::test_a_better_grade_*",
    "tests/eligibility/test_assessment.py::test_every_answer_but_met_*",
    "tests/eligibility/test_assessment.py::test_forgetting_*",
    "tests/eligibility/test_assessment.py::test_knowing_*",
    "tests/eligibility/test_assessment.py::test_the_fast_answer_*",
    "tests/eligibility/test_facts_yaml.py::*",
    "tests/eligibility/test_properties.py::*",
    "tests/eligibility/test_rules_command.py::test_every_award_can_be_shown_*",
    "tests/files/test_upload_check.py::test_honest_files_*",
    "tests/workflow/test_audit.py::test_the_quick_composition_*",
    "tests/workflow/test_audit.py::test_canonical_text_*",
    "tests/dossiers/test_duplicates.py::test_every_situation_*",
    "tests/issued_papers/test_signed_copies.py::test_a_file_that_is_not_this_paper_signed_*",
    "tests/importing/test_scale.py::*",
    "tests/issued_papers/test_issue_page.py::test_an_annex_of_three_thousand_*",
    # They start programs.
    "tests/config/test_security.py::test_the_services_profile_*",
    "tests/config/test_security.py::test_what_must_not_be_deployed_*",
    "tests/config/test_security.py::test_debug_on_a_public_address_*",
    "tests/notifications/test_waking.py::*",
)
# Their programs reach for the services by themselves.
WITHOUT_MARK = (
    "tests/notifications/test_crash.py",
    "tests/notifications/test_waking.py",
    "tests/notifications/test_worker.py",
)
# They start programs, or walk through every page or template, or draw hundreds of examples.
NOT_FAST = (
    "tests/files/test_upload_check.py",
    "tests/config/*",
    "tests/notifications/*",
    "tests/nominations/*",
    "tests/pipeline/test_notices.py::*",
)
FAST_WITH_DATABASE = ("tests/workflow/*", "tests/pipeline/*")


# These read the same files of ours and go through the same syntax trees.
OUR_FILES = tuple(
    f"tests/architecture/test_{name}.py"
    for name in (
        "addresses", "cycles", "habits", "names", "one_authority", "one_engine", "room_map",
        "transition_names", "types",
    )
)  # fmt: skip
# Tests of these files fill the database with the world of their folder.
ONE_WORLD = (
    "tests/architecture/test_mistakes.py",
    "tests/architecture/test_role_ends.py",
    "tests/architecture/test_urls.py",
    "tests/demo/test_crawl.py",
    "tests/demo/test_demo.py",
)

# Their Celery workers take messages from one broker: two at a time would take each other's.
ONE_BROKER = (
    "tests/config/test_services_profile.py",
    "tests/notifications/test_waking.py",
    "tests/notifications/test_worker.py",
    "tests/pipeline/test_notices.py",
    "tests/print_runs/test_killed_worker.py",
)

# Marks of tests that run in a stage of their own, or by hand.
APART = ("journey", "installation", "long")


def names_one_of(nodeid: str, patterns: Iterable[str]) -> str:
    """The first pattern that fits the test, or an empty text; of a file, all its tests."""
    if not _any_of(tuple(patterns)).match(nodeid):  # asked several times of every test
        return ""
    fits = (one for one in patterns if fnmatch(nodeid, one) or fnmatch(nodeid, f"{one}::*"))
    return next(fits, "")


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    both = (translate(text) for one in patterns for text in (one, f"{one}::*"))
    return re.compile("|".join(both))


def reads_database(item: pytest.Item) -> bool:
    """Whether the test uses a service: by a fixture, by its mark, or by starting programs."""
    marks = {mark.name for mark in item.iter_markers()}
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES or "django_db" in marks or marks & SERVICES)


def once_because(item: pytest.Item) -> str:
    """Why the test runs on SQLite only; an empty text when it runs on both."""
    if any(item.get_closest_marker(name) for name in SERVICES) or is_thorough(item):
        return ""
    if not reads_database(item) and not names_one_of(item.nodeid, WITHOUT_MARK):
        return "reads no database"
    if names_one_of(item.nodeid, ON_BOTH):
        return ""
    return ONE_DATABASE.get(names_one_of(item.nodeid, ONE_DATABASE), "")


def is_thorough(item: pytest.Item) -> bool:
    """Whether the test goes through all there is of something, which is done once."""
    return bool(names_one_of(item.nodeid, THOROUGH))


def share_on_one_database(items: Iterable[pytest.Item]) -> str:
    """A sentence with the number of tests that run on SQLite only, and of what."""
    counted = [
        once_because(item)
        for item in items
        if not any(item.get_closest_marker(name) for name in APART)
    ]
    once = sum(bool(reason) for reason in counted)
    idle = counted.count("reads no database")
    thorough = sum(is_thorough(item) for item in items)
    return (
        f"{once} of {len(counted)} tests ({once / max(len(counted), 1):.0%}) run on SQLite only:"
        f" {idle} read no database, of {once - idle} nothing differs between databases;"
        f" {thorough} are thorough and run on PostgreSQL only"
    )


def is_fast(item: pytest.Item) -> bool:
    """Whether the test belongs to those that together answer within a minute on one core."""
    if any(item.get_closest_marker(name) for name in (*SERVICES, *APART)) or is_thorough(item):
        return False
    if names_one_of(item.nodeid, NOT_FAST):
        return False
    return not reads_database(item) or bool(names_one_of(item.nodeid, FAST_WITH_DATABASE))


def worker_group(nodeid: str) -> str:
    """Tests of one file, one expensive world or one broker go to one worker, in turn."""
    path, _separator, _name = nodeid.partition("::")
    if names_one_of(nodeid, ONE_BROKER):
        return "one broker"
    return path.rpartition("/")[0] if names_one_of(nodeid, ONE_WORLD + OUR_FILES) else path
