"""Does a maker change with all that changes an article, and with nothing else?"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from scraper import wiring
from scraper.cleaner import classifier
from scraper.model import Override, Purpose
from scraper.settings import ApiUse, Settings
from scraper.version import __version__

OWN = Settings(contact="mailto:a@b.net")
TERMS = 'publisher = "P"\nhosts = ["p.test"]\nsource = "https://p.test/"\nread_on = 2026-11-01\n'


@pytest.mark.parametrize(
    "changes",
    [
        {"languages": ("en",)},
        {"since": date(2026, 1, 1)},
        {"until": date(2026, 1, 1)},
        {"purpose": Purpose.AI_TRAIN},
        {"agent": "other"},
        {"overrides": (Override("p.test", "noai", "they wrote so"),)},
        {"max_page_bytes": 5_000},
        {"clean_seconds": 3.0},
    ],
)
def test_another_cleaning_is_another_maker(changes: dict[str, object]) -> None:
    one, other = wiring.maker(OWN), wiring.maker(replace(OWN, **changes))  # type: ignore[arg-type]  # fields by name
    assert one.config_sha256 != other.config_sha256
    assert (one.software, one.model) == (other.software, other.model)


@pytest.mark.parametrize(
    "changes",
    [
        {"contact": "mailto:c@d.net"},
        {"delay_seconds": 9.0},
        {"api": ApiUse.PREFER},
        {"start": ("https://p.test/",)},
        {"archive": Path("elsewhere")},
    ],
)
def test_another_crawl_is_the_same_maker(changes: dict[str, object]) -> None:
    assert wiring.maker(OWN) == wiring.maker(replace(OWN, **changes))  # type: ignore[arg-type]  # fields by name


def test_terms_count_by_what_they_say_not_by_where_they_lie(tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("one", "two", "three")]
    for place, more in zip(places, ("", "", "credit = 'From {publisher}'\n"), strict=True):
        place.mkdir()
        (place / "p.toml").write_text(TERMS + more, encoding="utf-8")
    one, two, three = (wiring.maker(replace(OWN, publishers=place)) for place in places)
    assert one.config_sha256 == two.config_sha256 != three.config_sha256
    assert one.config_sha256 != wiring.maker(OWN).config_sha256
    assert json.loads(two.settings)["publishers"] == str(places[1])


def test_a_maker_names_version_and_model() -> None:
    model = Path(classifier.__file__).with_name(classifier.MODEL).read_bytes()
    assert wiring.maker(OWN)[:2] == (__version__, hashlib.sha256(model).hexdigest())


def test_what_counts_is_a_setting() -> None:
    assert set(wiring.OF_CLEANING) < {field.name for field in fields(Settings)}
