"""The upload of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nominations.importing.models import ImportRun
from nominations.importing.registry import Importer
from nominations.importing.source import MAX_MEGABYTES, MAX_ROWS, read
from nominations.importing.spreadsheet import Spreadsheet
from nominations.web.forms import BaseForm


class UploadForm(BaseForm):
    """A file, read at once: whatever is wrong with it as a whole is an error of this field."""

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
        self, *args: Any, importer: Importer, agencies: Iterable[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.importer, agencies = importer, list(agencies)
        field = self.row_field("organization")
        field.queryset = ImportRun.agencies().filter(pk__in=agencies)
        if len(agencies) == 1:
            field.initial, field.widget = agencies[0], forms.HiddenInput()

    def clean_file(self) -> Spreadsheet:
        """The table of the file; a file that cannot be read is refused in one sentence."""
        upload = self.cleaned_data["file"]
        content = upload.read(MAX_MEGABYTES * 1024 * 1024 + 1)
        return read(upload.name, content, self.importer.table)
