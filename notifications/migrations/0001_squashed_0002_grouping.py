import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_grouping')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0006_sector_of_an_agency'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_key', models.CharField(max_length=80, verbose_name='event')),
                ('topic', models.CharField(max_length=80, verbose_name='topic')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('subject', models.CharField(blank=True, max_length=300, verbose_name='subject')),
                ('body', models.TextField(blank=True, verbose_name='body')),
                ('path', models.CharField(blank=True, max_length=500, verbose_name='path')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read at')),
                ('first', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='others', to='notifications.notice', verbose_name='first')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'indexes': [models.Index(fields=['recipient', '-created_at', '-id'], name='notice_inbox'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('event_key', 'recipient'), name='notice_once')],
            },
        ),
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_key', models.CharField(max_length=80, verbose_name='event')),
                ('topic', models.CharField(max_length=80, verbose_name='topic')),
                ('channel', models.CharField(max_length=20, verbose_name='channel')),
                ('context', models.TextField(db_default='{}', default='{}', verbose_name='context')),
                ('created_at', models.DateTimeField(verbose_name='created at')),
                ('due_at', models.DateTimeField(verbose_name='due at')),
                ('attempts', models.IntegerField(db_default=0, default=0, verbose_name='attempts')),
                ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='leased until')),
                ('transmitting_at', models.DateTimeField(blank=True, null=True, verbose_name='transmission begun at')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('dropped_at', models.DateTimeField(blank=True, null=True, verbose_name='dropped at')),
                ('dead_at', models.DateTimeField(blank=True, null=True, verbose_name='given up at')),
                ('last_error', models.TextField(blank=True, db_default='', default='', verbose_name='last error')),
                ('recipient', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
            ],
            options={
                'verbose_name': 'outgoing message',
                'verbose_name_plural': 'outgoing messages',
                'indexes': [models.Index(condition=models.Q(('dead_at', None), ('dropped_at', None), ('sent_at', None)), fields=['channel', 'due_at', 'id'], name='outboxmessage_due'), models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['-dead_at'], name='outboxmessage_dead')],
                'constraints': [models.UniqueConstraint(fields=('event_key', 'recipient', 'channel'), name='outboxmessage_once')],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic_group', models.CharField(max_length=40, verbose_name='group of topics')),
                ('channel', models.CharField(max_length=20, verbose_name='channel')),
                ('enabled', models.BooleanField(default=True, verbose_name='at once')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'preference',
                'verbose_name_plural': 'preferences',
                'constraints': [models.UniqueConstraint(fields=('user', 'topic_group', 'channel'), name='preference_once')],
            },
        ),
    ]
