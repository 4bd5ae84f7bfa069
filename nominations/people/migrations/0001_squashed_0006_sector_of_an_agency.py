import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import guardian.mixins
import nominations.people.models.accounts
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_password_links_and_papers_of_roles'), ('people', '0003_account_names'), ('people', '0004_kind_of_staff'), ('people', '0005_kinds_of_bodies'), ('people', '0006_sector_of_an_agency')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('full_name', models.CharField(max_length=150, verbose_name='full name')),
                ('gender', models.CharField(blank=True, choices=[('female', 'Female'), ('male', 'Male')], max_length=10, verbose_name='gender')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('search_key', models.CharField(db_index=True, default='', editable=False, max_length=160)),
                ('sort_key', models.CharField(db_index=True, default='', editable=False, max_length=400)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'persons',
                'ordering': ['sort_key', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('rank', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('is_manager', models.BooleanField(default=False, verbose_name='management post')),
            ],
            options={
                'verbose_name': 'position',
                'verbose_name_plural': 'positions',
                'ordering': ['rank', 'name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('sessions_ended', models.PositiveIntegerField(default=0, editable=False, verbose_name='how often all sessions were ended')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='user', to='people.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='account_name_once_whatever_the_case', violation_error_message='An account with this name exists already.')],
            },
            bases=(guardian.mixins.GuardianUserMixin, models.Model),
            managers=[
                ('objects', nominations.people.models.accounts.AccountManager()),
            ],
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('code', models.CharField(max_length=35, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=250, verbose_name='name')),
                ('short_name', models.CharField(blank=True, max_length=120, verbose_name='short name')),
                ('symbol', models.CharField(blank=True, max_length=20, verbose_name='document symbol')),
                ('head_title', models.CharField(max_length=120, verbose_name='title of the head')),
                ('authority', models.CharField(choices=[('agency', 'Head of the agency'), ('province', "Chairman of the provincial People's Committee"), ('ministry', 'Minister'), ('prime_minister', 'Prime Minister'), ('government', 'Government'), ('president', 'President')], default='agency', max_length=20, verbose_name='authority of the head')),
                ('place_name', models.CharField(blank=True, max_length=120, verbose_name='place name on papers')),
                ('on_system', models.BooleanField(default=True, verbose_name='works on this system')),
                ('body_kind', models.CharField(blank=True, choices=[('SO', 'Department or branch of the province'), ('SU_NGHIEP', 'Public service unit'), ('TRUONG', 'School'), ('XA', 'Commune'), ('DOANH_NGHIEP', 'Enterprise'), ('VU_TRANG', 'Unit of the armed forces')], help_text='Which awards and regulations reach it depends on it.', max_length=12, verbose_name='kind of agency')),
                ('sector', models.CharField(blank=True, choices=[('education', 'Education and training'), ('health', 'Health'), ('other', 'Another sector')], help_text='Some deadlines differ by it.', max_length=12, verbose_name='sector')),
                ('rank', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='people.organization', verbose_name='parent agency')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='people.organization', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'agency',
                'verbose_name_plural': 'agencies',
                'ordering': ['rank', 'code'],
                'permissions': [('view_nominations', 'See the nominations of the agency'), ('manage_campaigns', 'Open campaigns, build sessions, publish, forward'), ('decide_nominations', 'Decide and revoke'), ('receive_dossiers', 'Receive dossiers from agencies below'), ('inspect_records', 'Read every record that is not secret'), ('manage_people', 'Keep people, units, terms, holidays')],
                'default_permissions': ('add', 'change', 'delete', 'view'),
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organization_ends_after_start'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='organization_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationUserPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='people.organization')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
        migrations.CreateModel(
            name='PasswordLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ('delivery', models.CharField(choices=[('letter', 'printed letter'), ('email', 'e-mail')], max_length=10)),
                ('is_reset', models.BooleanField(verbose_name='replaces a password')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('used_at', models.DateTimeField(null=True, verbose_name='used at')),
                ('void_at', models.DateTimeField(null=True, verbose_name='void since')),
                ('told_at', models.DateTimeField(null=True, verbose_name='owner told at')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='password_links', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'one-time link',
                'verbose_name_plural': 'one-time links',
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('code', models.CharField(max_length=35, verbose_name='code')),
                ('name', models.CharField(max_length=250, verbose_name='name')),
                ('search_key', models.CharField(db_index=True, default='', editable=False, max_length=260)),
                ('body_kind', models.CharField(blank=True, choices=[('PHONG', 'Division or what is equal to one'), ('CO_QUAN', 'The agency as a whole'), ('SO', 'Department or branch of the province'), ('SU_NGHIEP', 'Public service unit'), ('TRUONG', 'School'), ('XA', 'Commune'), ('DOANH_NGHIEP', 'Enterprise'), ('VU_TRANG', 'Unit of the armed forces')], help_text='Which awards it may be given depends on it.', max_length=12, verbose_name='kind of unit')),
                ('rank', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='people.organization', verbose_name='agency')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='people.unit', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ['organization__rank', 'rank', 'code'],
                'permissions': [('view_nominations', 'See the nominations of the unit'), ('register_nominations', 'Register on behalf of colleagues'), ('review_nominations', 'Endorse, return or decline')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_ends_after_start'), models.UniqueConstraint(fields=('organization', 'code'), name='unit_code_unique_in_agency'), models.UniqueConstraint(condition=models.Q(('body_kind', 'CO_QUAN'), ('valid_to__isnull', True)), fields=('organization',), name='one_unit_is_the_whole_agency', violation_error_message='The agency has a unit for itself as a whole already.')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('role', models.CharField(choices=[('unit_clerk', 'Unit clerk'), ('unit_head', 'Unit head'), ('deputy_head', 'Deputy unit head'), ('secretary', 'Council secretary'), ('director', 'Director'), ('director_delegate', "Director's delegate"), ('superior_officer', 'Officer of the superior agency'), ('auditor', 'Inspector'), ('administrator', 'System administrator'), ('shared_data_administrator', 'Administrator of shared data')], max_length=30, verbose_name='role')),
                ('paper_number', models.CharField(blank=True, default='', max_length=60, verbose_name='paper number')),
                ('paper_date', models.DateField(blank=True, null=True, verbose_name='paper date')),
                ('delegated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='people.roleassignment', verbose_name='delegated by')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to='people.organization', verbose_name='agency')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to='people.person', verbose_name='person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='role_assignments', to='people.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'role assignment',
                'verbose_name_plural': 'role assignments',
                'ordering': ['role', 'person__sort_key'],
                'indexes': [models.Index(fields=['person', 'role', 'unit'], name='people_role_person__28ec06_idx'), models.Index(fields=['person', 'role', 'organization'], name='people_role_person__677838_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='role_assignment_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('organization__isnull', True), ('role__in', ['deputy_head', 'unit_clerk', 'unit_head']), ('unit__isnull', False)), models.Q(models.Q(('role__in', ['deputy_head', 'unit_clerk', 'unit_head']), _negated=True), ('organization__isnull', False), ('unit__isnull', True)), _connector='OR'), name='unit_roles_in_units_others_in_agencies')],
            },
        ),
        migrations.CreateModel(
            name='UnitMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('is_primary', models.BooleanField(default=True, verbose_name='main place of work')),
                ('staff_kind', models.CharField(blank=True, choices=[('CONG_CHUC', 'Civil servant'), ('VIEN_CHUC', 'Public employee'), ('HOP_DONG', 'Contract staff'), ('CONG_NHAN', 'Worker'), ('NONG_DAN', 'Farmer'), ('HOC_SINH', 'Pupil or student'), ('VU_TRANG', 'Member of the armed forces')], max_length=12, verbose_name='kind of staff')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='people.person', verbose_name='person')),
                ('position', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.position', verbose_name='position')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'unit membership',
                'verbose_name_plural': 'unit memberships',
                'ordering': ['unit__rank', 'position__rank', 'person__sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_ends_after_start'), models.UniqueConstraint(condition=models.Q(('is_primary', True), ('valid_to__isnull', True)), fields=('person',), name='one_open_primary_membership')],
            },
        ),
        migrations.CreateModel(
            name='UnitUserPermission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='people.unit')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'unique_together': {('user', 'permission', 'content_object')},
            },
        ),
    ]
