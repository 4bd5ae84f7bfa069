import django.db.models.deletion
import uuid
import workflow.clock
import workflow.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('importing', '0001_initial'), ('importing', '0002_total_of_lines'), ('importing', '0003_state'), ('importing', '0004_history')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.fields.StateField(default='uploaded', editable=False, max_length=32, verbose_name='state')),
                ('previous_state', models.CharField(blank=True, default='', editable=False, max_length=32, verbose_name='previous state')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('state_entered_at', models.DateTimeField(default=workflow.clock.now, editable=False, verbose_name='in this state since')),
                ('audit_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('audit_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('created_at', models.DateTimeField(verbose_name='uploaded at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('file_name', models.CharField(max_length=250, verbose_name='file name')),
                ('stored', models.CharField(blank=True, max_length=250)),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('language', models.CharField(default='vi', max_length=10)),
                ('done', models.PositiveIntegerField(default=0, verbose_name='rows done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='rows in all')),
                ('handed_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
                ('answers', models.JSONField(blank=True, default=dict)),
                ('result', models.JSONField(blank=True, default=dict)),
                ('failure', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-created_at', '-id'],
                'indexes': [models.Index(fields=['state', 'seen_at'], name='importing_i_state_2bca73_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['checked', 'confirmed', 'done', 'expired', 'failed', 'uploaded'])), name='import_state_known')],
            },
        ),
    ]
