"""The project's own files, for tests that read them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("config", "nominations", "notifications", "workflow")
NAMES = frozenset({"Dockerfile", "Makefile", "run", ".env.example"})
SUFFIXES = frozenset({".py", ".html", ".txt", ".toml", ".md", ".po", ".yml", ".css", ".js", ".sh"})
OUTSIDE = frozenset({".git", ".venv", "vendor", "staticfiles", "node_modules", "output"})


def inside(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def python_files() -> tuple[Path, ...]:
    """The program's modules, without migrations (Django writes those)."""
    return tuple(
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def nodes(module: ast.AST) -> tuple[ast.AST, ...]:
    """Everything in the tree of a module: many tests go through the same ones."""
    return tuple(ast.walk(module))


@cache
def templates(suffix: str = ".html") -> tuple[Path, ...]:
    return tuple(
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob(f"templates/**/*{suffix}"))
    )


def text_files() -> Iterator[Path]:
    """Every text file somebody wrote, tests and documents too."""
    for folder, folders, names in os.walk(ROOT):
        outside = OUTSIDE | ({"data"} if Path(folder) == ROOT else set())
        folders[:] = sorted(set(folders) - outside)
        for name in sorted(names):
            if Path(name).suffix in SUFFIXES or name in NAMES:
                yield Path(folder, name)


def where(path: Path, node: ast.AST) -> str:
    return f"{inside(path)}:{getattr(node, 'lineno', 0)}"
