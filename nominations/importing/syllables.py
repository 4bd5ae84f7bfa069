"""Whether a word can be a Vietnamese syllable, to detect wrongly encoded text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}
_STOPPED = {"", "\u0301", "\u0323"}
"""Tones of a syllable that ends in c, ch, p or t; none where the writer left the tone out."""
_ONSET_TEXT = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_ONSETS = frozenset(_ONSET_TEXT.split())
_RHYME_TEXT = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oă oăc oăm oăn oăng oăp oăt oe oen oeo oet
oc oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơng ơp ơt ơc
u ua uâ uân uâng uât uây uc uê uêch uênh ui um un ung uô uôc uôi uôm uôn uông uôt uơ uơn up ut
uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưng ươ ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
y yêm yên yêng yêt yêu ych ynh yt
"""
_RHYMES = frozenset(_RHYME_TEXT.split())


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether the letters and the tone of the word (normal form C) fit together in Vietnamese."""
    tones = []
    letters = []
    for char in word.replace("\u00d0", "Đ").lower():
        base = ""
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tones.append(part)
            else:
                base += part
        letters.append(unicodedata.normalize("NFC", base))
    if len(tones) > 1 or not letters:
        return False
    text, tone = "".join(letters), "".join(tones)
    return any(
        rhyme in _RHYMES and (not rhyme.endswith(("c", "ch", "p", "t")) or tone in _STOPPED)
        for rhyme in _rhymes(text)
    )


def _rhymes(text: str) -> list[str]:
    """What may follow the onset: "gì" is gi + nothing more, "giêng" is gi + êng or g + iêng."""
    found = [text[length:] for length in (1, 2, 3) if text[:length] in _ONSETS]
    return [text, *found, *(["i"] if text == "gi" else [])]
