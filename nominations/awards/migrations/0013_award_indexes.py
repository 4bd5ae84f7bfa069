from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('awards', '0012_award_sort_key'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='award',
            index=models.Index(
                fields=['year', 'award_type', 'kind', 'sort_key', 'id'],
                name='award_by_name',
            ),
        ),
        migrations.AddIndex(
            model_name='award',
            index=models.Index(
                condition=Q(revoked_on__isnull=True),
                fields=['decision_date'],
                name='award_valid_by_day',
            ),
        ),
        migrations.AddIndex(
            model_name='award',
            index=models.Index(
                condition=Q(revoked_on__isnull=False),
                fields=['revoked_on'],
                name='award_revoked_by_day',
            ),
        ),
    ]
