"""One number changed in a rule file changes screens, checks and papers; nothing else is touched."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.urls import reverse

from nominations.council.models import VotingSession
from nominations.dossiers import services
from nominations.dossiers.models import Campaign, Nomination
from nominations.dossiers.services import standards
from nominations.law import catalogue, rulesets
from nominations.law.models import AwardType
from nominations.law.rulesets import loader
from nominations.records.models import AnnualGrade, Service
from nominations.states import State
from tests.cast import Cast
from tests.council.chamber import Chamber
from workflow import clock

Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Edit]:
    """Changes one line below a table of the regime of today, in a copy of the rule files."""
    folder = tmp_path / "regimes"
    shutil.copytree(rulesets.FOLDER, folder)
    path = folder / f"{rulesets.regime_on(clock.today()).code}.toml"
    monkeypatch.setattr(loader, "FOLDER", folder)
    rulesets.clear_caches()

    def change(table: str, line: str, by: str) -> None:
        text = path.read_text(encoding="utf-8")
        start = text.index(table)
        assert text.index(line, start) - start < 600
        path.write_text(text[:start] + text[start:].replace(line, by, 1), encoding="utf-8")
        rulesets.clear_caches()

    yield change
    rulesets.clear_caches()


@pytest.fixture
def cast(db: Any, settings: Any, tmp_path: Path) -> Cast:
    """Everybody, the real catalogue, and no campaign yet."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cast = Cast.build()
    QuerySet(Campaign).delete()  # Django's own: the subject's refuses what has a history
    AwardType.objects.all().delete()
    catalogue.load_award_types()
    cast.awards = {one.code: one for one in AwardType.objects.all()}
    return cast


def open_campaign(cast: Cast) -> None:
    now, today = clock.now(), clock.today()
    cast.campaign = services.open_campaign(
        actor=cast.secretary,
        organization=cast.agency,
        choice_reason="Tỉnh chưa ban hành quy định.",
        code="MOT-SO",
        name="Thi đua năm",
        year=today.year,
        award_codes=["LDTT", "CSTDCS"],
        achievement_from=today.replace(month=1, day=1),
        achievement_to=today.replace(month=12, day=31),
        registration=(now - timedelta(days=200), now + timedelta(days=30)),
        submission=(now - timedelta(days=200), now + timedelta(days=60)),
    )


def page(cast: Cast, name: str, *args: Any) -> str:
    text = cast.client(cast.secretary).get(reverse(name, args=args)).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# --- the threshold of a vote ----------------------------------------------------------------------


def four_of_five(cast: Cast) -> VotingSession:
    """A counted session over CSTDCS in which four of the five members agreed."""
    open_campaign(cast)
    chamber = Chamber(cast)
    candidate = cast.person("Lý Văn Tư")
    cast.nomination(State.REGISTERED, award="LDTT", person=candidate)  # CSTDCS stands on it
    mine = [cast.nomination(State.UNIT_REVIEWED, award="CSTDCS", person=candidate)]
    session = chamber.open(nominations=mine)
    chamber.cast_all(session, "yes", *chamber.members[:4])
    chamber.cast_all(session, "no", chamber.members[4])
    chamber.close(session)
    return chamber.count(session)


@pytest.mark.parametrize(("numerator", "percent", "passes"), [(4, "80%", True), (5, "100%", False)])
def test_a_threshold_acts_on_the_rules_page_the_count_and_the_minutes(
    cast: Cast, edit: Edit, numerator: int, percent: str, passes: bool
) -> None:
    edit("[award.CSTDCS.vote]", "numerator = 4", f"numerator = {numerator}")

    session = four_of_five(cast)

    assert f"{numerator}/5" in page(cast, "awards:rules_award", "CSTDCS")
    assert session.items.get().passed == passes
    assert percent in page(cast, "council:session", session.public_id)
    assert percent in page(cast, "council:minutes", session.public_id)


# --- a condition ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("months", "answer", "barred"), [(6, "met", False), (7, "unmet", True)])
def test_a_condition_acts_on_the_rules_page_the_command_and_the_nomination(
    cast: Cast, edit: Edit, tmp_path: Path, capsys: Any, months: int, answer: str, barred: bool
) -> None:
    edit('key = "service"', "recruit_months >= 6", f"recruit_months >= {months}")
    open_campaign(cast)
    today, person = clock.today(), cast.nominee.person
    entered = {"organization": cast.agency, "recorded_at": clock.now()}
    AnnualGrade.objects.create(person=person, year=today.year, grade="HTT", **entered)
    Service.objects.filter(person=person).delete()
    Service.objects.create(
        person=person,
        valid_from=today.replace(month=7, day=1),
        begins_by="TUYEN_DUNG",
        **entered,
    )
    nomination = cast.nomination(State.REGISTERED, award="LDTT")
    standards.refresh_obstacles([nomination.pk])

    assert f"từ {months} trở lên" in page(cast, "awards:rules_award", "LDTT")
    barring = Nomination.objects.get(pk=nomination.pk).eligibility_block
    assert ("công tác trong năm chưa đủ 06 tháng" in barring) == barred
    facts = tmp_path / "a.yaml"
    facts.write_text(
        "kind: individual\nservice_months: 6\nnewly_recruited: true\n", encoding="utf-8"
    )
    call_command("rules", "evaluate", "--facts", str(facts), "--award", "LDTT",
                 "--year", str(today.year), "--format", "json")  # fmt: skip
    assert _rule(capsys.readouterr().out, "service")["answer"] == answer


def _rule(printed: str, key: str) -> dict[str, Any]:
    return next(one for one in json.loads(printed)["rules"] if one["key"] == key)
