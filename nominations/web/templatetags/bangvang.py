"""Template filters and components of all pages: `{% load bangvang %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, CheckboxInput, ClearableFileInput, PasswordInput
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.template.base import NodeList, Parser, Token
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nominations import citations
from nominations.milestones import milestones_of
from nominations.states import RETURNED, State
from nominations.web.forms import SHORT_CONTROLS, is_short, style_widget
from workflow import clock

register = template.Library()
SPRITE = "vendor/bootstrap-icons/sprite.svg"
SOON_DAYS = 3


# --- words ------------------------------------------------------------------------------------


@register.filter
def vn_date(value: date | datetime | None) -> str:
    """05/01/2026, in the working time zone; "" for nothing."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}"


@register.filter
def vn_datetime(value: datetime | None) -> str:
    """05/01/2026 14:30, in the working time zone; "" for nothing."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        return vn_date(value)
    return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%d/%m/%Y %H:%M}"


@register.filter
def vn_number(value: float | Decimal | str | None, decimals: int | None = None) -> str:
    """1.234,5: points between thousands, a comma before the decimals (all of them unless told)."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    if decimals is None:
        text = f"{number.normalize():,f}"
    else:
        text = f"{number:,.{int(decimals)}f}"
    return text.translate(str.maketrans(",.", ".,"))


def _days_left(value: date | datetime) -> int:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return (value - clock.today()).days


@register.filter
def deadline_phrase(value: date | datetime | None) -> str:
    """The time to a deadline in words: "3 days left", "due today", "2 days overdue"."""
    if not value:
        return ""
    days = _days_left(value)
    if days == 0:
        return _("due today")
    if days < 0:
        return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


@register.filter
def deadline_tone(value: date | datetime | None) -> str:
    """The tone for `deadline_phrase`: overdue, today, soon, later or none."""
    if not value:
        return "none"
    days = _days_left(value)
    if days < 0:
        return "overdue"
    return "today" if days == 0 else "soon" if days <= SOON_DAYS else "later"


# --- small components -------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless a label is given."""
    sprite = _sprite(settings.STATIC_URL)
    if not label:
        return _decorative(sprite, name)
    return _svg(sprite, name, format_html('role="img" aria-label="{}"', label))


@cache
def _sprite(_static_url: str) -> str:
    """The URL of the sprite, cached for the many icons of a page."""
    return static(SPRITE)


@lru_cache(maxsize=512)
def _decorative(sprite: str, name: str) -> SafeString:
    return _svg(sprite, name, mark_safe('aria-hidden="true"'))


def _svg(sprite: str, name: str, spoken: SafeString) -> SafeString:
    return format_html(
        '<svg class="icon" focusable="false" {}><use href="{}#{}"></use></svg>',
        spoken,
        sprite,
        name,
    )


def state_word(state: str) -> str:
    """The nominee's word for a state; an unknown value is shown as it is."""
    return str(State(state).label) if state in State.values else str(state)


@register.filter(name="state_word")
def state_word_filter(state: str) -> str:
    return state_word(state)


@register.simple_tag
def state_badge(of: Any) -> SafeString:
    """The state of a nomination, or a state, as a badge: the colour repeats what the words say."""
    if getattr(of, "is_returned", False):
        value, word = "returned", str(RETURNED)
    else:
        value = str(getattr(of, "state", of))
        word = state_word(value)
    return format_html('<span class="badge-state" data-state="{}">{}</span>', value, word)


@register.inclusion_tag("components/empty.html")
def empty(text: str, icon_name: str = "inbox") -> dict[str, Any]:
    """The placeholder of an empty list."""
    return {"text": text, "icon_name": icon_name}


@register.inclusion_tag("components/stat.html")
def stat(
    value: Any, label: str, path: str = "", note: str = "", icon_name: str = ""
) -> dict[str, Any]:
    """A figure with its label; `path` makes the tile a link. For use in a `stat-grid`."""
    shown = vn_number(value) if isinstance(value, int | float | Decimal) else value
    return {"value": shown, "label": label, "path": path, "note": note, "icon_name": icon_name}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page_obj: Page[Any]) -> dict[str, Any]:
    """Links to the other pages, keeping every filter of the address; nothing for a single page."""
    pages = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    request = context.get("request")
    return {
        "page": page_obj,
        "pages": list(pages),
        "query": request.GET if request else QueryDict(),
    }


# --- citations --------------------------------------------------------------------------------


def _marks_lines(context: template.Context) -> bool:
    return bool(getattr(context.get("frame"), "marks_lines", False))


def _note(context: template.Context, source: str, value: str) -> None:
    """Add to the notice of the page; a paper or a mail has no frame and no notice."""
    if frame := context.get("frame"):
        frame.note_unchecked(source, str(value))


@register.filter
def plain_citation(source: str) -> str:
    """The citation in full and without its marks: for papers."""
    return citations.plain(source or "")


@register.simple_tag(takes_context=True)
def citation(context: template.Context, source: str, empty: str = "", value: str = "") -> str:
    """The citation in full, with marks only on pages that mark every line. `value` is what rests on
    it, for the notice of the page."""
    if not source:
        return empty
    if _marks_lines(context):
        return citations.in_full(source)
    if citations.is_marked(source):
        _note(context, source, value)
    return citations.plain(source)


@register.simple_tag(takes_context=True)
def unchecked(
    context: template.Context, source: str, verified: bool, value: str = ""
) -> SafeString:
    """The mark of an unverified value on pages that mark every line; elsewhere it is added to the
    notice of the page."""
    if verified:
        return mark_safe("")
    if not _marks_lines(context):
        _note(context, source or "", value)
        return mark_safe("")
    return format_html(
        ' <span class="badge-word" data-tone="warn">{}</span>',
        _("not checked against the original text"),
    )


