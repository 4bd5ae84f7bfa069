"""Who has an account and who has none: the list, the names proposed, the letters."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import qrcode
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathImage

from nominations.people.models import Organization, PasswordLink, Person, UnitMembership, User
from nominations.people.models.dated import holds_on
from nominations.people.queries import of_agency_ever, search_people
from nominations.people.services.password_links import token_of
from nominations.vietnamese import fold
from workflow import clock

PRINTABLE_FOR = timedelta(hours=1)
"""Letters can be printed again for so long, by whoever made the links."""
QR_MASK = 3  # any of the eight is read alike; choosing the best one takes most of the time

ACCOUNT_STATUSES = {
    "": gettext_lazy("All"),
    "none": gettext_lazy("Without account"),
    "new": gettext_lazy("Never logged in"),
    "closed": gettext_lazy("Account closed"),
}
"""What the list of accounts can be narrowed to."""


def people_of(organization: Organization) -> QuerySet[Person]:
    """Everybody whose account the agency keeps: its staff of today, and who left for no other."""
    working = UnitMembership.objects.filter(holds_on(clock.today()), person_id=OuterRef("pk"))
    here = Exists(working.filter(unit__organization=organization))
    left = of_agency_ever(organization.pk, "pk") & ~Q(Exists(working))
    return (
        Person.objects.filter(Q(here) | left)
        .select_related("user")
        .prefetch_related("memberships__unit", "memberships__position")
        .order_by("sort_key", "pk")
    )


def accounts_in(organization: Organization, *, status: str, text: str) -> QuerySet[Person]:
    """The people of the agency by status of their account, and by name or user name."""
    found = people_of(organization)
    if status == "none":
        found = found.filter(user=None)
    elif status == "new":
        found = found.filter(user__is_active=True, user__last_login=None)
    elif status == "closed":
        found = found.filter(user__is_active=False)
    if text:
        named = search_people(text).values("pk")
        found = found.filter(Q(pk__in=named) | Q(user__username__icontains=fold(text)))
    return found


def without_account(organization: Organization, unit: int | None = None) -> list[UnitMembership]:
    """The places of work of today's staff without account, in the order of the agency's lists."""
    places = UnitMembership.objects.filter(
        holds_on(clock.today()), unit__organization=organization, is_primary=True, person__user=None
    )
    if unit:
        places = places.filter(unit_id=unit)
    return list(
        places.select_related("person", "unit", "position").order_by(
            "unit__rank", "position__rank", "person__sort_key"
        )
    )


def proposed_names(people: Iterable[Person]) -> dict[int, str]:
    """Person -> a free user name: the given name and the first letters of the others, as offices
    write it ("vinhhm"), with a number where somebody has it."""
    taken = {name.lower() for name in User.objects.values_list("username", flat=True)}
    found = {}
    for person in people:
        words = fold(person.full_name).split() or ["taikhoan"]
        plain = words[-1] + "".join(word[0] for word in words[:-1])
        plain = "".join(letter for letter in plain if letter.isalnum())
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}{number}"
        taken.add(name)
        found[person.pk] = name
    return found


# --- links handed over ----------------------------------------------------------------------------


def address_of_link(link: PasswordLink, request: HttpRequest) -> str:
    """The whole address of a link, as people type it."""
    path = reverse("people:password_link", args=[token_of(link)])
    address = request.build_absolute_uri(path)
    if settings.SITE_URL_GIVEN or opens_here_only(address):
        return f"{settings.SITE_URL}{path}"
    return address


def opens_here_only(address: str) -> bool:
    """Whether an address leads everybody to the machine before them, as 127.0.0.1 does."""
    host = urlsplit(address).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter: to whom, where that person works, and the link as text and as a picture."""

    link: PasswordLink
    place: UnitMembership | None
    address: str
    picture: SafeString

    @property
    def opens_here_only(self) -> bool:
        """Whether the link opens on the machine of the server alone."""
        return opens_here_only(self.address)


def letters(links: Iterable[PasswordLink], request: HttpRequest) -> list[LetterPage]:
    """The letters of a batch, by name."""
    found = []
    for link in links:
        address = address_of_link(link, request)
        place = link.user.person.membership_on(clock.today()) if link.user.person else None
        found.append(LetterPage(link, place, address, picture_of(address)))
    return found


def picture_of(text: str) -> SafeString:
    """A QR code as SVG, to stand in the page."""
    code = qrcode.QRCode(border=1, mask_pattern=QR_MASK, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    drawn: str = code.make_image().to_string(encoding="unicode")
    return mark_safe(drawn)  # noqa: S308 - our own picture


def printable(batch: Any, user: User) -> list[PasswordLink]:
    """The open links of a batch that this account made within the hour."""
    now = clock.now()
    made = PasswordLink.objects.filter(
        batch=batch,
        made_by=user,
        delivery=PasswordLink.Delivery.LETTER,
        made_at__gt=now - PRINTABLE_FOR,
    )
    rows = made.select_related("user__person").prefetch_related(
        "user__person__memberships__unit__organization", "user__person__memberships__position"
    )
    return [link for link in rows.order_by("user__person__sort_key") if link.is_open(now)]


def send_by_mail(links: Iterable[PasswordLink], request: HttpRequest) -> list[User]:
    """Send each link to its owner; answers those to whom it could not be sent."""
    failed = []
    connection = get_connection()
    for link in links:
        facts = {"link": link, "address": address_of_link(link, request)}
        message = EmailMessage(
            _("Your account in Bảng Vàng: set a password"),
            render_to_string("administration/link_mail.txt", facts),
            to=[link.user.email],
            connection=connection,
        )
        try:
            message.send()
        except (OSError, smtplib.SMTPException):
            failed.append(link.user)
    return failed
