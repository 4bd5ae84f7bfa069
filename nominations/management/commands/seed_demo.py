"""Load the demonstration: an invented department whose awards equal the real report's figures."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nominations.demo.attested_records import enter_service
from nominations.demo.history import drive_history
from nominations.demo.live_year import drive_year
from nominations.demo.model_examples import hold_up_examples
from nominations.demo.past_awards import enter_years_between
from nominations.demo.recipients import find_stars
from nominations.demo.staff import hire
from nominations.law.catalogue import load_award_types
from nominations.people.models import Organization
from notifications.delivery import deliver_due
from notifications.models import Notice, OutboxMessage
from workflow import clock


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa vào cơ sở dữ liệu còn trống."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=2015, help="cùng số này cho cùng dữ liệu")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="ngày coi là hôm nay, YYYY-MM-DD"
        )
        parser.add_argument("--history-only", action="store_true", help="chỉ các năm 2015-2019")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organization.objects.exists():
            raise CommandError(
                "Cơ sở dữ liệu đã có cơ quan; dữ liệu minh họa chỉ nạp vào nơi còn trống."
            )
        random = Random(options["seed"])  # noqa: S311 - invented data, nothing secret
        started = time.perf_counter()
        load_award_types()
        staff = hire(random)
        enter_service(staff)
        stars = find_stars(staff, random)
        awards = drive_history(staff, random, stars)
        self.stdout.write(
            f"2015-2019: {awards} đề nghị đi hết quy trình"
            f" trong {time.perf_counter() - started:.1f} giây."
        )
        if not options["history_only"]:
            today = options["today"] or clock.today()
            imported = enter_years_between(staff, random, stars, today)
            self.stdout.write(f"2020-{today.year - 1}: {imported} khen thưởng nhập từ bảng.")
            current = drive_year(staff, random, today)
            self.stdout.write(f"Năm nay: {current} đề nghị ở mọi bước của quy trình.")
            self.stdout.write(f"Điển hình tiên tiến: {hold_up_examples(staff, today)}.")
        _deliver_of_running_year()


def _deliver_of_running_year() -> None:
    """Deliver what this year told people; whoever was told in past years has long read it."""
    now = clock.now()
    OutboxMessage.objects.filter(created_at__year__lt=now.year).delete()
    while deliver_due().handled:
        pass
    Notice.objects.filter(created_at__lt=now - timedelta(days=30)).update(read_at=now)
