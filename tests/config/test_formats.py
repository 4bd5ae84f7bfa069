from __future__ import annotations

import json
import logging
from datetime import date, datetime
from decimal import Decimal

from django.utils import formats, timezone, translation

from config.logs import JsonLines


def test_dates_and_numbers_are_written_the_vietnamese_way() -> None:
    with translation.override("vi"):
        assert formats.date_format(date(2026, 1, 5)) == "05/01/2026"
        moment = timezone.make_aware(datetime(2026, 1, 5, 14, 30))
        assert formats.date_format(moment, "DATETIME_FORMAT") == "05/01/2026 14:30"
        shown = formats.number_format(Decimal("1234.5"), use_l10n=True, force_grouping=True)
        assert shown == "1.234,5"
        assert "%d/%m/%Y" in formats.get_format("DATE_INPUT_FORMATS")


def test_a_log_line_is_one_json_object_with_named_ids_only() -> None:
    record = logging.LogRecord("nominations", logging.WARNING, "", 1, "đã gửi %s", ("x",), None)
    record.event_key = "nomination:42#7"
    record.personal = "Nguyễn Văn A"
    line = JsonLines().format(record)
    assert "\n" not in line
    read = json.loads(line)
    assert read["message"] == "đã gửi x"
    assert read["event_key"] == "nomination:42#7"
    assert "Nguyễn" not in line
