"""What is typed in beside a board: who would be added, and why somebody is nominated late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nominations.dossiers.forms.base import MOST_CHOSEN, chosen_numbers
from nominations.forms import BaseForm, LongTextField, VnIntegerField
