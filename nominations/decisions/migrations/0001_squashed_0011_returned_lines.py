import django.db.models.deletion
import uuid
import workflow.clock
import workflow.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('decisions', '0001_initial'), ('decisions', '0002_initial'), ('decisions', '0003_initial'), ('decisions', '0004_filing_of_a_revocation'), ('decisions', '0005_decision_workflow'), ('decisions', '0006_adopt_decisions'), ('decisions', '0007_fill_register_of_numbers'), ('decisions', '0008_supplementary_report'), ('decisions', '0009_corrections'), ('decisions', '0010_series_moved'), ('decisions', '0011_returned_lines')]

    initial = True

    dependencies = [
        ('awards', '0001_squashed_0015_count_awards'),
        ('dossiers', '0001_squashed_0014_returned_above'),
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.fields.StateField(default='draft', editable=False, max_length=32, verbose_name='state')),
                ('previous_state', models.CharField(blank=True, default='', editable=False, max_length=32, verbose_name='previous state')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('state_entered_at', models.DateTimeField(default=workflow.clock.now, editable=False, verbose_name='in this state since')),
                ('audit_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('audit_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=300, verbose_name='subject of the decision')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('signer_name', models.CharField(blank=True, max_length=150, verbose_name='signed by')),
                ('signer_title', models.CharField(blank=True, max_length=150, verbose_name='title of the signer')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='dossiers.campaign', verbose_name='campaign')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='people.organization', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['discarded', 'draft', 'signed'])), name='decision_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(models.Q(('number', ''), _negated=True), ('signed_on__isnull', False)), _connector='OR'), name='signed_decision_has_number_and_date'), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('organization', 'number', 'signed_on'), name='decision_number_once')],
            },
        ),
        migrations.CreateModel(
            name='DecisionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('award', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision_line', to='awards.award')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='decisions.decision')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decision_lines', to='dossiers.nomination')),
            ],
            options={
                'ordering': ['decision', 'position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'nomination'), name='nomination_once_per_decision')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conferred', models.BooleanField(verbose_name='conferred')),
                ('paper_number', models.CharField(max_length=60, verbose_name='paper number')),
                ('paper_date', models.DateField(verbose_name='paper date')),
                ('issuer', models.CharField(max_length=200, verbose_name='issued by')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('award', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='awards.award')),
                ('nomination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='dossiers.nomination')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'outcome from above',
                'verbose_name_plural': 'outcomes from above',
                'ordering': ['-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='Revocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('legal_ground', models.TextField(verbose_name='legal ground')),
                ('paper_number', models.CharField(max_length=60, verbose_name='paper number')),
                ('paper_date', models.DateField(verbose_name='paper date')),
                ('concluded_on', models.DateField(blank=True, null=True, verbose_name='day of the finding')),
                ('file_by', models.DateField(blank=True, null=True, verbose_name='to be filed by')),
                ('filing_source', models.CharField(blank=True, max_length=300, verbose_name='legal source')),
                ('money_returned_on', models.DateField(blank=True, null=True, verbose_name='prize money returned on')),
                ('object_returned_on', models.DateField(blank=True, null=True, verbose_name='certificate returned on')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('award', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revocations', to='awards.award')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revocations', to='dossiers.nomination')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'revocation',
                'verbose_name_plural': 'revocations',
                'ordering': ['-recorded_at'],
            },
        ),
        migrations.CreateModel(
            name='PaperCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.fields.StateField(default='proposed', editable=False, max_length=32, verbose_name='state')),
                ('previous_state', models.CharField(blank=True, default='', editable=False, max_length=32, verbose_name='previous state')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('state_entered_at', models.DateTimeField(default=workflow.clock.now, editable=False, verbose_name='in this state since')),
                ('audit_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('audit_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.TextField(verbose_name='reason of the correction')),
                ('before', models.JSONField(verbose_name='before')),
                ('after', models.JSONField(verbose_name='after')),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled at')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='decisions.decision')),
                ('line', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='decisions.decisionline')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='decisions.outcome')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revocation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='decisions.revocation')),
            ],
            options={
                'verbose_name': 'correction of a paper',
                'verbose_name_plural': 'corrections of papers',
                'ordering': ['proposed_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['dropped', 'in_effect', 'proposed'])), name='paper_correction_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('outcome', None), ('revocation', None)), models.Q(('decision', None), ('line', None), ('outcome__isnull', False), ('revocation', None)), models.Q(('decision', None), ('line', None), ('outcome', None), ('revocation__isnull', False)), _connector='OR'), name='correction_of_one_paper'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('decision',), name='one_open_correction_of_decision'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('outcome',), name='one_open_correction_of_outcome'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('revocation',), name='one_open_correction_of_revocation')],
            },
        ),
        migrations.CreateModel(
            name='UpwardReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('submission', 'Submission to the superior authority'), ('annual_report', 'Annual report'), ('supplement', 'Supplementary report on revocations')], max_length=15, verbose_name='kind of paper')),
                ('name', models.CharField(max_length=300, verbose_name='subject')),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('issued_on', models.DateField(verbose_name='date')),
                ('package', models.TextField(blank=True, verbose_name='package')),
                ('package_sha256', models.CharField(blank=True, max_length=64)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='received at')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='upward_reports', to='dossiers.campaign')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='upward_reports', to='people.organization', verbose_name='agency')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='received_reports', to='people.organization', verbose_name='superior agency')),
            ],
            options={
                'verbose_name': 'report upward',
                'verbose_name_plural': 'reports upward',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='ReportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='returned for supplement at')),
                ('return_reason', models.TextField(blank=True, verbose_name='what is to be supplemented')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_lines', to='dossiers.nomination')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='decisions.upwardreport')),
            ],
            options={
                'ordering': ['report', 'id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'nomination'), name='nomination_once_per_report')],
            },
        ),
    ]
