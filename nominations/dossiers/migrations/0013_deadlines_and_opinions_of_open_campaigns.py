"""Titles of campaigns that were opened before get the deadlines and opinions of their frozen rules.

A copy of what `nominations/law/rulesets.title_procedure.py` keeps, over the frozen documents alone.
"""

from django.db import migrations

DEADLINE = {
    "says": "", "event": "", "count": 0, "unit": "working_days", "day": 0, "month": 0,
    "next_year": False, "awards": [], "types": [], "sectors": [], "levels": [], "verified": False,
    "source": "", "layer": "central",
}
OPINION = {
    "says": "", "days": 0, "silence": "waits", "papers": "", "awards": [], "types": [],
    "levels": [], "kinds": [], "who": [], "verified": False, "source": "", "layer": "central",
}
NOBODY_IN_PARTICULAR = {"persons": None, "bodies": None}
STEPS = (
    "registration", "submit", "unit_review", "vote", "appraisal", "decision", "report_upward",
    "tell_nominee",
)


def _holds_for(row, title):
    campaign = title.campaign
    return (
        (not row.get("awards") or title.award_type.code in row["awards"])
        and (not row.get("types") or campaign.commendation_type in row["types"])
        and (not row.get("levels") or campaign.organization.authority in row["levels"])
    )


def _yearly(content, title, step):
    award = content.get("award", {}).get(title.award_type.code, {})
    if step == "report_upward":
        part = award.get("filing")
    else:
        level = content.get("level", {}).get(title.campaign.organization.authority, {})
        places = (
            content.get("type", {}).get(title.campaign.commendation_type, {}),
            level.get("award", {}).get(title.award_type.code, {}),
            award,
            content.get("form", {}).get(title.award_type.form, {}),
            content.get("defaults", {}),
        )
        part = next((one["registration"] for one in places if "registration" in one), None)
        if part and not part.get("needed", True):
            return None
    if not part or not part.get("month"):
        return None
    words = ("day", "month", "next_year", "source", "verified", "layer")
    return {
        **DEADLINE, "key": step, "step": step, "reached": NOBODY_IN_PARTICULAR,
        **{name: part[name] for name in words if name in part},
    }


def fill(apps, schema_editor):
    Title = apps.get_model("dossiers", "CampaignTitle")
    rows = Title.objects.select_related("campaign__organization", "award_type")
    changed = []
    for title in rows.iterator(chunk_size=200):
        content = (title.campaign.rules or {}).get("content") or {}
        yearly = [_yearly(content, title, step) for step in ("report_upward", "registration")]
        written = sorted(
            (one for one in content.get("deadline", []) if _holds_for(one, title)),
            key=lambda one: STEPS.index(one["step"]),
        )
        title.deadlines = [one for one in yearly if one] + [
            {**DEADLINE, **one, "reached": NOBODY_IN_PARTICULAR} for one in written
        ]
        title.opinions = [
            {**OPINION, **one, "reached": NOBODY_IN_PARTICULAR}
            for one in content.get("opinion", [])
            if _holds_for(one, title)
        ]
        if title.deadlines or title.opinions:
            changed.append(title)
    Title.objects.bulk_update(changed, ["deadlines", "opinions"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0012_deadlines_and_opinions")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
