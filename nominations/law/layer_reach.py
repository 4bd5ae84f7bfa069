"""Which agencies of the system a regulation reaches, in sentences for its page."""

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
    """The agencies for which a layer kept by this one may hold: itself, and of a province's layer
    all below it that work on the system."""
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
    """Whom the regulation reaches, what becomes of the rest, and where it is written."""
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
    """What the page of a regulation says of whom it reaches; nothing where it reaches everybody."""
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
