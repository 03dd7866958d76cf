"""By which settings was an archive cleaned? What the verbs that clean it again share."""

from __future__ import annotations

import os
from pathlib import Path

from scraper import settings as knobs
from scraper.cli.places import archive_of
from scraper.reclean import settings_of
from scraper.settings import Settings


def cleaned_by(place: Path) -> Settings:
    """The settings of a crawl by its TOML, or those by which an archive was last cleaned.

    Raises UsageError where there is no archive or it does not say, SettingsError.
    """
    directory = archive_of(place)
    return (
        settings_of(place, os.environ) if directory == place else knobs.load(place, {}, os.environ, need_contact=False)
    )
