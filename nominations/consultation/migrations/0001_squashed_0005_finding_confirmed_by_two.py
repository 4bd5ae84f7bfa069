import django.db.models.deletion
import uuid
import workflow.clock
import workflow.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('consultation', '0001_initial'), ('consultation', '0002_initial'), ('consultation', '0003_workflow_columns'), ('consultation', '0004_state_instead_of_dates'), ('consultation', '0005_finding_confirmed_by_two')]

    initial = True

    dependencies = [
        ('dossiers', '0001_squashed_0014_returned_above'),
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='PostedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('summary', models.TextField(blank=True, verbose_name='summary of achievements')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posted_items', to='dossiers.nomination', verbose_name='nomination')),
            ],
            options={
                'verbose_name': 'posted item',
                'verbose_name_plural': 'posted items',
                'ordering': ['posting', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('nomination',), name='posted_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sender_name', models.CharField(blank=True, max_length=150, verbose_name='your name')),
                ('sender_contact', models.CharField(blank=True, max_length=150, verbose_name='phone or e-mail')),
                ('text', models.TextField(verbose_name='opinion')),
                ('is_objection', models.BooleanField(default=False, verbose_name='this is an objection')),
                ('sent_at', models.DateTimeField(verbose_name='sent at')),
                ('note', models.TextField(blank=True, verbose_name='note of the secretary')),
                ('handled_at', models.DateTimeField(blank=True, null=True, verbose_name='handled at')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='consultation.posteditem')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['-sent_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.fields.StateField(default='open', editable=False, max_length=32, verbose_name='state')),
                ('previous_state', models.CharField(blank=True, default='', editable=False, max_length=32, verbose_name='previous state')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('state_entered_at', models.DateTimeField(default=workflow.clock.now, editable=False, verbose_name='in this state since')),
                ('audit_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('audit_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=250, verbose_name='name')),
                ('notice_number', models.CharField(blank=True, max_length=60, verbose_name='notice number')),
                ('contact', models.CharField(blank=True, max_length=250, verbose_name='contact')),
                ('working_days', models.PositiveSmallIntegerField(verbose_name='working days')),
                ('posted_at', models.DateTimeField(verbose_name='posted at')),
                ('posted_on', models.DateField(verbose_name='posted on')),
                ('due_on', models.DateField(verbose_name='last day for opinions')),
                ('minutes_note', models.TextField(blank=True, verbose_name='note for the minutes')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='dossiers.campaign', verbose_name='campaign')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='people.organization', verbose_name='agency')),
                ('posted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'posting',
                'verbose_name_plural': 'postings',
                'ordering': ['-posted_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'open'])), name='posting_state_known'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('posted_on'))), name='posting_due_not_before_start')],
            },
        ),
        migrations.AddField(
            model_name='posteditem',
            name='posting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='consultation.posting', verbose_name='posting'),
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.fields.StateField(default='open', editable=False, max_length=32, verbose_name='state')),
                ('previous_state', models.CharField(blank=True, default='', editable=False, max_length=32, verbose_name='previous state')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('state_entered_at', models.DateTimeField(default=workflow.clock.now, editable=False, verbose_name='in this state since')),
                ('audit_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('audit_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('subject_matter', models.TextField(verbose_name='matter')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('finding', models.TextField(blank=True, verbose_name='finding')),
                ('effect', models.CharField(blank=True, choices=[('none', 'No effect on the result'), ('back_to_council', 'Back to the council')], max_length=20, verbose_name='effect')),
                ('answer', models.TextField(blank=True, verbose_name='answer to the sender')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objection', to='consultation.comment')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='consultation.posteditem')),
            ],
            options={
                'verbose_name': 'objection case',
                'verbose_name_plural': 'objection cases',
                'ordering': ['-opened_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'examined', 'open'])), name='objection_state_known'), models.CheckConstraint(condition=models.Q(('state', 'open'), models.Q(models.Q(('finding', ''), _negated=True), models.Q(('effect', ''), _negated=True)), _connector='OR'), name='closed_case_has_finding_and_effect')],
            },
        ),
    ]
