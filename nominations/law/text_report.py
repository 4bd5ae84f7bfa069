"""The page of an award as plain text, for the command line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations import citations
from nominations.law.award_summary import AwardSummary, SummaryLine


def as_text(found: AwardSummary) -> str:
    """A summary as plain text, one rule per line with its source below."""
    rule_set = found.rule_set
    words = {"name": found.name, "code": found.code, "day": f"{found.on:%d/%m/%Y}"}
    lines = [_("%(name)s (%(code)s) on %(day)s") % words]
    lines.append(
        _("Rule set %(code)s: %(source)s")
        % {"code": rule_set.code, "source": citations.in_full(rule_set.source)}
    )
    if rule_set.layers:
        lines.append(_("Layers: %(layers)s") % {"layers": ", ".join(rule_set.layers)})
    for part in found.parts:
        lines += ["", part.title.upper()]
        if not part.lines:
            lines.append("  " + _("nothing is laid down"))
        for one in part.lines:
            effect = f" [{_('warning only')}]" if one.advisory else ""
            lines.append(f"  - {one.label}: {one.text}{effect}")
            if one.more:
                lines.append(f"      {one.more}")
            if not one.left_to:  # its text names the article, and who has to lay it down
                lines.append(f"      {source_of(one)}")
    return "\n".join(lines)


def source_of(line: SummaryLine) -> str:
    """Where a rule is written, and whether that was checked."""
    if line.source:
        text = _("Source: %(source)s") % {"source": citations.in_full(line.source)}
    else:
        text = _("Source: none, a setting")
    if line.layer:
        text += _(" (layer %(layer)s)") % {"layer": line.layer}
    return text if line.verified else text + "; " + _("not checked against the original text")
