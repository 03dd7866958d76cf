"""Crontab lines and systemd units."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from scraper.cli.timetable import Job, cron_line, cron_times, minutes, unit_word, units
from scraper.errors import UsageError

JOB = Job("Demo crawl", Path("/srv/news/demo.toml"), 360, Path("/srv/news/.venv/bin/python"), Path("/srv/news"))


@pytest.mark.parametrize(("text", "number"), [("30m", 30), ("6h", 360), (" 1D ", 1440), ("1w", 10080)])
def test_a_span_in_minutes(text: str, number: int) -> None:
    assert minutes(text) == number


@pytest.mark.parametrize("text", ["", "6", "h", "0h", "4m", "-6h", "6 hours", "1.5h", "٦h"])
def test_a_span_that_is_none(text: str) -> None:
    with pytest.raises(UsageError, match="--every"):
        minutes(text)


@pytest.mark.parametrize(
    ("every", "runs_a_week"),
    [(5, 2016), (30, 336), (60, 168), (120, 84), (360, 28), (720, 14), (1440, 7), (10080, 1)],
)
def test_cron_runs_as_often_as_asked(every: int, runs_a_week: int) -> None:
    fields = (cron_times(replace(JOB, minutes=every)) or "").split()
    limits = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
    counted = [len(expanded(field, *limit)) for field, limit in zip(fields, limits, strict=True)]
    assert counted[2:4] == [31, 12]  # every day of every month
    assert counted[0] * counted[1] * counted[4] == runs_a_week


def expanded(field: str, low: int, high: int) -> list[int]:
    """The values of one crontab field, as crontab(5) has it."""
    span, _, step = field.partition("/")
    first, _, last = span.partition("-")
    if span == "*":
        return list(range(low, high + 1, int(step or 1)))
    return list(range(int(first), int(last or first) + 1, int(step or 1)))


@pytest.mark.parametrize("every", [90, 300, 2880, 7])
def test_what_cron_cannot_say_evenly_is_no_line(every: int) -> None:
    assert cron_times(replace(JOB, minutes=every)) is None
    assert cron_line(replace(JOB, minutes=every)).startswith("#")


def test_crawls_start_at_different_minutes_and_keep_them() -> None:
    times = {cron_times(replace(JOB, config=Path(f"/srv/{n}.toml"))) for n in range(20)}
    assert len(times) > 10
    assert cron_times(JOB) == cron_times(replace(JOB, name="other"))


def test_the_cron_line_quotes_for_the_shell_and_for_cron() -> None:
    job = replace(JOB, directory=Path("/srv/my news"), config=Path("/srv/my news/50%.toml"))
    command = cron_line(job).split(" ", 5)[5]
    assert r"50\%.toml" in command
    assert shlex.split(command.replace(r"\%", "%")) == ["cd", "/srv/my news", "&&", *job.command]


def test_the_units() -> None:
    texts = units(JOB)
    assert set(texts) == {"scraper-demo-crawl.service", "scraper-demo-crawl.timer"}
    service, timer = texts["scraper-demo-crawl.service"], texts["scraper-demo-crawl.timer"]
    assert "\nExecStart=/srv/news/.venv/bin/python -m scraper crawl /srv/news/demo.toml\n" in service
    assert "\nWorkingDirectory=/srv/news\n" in service
    assert "\nSuccessExitStatus=1 75 130\n" in service
    assert "\nOnUnitActiveSec=360min\n" in timer
    assert "\nWantedBy=timers.target\n" in timer


def test_unit_words_are_quoted_as_systemd_wants_them() -> None:
    assert unit_word("plain") == "plain"
    assert unit_word("50%") == "50%%"
    assert unit_word("$HOME") == "$$HOME"
    assert unit_word('a "b" c') == r'"a \"b\" c"'


def test_a_name_cannot_leave_the_folder_or_add_lines() -> None:
    job = replace(JOB, name="../../evil\nExecStart=/bin/false")
    assert job.unit == "scraper-evil-execstart-bin-false"
    assert "\nExecStart=/bin/false" not in units(job)[f"{job.unit}.service"]
