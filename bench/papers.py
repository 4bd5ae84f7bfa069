"""How long a paper takes in each format, and 1,000 certificates: processor time and memory.

`.venv/bin/python bench/papers.py`; no database is needed.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from nominations.documents.certificate_pages import certificates_pdf  # noqa: E402
from nominations.documents.certificate_word import certificates_docx  # noqa: E402
from nominations.documents.pdf import pdf_bytes  # noqa: E402
from nominations.documents.word import word_bytes  # noqa: E402
from tests.documents.sample_papers import MADE_AT, certificate, whole_paper  # noqa: E402


def milliseconds(make: Callable[[], bytes], times: int) -> float:
    """Processor time of one call. Without repetition it is the first one, when nothing is kept yet;
    otherwise the first one only loads the fonts and libraries."""
    if times > 1:
        make()
    began = time.process_time()
    for _ in range(times):
        make()
    return (time.process_time() - began) / times * 1000


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    usual, long = whole_paper(12), whole_paper(1500)
    pages = [certificate()] * 1000
    for name, make, times in (
        ("usual paper, PDF", lambda: pdf_bytes(usual, made_at=MADE_AT), 10),
        ("usual paper, Word", lambda: word_bytes(usual, made_at=MADE_AT), 10),
        ("3,000 rows, PDF", lambda: pdf_bytes(long, made_at=MADE_AT), 1),
        ("3,000 rows, Word", lambda: word_bytes(long, made_at=MADE_AT), 1),
        ("1,000 certificates, PDF", lambda: certificates_pdf(pages, title="x", made_at=MADE_AT), 1),
        (
            "1,000 certificates, Word",
            lambda: certificates_docx(pages, title="x", made_at=MADE_AT),
            1,
        ),
    ):
        print(f"{name}: {milliseconds(make, times):.0f} ms, peak so far {megabytes():.0f} MB")
