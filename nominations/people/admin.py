"""Reference data: agencies, units, positions, persons, accounts, roles.

An administrator sees the agencies kept and everything in them. Roles and places of work go through
the services, so that permissions and history follow in the same transaction; what they refuse comes
back as a sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from nominations.people import services
from nominations.people.models import (
    Organization,
    Person,
    Position,
    RoleAssignment,
    Unit,
    UnitMembership,
    User,
)
from nominations.people.queries import managed_ids
from nominations.vietnamese import clean_text
from nominations.web.access import user_of
from nominations.web.forms import BaseModelForm, CleanTextMixin
from nominations.web.refusals import Refused, show

if TYPE_CHECKING:  # these classes are generic in the stubs only
    _Admin = admin.ModelAdmin[Any]
    _AccountAdmin = DjangoUserAdmin[User]
    _NewAccount = AdminUserCreationForm[User]
    _Account = UserChangeForm[User]
else:
    _NewAccount, _Account = AdminUserCreationForm, UserChangeForm
    _Admin = admin.ModelAdmin
    _AccountAdmin = DjangoUserAdmin


def _within(model: type[Model], ids: frozenset[int]) -> Q:
    """The rows of a model that belong to the agencies."""
    if model is Organization:
        return Q(pk__in=ids)
    if model is Unit:
        return Q(organization_id__in=ids)
    if model is Person:
        return Q(memberships__unit__organization_id__in=ids) | Q(memberships__isnull=True)
    if model is UnitMembership:
        return Q(unit__organization_id__in=ids)
    if model is RoleAssignment:
        return Q(organization_id__in=ids) | Q(unit__organization_id__in=ids)
    if model is User:
        of_theirs = Q(person__memberships__unit__organization_id__in=ids)
        return Q(is_superuser=False) & (of_theirs | Q(person__memberships__isnull=True))
    return Q()


class ReferenceAdmin(_Admin):
    """Rows and choices of the reader's own agencies; refusals of the services as sentences."""

    form: type[forms.ModelForm[Any]] = BaseModelForm
    readonly_when_changing: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        if request.user.is_superuser:
            return found
        return found.filter(_within(self.model, managed_ids(user_of(request)))).distinct()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, clean_text(search_term))

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        model = db_field.related_model
        if not request.user.is_superuser and "queryset" not in kwargs and db_field.name != "parent":
            ids = managed_ids(user_of(request))
            # Filtering by a subquery keeps joins, and so double choices, out of the select.
            rows = model._default_manager.filter(_within(model, ids)).values("pk")
            kwargs["queryset"] = model._default_manager.filter(pk__in=rows)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.readonly_when_changing if obj else ()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            show(request, refusal)
            return HttpResponseRedirect(request.get_full_path())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Agencies, people and roles end; they are not deleted."""
        return False


@admin.register(Organization)
class OrganizationAdmin(ReferenceAdmin):
    list_display = (
        "name",
        "code",
        "symbol",
        "parent",
        "rank",
        "valid_from",
        "valid_to",
        "on_system",
    )
    list_filter = ("on_system",)
    list_select_related = ("parent",)
    search_fields = ("name", "code")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new agency is above the agencies anybody keeps: the technical account makes it."""
        return bool(request.user.is_superuser)


