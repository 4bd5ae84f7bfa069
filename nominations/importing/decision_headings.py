"""Usual headings of the columns about the paper of a row, folded.

Every table takes these; a room adds those that only its own tables have.
"""

from __future__ import annotations

NUMBER = (
    "so quyet dinh",
    "so qd",
    "quyet dinh so",
    "qd so",
    "so ky hieu quyet dinh",
    "so ky hieu",
)
DATE = ("ngay quyet dinh", "ngay qd", "ngay ky", "ngay ban hanh")
ISSUER = ("co quan ban hanh", "noi ban hanh", "co quan quyet dinh", "cap quyet dinh", "nguoi ky")