@register.simple_tag(takes_context=True)
def cited(
    context: template.Context, source: str, verified: bool, empty: str = "", value: str = ""
) -> SafeString:
    """`citation` and `unchecked` side by side."""
    return format_html(
        "{}{}",
        citation(context, source, empty, value),
        unchecked(context, source, verified, value),
    )


@register.inclusion_tag("components/unchecked_notice.html", takes_context=True)
def unchecked_notice(context: template.Context) -> dict[str, Any]:
    """The notice of a page about its unverified citations."""
    frame = context.get("frame")
    knows = getattr(frame, "maintains_rules", False)
    noted = citations.notice_of(getattr(frame, "unchecked", {}), marked=knows)
    return {**noted, "maintains_rules": knows}


# --- forms ------------------------------------------------------------------------------------


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", help: str | None = None) -> dict[str, Any]:  # noqa: A002
    """A control with its label, help and errors, tied together for screen readers.

    `label` and `help` replace the form's own words; a placeholder that would repeat them goes too.
    """
    widget = bound.field.widget
    if help is not None:
        bound.help_text = help
    if label and not SHORT_CONTROLS & set(widget.attrs.get("class", "").split()):
        widget.attrs.pop("placeholder", None)
    style_widget(widget, required=bound.field.required, invalid=bool(bound.errors))
    return {
        "field": bound,
        "label": label or bound.label,
        "is_checkbox": isinstance(widget, CheckboxInput),
        "is_switch": widget.attrs.get("role") == "switch",
        "is_password": isinstance(widget, PasswordInput),
        "is_file": isinstance(widget, ClearableFileInput),
        "is_short": is_short(bound.field),
        "has_choices_in_view": widget.use_fieldset and hasattr(bound.field, "choices"),
    }


def _problems(form: BaseForm) -> list[dict[str, str]]:
    found = [{"message": str(message), "target": ""} for message in form.non_field_errors()]
    for bound in form:
        # A group of choices has no single control: its first one gets the focus.
        target = f"{bound.auto_id}_0" if bound.field.widget.use_fieldset else bound.id_for_label
        found += [
            {"message": str(message), "target": target, "label": str(bound.label)}
            for message in bound.errors
        ]
    return found


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | None) -> dict[str, Any]:
    """Every error of the forms and formsets at the top, each a link to its control."""
    problems: list[dict[str, str]] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            problems += [
                {"message": str(message), "target": ""} for message in form.non_form_errors()
            ]
            for one in form:
                problems += _problems(one)
        elif form:  # a name the page has no value for comes as ""
            problems += _problems(form)
    return {"problems": problems}


@register.inclusion_tag("components/autosave_status.html")
def autosave_status() -> dict[str, Any]:
    """The status line of `autosave.js`; put it inside the form with `data-autosave-url`."""
    return {}


# --- nominations ------------------------------------------------------------------------------


@register.inclusion_tag("components/offers.html", takes_context=True)
def offers(
    context: template.Context, nomination: Any, offered: Iterable[Any], first: Any = None
) -> dict[str, Any]:
    """The offers of the reader: links to confirmation pages; disabled ones with their reasons.

    `first` (label, path, icon) has to be done before any of them; quiet ones are at the end.
    """
    ranked = {"primary": 0, "secondary": 1, "danger": 2}
    rows = sorted(offered, key=lambda offer: ranked.get(offer.transition.emphasis, 1))
    enabled = [offer for offer in rows if offer.enabled]
    return {
        "frame": context.get("frame"),
        "nomination": nomination,
        "first": first,
        "enabled": [offer for offer in enabled if offer.transition.emphasis != "quiet"],
        "quiet": [offer for offer in enabled if offer.transition.emphasis == "quiet"],
        "closed": [offer for offer in rows if not offer.enabled],
    }


@register.inclusion_tag("components/timeline.html")
def timeline(events: Sequence[Any]) -> dict[str, Any]:
    """A list of events, each with at, who, sentence, comment, and differences (each with label,
    before, after).
    """
    return {"events": events}


@register.inclusion_tag("components/milestones.html")
def milestones(
    nomination: Any, dates: Mapping[str, date | datetime] | None = None, skipped: Iterable[str] = ()
) -> dict[str, Any]:
    """The six milestones of a nomination: which are reached, which is next, where it stopped."""
    return {
        "steps": milestones_of(nomination, dates or {}, frozenset(skipped)),
        "nomination": nomination,
    }


@register.inclusion_tag("components/chart.html")
def chart(name: str, data: Mapping[str, Any], caption: str, table: bool = True) -> dict[str, Any]:
    """Bars of `data`: {"labels", "series": [{"label", "data"}], "stacked"?, "horizontal"?}.

    The same numbers follow as a table; `table=False` when the page already shows them in one.
    `name` is unique on the page.
    """
    series = data["series"]
    rows = [(label, [one["data"][i] for one in series]) for i, label in enumerate(data["labels"])]
    return {
        "name": name,
        "data": data,
        "caption": caption,
        "rows": rows if table else [],
        "series": series,
    }


# --- template plumbing ------------------------------------------------------------------------


class CapturedNode(template.Node):
    """Renders its content into a variable, so that the title block can stand in two places."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: template.Context) -> str:
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308 - already escaped
        return ""


@register.tag
def captured(parser: Parser, token: Token) -> CapturedNode:
    """`{% captured as name %}...{% endcaptured %}`."""
    bits = token.split_contents()
    if len(bits) != 3 or bits[1] != "as":
        raise template.TemplateSyntaxError("captured needs `as name`")
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return CapturedNode(nodelist, bits[2])
