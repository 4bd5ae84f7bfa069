"""Import a package from a file, as the page does; also for files too large to upload."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from nominations.packages.package_check import CheckedPackage, checked_package
from nominations.packages.sealing.signing_keys import grouped_fingerprint
from nominations.packages.services.package_import import take_in
from nominations.people.models import User
from nominations.web.refusals import Refused, sentences


class Command(BaseCommand):
    help = "Check a dossier package and, with --as, take it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="user", default="", help="account in whose name it is taken in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override("vi"):
            try:
                self._run(options["file"], options["user"])
            except Refused as refusal:
                raise CommandError("\n".join(sentences(refusal))) from None

    def _run(self, path: Path, username: str) -> None:
        if not path.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": path})
        self._tell(checked_package(path))
        if not username:
            self.stdout.write(_("Nothing was recorded; give --as with an account to take it in."))
            return
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(_("There is no account %(name)s.") % {"name": username})
        row = take_in(actor=user, path=path)
        self.stdout.write(
            _("The package of %(number)s was taken in.") % {"number": row.report.number}
        )

    def _tell(self, checked: CheckedPackage) -> None:
        """Print sender and content, to be checked before the import."""
        fingerprint = grouped_fingerprint(checked.package.fingerprint)
        self.stdout.write(f"{checked.sender.organization.name} ({fingerprint})")
        if checked.submission is not None:
            self.stdout.write(f"{checked.submission.number}: {checked.submission.name}")
            for dossier in checked.submission.dossiers:
                self.stdout.write(f"- {dossier.subject}: {dossier.said.get('award_name', '')}")
        elif checked.paper is not None:
            self.stdout.write(f"{checked.paper.number}: {checked.paper.name}")
            for line in checked.paper.lines:
                self.stdout.write(f"- {line.subject}: {line.award_name}")
        elif checked.reply is not None:
            for outcome in checked.reply.outcomes:
                self.stdout.write(f"- {outcome.subject}: {outcome.outcome} {outcome.number}")
