"""Cron fields as people read them."""

import pytest

from hotline.jobs.schedule import JOBS
from hotline.jobs.wording import schedule_in_words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("* * * * *", "每分钟"),
        ("*/10 * * * * *", "每 10 秒"),
        ("*/5 * * * *", "每 5 分钟"),
        ("5 * * * *", "每小时第 5 分"),
        ("0 8 * * *", "每天 08:00"),
        ("30 7 * * mon-fri", "周一至周五 07:30"),
        ("0 9 * 10-12 *", "10 至 12 月每天 09:00"),
        ("15 3 1 * *", "每月 1 日 03:15"),
        ("0 9 * * mon", "周一 09:00"),
        ("0 8,20 * * *", "0 8,20 * * *"),
    ],
)
def test_a_schedule_reads_aloud(when: str, words: str) -> None:
    assert schedule_in_words(when) == words


def test_every_job_of_the_house_can_say_when_it_is_due() -> None:
    assert not [job.name for job in JOBS if "*" in schedule_in_words(job.when)]
