"""How is a crawl run every so often? The crontab line and the systemd units, as text.

Pure: the schedule verb prints or writes what is made here. Times are minutes.
"""

from __future__ import annotations

import re
import shlex
import zlib
from dataclasses import dataclass
from pathlib import Path

from scraper.errors import UsageError

UNIT_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
DAY = UNIT_MINUTES["d"]
WEEK = UNIT_MINUTES["w"]
SHORTEST = 5  # minutes: a site asked more often than that is not asked politely
# The exit codes that are no breakdown: some pages failed and will be tried again, try later, asked to stop.
FINE_CODES = "1 75 130"


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl to be run every ``minutes``: the interpreter, the crawl's TOML and the directory to run in."""

    name: str
    config: Path
    minutes: int
    python: Path
    directory: Path

    @property
    def unit(self) -> str:
        """The name of the systemd units, without their suffix."""
        return "scraper-" + (re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-") or "crawl")

    @property
    def command(self) -> tuple[str, ...]:
        """What is run."""
        return (str(self.python), "-m", "scraper", "crawl", str(self.config))

    @property
    def mark(self) -> str:
        """The line that tells our unit files from others, and one crawl's from another's."""
        return f"# scraper schedule {self.config}"


def minutes(text: str) -> int:
    """``90m``, ``6h``, ``1d`` or ``1w`` in minutes. Raises UsageError for anything else and for under five minutes."""
    match = re.fullmatch(r"\s*([0-9]{1,5})\s*([mhdw])\s*", text.lower())
    if match is None:
        raise UsageError(f"--every {text!r} is not a time span: say for example 30m, 6h, 1d or 1w")
    number = int(match[1]) * UNIT_MINUTES[match[2]]
    if number < SHORTEST:
        raise UsageError(f"--every {text!r} is too often: {SHORTEST}m is the shortest")
    return number


def cron_times(job: Job) -> str | None:
    """The five fields of a crontab line, or None where cron cannot say it evenly (every 90 minutes, every 5 hours).

    The minute, and for whole days the hour, is drawn from the configuration's path: not every crawl starts on the
    hour, and a crawl's time never changes.
    """
    draw = zlib.crc32(str(job.config).encode())
    minute, hour = draw % 60, draw // 60 % 24
    if job.minutes < 60 and 60 % job.minutes == 0:
        return f"{minute % job.minutes}-59/{job.minutes} * * * *"
    hours, rest = divmod(job.minutes, 60)
    if rest:
        return None
    if hours < 24 and 24 % hours == 0:
        return f"{minute} {hour % hours}-23/{hours} * * *" if hours > 1 else f"{minute} * * * *"
    if job.minutes == DAY:
        return f"{minute} {hour} * * *"
    return f"{minute} {hour} * * {draw % 7}" if job.minutes == WEEK else None


def cron_line(job: Job) -> str:
    """The line for ``crontab -e``. A per cent sign means a line break there, so it is escaped."""
    times = cron_times(job)
    if times is None:
        return f"# cron has no even way to say every {job.minutes} minutes: use the timer below"
    run = f"cd {shlex.quote(str(job.directory))} && {shlex.join(job.command)}"
    return f"{times} {run}".replace("%", r"\%")


def units(job: Job) -> dict[str, str]:
    """The systemd service and timer: file name to text."""
    service = f"""{job.mark}
[Unit]
Description=Crawl of {unit_text(job.name)}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={unit_text(str(job.directory))}
ExecStart={" ".join(unit_word(word) for word in job.command)}
SuccessExitStatus={FINE_CODES}
KillSignal=SIGTERM
TimeoutStopSec=60
Nice=10
"""
    timer = f"""{job.mark}
[Unit]
Description=Crawl of {unit_text(job.name)}, every {job.minutes} minutes

[Timer]
OnStartupSec=5min
OnUnitActiveSec={job.minutes}min
RandomizedDelaySec=2min

[Install]
WantedBy=timers.target
"""
    return {f"{job.unit}.service": service, f"{job.unit}.timer": timer}


def unit_text(text: str) -> str:
    """Text for the value of a unit file: one line, with per cent signs doubled."""
    return " ".join(text.split()).replace("%", "%%")


def unit_word(word: str) -> str:
    """One word of an ExecStart line, quoted as systemd.service(5) has it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if re.search(r"[\s\"'\\;]", word) else escaped
