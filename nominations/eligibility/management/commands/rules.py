"""The rule files on the command line: check them, read them, ask them."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from nominations.eligibility import answer_report, procedure_answers
from nominations.eligibility.assessment import judge
from nominations.eligibility.judged_otherwise import document as judged_otherwise
from nominations.eligibility.procedure_facts import read_facts_file
from nominations.eligibility.subject_kinds import kinds_of
from nominations.law import catalogue, lint, rulesets
from nominations.law.award_summary import summarize_award
from nominations.law.campaign_values import (
    awards_of_campaign,
    campaign_values,
    shared_values,
)
from nominations.law.datafile import DataFileError
from nominations.law.deadlines import DossierProfile
from nominations.law.key_reference import award_keys
from nominations.law.models import CommendationType
from nominations.law.regime_diff import document, regime_differences
from nominations.law.regime_ends import ends_to_tell
from nominations.law.regulators import regulator_of
from nominations.law.rulesets import Layer, RuleSet
from nominations.law.text_report import as_text
from nominations.law.verified_values import (
    missing_lines,
    unread_report,
    verified_head,
    verified_report,
)
from nominations.people.models import Authority, Organization
from workflow import clock
from workflow.deadlines import WorkingCalendar


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        day, _slash, rest = text.partition("/")
        month, _slash, year = rest.partition("/")
        return date(int(year), int(month), int(day))


@dataclass(frozen=True, slots=True)
class AgencyOnDay:
    """The rules of a day, in an agency where one is named."""

    rule_set: RuleSet
    level: str
    regulator: str


class Command(BaseCommand):
    """`rules check [FILES]`, `show AWARD`, `evaluate --facts FILE`, `verified [REGIME]`,
    `keys AWARD`, `diff [REGIME REGIME]`, `history`."""

    help = "Check the rule files, show an award on a day, or judge facts written by hand."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        check = acts.add_parser("check", help="find what is wrong with the files")
        check.add_argument("files", nargs="*", type=Path)
        check.add_argument("--folder", type=Path, default=None)
        show = acts.add_parser("show", help="print an award as it is on a day")
        show.add_argument("award")
        evaluate = acts.add_parser("evaluate", help="judge facts of a YAML file")
        evaluate.add_argument("--facts", type=Path, required=True)
        evaluate.add_argument("--award", required=True)
        evaluate.add_argument("--year", type=int, required=True)
        evaluate.add_argument(
            "--type", choices=CommendationType.values, default=str(CommendationType.MERIT)
        )
        evaluate.add_argument("--format", choices=("text", "json"), default="text")
        verified = acts.add_parser("verified", help="count the values that stand on a text")
        verified.add_argument("regime", nargs="?", default="")
        verified.add_argument("--award", action="append", default=[])
        keys = acts.add_parser("keys", help="print what a layer can write of an award")
        keys.add_argument("award")
        keys.add_argument("--on", type=_day, default=None)
        diff = acts.add_parser("diff", help="print what two regimes, or all in turn, differ in")
        diff.add_argument("before", nargs="?", default="")
        diff.add_argument("after", nargs="?", default="")
        acts.add_parser("history", help="print which real awards the text judges otherwise")
        for one in (show, evaluate, verified):
            one.add_argument("--on", type=_day, default=None)
            one.add_argument("--organization", default="")
            one.add_argument("--layer", type=Path, action="append", default=[])

    def handle(self, *args: Any, **options: Any) -> None:
        acts = {
            "check": self._check,
            "show": self._show,
            "evaluate": self._evaluate,
            "verified": self._verified,
            "keys": self._keys,
            "diff": self._diff,
            "history": self._history,
        }
        try:
            acts[options["act"]](options)
        except DataFileError as error:
            raise CommandError(str(lint.of_error(error))) from None
        except LookupError as error:
            raise CommandError(str(error.args[0] if error.args else error)) from None

    def _check(self, options: dict[str, Any]) -> None:
        folder = options["folder"] or rulesets.FOLDER
        found = [*lint.lint_reference(), *lint.lint_rule_set(folder, options["files"])]
        for finding in found:
            self.stdout.write(str(finding))
        if found:
            raise CommandError(_("%(count)s errors in the rule files.") % {"count": len(found)})
        for note in lint.notes_on(folder, options["files"]):
            self.stdout.write(_("Note: %(sentence)s") % {"sentence": note})
        for rule_set in rulesets.read_rule_sets(folder):
            for sentence in ends_to_tell(rule_set, clock.today()):
                words = {"code": rule_set.code, "sentence": sentence}
                self.stdout.write(_("Warning, %(code)s: %(sentence)s") % words)
        count = len(list(folder.glob("*.toml"))) + len(options["files"])
        self.stdout.write(_("%(count)s rule files without errors.") % {"count": count})

    def _place(self, options: dict[str, Any], on: date) -> AgencyOnDay:
        layers: list[Layer] = [rulesets.read_layer_file(path) for path in options["layer"]]
        agency = None
        if options["organization"]:
            agency = Organization.objects.filter(code=options["organization"]).first()
            if agency is None:
                raise CommandError(
                    _("There is no agency with the code %(code)s.")
                    % {"code": options["organization"]}
                )
        rule_set = rulesets.rule_set_on(on, agency, layers=layers)
        level = agency.authority if agency else Authority.AGENCY
        return AgencyOnDay(rule_set, level, regulator_of(agency))

    def _checked_award(self, code: str) -> str:
        if code not in catalogue.entries():
            known = ", ".join(catalogue.entries())
            raise CommandError(
                _('"%(code)s" is no award; these are: %(known)s') % {"code": code, "known": known}
            )
        return code

    def _regime(self, code: str) -> RuleSet:
        known = {one.code: one for one in rulesets.shipped_regimes()}
        if code not in known:
            words = {"code": code, "known": ", ".join(known)}
            raise CommandError(_('"%(code)s" is no rule set; these are: %(known)s') % words)
        return known[code]

    def _verified(self, options: dict[str, Any]) -> None:
        code = options["regime"]
        if options["on"] or options["organization"] or options["award"] or options["layer"]:
            if code:
                raise CommandError(_("Write a regime, or the day of a campaign, not both."))
            self._verified_in_campaign(options)
            return
        regimes = [self._regime(code)] if code else rulesets.shipped_regimes()
        for rule_set in regimes:
            head, *rest = verified_report(rule_set)
            self.stdout.write(head)
            for line in rest if code else ():
                self.stdout.write(line)

    def _verified_in_campaign(self, options: dict[str, Any]) -> None:
        """The values that a campaign of the day uses in the agency, and what the others miss."""
        on = options["on"] or clock.today()
        place = self._place(options, on)
        awards = [self._checked_award(code) for code in options["award"]]
        awards = awards or awards_of_campaign(place.rule_set, place.level)
        missing = [code for code in awards if code not in place.rule_set.catalogue]
        if missing:
            words = {"code": missing[0], "day": f"{on:%d/%m/%Y}"}
            raise CommandError(_("Nobody nominates for %(code)s on %(day)s.") % words)
        values = campaign_values(place.rule_set, level=place.level, awards=awards)
        values += shared_values(on, on.year)
        names = ", ".join([place.rule_set.code, *place.rule_set.layers])
        words = {"rules": names, "day": f"{on:%d/%m/%Y}", "awards": ", ".join(awards)}
        head = _("A campaign of %(day)s under %(rules)s, for %(awards)s") % words
        self.stdout.write(verified_head(head, values))
        for line in [*unread_report(place.rule_set, values), *missing_lines(values)]:
            self.stdout.write(line)

    def _keys(self, options: dict[str, Any]) -> None:
        code = self._checked_award(options["award"])
        for line in award_keys(rulesets.rule_set_on(options["on"] or clock.today()), code):
            self.stdout.write(line)

    def _diff(self, options: dict[str, Any]) -> None:
        if not options["before"]:
            self.stdout.write(document(rulesets.shipped_regimes()), ending="")
            return
        before, after = self._regime(options["before"]), self._regime(options["after"])
        for line in regime_differences(before, after):
            self.stdout.write(line)

    def _history(self, _options: dict[str, Any]) -> None:
        self.stdout.write(judged_otherwise(), ending="")

    def _show(self, options: dict[str, Any]) -> None:
        code = self._checked_award(options["award"])
        on = options["on"] or clock.today()
        place = self._place(options, on)
        summary = summarize_award(
            place.rule_set, code, on=on, level=place.level, regulator=place.regulator
        )
        self.stdout.write(as_text(summary))

    def _text_of(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise CommandError(_("%(file)s cannot be read.") % {"file": path.name}) from None

    def _evaluate(self, options: dict[str, Any]) -> None:
        code, year = self._checked_award(options["award"]), options["year"]
        if not 1945 <= year <= 2100:
            raise CommandError(_("Write a year such as 2024."))
        on = options["on"] or date(year, 12, 31)
        path: Path = options["facts"]
        written = read_facts_file(self._text_of(path), file=path.name, year=year, on=on)
        place = self._place(options, on)
        rule_set = place.rule_set
        data: dict[str, Any] = {}
        texts = []
        if facts := written.subject:
            answer_report.require_target(rule_set, code, facts.kind)
            found = judge(rule_set, code, facts, options["type"])
            data, texts = answer_report.as_data(found, facts.kind), [answer_report.as_text(found)]
        if not written.procedure.is_empty:
            asked = DossierProfile(
                award=code,
                year=year,
                commendation_type=options["type"],
                level=written.procedure.level,
                sector=written.procedure.sector,
                kind=written.procedure.kind,
                subject_kinds=kinds_of(written.subject) if written.subject else None,
            )
            # Without an agency no installation is asked for its days off, only the public holidays.
            calendar = WorkingCalendar.local() if options["organization"] else WorkingCalendar()
            answers = procedure_answers.procedure_answers(
                rule_set,
                asked,
                written.procedure,
                on=on,
                calendar=calendar,
                regulator=place.regulator,
            )
            data = procedure_answers.with_parts(data, rule_set, asked, on, answers)
            texts.append(procedure_answers.as_text(answers))
        if options["format"] == "json":
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n\n".join(texts))
