"""System check: an invalid data file is reported at startup, not when a campaign is opened."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from nominations.law import catalogue, rulesets
from nominations.law.datafile import DataFileError
from nominations.law.rulesets import loader


def data_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The catalogue, every rule set with all its rules, and the base salary can be read."""
    found: list[CheckMessage] = []
    for read in (catalogue.read_entries, rulesets.read_rule_sets, loader.read_salaries):
        try:
            read()
        except DataFileError as error:
            found.append(Error(str(error), id="awards.E001"))
            break
    return found
