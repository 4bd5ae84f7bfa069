"""The dossiers an agency has submitted above, found by code, or by name with birth and unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nominations.decisions.importing.columns import OutcomeColumn
from nominations.decisions.models import ReportLine, UpwardReport
from nominations.dossiers.models import Nomination
from nominations.importing.cells import BirthDate, CellError
from nominations.importing.name_matching import NameIndex
from nominations.importing.plan import AnswerOption
from nominations.importing.row_reader import RowReader
from nominations.law.models import AwardType
from nominations.people.models import Organization
from nominations.states import State
from nominations.vietnamese import spelling_key

AWAITING = State.REPORTED
ANSWERED = (State.CONFERRED, State.REFUSED_ABOVE, State.REVOKED)
_LISTED = 5
"""At most so many candidates are listed for an ambiguous row."""
_MIN_CODE = 8


def submitted_lines(organization: Organization | None = None) -> Any:
    """The lines of submissions that were not returned, oldest paper first."""
    rows = ReportLine.objects.filter(
        report__kind=UpwardReport.Kind.SUBMISSION, returned_at__isnull=True
    )
    if organization is not None:
        rows = rows.filter(report__organization=organization)
    return rows.select_related(
        "report__recipient",
        "nomination__award_type",
        "nomination__person",
        "nomination__unit",
        "nomination__outcome__other_award",
    ).order_by("report__issued_on", "report_id", "position", "id")


class SubmittedDossiers:
    """The submitted dossiers that were not returned, with or without an outcome."""

    def __init__(self, organization: Organization) -> None:
        states = (AWAITING, *ANSWERED)
        lines = submitted_lines(organization).filter(nomination__state__in=states)
        self.line_of = {line.nomination_id: line for line in lines}
        self.all: dict[int, Nomination] = {pk: line.nomination for pk, line in self.line_of.items()}
        named = [(pk, one.subject_name) for pk, one in self.all.items()]
        self._names = NameIndex.of(named, last_counts=True)

    def of_code(self, text: str) -> Nomination:
        """The dossier with this code or prefix of a code."""
        wanted = text.strip().lower()
        found = [
            one
            for one in self.all.values()
            if len(wanted) >= _MIN_CODE and str(one.public_id).startswith(wanted)
        ]
        if len(found) != 1:
            raise CellError(_("No submitted dossier of this agency has this code."))
        return found[0]

    def named(self, line: RowReader, text: str) -> list[Nomination]:
        """Every dossier of somebody with that name; a similar name is reported as a question.

        Raises what `RowReader.attempt` catches.
        """
        found = [self.all[pk] for pk in self._names.find(text)]
        if found:
            return found
        near = self._names.close(text)
        choices = {
            spelling_key(self.all[pk].subject_name): AnswerOption(
                spelling_key(self.all[pk].subject_name),
                self.all[pk].subject_name,
                round(score * 100),
            )
            for pk, score in near
        }
        if not choices:
            raise CellError(_("No dossier of “%(name)s” was submitted above.") % {"name": text})
        said = line.ask(OutcomeColumn.NAME, spelling_key(text), text, list(choices.values()))
        return [one for one in self.all.values() if spelling_key(one.subject_name) == said]


def only_one(
    found: Sequence[Nomination],
    *,
    birth: BirthDate | None,
    unit: str,
    proposed: AwardType | None,
) -> Nomination:
    """The one dossier that matches all values of the row; refuses none and several (CellError).

    Dossiers that still wait for an outcome come before those that have one.
    """
    rows = _fitting(found, birth, proposed)
    waiting = [one for one in rows if one.state == AWAITING]
    rows = waiting or rows
    if len(rows) > 1 and unit:
        here = [one for one in rows if spelling_key(unit) in _places(one)]
        rows = here or rows
    if len(rows) > 1:
        raise CellError(
            _(
                "%(count)s submitted dossiers may be meant: %(dossiers)s. Write the dossier code,"
                " or what tells them apart."
            )
            % {
                "count": len(rows),
                "dossiers": "; ".join(dossier_label(one) for one in rows[:_LISTED]),
            }
        )
    return rows[0]


def _fitting(
    found: Sequence[Nomination], birth: BirthDate | None, proposed: AwardType | None
) -> list[Nomination]:
    rows = _matching_rows(found, lambda one: _born(one, birth), _("born on another day"))
    if proposed is None:
        return rows
    return _matching_rows(
        rows, lambda one: one.award_type.code == proposed.code, _("proposed for another award")
    )


def _matching_rows(
    rows: Sequence[Nomination], fits: Callable[[Nomination], bool], why: str
) -> list[Nomination]:
    matching = [one for one in rows if fits(one)]
    if not matching:
        raise CellError(
            _("The row does not fit what was submitted (%(why)s): %(dossiers)s.")
            % {"why": why, "dossiers": "; ".join(dossier_label(one) for one in rows[:_LISTED])}
        )
    return matching


def _born(one: Nomination, birth: BirthDate | None) -> bool:
    born: date | None = one.person.birth_date if one.person else None
    return birth is None or born is None or birth.fits(born)


def _places(one: Nomination) -> set[str]:
    return {spelling_key(name) for name in (one.unit_name, one.unit.name) if name}


def dossier_label(one: Nomination) -> str:
    """A dossier in words: name, birth, unit, award."""
    words = [one.subject_name]
    if one.person and one.person.birth_date:
        words.append(f"{one.person.birth_date:%d/%m/%Y}")
    words += [one.unit_name or one.unit.name, one.award_type.name]
    return ", ".join(filter(None, dict.fromkeys(words)))
