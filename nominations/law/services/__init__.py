"""Proposing, approving and ending regulations, their drafts; the names of awards."""

from __future__ import annotations

from nominations.law.services.award_names import rename_award
from nominations.law.services.layer_drafts import (
    DraftOvertaken,
    begin_draft,
    copy_layer,
    discard_draft,
    part_digest,
    propose_draft,
    replace_text,
    save_part,
    text_digest,
)
from nominations.law.services.layers import FILE, check_layer, propose_layer

__all__ = [
    "FILE",
    "DraftOvertaken",
    "begin_draft",
    "check_layer",
    "copy_layer",
    "discard_draft",
    "part_digest",
    "propose_draft",
    "propose_layer",
    "rename_award",
    "replace_text",
    "save_part",
    "text_digest",
]
