"""Names of before get the clean form that every door gives them today.

Only columns people see: the history keeps the words it was written with, so that its chains hold.
"""

from django.db import migrations

from nominations.vietnamese import fold, sort_key, tidy_name

# Cleaned as they stand; a name that is unique stays as it is where a clean one is there already.
COLUMNS = {
    ("people", "Organization"): ("code", "name", "short_name", "head_title"),
    ("people", "Unit"): ("code", "name"),
    ("people", "Position"): ("name",),
    ("people", "Person"): ("full_name",),
    ("records", "Initiative"): ("name",),
    ("awards", "Award"): ("recipient_name", "position_name", "unit_name", "issuer"),
}
UNIQUE = {
    ("people", "Organization"): ("code",),
    ("people", "Unit"): ("organization_id", "code"),
    ("people", "Position"): ("name",),
}


def clean_names(apps, schema_editor):
    for key, columns in COLUMNS.items():
        model = apps.get_model(*key)
        rows = model.objects.using(schema_editor.connection.alias)
        unique = UNIQUE.get(key, ())
        taken = set(rows.values_list(*unique)) if unique else set()
        changed = []
        for row in rows.order_by("pk").iterator(chunk_size=2000):
            if _clean(row, columns, unique, taken):
                changed.append(row)
        keys = [name for name in ("search_key", "sort_key") if hasattr(model, name)]
        if changed:
            rows.bulk_update(changed, [*columns, *keys], batch_size=500)


def _clean(row, columns, unique, taken):
    before = {column: getattr(row, column) for column in columns}
    for column, text in before.items():
        setattr(row, column, tidy_name(text))
    if unique and before != {column: getattr(row, column) for column in columns}:
        key = tuple(getattr(row, column) for column in unique)
        if key in taken:
            for column in set(unique) & set(columns):
                setattr(row, column, before[column])
        taken.add(tuple(getattr(row, column) for column in unique))
    keys = _renew_keys(row)
    return keys or before != {column: getattr(row, column) for column in columns}


def _renew_keys(row):
    """The keys of search and order, which follow the name; whether one of them has changed."""
    name = getattr(row, "full_name", None) or getattr(row, "name", "")
    wanted = {"search_key": fold(name), "sort_key": sort_key(name)}
    changed = False
    for column, key in wanted.items():
        if hasattr(row, column) and getattr(row, column) != key:
            setattr(row, column, key)
            changed = True
    return changed


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0006_adopt_rule_layers"),
        ("people", "0001_initial"),
        ("records", "0003_quorum_of_the_initiative_council"),
    ]

    operations = [migrations.RunPython(clean_names, migrations.RunPython.noop)]
