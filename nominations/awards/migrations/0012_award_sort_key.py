"""Awards keep the order of their recipients' names, so that the roll of honour is read by an
index."""

from django.db import migrations, models

from nominations.vietnamese import sort_key


def write_keys(apps, schema_editor):
    awards = apps.get_model("awards", "Award").objects.using(schema_editor.connection.alias)
    portion = []
    for row in awards.only("recipient_name").order_by("pk").iterator(chunk_size=2000):
        row.sort_key = sort_key(row.recipient_name)
        portion.append(row)
        if len(portion) == 2000:
            awards.bulk_update(portion, ["sort_key"], batch_size=500)
            portion = []
    awards.bulk_update(portion, ["sort_key"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0011_layer_drafts'),
    ]

    operations = [
        migrations.AddField(
            model_name='award',
            name='sort_key',
            field=models.CharField(default='', editable=False, max_length=400),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop, elidable=True),
    ]
