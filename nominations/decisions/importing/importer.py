"""Outcomes from above as a kind of table, imported by the council secretary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nominations.decisions.importing.columns import TABLE, OutcomeColumn
from nominations.decisions.importing.import_plan import OutcomeChecker, write
from nominations.decisions.importing.submitted_dossiers import AWAITING, submitted_lines
from nominations.decisions.models import UpwardReport
from nominations.decisions.roles import ANSWERERS
from nominations.importing.registry import Importer
from nominations.people.authorization import holds, require_secretary, roles_today
from nominations.people.models import Organization
from workflow.actors import Actor

SLUG = "ket-qua-cap-tren"


def _is_answerer(user: Actor) -> bool:
    return holds(user, *ANSWERERS)


def _agencies(user: Actor) -> frozenset[int]:
    return roles_today(user).organizations(*ANSWERERS)


def _require(actor: Actor, organization: Organization) -> None:
    sentence = _("Only the council secretary of %(agency)s imports outcomes.")
    require_secretary(actor, organization, sentence)


def rows_to_answer(lines: Any) -> Iterable[Mapping[str, Any]]:
    """The dossiers of these lines that wait for an outcome, as rows of the table to fill in."""
    for line in lines.filter(nomination__state=AWAITING):
        one = line.nomination
        yield {
            OutcomeColumn.NAME: one.subject_name,
            OutcomeColumn.BIRTH_DATE: one.person.birth_date if one.person else None,
            OutcomeColumn.UNIT: one.unit_name or one.unit.name,
            OutcomeColumn.PROPOSED: one.award_type.name,
            OutcomeColumn.CODE: str(one.public_id),
        }


def _waiting(user: Actor) -> Iterable[Mapping[str, Any]]:
    return rows_to_answer(submitted_lines().filter(report__organization_id__in=_agencies(user)))


def table_of(report: UpwardReport) -> bytes:
    """The table to fill in with the dossiers of one submission that wait for an outcome."""
    return OUTCOME_IMPORTER.blank(rows_to_answer(submitted_lines().filter(report=report)))


OUTCOME_IMPORTER = Importer(
    kind="outcomes",
    slug=SLUG,
    order=60,
    icon="clipboard-check",
    label=pgettext_lazy("kind of import", "Outcomes from above"),
    lead=gettext_lazy("What the superior authority decided on the dossiers that were submitted."),
    noun=pgettext_lazy("counted in an import", "outcomes"),
    table=TABLE,
    open_to=_is_answerer,
    agencies=_agencies,
    require=_require,
    plan=OutcomeChecker.make_plan,
    write=write,
    rows_for=_waiting,
    file_name="bang-ket-qua-cap-tren.xlsx",
    next_label=gettext_lazy("See the reports upward"),
    next_url_name="decisions:reports",
    title=gettext_lazy("OUTCOMES OF THE DOSSIERS SUBMITTED ABOVE"),
    sheet_name=pgettext_lazy("name of a sheet", "Outcomes"),
    guide=(
        gettext_lazy("One row per dossier; the list of a sealed package can be used as it is."),
        gettext_lazy(
            "A dossier is found by its code, else by name, date of birth, unit and award; where"
            " several may be meant, nothing is guessed."
        ),
        gettext_lazy(
            "Outcome: “Conferred”, “Not approved” with the reason, or “Another award” with the"
            " award that was given instead."
        ),
        gettext_lazy("Rows without an outcome are left out and wait for another paper."),
        gettext_lazy(
            "An outcome that is recorded already is not overwritten: it is corrected with a reason."
        ),
    ),
)
