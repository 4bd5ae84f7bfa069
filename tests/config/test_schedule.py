from __future__ import annotations

from config.celery import app
from config.schedule import BEAT_SCHEDULE


def test_every_task_of_the_schedule_exists() -> None:
    app.loader.import_default_modules()
    missing = {entry["task"] for entry in BEAT_SCHEDULE.values()} - set(app.tasks)
    assert not missing


def test_no_task_is_scheduled_twice() -> None:
    tasks = [entry["task"] for entry in BEAT_SCHEDULE.values()]
    assert sorted(tasks) == sorted(set(tasks))


def test_an_entry_nobody_took_expires_before_the_next_ones_pile_up() -> None:
    assert all(entry["options"]["expires"] > 0 for entry in BEAT_SCHEDULE.values())


def test_no_task_may_outlive_the_redelivery_of_its_message() -> None:
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < 1800
