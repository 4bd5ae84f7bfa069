from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

NAME = "TESTED_VARIABLE"


def test_a_missing_or_blank_value_gives_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "   ")
    assert env.text(NAME, "kept") == "kept"
    assert env.number(NAME, 7) == 7
    assert env.flag(NAME, default=True) is True
    assert env.choice(NAME, ("first", "second")) == "first"
    assert env.names(NAME) == []


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("Yes", True), ("off", False)])
def test_a_flag_is_read_in_its_usual_spellings(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME, default=not expected) is expected


def test_a_list_is_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " a.vn, ,b.vn ")
    assert env.names(NAME) == ["a.vn", "b.vn"]


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: env.flag(NAME, default=False), "maybe"),
        (lambda: env.number(NAME, 1), "many"),
        (lambda: env.number(NAME, 1, minimum=5), "4"),
        (lambda: env.number(NAME, 1, maximum=5), "6"),
        (lambda: env.choice(NAME, ("text", "json")), "xml"),
        (lambda: env.url(NAME, "", ("postgres",)), "mysql://user:secret@host/db"),
        (lambda: env.email(NAME, Path()), "smtp://user:secret@host:notaport"),
        (lambda: env.email(NAME, Path()), "smtp://user:secret@host/?tsl=1"),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_variable_and_hides_the_value(
    monkeypatch: pytest.MonkeyPatch, read: object, value: str
) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    sentence = str(refused.value)
    assert sentence.startswith(NAME)
    assert sentence.endswith(".")
    assert "secret" not in sentence
    assert "\n" not in sentence


def test_a_folder_that_cannot_exist_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(NAME, str(tmp_path / "file" / "folder"))
    with pytest.raises(ImproperlyConfigured, match=NAME):
        env.folder(NAME, tmp_path)


def test_a_misspelt_setting_is_refused() -> None:
    env.text("BANGVANG_KNOWN")
    env.refuse_unknown({"BANGVANG_KNOWN": "1", "PATH": "x"})
    with pytest.raises(ImproperlyConfigured, match="BANGVANG_KNWON"):
        env.refuse_unknown({"BANGVANG_KNWON": "1"})


def test_the_generated_key_is_private_and_stays(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first, given = env.secret_key("SECRET_KEY", tmp_path)
    assert not given
    assert len(first) >= 50
    assert env.secret_key("SECRET_KEY", tmp_path) == (first, False)
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    monkeypatch.setenv("SECRET_KEY", "from outside")
    assert env.secret_key("SECRET_KEY", tmp_path) == ("from outside", True)


def test_the_key_of_packages_is_private_stays_and_is_a_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PACKAGE_KEY", raising=False)
    first, given = env.package_key("PACKAGE_KEY", tmp_path)
    assert not given
    assert len(bytes.fromhex(first)) == 32
    assert env.package_key("PACKAGE_KEY", tmp_path) == (first, False)
    assert stat.S_IMODE((tmp_path / "package_key").stat().st_mode) == 0o600
    monkeypatch.setenv("PACKAGE_KEY", "ab" * 32)
    assert env.package_key("PACKAGE_KEY", tmp_path) == ("ab" * 32, True)
    monkeypatch.setenv("PACKAGE_KEY", "ab" * 31)
    with pytest.raises(ImproperlyConfigured, match="PACKAGE_KEY") as refused:
        env.package_key("PACKAGE_KEY", tmp_path)
    assert "abab" not in str(refused.value)


def test_mail_goes_to_files_to_the_console_or_to_a_server(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(NAME, "")
    assert env.email(NAME, tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path)
    monkeypatch.setenv(NAME, "console://")
    assert str(env.email(NAME, tmp_path)["EMAIL_BACKEND"]).endswith("console.EmailBackend")
    monkeypatch.setenv(NAME, "smtp://thu%40so.vn:m%3At@mail.vn:587/?tls=1")
    server = env.email(NAME, tmp_path)
    assert server["EMAIL_HOST"] == "mail.vn"
    assert server["EMAIL_PORT"] == 587
    assert server["EMAIL_HOST_USER"] == "thu@so.vn"
    assert server["EMAIL_HOST_PASSWORD"] == "m:t"
    assert server["EMAIL_USE_TLS"] is True
    assert server["EMAIL_USE_SSL"] is False
    monkeypatch.setenv(NAME, "smtps://mail.vn")
    assert env.email(NAME, tmp_path)["EMAIL_PORT"] == 465


def test_env_example_lists_exactly_what_is_read(root: Path) -> None:
    listed = re.findall(r"^([A-Z][A-Z0-9_]*)=", (root / ".env.example").read_text(), re.MULTILINE)
    assert len(listed) == len(set(listed))
    settings = (root / "config" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', settings))
    compose = set(re.findall(r"\$\{([A-Z0-9_]+)", (root / "docker-compose.yml").read_text()))
    assert set(listed) == read | compose
