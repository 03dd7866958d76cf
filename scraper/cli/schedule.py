"""scraper schedule: run a crawl every so often."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from scraper.cli.console import say
from scraper.cli.exits import Exit
from scraper.cli.places import settings_for
from scraper.cli.timetable import Job, cron_line, minutes, units
from scraper.errors import UsageError


def schedule(
    config: Annotated[Path, typer.Argument(help="The crawl's TOML.", show_default=False)],
    every: Annotated[str, typer.Option(help="30m, 6h, 1d or 1w.")] = "6h",
    install: Annotated[bool, typer.Option("--install", help="Write the systemd units for this user.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take them away again.")] = False,
) -> Exit:
    """Print the crontab line and systemd units of a crawl.

    --install writes the units for this user, --remove takes them away again. Nothing is started or stopped.
    """
    if install and remove:
        raise UsageError("--install and --remove exclude each other")
    settings = settings_for(config)
    job = Job(
        name=settings.name or config.stem,
        config=config.resolve(),
        minutes=minutes(every),
        python=Path(sys.executable),
        directory=Path.cwd(),
    )
    folder = unit_folder()
    if install:
        write_units(job, folder)
    elif remove:
        remove_units(job, folder)
    else:
        show(job, folder)
    return Exit.OK


def show(job: Job, folder: Path) -> None:
    """Everything one could paste, on stdout."""
    print(f"# crontab -e\n{cron_line(job)}")
    for name, text in units(job).items():
        print(f"\n# {folder / name}\n{text}", end="")


def write_units(job: Job, folder: Path) -> None:
    """Write both units; what already stands there as it should is left alone."""
    refuse_strangers(job, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units(job).items():
            path = folder / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
            print(path)
    except OSError as error:
        raise UsageError(f"{folder}: cannot write the units there ({error.strerror})") from error
    say(f"To start it: systemctl --user daemon-reload && systemctl --user enable --now {job.unit}.timer")


def remove_units(job: Job, folder: Path) -> None:
    """Delete both units and the link by which systemd enabled the timer."""
    refuse_strangers(job, folder)
    wanted = folder / "timers.target.wants" / f"{job.unit}.timer"
    gone = [path for path in (wanted, *(folder / name for name in units(job))) if path.is_symlink() or path.exists()]
    try:
        for path in gone:
            path.unlink()
            print(path)
    except OSError as error:
        raise UsageError(f"{folder}: cannot remove the units there ({error.strerror})") from error
    if gone:
        say(f"If it runs: systemctl --user stop {job.unit}.timer && systemctl --user daemon-reload")
    else:
        say(f"Nothing to remove: {job.unit} is not installed in {folder}")


def refuse_strangers(job: Job, folder: Path) -> None:
    """Raise UsageError when a unit of that name belongs to another crawl."""
    for name in units(job):
        path = folder / name
        if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(job.mark + "\n"):
            raise UsageError(f"{path} is not of this crawl: give the crawl another name in {job.config}")


def unit_folder() -> Path:
    """Where systemd looks for a user's own units."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(base) if Path(base).is_absolute() else Path.home() / ".config") / "systemd" / "user"
