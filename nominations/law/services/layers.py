"""Regulations of an agency on top of the law: proposed by one person, approved by another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nominations.law import lint, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.models import RuleLayer
from nominations.law.rulesets import AgencyRules, Layer
from nominations.people import authorization
from nominations.people.models import Organization, User
from nominations.people.roles import Role
from workflow import audit, clock

MAX_LENGTH = 200_000
FILE = "quy-che.toml"


def check_layer(text: str, *, organization: Organization, file: str = FILE) -> Layer:
    """The layer of a text, fitting the law and the approved layers on all its days.

    Refuses with DataFileError what cannot be read, and what the file above neither leaves silent
    nor opens nor finds stricter; the error names line and key.
    """
    if len(text) > MAX_LENGTH:
        raise DataFileError(file, "", _("the file is too long"))
    layer = rulesets.read_layer_text(text, file)
    for finding in lint.lint_layer(layer, rulesets.shipped_regimes()):
        raise DataFileError(finding.file, finding.key, finding.problem, finding.line)
    agency = AgencyRules(organization)
    for day in _days(layer, agency.rows):
        others = [
            rulesets.read_layer_text(row.content, row.code)
            for row in agency.rows_on(day)
            if row.code != layer.code
        ]
        rulesets.with_layers(rulesets.regime_on(day), [*others, layer])
    return layer


def _days(layer: Layer, rows: Iterable[RuleLayer]) -> list[date]:
    """The days of the layer on which something below or beside it begins."""
    begins = [one.valid_from for one in rulesets.shipped_regimes()] + [
        row.valid_from for row in rows
    ]
    days = {day for day in [layer.valid_from, *begins] if layer.holds_on(day)}
    first = rulesets.shipped_regimes()[0].valid_from
    return sorted(day for day in days if day >= first)


def propose_layer(
    *, actor: User, organization: Organization, text: str, file: str = FILE
) -> RuleLayer:
    """Keep a regulation for another person to approve; nothing holds before.

    Refuses anybody but the council secretary (NotAllowed), a wrong text (DataFileError) and a code
    the agency used before (ValidationError).
    """
    authorization.require(
        actor,
        Role.SECRETARY,
        organization=organization,
        key="not_secretary",
        sentence=_("Only the council secretary of the agency may do this."),
    )
    layer = check_layer(unicodedata.normalize("NFC", text), organization=organization, file=file)
    row = RuleLayer(
        organization=organization,
        level=layer.level,
        code=layer.code,
        name=layer.name[:250],
        source=layer.source,
        valid_from=layer.valid_from,
        valid_to=layer.valid_to,
        content=layer.text,
        digest=layer.digest,
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save()
            payload = {
                "code": row.code,
                "name": row.name,
                "organization": row.organization_id,
                "digest": row.digest,
            }
            audit.record_on(row, "awards.layer_proposed", actor=actor, payload=payload)
    except IntegrityError:
        raise ValidationError(
            _("The agency already has a regulation with the code %(code)s; use another code."),
            "code_taken",
            {"code": layer.code},
        ) from None
    return row
