"""Lists of a paper with the marks at the ends of their lines, the same in every format."""

from __future__ import annotations


def base_lines(lines: tuple[str, ...]) -> list[str]:
    """Lines of a list with a semicolon behind each and a full stop behind the last."""
    return [f"{line}{'.' if at == len(lines) else ';'}" for at, line in enumerate(lines, 1)]


def recipient_lines(lines: tuple[str, ...]) -> list[str]:
    """The list of recipients: a dash before each line, marks behind; those that somebody typed are
    not written twice."""
    plain = tuple(line.strip(" -–;,.") for line in lines)
    return [f"- {line}" for line in base_lines(plain)]


def addressee_lines(names: tuple[str, ...]) -> list[str]:
    """One addressee as it is, several in a list."""
    return list(names) if len(names) == 1 else recipient_lines(names)
