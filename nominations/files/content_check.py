"""What the child process does with an uploaded file: checks it, and writes a picture anew."""

from __future__ import annotations

from nominations.files.exceptions import FileRefused

REFUSED = "refused"


def checked_content(content: bytes, kind: str) -> bytes | None:
    """The content to keep, None for the content as it came; raises FileRefused."""
    if kind == "pdf":
        from nominations.files.pdf_content import check_pdf

        check_pdf(content)
        return None
    if kind in ("docx", "xlsx"):
        from nominations.files.office_content import check_office

        check_office(content, kind)
        return None
    from nominations.files.pictures import rewritten

    return rewritten(content, kind)


def answer(content: bytes, kind: str) -> bytes | dict[str, str] | None:
    """The same for the other side of the pipe, where a refusal is a value."""
    try:
        return checked_content(content, kind)
    except FileRefused as refusal:
        return {REFUSED: refusal.key}
