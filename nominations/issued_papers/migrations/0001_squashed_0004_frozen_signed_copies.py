import django.db.models.deletion
import nominations.issued_papers.models
import uuid
from django.conf import settings
from django.db import migrations, models

from nominations.issued_papers import frozen_rows

# Later tables get their triggers where they are made.
TABLES = [
    table
    for table in frozen_rows.FROZEN_TABLES
    if table.name in ("issued_paper", "issued_file", "signed_copy")
]


def create(apps, schema_editor):
    for table in TABLES:
        for statement in table.create_triggers(schema_editor.connection.vendor):
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    for table in TABLES:
        for statement in table.drop_triggers(schema_editor.connection.vendor):
            schema_editor.execute(statement)



class Migration(migrations.Migration):

    replaces = [('issued_papers', '0001_initial'), ('issued_papers', '0002_frozen_rows'), ('issued_papers', '0003_signed_copies'), ('issued_papers', '0004_frozen_signed_copies')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssuedPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('count_minutes', 'Minutes of the count'), ('meeting_minutes', "Minutes of the council's meeting"), ('notice', 'Notice of a consultation'), ('consultation_minutes', 'Minutes of the consultation'), ('decision', 'Decision on commendation'), ('certificates', 'Certificates of a decision'), ('submission', 'Submission upward'), ('annual_report', 'Report on commendations'), ('revocation', 'Decision to revoke'), ('correction', 'Decision to correct a paper')], max_length=24, verbose_name='kind of paper')),
                ('record', models.CharField(max_length=60)),
                ('issuer', models.CharField(max_length=250, verbose_name='issued by')),
                ('name', models.CharField(max_length=500, verbose_name='subject')),
                ('number', models.CharField(blank=True, max_length=120, verbose_name='number')),
                ('dated_on', models.DateField(verbose_name='date')),
                ('signer_name', models.CharField(blank=True, max_length=150, verbose_name='signed by')),
                ('signer_title', models.CharField(blank=True, max_length=150, verbose_name='title of the signer')),
                ('collectives', models.PositiveIntegerField(verbose_name='collectives')),
                ('individuals', models.PositiveIntegerField(verbose_name='individuals')),
                ('blocks', models.TextField()),
                ('facts', models.TextField()),
                ('code', models.CharField(default=nominations.issued_papers.models.new_code, max_length=32, unique=True)),
                ('relation', models.CharField(blank=True, choices=[('corrects', 'corrects'), ('supplements', 'supplements'), ('revokes', 'revokes in part'), ('withdraws', 'revokes as a whole')], max_length=12, verbose_name='what it does to it')),
                ('issued_at', models.DateTimeField(verbose_name='issued at')),
                ('digest', models.CharField(max_length=64)),
                ('event_key', models.CharField(max_length=200)),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='issued_papers.issuedpaper', verbose_name='follows')),
                ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_papers', to='people.organization', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'issued paper',
                'verbose_name_plural': 'issued papers',
                'ordering': ['-issued_at', '-id'],
                'indexes': [models.Index(fields=['record', 'kind'], name='issued_paper_of_record')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'correction'), _negated=True), fields=('kind', 'record'), name='record_issued_once'), models.CheckConstraint(condition=models.Q(models.Q(('follows', None), ('relation', '')), models.Q(('follows__isnull', False), models.Q(('relation', ''), _negated=True)), _connector='OR'), name='paper_says_what_it_does_to_another')],
            },
        ),
        migrations.CreateModel(
            name='IssuedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(max_length=5, verbose_name='format')),
                ('name', models.CharField(max_length=80, verbose_name='file name')),
                ('media_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='issued_papers.issuedpaper')),
            ],
            options={
                'verbose_name': 'file of an issued paper',
                'verbose_name_plural': 'files of issued papers',
                'ordering': ['paper', 'id'],
                'constraints': [models.UniqueConstraint(fields=('paper', 'format'), name='one_issued_file_of_a_format')],
            },
        ),
        migrations.CreateModel(
            name='SignedCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('form', models.CharField(choices=[('signature', 'File with a digital signature'), ('scan', 'Scan of the signed paper')], max_length=12, verbose_name='kind of copy')),
                ('name', models.CharField(max_length=250, verbose_name='file name')),
                ('media_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField(verbose_name='size')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('issued_sha256', models.CharField(blank=True, max_length=64)),
                ('findings', models.TextField()),
                ('is_test', models.BooleanField(default=False)),
                ('added_at', models.DateTimeField(verbose_name='added at')),
                ('digest', models.CharField(max_length=64)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_copies', to='issued_papers.issuedpaper')),
            ],
            options={
                'verbose_name': 'signed copy',
                'verbose_name_plural': 'signed copies',
                'ordering': ['paper', 'id'],
                'constraints': [models.UniqueConstraint(fields=('paper', 'sha256'), name='signed_copy_once'), models.CheckConstraint(condition=models.Q(models.Q(('form', 'scan'), ('issued_sha256', '')), models.Q(('form', 'signature'), models.Q(('issued_sha256', ''), _negated=True)), _connector='OR'), name='signature_rests_on_the_issued_file')],
            },
        ),
        migrations.CreateModel(
            name='TrustRoot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='authority')),
                ('pem', models.TextField()),
                ('sha256', models.CharField(max_length=64, verbose_name='fingerprint')),
                ('valid_to', models.DateTimeField(verbose_name='valid until')),
                ('source', models.CharField(max_length=300, verbose_name='compared with')),
                ('added_at', models.DateTimeField(verbose_name='added at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
            ],
            options={
                'verbose_name': 'trusted authority',
                'verbose_name_plural': 'trusted authorities',
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('sha256',), name='trusted_once_at_a_time')],
            },
        ),
        migrations.RunPython(create, drop),
    ]
