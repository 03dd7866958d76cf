"""Which settings, which archive? What several verbs take from the command line alike."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from scraper import settings as knobs
from scraper.errors import UsageError
from scraper.settings import Settings

CONFIG = typer.Option("--config", "-c", help="Take the settings from this crawl's TOML.", show_default=False)
CONTACT = typer.Option("--contact", help="E-mail or page where site owners reach you.", show_default=False)
DELAY = typer.Option("--delay-seconds", help="Least time between two requests to a host.", show_default=False)
PRIVATE = typer.Option("--allow-private", metavar="NETWORK", help="Network to reach though not public, as 127.0.0.0/8.")
PLACE = typer.Argument(metavar="ARCHIVE|CONFIG", help="An archive directory, or a crawl's TOML.", show_default=False)


def settings_for(path: Path | None, **flags: object) -> Settings:
    """The settings for what asks a site: flags, environment, files and defaults. Raises SettingsError."""
    return knobs.load(path, given(flags), os.environ)


def own_settings() -> Settings:
    """The user's settings for what asks nobody. Raises SettingsError."""
    return knobs.load(None, {}, os.environ, need_contact=False)


def given(flags: dict[str, object]) -> dict[str, object]:
    """The flags that were used: an option that may be repeated and was not is an empty list."""
    return {key: value for key, value in flags.items() if value is not None and value != []}


def archive_of(place: Path) -> Path:
    """The archive directory that is meant, by itself or by the TOML of its crawl.

    Raises UsageError when there is none, SettingsError for a TOML that is off.
    """
    if place.suffix.lower() != ".toml" and not place.is_file():
        if not place.is_dir():
            raise UsageError(f"{place}: no such archive directory or crawl TOML")
        return place
    directory = knobs.load(place, {}, os.environ, need_contact=False).archive
    if not directory.is_dir():
        raise UsageError(f"{directory}: no archive there yet; run: scraper crawl {place}")
    return directory


def only_archive() -> Path:
    """The archive that is meant where none is named: the only one where crawls put them. Raises UsageError."""
    found = sorted(file.parent for file in Path("archives").glob("*/archive.db"))
    if len(found) == 1:
        return found[0]
    missing = f"{len(found)} archives here ({', '.join(map(str, found[:3]))}{' …' * (len(found) > 3)})" if found else ""
    raise UsageError(f"{missing or 'no archive under archives/ here'}: name the one that is meant")
