"""The check of an uploaded file in the child process; pictures are re-encoded."""

from __future__ import annotations

from nominations.files.exceptions import FileRefused

REFUSED = "refused"


def checked_content(content: bytes, kind: str, longest: int = 0) -> bytes | None:
    """The content to store, None for the unchanged content; raises FileRefused. `longest` is the
    longest side of a picture in pixels, 0 for any."""
    if kind == "pdf":
        from nominations.files.pdf_content import check_pdf

        check_pdf(content)
        return None
    if kind in ("docx", "xlsx"):
        from nominations.files.office_content import check_office

        check_office(content, kind)
        return None
    from nominations.files.pictures import reencoded_picture

    return reencoded_picture(content, kind, longest)


def answer_in_child(content: bytes, kind: str, longest: int = 0) -> bytes | dict[str, str] | None:
    """The same for the pipe to the parent, with a refusal as a value."""
    try:
        return checked_content(content, kind, longest)
    except FileRefused as refusal:
        return {REFUSED: refusal.key}
