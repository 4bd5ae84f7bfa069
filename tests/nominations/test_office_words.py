"""Vietnamese texts use administrative language, without internal or literally translated words."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

from config.settings import BASE_DIR
from tests.rows import check_rows

BANNED = (
    "JSON", "TOML", "YAML", "tệp toml", "tệp json", "tệp csv", "SHA", "alias", "mã băm",
    "CSTDCS", "giả định", "Cân đối khen thưởng", "giá trị mặc định", "chỉ cảnh báo",
    "Đưa ra<", "để hoàn thiện", "Phát hành<", "Phát hành văn bản gửi",
    "Xin không biểu quyết", "Đối chiếu kiểm phiếu",
    "Đã cho ý kiến tất cả", "Sau đó: ", "Đã ghi nhận: ", "Đối tượng chưa",
)  # fmt: skip
"""Where "<" stands for the end of the message."""


def test_no_message_uses_a_word_that_is_not_of_the_office() -> None:
    files = sorted((BASE_DIR / "locale" / "vi" / "LC_MESSAGES").glob("*.po"))

    def check(path: Path) -> None:
        with path.open("rb") as file:
            texts = [str(message.string) for message in read_po(file) if message.id]
        found = {word: text for word in BANNED for text in texts if word in f"{text}<"}
        assert not found

    check_rows(files, check)


def test_readers_are_addressed_in_one_way() -> None:
    """Ông/Bà, in messages and in the guide."""
    folders = (BASE_DIR / "locale" / "vi" / "LC_MESSAGES", BASE_DIR / "docs" / "huong-dan")
    other = re.compile(r"\b(anh/chị|anh, chị|bạn|quý vị)\b", re.IGNORECASE)
    found = {
        f"{path.name}: {line}"
        for folder in folders
        for path in (*folder.glob("*.po"), *folder.glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if other.search(line)
    }
    assert not found


def test_one_event_has_one_name() -> None:
    """A dossier is returned to be corrected, in these words wherever it is said.

    The superior agency's return of what lacks papers is another event, with the decree's word.
    """
    folder = BASE_DIR / "locale" / "vi" / "LC_MESSAGES"
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in folder.glob("*.po")
        if path.name != "packages.po"
    )
    assert set(re.findall(r"trả lại (?:hồ sơ )?để (\w+ ?\w*)", text)) <= {"sửa", "sửa hoặc"}
