"""The upload of a table, with what people say of it as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.importing import unread_files
from nominations.importing.file_reader import MAX_MEGABYTES, MAX_ROWS, likely_headings, read_table
from nominations.importing.models import ImportRun
from nominations.importing.registry import Importer
from nominations.importing.table_settings import TableSettings, suggested_headings
from nominations.web.forms import BaseForm
from workflow.actors import Actor

FOR_ALL, COLUMN = "chung_", "cot_"
NOT_RECOGNISED = ("missing_columns", "no_header")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnToChoose:
    """A column that was not found, and the headings of the file that may be it."""

    name: str
    label: str
    needed: bool
    headings: list[str]
    chosen: str


class UploadForm(BaseForm):
    """A file, read on submission: problems of the whole file are errors of this field.

    For a file whose headings are not recognised `columns_to_choose` asks which of them means which
    column; the file waits meanwhile, and the answer brings its `ticket`.
    """

    organization: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Agency"), empty_label=None
    )
    file = forms.FileField(
        label=pgettext_lazy("import", "Table"),
        help_text=_("An Excel (.xlsx) or CSV file; at most %(megabytes)s MB and %(rows)s rows.")
        % {"megabytes": MAX_MEGABYTES, "rows": f"{MAX_ROWS:,}".replace(",", ".")},
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,.csv", "data-max-bytes": MAX_MEGABYTES * 1024 * 1024}
        ),
    )

    def __init__(
        self,
        *args: Any,
        owner: Actor,
        importer: Importer,
        agencies: Iterable[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.owner, self.importer, agencies = owner, importer, list(agencies)
        self.waiting = unread_files.find_file(owner, str(self.data.get("ticket", "")))
        self.ticket = str(self.data["ticket"]) if self.waiting else ""
        self.fields["file"].required = self.waiting is None
        self.columns_to_choose: list[ColumnToChoose] = []
        self.settings = TableSettings()
        field = self.row_field("organization")
        field.queryset = ImportRun.agencies().filter(pk__in=agencies)
        if len(agencies) == 1:
            field.initial, field.widget = agencies[0], forms.HiddenInput()
        for column in importer.table.columns.values():
            if column.for_all:
                self.fields[f"{FOR_ALL}{column.code}"] = _for_all(column.label, column.choices)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The agency and the file."""
        return [self["organization"], self["file"]]

    @property
    def fields_for_all(self) -> list[forms.BoundField]:
        """The texts that hold for all rows."""
        return [self[name] for name in self.fields if name.startswith(FOR_ALL)]

    def clean(self) -> dict[str, Any]:
        """The table of the file; a file that cannot be read is refused in one sentence."""
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload:
            content = upload.read(MAX_MEGABYTES * 1024 * 1024 + 1)
            self.waiting, self.ticket = unread_files.UnreadFile(upload.name, content), ""
        if self.waiting is None or "file" in self.errors:
            return cleaned
        self.settings = TableSettings(self._headings(), self._texts_for_all(cleaned))
        table = self.settings.applied(self.importer.table)
        try:
            cleaned["file"] = read_table(*self.waiting, table)
        except ValidationError as refusal:
            self.add_error("file", refusal)
            if getattr(refusal, "code", "") in NOT_RECOGNISED:
                self.ticket = self.ticket or unread_files.store_file(self.owner, *self.waiting)
                self._ask_for_columns(likely_headings(*self.waiting))
        return cleaned

    def _headings(self) -> dict[str, str]:
        """What was chosen: the column of each heading."""
        known = self.importer.table.columns
        return {
            str(self.data[name]): name.removeprefix(COLUMN)
            for name in self.data
            if name.startswith(COLUMN) and self.data[name] and name.removeprefix(COLUMN) in known
        }

    def _texts_for_all(self, cleaned: dict[str, Any]) -> dict[str, str]:
        return {
            name.removeprefix(FOR_ALL): text
            for name, text in cleaned.items()
            if name.startswith(FOR_ALL) and text
        }

    def _ask_for_columns(self, headings: list[str]) -> None:
        table = self.settings.applied(self.importer.table).opened()
        found = {code for heading in headings if (code := table.code_of(heading))}
        open_ = [column for column in self.importer.table.columns.values() if column.width]
        open_ = [column for column in open_ if column.code not in found]
        free = [one for one in headings if not self.importer.table.opened().code_of(one)]
        likely = suggested_headings(free, self.importer.table, [column.code for column in open_])
        chosen = {code: heading for heading, code in self.settings.headings.items()}
        self.columns_to_choose = [
            ColumnToChoose(
                name=f"{COLUMN}{column.code}",
                label=str(column.label),
                needed=column.code in table.needed,
                headings=free,
                chosen=chosen.get(column.code, "") or likely.get(column.code, ""),
            )
            for column in open_
            if free
        ]


def _for_all(label: Any, choices: Any) -> forms.Field:
    if choices is None:
        return forms.CharField(label=label, required=False, max_length=200)
    words = [(str(word), word) for word in choices()]
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("(as in the table)")), *words]
    )
