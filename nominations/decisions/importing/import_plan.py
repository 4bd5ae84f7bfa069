"""Plan an import of outcomes: new ones, recorded ones, problems by cell."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nominations.awards.importing.award_matching import AwardNameIndex, awards_named, wrong_giver
from nominations.awards.importing.decision_papers import DecisionPapers
from nominations.awards.issuer_name import issuer_of
from nominations.decisions.importing.columns import WORDS, AnswerFromAbove, OutcomeColumn
from nominations.decisions.importing.columns import read_answer as answer_in
from nominations.decisions.importing.submitted_dossiers import (
    AWAITING,
    SubmittedDossiers,
    dossier_label,
    only_one,
)
from nominations.decisions.models import Outcome
from nominations.decisions.services.outcomes import record_outcomes
from nominations.dossiers.models import Nomination
from nominations.importing.cells import CellError, read_birth, read_past_day
from nominations.importing.name_questions import NameQuestions
from nominations.importing.plan import ImportPlan, PlannedRow
from nominations.importing.row_reader import RowReader
from nominations.importing.spreadsheet import Spreadsheet
from nominations.importing.table_checker import TableChecker
from nominations.law.models import AwardType
from nominations.paper_numbers.spelling import canonical_number
from nominations.people.models import Organization
from nominations.vietnamese import spelling_key
from workflow import audit
from workflow.actors import Actor

_OWN = (OutcomeColumn.OUTCOME, OutcomeColumn.GIVEN, OutcomeColumn.REASON)
_PAPER = (OutcomeColumn.NUMBER, OutcomeColumn.DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutcome:
    """One answer from above, to be recorded with its paper; `other_award` is a code or ""."""

    nomination: Nomination
    conferred: bool
    paper_number: str
    paper_date: date
    issuer: str
    reason: str
    other_award: str

    @property
    def paper(self) -> tuple[bool, str, date, str, str, str]:
        """What the outcomes of one call of `record_outcomes` share."""
        return (
            self.conferred,
            self.paper_number,
            self.paper_date,
            self.issuer,
            self.reason,
            self.other_award,
        )


class OutcomeChecker(TableChecker):
    """Checks the rows against the submitted dossiers; duplicates are found at the end."""

    def __init__(
        self, sheet: Spreadsheet, organization: Organization, name_questions: NameQuestions
    ) -> None:
        super().__init__(sheet, organization, name_questions)
        self.dossiers = SubmittedDossiers(organization)
        self.catalogue = AwardNameIndex()
        self.papers = DecisionPapers(organization)
        self._read: dict[int, list[tuple[RowReader, NewOutcome | None]]] = defaultdict(list)
        self._empty = 0

    def check_together(self) -> None:
        self._place()
        if self._empty:
            self.plan.notices.append(
                ngettext(
                    "%(count)s row has no outcome yet and is left out.",
                    "%(count)s rows have no outcome yet and are left out.",
                    self._empty,
                )
                % {"count": self._empty}
            )

    def check_row(self, line: RowReader) -> None:
        if self._has_no_answer(line):
            self.plan.left_out.add(line.index)
            self._empty += 1
            return
        nomination = self._nomination(line)
        new = self._outcome(line, nomination)
        if nomination is not None:
            self._read[nomination.pk].append((line, new if line.is_right else None))

    def _has_no_answer(self, line: RowReader) -> bool:
        """Whether the row has only the dossier and no answer."""
        own = [line.sheet.columns.get(code) for code in _PAPER]
        return not any(line.text(code) for code in _OWN) and not any(
            line.row.text(position) for position in own
        )

    # --- which dossier ----------------------------------------------------------------------------

    def _nomination(self, line: RowReader) -> Nomination | None:
        code, name = line.text(OutcomeColumn.CODE), line.text(OutcomeColumn.NAME)
        if code:
            found = line.attempt(OutcomeColumn.CODE, lambda: self.dossiers.of_code(code))
            if found and name and spelling_key(name) != spelling_key(found.subject_name):
                line.fail(
                    OutcomeColumn.NAME,
                    _("The dossier of this code is that of %(name)s.")
                    % {"name": dossier_label(found)},
                )
                return None
            return found
        if not name:
            line.fail(OutcomeColumn.NAME, _("This cell may not be empty."))
            return None
        birth = line.read_if_any(OutcomeColumn.BIRTH_DATE, read_birth)
        unit, proposed = line.short(OutcomeColumn.UNIT), self._proposed(line)
        if not line.is_right:
            return None
        return line.attempt(
            OutcomeColumn.NAME,
            lambda: only_one(
                self.dossiers.named(line, name), birth=birth, unit=unit, proposed=proposed
            ),
        )

    def _award(self, line: RowReader, column: str) -> AwardType | None:
        text, agency = line.text(column), self.plan.organization
        if not text:
            return None
        givers = (line.text(OutcomeColumn.ISSUER), agency.name, agency.short_name)

        def find() -> AwardType:
            found = awards_named(self.catalogue, text, givers)
            if len(found) > 1:
                raise CellError(_("The cell names %(count)s awards.") % {"count": len(found)})
            return found[0]

        return line.attempt(column, find)

    def _proposed(self, line: RowReader) -> AwardType | None:
        return self._award(line, OutcomeColumn.PROPOSED)

    # --- what was decided -------------------------------------------------------------------------

    def _outcome(self, line: RowReader, nomination: Nomination | None) -> NewOutcome | None:
        answer = line.read(OutcomeColumn.OUTCOME, answer_in)
        day = line.read(OutcomeColumn.DATE, read_past_day)
        issuer = line.short(OutcomeColumn.ISSUER) or self._issuer(nomination)
        number = self._number(line, day, issuer) if nomination else ""
        reason = line.short(OutcomeColumn.REASON)
        if answer == AnswerFromAbove.REFUSED and not reason:
            line.fail(OutcomeColumn.REASON, _("Write why the award was not approved."))
        given = self._given(line, answer, nomination, day, issuer)
        if nomination is not None and day is not None:
            self._check_day(line, nomination, day)
        if not line.is_right or nomination is None or answer is None or day is None:
            return None
        return NewOutcome(
            nomination=nomination,
            conferred=answer != AnswerFromAbove.REFUSED,
            paper_number=number,
            paper_date=day,
            issuer=issuer,
            reason=reason,
            other_award=given.code if given else "",
        )

    def _issuer(self, nomination: Nomination | None) -> str:
        """The default issuer: the head of the agency to which the dossier was sent."""
        if nomination is None:
            return ""
        recipient = self.dossiers.line_of[nomination.pk].report.recipient
        return issuer_of(recipient) if recipient else ""

    def _number(self, line: RowReader, day: date | None, issuer: str) -> str:
        before = len(line.problems)
        text = line.needed(OutcomeColumn.NUMBER)
        if not text or day is None or len(line.problems) > before:
            return text
        if not issuer:
            line.fail(OutcomeColumn.ISSUER, _("Write who issued the paper."))
            return text
        return (
            line.attempt(OutcomeColumn.NUMBER, lambda: self.papers.shown(text, day, issuer)) or ""
        )

    def _given(
        self,
        line: RowReader,
        answer: AnswerFromAbove | None,
        nomination: Nomination | None,
        day: date | None,
        issuer: str,
    ) -> AwardType | None:
        """The other award; refuses a column that contradicts the outcome."""
        found = self._award(line, OutcomeColumn.GIVEN)
        if answer == AnswerFromAbove.OTHER and not line.text(OutcomeColumn.GIVEN):
            line.fail(OutcomeColumn.GIVEN, _("Write which award was given instead."))
        if found is None or nomination is None or answer is None:
            return None
        is_other = found.code != nomination.award_type.code
        if is_other != (answer == AnswerFromAbove.OTHER):
            line.fail(
                OutcomeColumn.OUTCOME,
                _("“%(outcome)s” does not fit the award given: %(award)s was proposed.")
                % {"outcome": WORDS[answer], "award": nomination.award_type.name},
            )
            return None
        if giver := wrong_giver(found, issuer) if is_other else "":
            line.fail(
                OutcomeColumn.GIVEN,
                _("%(award)s is conferred by: %(giver)s, not by “%(issuer)s”.")
                % {"award": found.name, "giver": giver, "issuer": issuer},
            )
            return None
        if is_other and not found.is_for(nomination.kind):
            line.fail(
                OutcomeColumn.GIVEN,
                _("%(award)s cannot be given to %(recipient)s.")
                % {"award": found.name, "recipient": nomination.subject_name},
            )
            return None
        return self.catalogue.on(found, day) if is_other and day else None

    def _check_day(self, line: RowReader, nomination: Nomination, day: date) -> None:
        report = self.dossiers.line_of[nomination.pk].report
        if day < report.issued_on:
            line.fail(
                OutcomeColumn.DATE,
                _("The day is before the submission %(number)s of %(day)s that it answers.")
                % {"number": report.number, "day": f"{report.issued_on:%d/%m/%Y}"},
            )

    # --- the rows together ------------------------------------------------------------------------

    def _place(self) -> None:
        """Report two outcomes of one dossier at both lines; plan the others."""
        for pk, rows in self._read.items():
            if len(rows) > 1:
                self._refuse_twice(self.dossiers.all[pk], [line for line, _new in rows])
                continue
            ((line, new),) = rows
            if new is not None:
                self._plan_one(line, new)
        self.plan.entries.sort(key=lambda entry: entry.index)

    def _refuse_twice(self, nomination: Nomination, lines: list[RowReader]) -> None:
        places = [line.sheet.place(line.index) for line in lines]
        for line in lines:
            others = [place for place in places if place != line.sheet.place(line.index)]
            column = OutcomeColumn.NAME if line.has(OutcomeColumn.NAME) else OutcomeColumn.CODE
            line.fail(
                column,
                _(
                    "The dossier of %(name)s has an outcome in %(here)s and in %(others)s: keep the"
                    " right one."
                )
                % {
                    "name": nomination.subject_name,
                    "here": line.sheet.place(line.index),
                    "others": ", ".join(others),
                },
            )

    def _plan_one(self, line: RowReader, new: NewOutcome) -> None:
        nomination = new.nomination
        given = self._name_of(new) if new.other_award else nomination.award_type.name
        said = WORDS[AnswerFromAbove.GRANTED if new.conferred else AnswerFromAbove.REFUSED]
        entry = PlannedRow(
            index=line.index,
            written=line.text(OutcomeColumn.NAME),
            name=nomination.subject_name,
            new=new,
            details=tuple(
                filter(
                    None,
                    (
                        nomination.unit_name,
                        _("proposed: %(award)s") % {"award": nomination.award_type.name},
                        f"{said}: {given}" if new.conferred else str(said),
                        f"{new.paper_number}, {new.paper_date:%d/%m/%Y}, {new.issuer}",
                        new.reason,
                    ),
                )
            ),
        )
        if nomination.state == AWAITING:
            self.plan.entries.append(entry)
        elif _is_recorded(nomination, new):
            self.plan.already.append(entry)
        else:
            line.fail(OutcomeColumn.OUTCOME, _recorded_otherwise(nomination))

    def _name_of(self, new: NewOutcome) -> str:
        found = self.catalogue.read(new.other_award).awards
        return found[0][0].name if found else new.other_award


def _is_recorded(nomination: Nomination, new: NewOutcome) -> bool:
    known: Outcome | None = getattr(nomination, "outcome", None)
    return (
        known is not None
        and known.conferred == new.conferred
        and (known.other_award.code if known.other_award else "") == new.other_award
        and canonical_number(known.paper_number) == canonical_number(new.paper_number)
        and known.paper_date == new.paper_date
    )


def _recorded_otherwise(nomination: Nomination) -> str:
    known: Outcome | None = getattr(nomination, "outcome", None)
    if known is None:
        return _("The award of this dossier was revoked; no outcome is recorded any more.")
    said = AnswerFromAbove.GRANTED if known.conferred else AnswerFromAbove.REFUSED
    return _(
        "An outcome is recorded already: %(outcome)s, %(number)s of %(day)s. If it is wrong,"
        " correct it with a reason on the page of the submission."
    ) % {
        "outcome": WORDS[said],
        "number": known.paper_number,
        "day": f"{known.paper_date:%d/%m/%Y}",
    }


def write(plan: ImportPlan, *, actor: Actor) -> int:
    """Record the outcomes of a plan without problems, one act per paper and answer.

    Raises what `record_outcomes` refuses; one entry in the agency's history names the file.
    """
    groups: dict[tuple[bool, str, date, str, str, str], list[Nomination]] = defaultdict(list)
    for entry in plan.entries:
        groups[entry.new.paper].append(entry.new.nomination)
    for (conferred, number, day, issuer, reason, other_award), nominations in groups.items():
        record_outcomes(
            actor=actor,
            nominations=nominations,
            conferred=conferred,
            paper_number=number,
            paper_date=day,
            issuer=issuer,
            reason=reason,
            other_award=other_award,
        )
    audit.record(
        f"organization:{plan.organization.pk}",
        "outcomes.imported",
        actor=actor,
        payload={
            "file": plan.sheet.file_name,
            "sha256": hashlib.sha256(plan.sheet.content).hexdigest(),
            "rows": len(plan.sheet.rows),
            "recorded": len(plan.entries),
            "already_there": len(plan.already),
        },
    )
    return len(plan.entries)
