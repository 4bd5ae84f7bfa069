from django.db import migrations, models

from workflow import append_only


def create(apps, schema_editor):
    for statement in append_only.HISTORY.create_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in append_only.HISTORY.drop_triggers(schema_editor.connection.vendor):
        schema_editor.execute(statement)



class Migration(migrations.Migration):

    replaces = [('workflow', '0001_initial'), ('workflow', '0002_history_is_append_only')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditStream',
            fields=[
                ('stream', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField(default=0)),
                ('head', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'verbose_name': 'history',
                'verbose_name_plural': 'histories',
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('is_working', models.BooleanField(default=False, verbose_name='working day')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'calendar days',
                'ordering': ('day',),
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.CharField(max_length=80, verbose_name='history')),
                ('seq', models.PositiveIntegerField(verbose_name='number')),
                ('action', models.CharField(max_length=80, verbose_name='act')),
                ('actor_id', models.BigIntegerField(null=True, verbose_name='account')),
                ('actor_name', models.CharField(max_length=200, verbose_name='by')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('group', models.CharField(blank=True, default='', max_length=80, verbose_name='together with')),
                ('payload', models.TextField(verbose_name='content')),
                ('prev_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'history entry',
                'verbose_name_plural': 'history entries',
                'constraints': [models.UniqueConstraint(fields=('stream', 'seq'), name='workflow_audit_one_seq'), models.UniqueConstraint(fields=('stream', 'prev_hash'), name='workflow_audit_no_fork')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
