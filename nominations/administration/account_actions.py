"""What an administrator can do with one account, each on a page that asks first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from nominations.administration.forms.accounts import AccountCloseForm, LinkForm, PlainAccountForm
from nominations.people import services
from nominations.people.models import User
from nominations.web.forms import BaseForm

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class AccountAction:
    """An action on an account: its page, its form and the service behind it."""

    name: str
    label: _StrOrPromise
    explanation: _StrOrPromise
    icon: str
    form: type[BaseForm]
    perform: Callable[[User, User, Mapping[str, Any]], object]
    done: _StrOrPromise = ""
    is_danger: bool = False
    hands_over_link: bool = False
    when_active: bool = True

    def form_for(self, data: Any, account: User) -> BaseForm:
        """The form of the page, bound to what was sent."""
        if self.form is LinkForm:
            return LinkForm(data, account=account)
        return self.form(data)

    def is_offered(self, account: User, reader: User) -> bool:
        """Whether the account's page leads to it; the service has the last word."""
        if account.is_active != self.when_active:
            return False
        return not (self.is_danger and account.pk == reader.pk)


ACCOUNT_ACTIONS = {
    action.name: action
    for action in (
        AccountAction(
            name="dat-lai-mat-khau",
            label=_("Reset the password"),
            explanation=_(
                "A one-time link is made, by which the owner alone sets a new password. All"
                " sessions of the account end, the owner and the inspector are told, and the"
                " history keeps who made the link. You learn no password and set none."
            ),
            icon="key",
            form=LinkForm,
            perform=lambda _actor, _account, _data: None,
            hands_over_link=True,
        ),
        AccountAction(
            name="ket-thuc-phien",
            label=_("End all sessions"),
            explanation=_("Whoever is logged in with this account has to log in again."),
            icon="box-arrow-right",
            form=PlainAccountForm,
            perform=lambda actor, account, _data: services.end_sessions(actor=actor, user=account),
            done=_("All sessions of the account are ended."),
        ),
        AccountAction(
            name="dong",
            label=_("Close the account"),
            explanation=_(
                "Nobody can log in with it any more and all sessions end at once. Roles, records"
                " and history stay; the account can be opened again."
            ),
            icon="lock",
            form=AccountCloseForm,
            perform=lambda actor, account, data: services.set_account_active(
                actor=actor, user=account, active=False, reason=data["reason"]
            ),
            done=_("The account is closed."),
            is_danger=True,
        ),
        AccountAction(
            name="mo-lai",
            label=_("Open the account again"),
            explanation=_("The owner can log in again with the password of before."),
            icon="unlock",
            form=AccountCloseForm,
            perform=lambda actor, account, data: services.set_account_active(
                actor=actor, user=account, active=True, reason=data["reason"]
            ),
            done=_("The account is open again."),
            when_active=False,
        ),
    )
}


def offered_actions(account: User, reader: User) -> list[AccountAction]:
    """The actions to which the account's page leads, in the order above."""
    return [action for action in ACCOUNT_ACTIONS.values() if action.is_offered(account, reader)]
