"""Keep the authorities whose certificates count on signed papers: list, add, end."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.issued_papers import trust_roots
from nominations.issued_papers.models import TrustRoot
from nominations.web.refusals import Refused, sentences


class Command(BaseCommand):
    help = "Keep the authorities whose certificates count on signed papers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="the authorities that are kept")
        add = acts.add_parser("add", help="keep the certificates of a PEM file")
        add.add_argument("file", type=Path)
        add.add_argument("--source", required=True, help="with what the fingerprint was compared")
        end = acts.add_parser("end", help="trust an authority no longer")
        end.add_argument("fingerprint")
        end.add_argument("--reason", default="", help="why it is trusted no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("vi"):
            try:
                self._run(options)
            except Refused as refusal:
                raise CommandError("\n".join(sentences(refusal))) from None

    def _run(self, options: dict[str, Any]) -> None:
        if options["act"] == "add":
            path = options["file"]
            try:
                pem = path.read_text(encoding="ascii")
            except (OSError, UnicodeDecodeError):
                raise CommandError(
                    _("The file %(path)s cannot be read.") % {"path": path}
                ) from None
            rows = trust_roots.add(pem, source=options["source"])
        elif options["act"] == "end":
            rows = [trust_roots.end(options["fingerprint"], reason=options["reason"])]
        else:
            rows = list(TrustRoot.objects.filter(ended_at=None))
        for row in rows:
            self.stdout.write(f"{row.sha256}  {row.valid_to:%d/%m/%Y}  {row.name} ({row.source})")