@admin.register(Unit)
class UnitAdmin(ReferenceAdmin):
    list_display = ("name", "code", "organization", "rank", "valid_from", "valid_to")
    list_editable = ("rank",)
    list_filter = (("organization", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("organization",)
    search_fields = ("name", "search_key", "code")
    readonly_when_changing = ("organization",)


@admin.register(Position)
class PositionAdmin(ReferenceAdmin):
    list_display = ("name", "rank", "is_manager")
    list_editable = ("rank", "is_manager")
    search_fields = ("name",)


@admin.register(Person)
class PersonAdmin(ReferenceAdmin):
    list_display = ("full_name", "gender", "birth_date")
    search_fields = ("full_name", "search_key")
    ordering = ("sort_key",)


class MembershipForm(BaseModelForm):
    """Asks the service before saving, so that what was typed stays on the page."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        row, end = self.instance, cleaned.get("valid_to")
        if row.pk:
            if end is not None:
                services.check_membership(
                    person=row.person,
                    unit=row.unit,
                    valid_from=row.valid_from,
                    valid_to=end,
                    is_primary=row.is_primary,
                    but=row,
                )
        elif not cleaned.get("is_primary") and not self.errors:
            names = ("person", "unit", "valid_from", "valid_to", "is_primary")
            services.check_membership(**{name: cleaned[name] for name in names if name in cleaned})
        return cleaned


@admin.register(UnitMembership)
class UnitMembershipAdmin(ReferenceAdmin):
    form = MembershipForm
    list_display = ("person", "unit", "position", "is_primary", "valid_from", "valid_to")
    list_filter = (("unit", admin.RelatedOnlyFieldListFilter), "is_primary")
    list_select_related = ("person", "unit", "position")
    search_fields = ("person__full_name", "person__search_key")
    readonly_when_changing = ("person", "unit", "position", "is_primary", "valid_from")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        start = ("person", "unit", "position", "is_primary", "valid_from")
        return (*start, "valid_to") if obj else start

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            placed = services.place_person(
                actor=request.user,
                person=obj.person,
                unit=obj.unit,
                position=obj.position,
                valid_from=obj.valid_from,
                is_primary=obj.is_primary,
            )
            obj.pk = placed.pk
        elif "valid_to" in form.changed_data and obj.valid_to is not None:
            services.end_membership(actor=request.user, membership=obj, on=obj.valid_to)


class AssignmentForm(BaseModelForm):
    """Asks the service before saving, so that what was typed stays on the page."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is None and not self.errors:
            names = ("person", "role", "unit", "organization", "valid_from", "valid_to")
            given: dict[str, Any] = {name: cleaned.get(name) for name in names}
            services.check_assignment(**given)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The constraint on role and place would answer a second time, in the database's words.
        hidden: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's own
        return hidden | {"role"}


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(ReferenceAdmin):
    form = AssignmentForm
    list_display = (
        "person",
        "role",
        "unit",
        "organization",
        "valid_from",
        "valid_to",
        "delegated_by",
    )
    list_filter = ("role",)
    list_select_related = ("person", "unit", "organization", "delegated_by__person")
    search_fields = ("person__full_name", "person__search_key")
    readonly_when_changing = ("person", "role", "unit", "organization", "valid_from")
    fields = ("person", "role", "unit", "organization", "valid_from", "valid_to")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            given = services.assign_role(
                actor=request.user,
                person=obj.person,
                role=obj.role,
                unit=obj.unit,
                organization=obj.organization,
                valid_from=obj.valid_from,
                valid_to=obj.valid_to,
            )
            obj.pk = given.pk
        elif "valid_to" in form.changed_data and obj.valid_to is not None:
            services.end_role(actor=request.user, assignment=obj, on=obj.valid_to)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """A role that never began is gone after it was ended: back to the list."""
        return HttpResponseRedirect("../../")


class AccountForm(CleanTextMixin, _Account):
    """An account as it is changed."""


class NewAccountForm(CleanTextMixin, _NewAccount):
    """An account as it is made."""


@admin.register(User)
class UserAdmin(ReferenceAdmin, _AccountAdmin):
    form = AccountForm
    add_form = NewAccountForm
    list_display = ("username", "person", "email", "is_active", "is_staff")
    list_filter = ("is_active",)
    list_select_related = ("person",)
    search_fields = ("username", "email", "person__full_name", "person__search_key")
    ordering = ("username",)
    filter_horizontal = ()
    fieldsets = ((None, {"fields": ("username", "password", "person", "email", "is_active")}),)
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "person",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )
    readonly_when_changing = ("person",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and obj.person is not None:
            password = form.cleaned_data.get("password1") or None
            obj.pk = services.create_account(
                actor=request.user,
                person=obj.person,
                username=obj.username,
                email=obj.email,
                password=password if form.cleaned_data.get("set_usable_password", True) else None,
            ).pk
            return
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            services.set_account_active(actor=request.user, user=obj, active=obj.is_active)
