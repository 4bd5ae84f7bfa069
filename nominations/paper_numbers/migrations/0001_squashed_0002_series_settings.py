import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('paper_numbers', '0001_initial'), ('paper_numbers', '0002_series_settings')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('issuer', models.CharField(max_length=250, verbose_name='issued by')),
                ('paper', models.CharField(choices=[('QĐ', 'Decision'), ('TTr', 'Submission'), ('BC', 'Report'), ('BB', 'Minutes'), ('TB', 'Notice'), ('CV', 'Letter or other paper')], max_length=3, verbose_name='type of paper')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('canonical', models.CharField(max_length=120, verbose_name='number for comparing')),
                ('number', models.PositiveIntegerField(null=True, verbose_name='running number')),
                ('shown', models.CharField(max_length=120, verbose_name='number')),
                ('dated_on', models.DateField(verbose_name='date')),
                ('purpose', models.CharField(choices=[('commend', 'paper on commendation'), ('revoke', 'decision to revoke'), ('minutes', 'minutes of the council'), ('submission', 'submission'), ('report', 'report'), ('notice', 'notice of a consultation'), ('correct', 'decision to correct')], max_length=10, verbose_name='what for')),
                ('is_named_only', models.BooleanField(default=False, verbose_name='only named by another agency')),
                ('duplicate_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='paper_numbers.papernumber', verbose_name='same as')),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization', verbose_name='agency')),
            ],
            options={
                'verbose_name': 'number of a paper',
                'verbose_name_plural': 'numbers of papers',
                'ordering': ['issuer', 'paper', '-year', '-number'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('duplicate_of__isnull', True)), fields=('issuer', 'paper', 'year', 'canonical'), name='paper_number_once')],
            },
        ),
        migrations.CreateModel(
            name='PaperNumberUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=60)),
                ('paper_number', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='paper_numbers.papernumber')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'paper_number'), name='number_named_once_by_a_record')],
            },
        ),
        migrations.CreateModel(
            name='SeriesSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.CharField(choices=[('QĐ', 'Decision'), ('TTr', 'Submission'), ('BC', 'Report'), ('BB', 'Minutes'), ('TB', 'Notice'), ('CV', 'Letter or other paper')], max_length=3, verbose_name='type of paper')),
                ('numbered_by', models.CharField(choices=[('either', 'The registry or this system'), ('registry', 'The registry only'), ('here', 'This system only')], max_length=8, verbose_name='numbered by')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
            ],
            options={
                'verbose_name': 'setting of a number series',
                'verbose_name_plural': 'settings of number series',
                'constraints': [models.UniqueConstraint(fields=('organization', 'paper'), name='one_setting_of_a_series')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('symbol', models.CharField(max_length=20)),
                ('paper', models.CharField(max_length=3)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'symbol', 'paper', 'year'), name='one_series_of_an_organ_a_year')],
            },
        ),
    ]
