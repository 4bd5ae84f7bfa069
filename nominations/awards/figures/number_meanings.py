"""Which award, kind and type of commendation a number stands for; people are asked what is open."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.awards.figures.columns import FigureColumn, FigureLayout
from nominations.awards.figures.headings import CountHeading
from nominations.awards.importing.award_matching import AwardNameIndex, awards_named
from nominations.awards.importing.import_plan import not_given_to
from nominations.importing.cells import CellError
from nominations.importing.plan import AnswerOption
from nominations.importing.row_reader import RowReader
from nominations.law import catalogue as catalogue_file
from nominations.law.models import AwardCategory, AwardType, CommendationType, RecipientKind

NOT_IMPORTED = "leave"
"""The answer "not imported", and the award of a column that is not."""


class FigureMeanings:
    """The answers about headings and rows of one table."""

    def __init__(self, catalogue: AwardNameIndex, table: FigureLayout) -> None:
        self.catalogue, self.table = catalogue, table
        newest = AwardType.objects.order_by("rank", "code", "valid_from")
        self.types: dict[str, AwardType] = {award.code: award for award in newest}

    def _choices(self, leave: str) -> list[AnswerOption]:
        named = [AnswerOption(code, award.name) for code, award in self.types.items()]
        return [AnswerOption(NOT_IMPORTED, leave), *named]

    # --- what is not understood -------------------------------------------------------------------

    def award_of_row(self, line: RowReader) -> CountHeading | None:
        """What the cell of the award says; None where it is empty, wrong, open or left out."""
        text = line.text(FigureColumn.AWARD)
        if not text:
            return None
        found = self.table.reader.heading([text])
        if found is not None and found.award and not found.unknown:
            return found
        return line.attempt(FigureColumn.AWARD, lambda: self._award_by_answer(line, text, found))

    def _award_by_answer(
        self, line: RowReader, text: str, found: CountHeading | None
    ) -> CountHeading | None:
        try:
            awards_named(self.catalogue, text)
            why = _("“%(text)s” is not in the catalogue of awards.") % {"text": text}
        except CellError as refusal:
            why = str(refusal)
        choices = self._choices(_("Leave these rows out"))
        said = line.ask(FigureColumn.AWARD, text, text, choices, why)
        if said == NOT_IMPORTED:
            return None
        about = found or CountHeading()
        return CountHeading(award=said, kind=about.kind, type=about.type, span=about.span)

    def unknown_heading(self, line: RowReader, code: str, heading: CountHeading) -> CountHeading:
        """What a column counts whose heading is not understood, as people say; LEAVE for nothing.

        While that is open the row waits.
        """
        text = heading.unknown
        why = _("The heading “%(text)s” is no award of the catalogue.") % {"text": text}
        choices = self._choices(_("Do not import this column"))

        def ask() -> str:
            return line.ask(code, text, text, choices, why)

        said = line.attempt(code, ask) or ""
        return CountHeading(award=said, kind=heading.kind, type=heading.type, span=heading.span)

    # --- what is meant ----------------------------------------------------------------------------

    def award(
        self, line: RowReader, code: str, said: CountHeading, own_kind: str
    ) -> tuple[AwardType, str, str]:
        """(award, kind, type of commendation) of a number; refuses (CellError) a wrong kind."""
        award = self.types[said.award]
        kind = (
            own_kind or said.kind or self._only_kind(award) or self._asked_kind(line, code, award)
        )
        if not award.is_for(kind):
            award = self._counterpart(award, kind)
        return award, kind, said.type or self._type(line, award)

    def _only_kind(self, award: AwardType) -> str:
        kinds = [str(kind) for kind in RecipientKind.values if award.is_for(kind)]
        return kinds[0] if len(kinds) == 1 else ""

    def _asked_kind(self, line: RowReader, code: str, award: AwardType) -> str:
        choices = [
            AnswerOption(str(value), str(label))
            for value, label in RecipientKind.choices
            if value != RecipientKind.HOUSEHOLD or award.for_households
        ]
        why = _("The table does not say who received this award: individuals or collectives.")
        return line.ask(FigureColumn.KIND, f"{code}|{award.code}", award.name, choices, why)

    def _counterpart(self, award: AwardType, kind: str) -> AwardType:
        """The award under whose name this kind of recipient gets it: LĐTT of collectives."""
        for code, entry in catalogue_file.entries().items():
            other = self.types.get(code)
            if other and award.code in (entry.joins, code) and other.is_for(kind):
                return other
        raise CellError(not_given_to(kind) % {"award": award.name})

    def _type(self, line: RowReader, award: AwardType) -> str:
        """A title is given for merit; for a form of commendation people say it once a table."""
        if award.form == AwardCategory.TITLE:
            return CommendationType.MERIT
        choices = [AnswerOption(value, str(label)) for value, label in CommendationType.choices]
        why = _("The table does not say for what this form of commendation was given.")
        return line.ask(FigureColumn.TYPE, award.code, award.name, choices, why)
