import django.db.models.deletion
import workflow.clock
import workflow.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('awards', '0001_initial'), ('awards', '0002_initial'), ('awards', '0003_layers_and_funds'), ('awards', '0004_layers_end_by_two'), ('awards', '0005_rule_layer_workflow'), ('awards', '0006_adopt_rule_layers'), ('awards', '0007_clean_names'), ('awards', '0008_struck_awards'), ('awards', '0009_award_figures'), ('awards', '0010_named_achievement'), ('awards', '0011_layer_drafts'), ('awards', '0012_award_sort_key'), ('awards', '0013_award_indexes'), ('awards', '0014_award_counts'), ('awards', '0015_count_awards')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='AwardType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('short_name', models.CharField(max_length=120, verbose_name='short name')),
                ('form', models.CharField(choices=[('title', 'Emulation title'), ('commendation', 'Form of commendation')], max_length=15, verbose_name='title or commendation')),
                ('for_individuals', models.BooleanField(default=False, verbose_name='for individuals')),
                ('for_collectives', models.BooleanField(default=False, verbose_name='for collectives')),
                ('authority', models.CharField(choices=[('agency', 'Head of the agency'), ('province', "Chairman of the provincial People's Committee"), ('ministry', 'Minister'), ('prime_minister', 'Prime Minister'), ('government', 'Government'), ('president', 'President')], max_length=20, verbose_name='deciding authority')),
                ('rank', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('citation', models.CharField(blank=True, max_length=300, verbose_name='legal source')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the original text')),
            ],
            options={
                'verbose_name': 'award type',
                'verbose_name_plural': 'award types',
                'ordering': ['rank', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='award_type_ends_after_start'), models.UniqueConstraint(fields=('code', 'valid_from'), name='award_type_once_per_start'), models.CheckConstraint(condition=models.Q(('for_individuals', True), ('for_collectives', True), _connector='OR'), name='award_type_is_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='LayerDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=250, verbose_name='name')),
                ('content', models.TextField(verbose_name='content of the layer file')),
                ('updated_at', models.DateTimeField(verbose_name='changed at')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='created by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='layer_drafts', to='people.organization', verbose_name='agency')),
                ('updated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
            ],
            options={
                'verbose_name': 'draft of a regulation',
                'verbose_name_plural': 'drafts of regulations',
                'ordering': ['-updated_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AwardFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('individual', 'Individual'), ('collective', 'Collective')], max_length=10, verbose_name='kind')),
                ('commendation_type', models.CharField(choices=[('CONG_TRANG', 'Merit and achievement'), ('DOT_XUAT', 'Sudden achievement'), ('PHONG_TRAO', 'Emulation campaign'), ('CONG_HIEN', 'Process of contribution'), ('NIEN_HAN', 'Seniority'), ('DOI_NGOAI', 'Foreign relations')], max_length=12, verbose_name='commendation type')),
                ('year_from', models.PositiveSmallIntegerField(verbose_name='first year')),
                ('year_to', models.PositiveSmallIntegerField(verbose_name='last year')),
                ('count', models.PositiveIntegerField(verbose_name='number of awards')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issued by')),
                ('source', models.CharField(max_length=300, verbose_name='source of the figure')),
                ('instead_of_lines', models.BooleanField(default=False, verbose_name='counts instead of the award lines')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn on')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the withdrawal')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='award_figures', to='people.organization', verbose_name='agency')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='award_figures', to='people.unit', verbose_name='unit')),
                ('award_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='awards.awardtype', verbose_name='award type')),
            ],
            options={
                'verbose_name': 'figure without a list',
                'verbose_name_plural': 'figures without lists',
                'ordering': ['year_from', 'year_to', 'award_type__rank', 'kind', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('year_to__gte', models.F('year_from'))), name='figure_years_in_order'), models.UniqueConstraint(condition=models.Q(('unit__isnull', True), ('withdrawn_on__isnull', True)), fields=('organization', 'award_type', 'kind', 'commendation_type', 'year_from', 'year_to'), name='figure_of_agency_once'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False), ('withdrawn_on__isnull', True)), fields=('organization', 'unit', 'award_type', 'kind', 'commendation_type', 'year_from', 'year_to'), name='figure_of_unit_once')],
            },
        ),
        migrations.CreateModel(
            name='AwardCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('commendation_type', models.CharField(choices=[('CONG_TRANG', 'Merit and achievement'), ('DOT_XUAT', 'Sudden achievement'), ('PHONG_TRAO', 'Emulation campaign'), ('CONG_HIEN', 'Process of contribution'), ('NIEN_HAN', 'Seniority'), ('DOI_NGOAI', 'Foreign relations')], max_length=12)),
                ('kind', models.CharField(choices=[('individual', 'Individual'), ('collective', 'Collective')], max_length=10)),
                ('issuer', models.CharField(blank=True, max_length=200)),
                ('decided_in', models.DateField(blank=True, null=True)),
                ('number', models.PositiveIntegerField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='award_counts', to='people.organization')),
                ('award_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='awards.awardtype')),
            ],
            options={
                'verbose_name': 'count of awards',
                'verbose_name_plural': 'counts of awards',
                'indexes': [models.Index(fields=['organization', 'year'], name='award_count_of_year')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('individual', 'Individual'), ('collective', 'Collective')], max_length=10, verbose_name='kind')),
                ('commendation_type', models.CharField(choices=[('CONG_TRANG', 'Merit and achievement'), ('DOT_XUAT', 'Sudden achievement'), ('PHONG_TRAO', 'Emulation campaign'), ('CONG_HIEN', 'Process of contribution'), ('NIEN_HAN', 'Seniority'), ('DOI_NGOAI', 'Foreign relations')], max_length=12, verbose_name='commendation type')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('achievement_from', models.DateField(blank=True, null=True, verbose_name='achievement from')),
                ('achievement_to', models.DateField(blank=True, null=True, verbose_name='achievement to')),
                ('achievement', models.CharField(blank=True, max_length=300, verbose_name='achievement rewarded')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='decision number')),
                ('decision_date', models.DateField(blank=True, null=True, verbose_name='decision date')),
                ('issuer', models.CharField(blank=True, max_length=200, verbose_name='issued by')),
                ('recipient_name', models.CharField(max_length=250, verbose_name='recipient')),
                ('position_name', models.CharField(blank=True, max_length=120, verbose_name='position at the time')),
                ('unit_name', models.CharField(blank=True, max_length=250, verbose_name='unit at the time')),
                ('origin', models.CharField(choices=[('decision', 'Decision of the agency'), ('outcome', 'Outcome from the superior authority'), ('import', 'Import of history')], max_length=10, verbose_name='origin')),
                ('recorded_at', models.DateTimeField(verbose_name='recorded at')),
                ('revoked_on', models.DateField(blank=True, null=True, verbose_name='revoked on')),
                ('revocation_ground', models.TextField(blank=True, verbose_name='ground of revocation')),
                ('struck', models.BooleanField(default=False, verbose_name='struck')),
                ('sort_key', models.CharField(default='', editable=False, max_length=400)),
                ('collective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='people.unit', verbose_name='collective')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='people.organization', verbose_name='agency')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='people.person', verbose_name='person')),
                ('award_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='awards.awardtype', verbose_name='award type')),
            ],
            options={
                'verbose_name': 'award',
                'verbose_name_plural': 'awards',
                'ordering': ['year', 'award_type__rank', 'kind', 'id'],
                'indexes': [models.Index(condition=models.Q(('revoked_on__isnull', True)), fields=['organization', 'year', 'award_type', 'commendation_type', 'kind'], name='award_valid_for_counting'), models.Index(fields=['year', 'award_type', 'kind', 'sort_key', 'id'], name='award_by_name'), models.Index(condition=models.Q(('revoked_on__isnull', True)), fields=['decision_date'], name='award_valid_by_day'), models.Index(condition=models.Q(('revoked_on__isnull', False)), fields=['revoked_on'], name='award_revoked_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collective__isnull', True), ('kind', 'individual'), ('person__isnull', False)), models.Q(('collective__isnull', False), ('kind', 'collective'), ('person__isnull', True)), _connector='OR'), name='award_has_one_recipient'), models.CheckConstraint(condition=models.Q(('achievement_to__isnull', True), ('achievement_from__isnull', True), ('achievement_to__gte', models.F('achievement_from')), _connector='OR'), name='achievement_period_in_order'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('revoked_on__isnull', True)), fields=('person', 'award_type', 'year', 'commendation_type', 'decision_number'), name='individual_award_once_per_decision'), models.UniqueConstraint(condition=models.Q(('collective__isnull', False), ('revoked_on__isnull', True)), fields=('collective', 'award_type', 'year', 'commendation_type', 'decision_number'), name='collective_award_once_per_decision')],
            },
        ),
        migrations.CreateModel(
            name='CommendationFund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('amount', models.PositiveBigIntegerField(verbose_name='fund in đồng')),
                ('pay_fund', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='yearly pay fund by grade and step in đồng')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commendation_funds', to='people.organization', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'commendation fund',
                'verbose_name_plural': 'commendation funds',
                'ordering': ['organization', '-year'],
                'constraints': [models.UniqueConstraint(fields=('organization', 'year'), name='one_fund_per_year')],
            },
        ),
        migrations.CreateModel(
            name='RuleLayer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.fields.StateField(default='proposed', editable=False, max_length=32, verbose_name='state')),
                ('previous_state', models.CharField(blank=True, default='', editable=False, max_length=32, verbose_name='previous state')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('state_entered_at', models.DateTimeField(default=workflow.clock.now, editable=False, verbose_name='in this state since')),
                ('audit_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('audit_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('level', models.CharField(choices=[('province', 'Province'), ('agency', 'Agency')], max_length=10, verbose_name='level')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=250, verbose_name='name')),
                ('source', models.CharField(max_length=300, verbose_name='legal source')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('content', models.TextField(verbose_name='content of the layer file')),
                ('digest', models.CharField(editable=False, max_length=64)),
                ('proposed_at', models.DateTimeField(verbose_name='proposed at')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='approved at')),
                ('ending_on', models.DateField(blank=True, null=True, verbose_name='proposed last day')),
                ('ending_reason', models.TextField(blank=True, verbose_name='reason for ending')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='end approved by')),
                ('ending_proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='end proposed by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rule_layers', to='people.organization', verbose_name='agency')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
            ],
            options={
                'verbose_name': 'rule layer',
                'verbose_name_plural': 'rule layers',
                'ordering': ['organization', 'valid_from', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'ended', 'proposed', 'rejected'])), name='rule_layer_state_known'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='rule_layer_ends_after_start'), models.UniqueConstraint(fields=('organization', 'code'), name='rule_layer_code_once_per_agency'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='rule_layer_needs_two_people'), models.CheckConstraint(condition=models.Q(('ended_by__isnull', True), models.Q(('ended_by', models.F('ending_proposed_by')), _negated=True), _connector='OR'), name='rule_layer_end_needs_two_people')],
            },
        ),
    ]
