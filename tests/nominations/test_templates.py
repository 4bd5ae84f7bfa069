"""What no template or static file may do: inline script or style, foreign hosts, unknown icons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from config.settings import BASE_DIR
from tests.rows import check_rows

PACKAGES = ("nominations", "notifications", "workflow", "config")
TEMPLATES = sorted(
    path for package in PACKAGES for path in (BASE_DIR / package).rglob("templates/**/*.html")
)
STATIC = BASE_DIR / "nominations" / "static"
SPRITE = STATIC / "vendor" / "bootstrap-icons" / "sprite.svg"
ICON = re.compile(r"""{%\s*icon\s+["']([^"']+)["']""")
FILE = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
HANDLER = re.compile(r"""\son[a-z]+\s*=\s*["']""")
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
CELL = re.compile(r"""<td[^>]*\sdata-label=[^>]*>(.*?)</td>""", re.DOTALL)
LINE_LIMIT = 150


def ids(path: Path) -> str:
    return path.relative_to(BASE_DIR).as_posix()


def obeys_the_content_security_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "<style" not in text
    assert not re.search(r"\sstyle\s*=", text)
    assert not HANDLER.search(text)
    assert "javascript:" not in text
    assert not re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", text)
    assert not re.search(r"\shx-on[:=-]", text), "needs eval"
    for attributes, body in SCRIPT.findall(text):
        assert "src=" in attributes
        assert not body.strip()


def is_short_and_names_only_what_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINE_LIMIT
    known = set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))
    assert set(ICON.findall(text)) <= known
    for name in FILE.findall(text):
        assert finders.find(name), name
    get_template(path.as_posix().rpartition("/templates/")[2])


def carries_its_tokens(path: Path) -> None:
    for form in re.findall(
        r"<form\b[^>]*method=.post.[^>]*>.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL
    ):
        assert "{% csrf_token %}" in form


def keeps_what_a_cell_says_in_one_piece(path: Path) -> None:
    """On a phone a cell is a grid, its label beside what it says: two pieces are two rows of it."""
    for inside in CELL.findall(path.read_text(encoding="utf-8")):
        assert "<br" not in inside or re.match(r"(\{%[^%]*%\})?<(span|div|ul)\b", inside.strip())


def shows_faults_of_a_field_in_one_way(path: Path) -> None:
    """An icon and the sentence, in red: the style is that of a paragraph in a block."""
    text = path.read_text(encoding="utf-8")
    for inside in re.findall(r'<\w+ class="field-error"[^>]*>(.*?)</', text, re.DOTALL):
        assert re.match(r'(\{%[^%]*%\})?<p>\{% icon "exclamation-circle" %\}', inside)


def test_every_template_obeys_the_content_security_policy() -> None:
    check_rows(TEMPLATES, obeys_the_content_security_policy, name=ids)


def test_every_template_is_short_and_names_only_what_exists() -> None:
    check_rows(TEMPLATES, is_short_and_names_only_what_exists, name=ids)


def test_every_form_that_posts_carries_its_token() -> None:
    check_rows(TEMPLATES, carries_its_tokens, name=ids)


def test_every_cell_of_a_table_that_turns_into_cards_is_one_piece() -> None:
    check_rows(TEMPLATES, keeps_what_a_cell_says_in_one_piece, name=ids)


def test_every_fault_of_a_field_looks_the_same() -> None:
    check_rows(TEMPLATES, shows_faults_of_a_field_in_one_way, name=ids)


def test_every_template_with_a_fault_is_named(tmp_path: Path) -> None:
    bad = [tmp_path / "one.html", tmp_path / "two.html"]
    for path in bad:
        path.write_text('<form method="post"></form><p style="x">', encoding="utf-8")
    for check in (obeys_the_content_security_policy, carries_its_tokens):
        with pytest.raises(AssertionError) as failed:
            check_rows([*TEMPLATES[:2], *bad], check, name=lambda path: path.name)
        assert all(f"{path.name}: AssertionError" in str(failed.value) for path in bad)
        assert "2 of 4 rows" in str(failed.value)


def test_static_files_ask_nothing_of_other_hosts_and_of_no_missing_file() -> None:
    for path in STATIC.rglob("*"):
        if path.suffix not in {".css", ".js"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert "sourceMappingURL" not in text, path
        if path.suffix == ".css":
            for target in re.findall(r"url\(([^)]+)\)", text):
                bare = target.strip("\"'")
                assert bare.startswith("data:") or (path.parent / bare).is_file(), (path, bare)
            assert "@import" not in text


def test_every_vendored_package_has_its_licence_and_is_listed() -> None:
    vendor = STATIC / "vendor"
    listed = (vendor / "VERSIONS.md").read_text(encoding="utf-8")
    for folder in vendor.iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").is_file(), folder.name
            assert f"`{folder.name}/`" in listed
