"""The compose file and the image, read without a Docker engine: does every name in them exist?"""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands
from django.utils.module_loading import import_string

OURS = ("migrate", "web", "worker", "beat")
VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)(?::([?-])([^}]*))?\}")


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docker-compose.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose(text: str) -> dict[str, Any]:
    return yaml.safe_load(text)


@pytest.fixture(scope="module")
def dockerfile(root: Path) -> str:
    return (root / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def locked(root: Path) -> set[str]:
    lock = (root / "requirements-server.lock").read_text(encoding="ascii")
    return set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE))


def words(command: list[str] | str) -> list[str]:
    """A command or health check as words; a shell's argument is split again."""
    parts = shlex.split(command) if isinstance(command, str) else list(command)
    if parts[0] in ("CMD", "CMD-SHELL"):
        parts = shlex.split(parts[1]) if parts[0] == "CMD-SHELL" else parts[1:]
    if parts[:2] == ["sh", "-c"]:
        parts = shlex.split(parts[2])
    return parts


def simple_commands(command: list[str] | str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for word in words(command):
        if word == "&&":
            found.append([])
        else:
            found[-1].append(word)
    return found


def verify(command: list[str], locked: set[str], root: Path) -> None:
    """The program, the module and the management command that a command line names exist."""
    program, *arguments = command
    if program == "python":
        if arguments[0] == "-c":
            compile(arguments[1], "health check", "exec")
        else:
            assert (root / arguments[0]).is_file()
            assert arguments[1] in get_commands()
    elif program == "gunicorn":
        assert program in locked
        module, _, name = arguments[0].partition(":")
        assert import_string(f"{module}.{name}")
        for argument in arguments:
            if argument.startswith("python:"):
                importlib.import_module(argument.removeprefix("python:"))
    elif program == "celery":
        assert program in locked
        assert arguments[0] == "-A"
        assert import_string(f"{arguments[1]}.app")
        assert arguments[2] in ("worker", "beat", "inspect")
    else:
        assert program in ("pg_isready", "redis-cli", "redis-server")


def test_every_part_of_the_profile_is_there(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*OURS, "postgres", "redis"}


@pytest.mark.parametrize("name", [*OURS, "redis"])
def test_every_command_names_things_that_exist(
    compose: dict[str, Any], locked: set[str], root: Path, name: str
) -> None:
    for command in simple_commands(compose["services"][name]["command"]):
        verify(command, locked, root)


@pytest.mark.parametrize("name", ["web", "worker", "beat", "postgres", "redis"])
def test_every_lasting_part_has_a_health_check_that_can_run(
    compose: dict[str, Any], locked: set[str], root: Path, name: str
) -> None:
    check = compose["services"][name]["healthcheck"]
    assert {"interval", "timeout", "retries"} <= set(check)
    for command in simple_commands(check["test"]):
        verify(command, locked, root)


def test_the_health_check_of_the_web_asks_an_address_we_have(compose: dict[str, Any]) -> None:
    from django.urls import resolve

    test = compose["services"]["web"]["healthcheck"]["test"]
    address = re.search(r"http://127\.0\.0\.1:8000(/\w+)", " ".join(test))
    assert address
    assert resolve(address[1]).url_name == "readyz"


def test_migrations_are_one_shot_and_the_others_wait_for_them(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["migrate"]["restart"] == "no"
    for name in ("web", "worker", "beat"):
        condition = services[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)


def test_every_variable_is_documented_and_a_secret_has_no_default(text: str, root: Path) -> None:
    example = (root / ".env.example").read_text(encoding="utf-8")
    documented = set(re.findall(r"^([A-Z0-9_]+)=", example, re.MULTILINE))
    found = VARIABLE.findall(text)
    assert found
    assert {name for name, _, _ in found} <= documented
    for name, kind, _ in found:
        if name in ("SECRET_KEY", "POSTGRES_PASSWORD", "BANGVANG_URL"):
            assert kind == "?"


def test_every_variable_handed_over_is_read_by_the_settings(
    compose: dict[str, Any], root: Path
) -> None:
    settings = (root / "config" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', settings))
    for name in OURS:
        assert set(compose["services"][name]["environment"]) <= read


def test_our_containers_can_do_little(compose: dict[str, Any], dockerfile: str) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    user = re.findall(r"^USER (\w+)$", dockerfile, re.MULTILINE)
    assert user == ["bangvang"]
    assert dockerfile.index("\nUSER ") > dockerfile.rindex("\nRUN ")


def test_only_the_web_is_published_and_only_on_this_machine(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name == "web":
            assert [port.split(":")[0] for port in service["ports"]] == ["127.0.0.1"]
        else:
            assert "ports" not in service


def test_redis_keeps_the_messages_of_the_broker(compose: dict[str, Any]) -> None:
    command = " ".join(compose["services"]["redis"]["command"])
    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes" in command


def test_every_volume_is_declared_and_used(compose: dict[str, Any]) -> None:
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
    }
    assert used == set(compose["volumes"])


def test_the_image_copies_files_that_exist_and_are_not_ignored(dockerfile: str, root: Path) -> None:
    ignored = (root / ".dockerignore").read_text(encoding="utf-8").split()
    copied = re.findall(r"^COPY (?!--from)(\S+)", dockerfile, re.MULTILINE)
    assert copied
    for name in copied:
        assert (root / name).exists(), name
        assert name not in ignored
    for package in ("config", "workflow", "notifications", "nominations", "locale", "manage.py"):
        assert package in copied


def test_the_image_runs_management_commands_and_a_server_that_exist(
    dockerfile: str, locked: set[str], root: Path
) -> None:
    for name in re.findall(r"python manage\.py (\w+)", dockerfile):
        assert name in get_commands()
    command = re.search(r"^CMD \[(.+)\]$", dockerfile, re.MULTILINE)
    assert command
    verify([part.strip(' "') for part in command[1].split(",")], locked, root)


def test_the_image_needs_nothing_of_the_development(dockerfile: str) -> None:
    assert "requirements-server.lock" in dockerfile
    assert "requirements-dev.lock" not in dockerfile
    assert "--require-hashes" in dockerfile
