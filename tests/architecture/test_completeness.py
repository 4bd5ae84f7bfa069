"""Translations, migrations and documents match the code."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from config import catalogues


def test_every_message_has_a_vietnamese_translation(root: Path) -> None:
    missing = [f"{use.where}: {use.key[1]!r}" for use in catalogues.missing_translations(root)]
    assert not missing, "\n".join(missing)


def test_a_translation_has_no_place_for_a_value_that_nobody_gives(root: Path) -> None:
    place = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    wrong = []
    for message in catalogues.merge_catalogue(root / "locale" / "vi" / "LC_MESSAGES"):
        if not message.id or not isinstance(message.string, str):
            continue
        msgid = message.id if isinstance(message.id, str) else message.id[-1]
        if not set(place.findall(message.string)) <= set(place.findall(msgid)):
            wrong.append(f"{msgid!r} -> {message.string!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    ours = [config.label for config in apps.get_app_configs() if _is_ours(config.name)]
    output = StringIO()
    try:
        call_command("makemigrations", *ours, "--check", "--dry-run", stdout=output, stderr=output)
    except SystemExit:
        raise AssertionError(output.getvalue()) from None


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in catalogues.PACKAGES


def test_the_documented_workflow_is_the_one_in_the_code() -> None:
    call_command("render_workflow", "--check", stdout=StringIO(), stderr=StringIO())


def test_the_readme_promises_commands_that_exist(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"manage(?:\.py)? ([a-z_]+)", readme):
        from django.core.management import get_commands

        assert name in get_commands(), name
    for path in re.findall(r"\]\((?!https?:|#)([^)#]+)", readme):
        assert (root / path).exists(), path


def test_the_contributing_page_names_files_that_exist(root: Path) -> None:
    page = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in re.findall(
        r"`((?:config|docs|nominations|workflow|notifications|tests)/[\w./]*)`", page
    ):
        assert (root / path).exists(), path
