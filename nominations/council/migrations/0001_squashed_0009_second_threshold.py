import django.db.models.deletion
import django.db.models.expressions
import uuid
import workflow.clock
import workflow.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('council', '0001_initial'), ('council', '0002_initial'), ('council', '0003_initial'), ('council', '0004_rule_of_the_vote'), ('council', '0005_settings_of_the_meeting'), ('council', '0006_session_workflow'), ('council', '0007_adopt_sessions'), ('council', '0008_members_confirmed_by_two'), ('council', '0009_second_threshold')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('dossiers', '0001_squashed_0014_returned_above'),
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='BallotItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('threshold_numerator', models.PositiveSmallIntegerField(default=1, verbose_name='threshold numerator')),
                ('threshold_denominator', models.PositiveSmallIntegerField(default=2, verbose_name='threshold denominator')),
                ('threshold_strict', models.BooleanField(default=False, verbose_name='more than the threshold')),
                ('also_numerator', models.PositiveSmallIntegerField(default=0, verbose_name='second threshold numerator')),
                ('also_denominator', models.PositiveSmallIntegerField(default=1, verbose_name='second threshold denominator')),
                ('also_strict', models.BooleanField(default=False, verbose_name='more than the second threshold')),
                ('vote_base', models.CharField(choices=[('all', 'of all members'), ('present', 'of the members taking part')], default='all', max_length=8, verbose_name='base of the vote')),
                ('vote_absent', models.CharField(choices=[('counts_no', "an absent member's written opinion is no ballot"), ('written', "an absent member's written opinion is a ballot"), ('silence_agrees', 'an absent member who says nothing agrees')], default='written', max_length=14, verbose_name='absent members')),
                ('citation', models.CharField(blank=True, max_length=300, verbose_name='legal source')),
                ('verified', models.BooleanField(default=False, verbose_name='checked against the original text')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('live', models.BooleanField(default=True, editable=False)),
                ('members', models.PositiveSmallIntegerField(default=0, verbose_name='members counted')),
                ('took_part', models.PositiveSmallIntegerField(default=0, verbose_name='members taking part')),
                ('silent', models.PositiveSmallIntegerField(default=0, verbose_name='absent and agreeing by silence')),
                ('yes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='yes')),
                ('no', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='no')),
                ('abstain', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='abstain')),
                ('invalid', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='invalid')),
                ('passed', models.BooleanField(blank=True, null=True, verbose_name='passed')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballot_items', to='dossiers.nomination', verbose_name='nomination')),
            ],
            options={
                'verbose_name': 'agenda item',
                'verbose_name_plural': 'agenda items',
                'ordering': ['session', 'position', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('live', True)), fields=('nomination',), name='nomination_on_one_live_agenda'), models.CheckConstraint(condition=models.Q(('yes__isnull', True), ('members__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('yes'), '+', models.F('no')), '+', models.F('abstain')), '+', models.F('invalid')), '+', models.F('silent'))), _connector='OR'), name='counts_not_more_than_members'), models.CheckConstraint(condition=models.Q(('members__gte', django.db.models.expressions.CombinedExpression(models.F('took_part'), '+', models.F('silent')))), name='took_part_and_silent_are_members'), models.CheckConstraint(condition=models.Q(('silent', 0), models.Q(('vote_absent', 'silence_agrees'), ('vote_base', 'all')), _connector='OR'), name='silence_agrees_over_all_members')],
            },
        ),
        migrations.CreateModel(
            name='Council',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('name', models.CharField(max_length=250, verbose_name='name')),
                ('symbol', models.CharField(blank=True, max_length=20, verbose_name='document symbol')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='set up by decision')),
                ('decision_date', models.DateField(blank=True, null=True, verbose_name='decision date')),
                ('is_confirmed', models.BooleanField(default=True, verbose_name='list of members confirmed')),
                ('changed_by', models.JSONField(blank=True, default=list, verbose_name='list of members changed by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='councils', to='people.organization', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'council',
                'verbose_name_plural': 'councils',
                'ordering': ['organization__rank', '-valid_from'],
                'permissions': [('vote_in_council', 'Vote in the sessions of the council')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='council_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='CouncilMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('seat', models.CharField(choices=[('chair', 'Council chair'), ('vice_chair', 'Vice chair'), ('member', 'Council member'), ('secretary', 'Member and secretary')], default='member', max_length=12, verbose_name='seat')),
                ('rank', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='council.council', verbose_name='council')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='council_seats', to='people.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'council member',
                'verbose_name_plural': 'council members',
                'ordering': ['council', 'rank', 'person__sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='council_member_ends_after_start'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('council', 'person'), name='one_open_seat_per_person')],
            },
        ),
        migrations.CreateModel(
            name='CouncilUserPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='council.council')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
        migrations.CreateModel(
            name='NamedVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('choice', models.CharField(choices=[('yes', 'Yes, agree'), ('no', 'No, do not agree'), ('abstain', 'No opinion')], max_length=10)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='named_votes', to='council.ballotitem')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['item', 'id'],
                'constraints': [models.UniqueConstraint(fields=('item', 'person'), name='one_named_vote_per_item')],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_own', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='council.ballotitem')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['item', 'id'],
                'constraints': [models.UniqueConstraint(fields=('item', 'person'), name='recused_once_per_item')],
            },
        ),
        migrations.CreateModel(
            name='Scrutineer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='signed at')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
            options={
                'ordering': ['session', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PaperCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('yes', models.PositiveSmallIntegerField(verbose_name='yes')),
                ('no', models.PositiveSmallIntegerField(verbose_name='no')),
                ('abstain', models.PositiveSmallIntegerField(default=0, verbose_name='abstain')),
                ('invalid', models.PositiveSmallIntegerField(default=0, verbose_name='invalid')),
                ('entered_at', models.DateTimeField(verbose_name='entered at')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_counts', to='council.ballotitem')),
                ('scrutineer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='council.scrutineer')),
            ],
            options={
                'ordering': ['item', 'id'],
                'constraints': [models.UniqueConstraint(fields=('item', 'scrutineer'), name='one_count_per_scrutineer')],
            },
        ),
        migrations.CreateModel(
            name='VotingSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', workflow.fields.StateField(default='draft', editable=False, max_length=32, verbose_name='state')),
                ('previous_state', models.CharField(blank=True, default='', editable=False, max_length=32, verbose_name='previous state')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='version')),
                ('state_entered_at', models.DateTimeField(default=workflow.clock.now, editable=False, verbose_name='in this state since')),
                ('audit_seq', models.PositiveIntegerField(default=0, editable=False)),
                ('audit_head', models.CharField(blank=True, default='', editable=False, max_length=64)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=250, verbose_name='name')),
                ('mode', models.CharField(choices=[('named', 'Named vote online'), ('paper', 'Paper ballots'), ('sealed', 'Sealed ballots online')], default='named', max_length=10, verbose_name='way of voting')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='meeting held on')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='opened at')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes at')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('counted_at', models.DateTimeField(blank=True, null=True, verbose_name='counted at')),
                ('certified_at', models.DateTimeField(blank=True, null=True, verbose_name='certified at')),
                ('quorum_numerator', models.PositiveSmallIntegerField(default=2, verbose_name='quorum numerator')),
                ('quorum_denominator', models.PositiveSmallIntegerField(default=3, verbose_name='quorum denominator')),
                ('quorum_citation', models.CharField(blank=True, max_length=300, verbose_name='legal source of the quorum')),
                ('quorum_asked_by', models.CharField(blank=True, max_length=250, verbose_name='award asking for the quorum')),
                ('settings', models.JSONField(blank=True, default=dict, verbose_name='settings of the meeting')),
                ('agenda_sent_at', models.DateTimeField(blank=True, null=True, verbose_name='agenda sent to the members at')),
                ('minutes_number', models.CharField(blank=True, max_length=60, verbose_name='minutes number')),
                ('conclusion', models.TextField(blank=True, verbose_name='conclusion')),
                ('void_reason', models.TextField(blank=True, verbose_name='reason for voiding')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='dossiers.campaign', verbose_name='campaign')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='council.council', verbose_name='council')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reruns', to='council.votingsession', verbose_name='held again in place of')),
            ],
            options={
                'verbose_name': 'voting session',
                'verbose_name_plural': 'voting sessions',
                'ordering': ['-created_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['certified', 'closed', 'counted', 'draft', 'open', 'void'])), name='session_state_known'), models.CheckConstraint(condition=models.Q(('quorum_denominator__gt', 0), ('quorum_numerator__lte', models.F('quorum_denominator'))), name='quorum_is_a_fraction')],
            },
        ),
        migrations.AddField(
            model_name='scrutineer',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scrutineers', to='council.votingsession'),
        ),
        migrations.CreateModel(
            name='RosterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.CharField(choices=[('chair', 'Council chair'), ('vice_chair', 'Vice chair'), ('member', 'Council member'), ('secretary', 'Member and secretary')], max_length=12)),
                ('present', models.BooleanField(blank=True, null=True, verbose_name='present')),
                ('absence_reason', models.CharField(blank=True, max_length=200, verbose_name='reason of absence')),
                ('written_opinion', models.BooleanField(default=False, verbose_name='opinion in writing')),
                ('has_voted', models.BooleanField(default=False, verbose_name='has voted')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roster', to='council.votingsession')),
            ],
            options={
                'ordering': ['session', 'id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='member_once_per_roster')],
            },
        ),
        migrations.CreateModel(
            name='ChairSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(verbose_name='signed at')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='chair_signature', to='council.votingsession')),
            ],
        ),
        migrations.AddField(
            model_name='ballotitem',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='council.votingsession', verbose_name='session'),
        ),
        migrations.AddConstraint(
            model_name='scrutineer',
            constraint=models.UniqueConstraint(fields=('session', 'person'), name='scrutineer_once_per_session'),
        ),
        migrations.AddConstraint(
            model_name='ballotitem',
            constraint=models.UniqueConstraint(fields=('session', 'nomination'), name='nomination_once_per_session'),
        ),
    ]
