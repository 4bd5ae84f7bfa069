from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from config import catalogues

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def entry(msgid: str, msgstr: str, context: str = "") -> str:
    return (f'msgctxt "{context}"\n' if context else "") + f'msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "locale" / "vi" / "LC_MESSAGES"
    made.mkdir(parents=True)
    return made


def write(folder: Path, name: str, *entries: str) -> None:
    (folder / name).write_text(HEADER + "".join(entries), encoding="utf-8")


def test_the_files_of_all_rooms_become_one_catalogue(folder: Path) -> None:
    write(folder, "people.po", entry("Person", "Cá nhân"), entry("Open", "Mở"))
    write(folder, "council.po", entry("Vote", "Bỏ phiếu"), entry("Open", "Đang mở", "session"))
    assert catalogues.compile_folder(folder) == 4
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Person") == "Cá nhân"
    assert compiled.gettext("Open") == "Mở"
    assert compiled.pgettext("session", "Open") == "Đang mở"
    assert sorted(path.name for path in folder.iterdir()) == [
        "council.po",
        "django.mo",
        "people.po",
    ]


def test_one_message_with_two_translations_is_refused_and_nothing_is_written(folder: Path) -> None:
    write(folder, "a.po", entry("Return", "Trả lại"))
    write(folder, "b.po", entry("Return", "Quay lại"))
    with pytest.raises(catalogues.CatalogueError, match=r"'Return': a\.po and b\.po differ"):
        catalogues.compile_folder(folder)
    assert not (folder / "django.mo").exists()


def test_the_same_translation_twice_is_welcome(folder: Path) -> None:
    write(folder, "a.po", entry("Save", "Lưu"))
    write(folder, "b.po", entry("Save", "Lưu"))
    assert catalogues.compile_folder(folder) == 1


def test_only_what_changed_is_compiled(folder: Path) -> None:
    locale = folder.parent.parent
    write(folder, "a.po", entry("Save", "Lưu"))
    assert catalogues.compile_stale(locale) == 1
    assert catalogues.compile_stale(locale) == 0
    later = (folder / "django.mo").stat().st_mtime + 10
    os.utime(folder / "a.po", (later, later))
    assert catalogues.stale_folders(locale) == [folder]


def test_messages_are_found_in_python_and_in_templates(tmp_path: Path, folder: Path) -> None:
    package = tmp_path / "nominations"
    (package / "templates").mkdir(parents=True)
    (package / "rules.py").write_text(
        "from django.utils.translation import gettext_lazy as _, pgettext\n"
        'A = _("Said in Python")\nB = pgettext("seat", "Chair")\n'
    )
    (package / "templates" / "page.html").write_text(
        "{% load i18n %}\n      <p class='x'>{% translate \"Said in a tag\" %}</p>\n  "
        "{% blocktranslate trimmed with name=person.name %}\n    Dear {{ name }},\n    hello\n"
        "{% endblocktranslate %}\n{{ value|default:_('Said in a filter') }} it's 50% (\n"
        "{% translate 'Table' context 'furniture' %}"
    )
    write(folder, "a.po", entry("Said in Python", "Trong Python"))
    missing = {use.key: use.where for use in catalogues.missing_translations(tmp_path)}
    assert set(missing) == {
        ("seat", "Chair"),
        ("", "Said in a tag"),
        ("", "Dear %(name)s, hello"),
        ("", "Said in a filter"),
        ("furniture", "Table"),
    }
    assert missing["seat", "Chair"] == "nominations/rules.py:3"
