import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0013_award_indexes'),
        ('people', '0006_sector_of_an_agency'),
    ]

    operations = [
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
                ('award_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='awards.awardtype')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='award_counts', to='people.organization')),
            ],
            options={
                'verbose_name': 'count of awards',
                'verbose_name_plural': 'counts of awards',
                'indexes': [models.Index(fields=['organization', 'year'], name='award_count_of_year')],
            },
        ),
    ]
