"""The agencies that a regulation applies to, and sentences about its scope."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law.models import LayerLevel
from nominations.law.recipient_words import kinds_named
from nominations.law.rulesets import Layer
from nominations.law.rulesets.layer_scope import LayerScope
from nominations.people.models import Organization

MAX_LEVELS = 5


def agencies_under(layer: Layer, organization: Organization) -> list[Organization]:
    """The agencies a layer of this agency may apply to: itself, and for a province all agencies
    below it on the system."""
    found = [organization]
    if layer.level != LayerLevel.PROVINCE:
        return found
    level = [organization.pk]
    for _number in range(MAX_LEVELS):
        below = list(Organization.objects.filter(parent_id__in=level, on_system=True))
        found += below
        level = [one.pk for one in below]
        if not level:
            break
    return found


def scope_in_words(scope: LayerScope) -> str:
    """The scope of the regulation, the treatment of the rest, and the citation."""
    parts = [scope.says]
    if scope.persons:
        words = {"kinds": kinds_named(scope.persons, of_persons=True)}
        parts.append(_("of persons only: %(kinds)s") % words)
    if scope.bodies:
        words = {"kinds": kinds_named(scope.bodies, of_persons=False)}
        parts.append(_("of units only: %(kinds)s") % words)
    parts.append(
        _("others are refused")
        if scope.rest == "refused"
        else _("for others the rules above hold alone")
    )
    return f"{'; '.join(parts)} ({citations.in_full(scope.source)})"


def reach_notes(layer: Layer, organization: Organization) -> list[str]:
    """Sentences about the scope on the page of a regulation; empty without limits."""
    scope = layer.scope
    if not scope.says:
        return []
    answers = [(one, scope.reaches(one)) for one in agencies_under(layer, organization)]
    reached = [one.name for one, answer in answers if answer]
    unclear = [one.name for one, answer in answers if answer is None]
    notes = [_("Whom it reaches: %(scope)s") % {"scope": scope_in_words(scope)}]
    if unclear:
        notes.append(
            _("The kind of these agencies is not recorded, so nobody knows whether it reaches them:"
              " %(names)s. Record it in the list of agencies.")
            % {"names": ", ".join(unclear)}
        )  # fmt: skip
    if not reached and not unclear:
        notes.append(_("It reaches no agency on this system."))
    return notes
