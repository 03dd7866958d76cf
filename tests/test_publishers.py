"""Do the republishing terms that we bring say where and when they were read, and nothing that they cannot know?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scraper.errors import SettingsError
from scraper.model import Duty, Terms
from scraper.settings import load
from scraper.terms import publisher_terms

CONFIG = Path(__file__).resolve().parents[1] / "config"
TERMS = publisher_terms()

GOOD = {
    "publisher": '"N"',
    "hosts": '["n.test"]',
    "duties": '["notify"]',
    "source": '"https://n.test/terms"',
    "read_on": "2026-11-23",
}


def _write(folder: Path, **changed: str | None) -> Path:
    lines = {**GOOD, **changed}
    path = folder / "n.toml"
    path.write_text("".join(f"{key} = {value}\n" for key, value in lines.items() if value is not None))
    return path


def test_one_file_a_publisher() -> None:
    assert len(TERMS) == len(list((CONFIG / "publishers").glob("*.toml"))) >= 15
    assert len({terms.publisher for terms in TERMS}) == len(TERMS)
    hosts = [host for terms in TERMS for host in terms.hosts]
    assert len(set(hosts)) == len(hosts)


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: terms.publisher)
def test_terms_are_sourced(terms: Terms) -> None:
    assert terms.hosts
    assert terms.source
    assert isinstance(terms.read_on, date)
    assert all(isinstance(duty, Duty) for duty in terms.duties)
    if terms.licence_url:
        assert terms.licence_id


@pytest.mark.parametrize("terms", [t for t in TERMS if t.licence_id], ids=lambda terms: terms.publisher)
def test_duties_do_not_contradict_the_licence(terms: Terms) -> None:
    parts = str(terms.licence_id).split("-")
    assert ("ND" in parts) == (Duty.NO_DERIVATIVES in terms.duties)
    if Duty.NON_COMMERCIAL in terms.duties:  # KFF grants more than its licence, so not the other way round
        assert "NC" in parts


def test_insight_crime() -> None:
    terms = next(terms for terms in TERMS if "insightcrime.org" in terms.hosts)
    assert terms.licence_id == "CC-BY-NC"
    assert terms.licence_url is None
    assert {Duty.NAME_IN_BYLINE, Duty.LINK_AT_TOP, Duty.LINK_AT_BOTTOM, Duty.NON_COMMERCIAL} <= set(terms.duties)


def test_terms_of_ones_own_go_first(tmp_path: Path) -> None:
    _write(tmp_path, credit='"By {authors}, {publisher}"', note='"for people"')
    terms = publisher_terms(tmp_path)
    assert terms[0] == Terms(
        publisher="N",
        hosts=("n.test",),
        credit="By {authors}, {publisher}",
        duties=(Duty.NOTIFY,),
        source="https://n.test/terms",
        read_on=date(2026, 11, 23),
    )
    assert terms[1:] == TERMS


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"source": None}, "source is missing"),
        ({"read_on": None}, "read_on is missing"),
        ({"read_on": '"2026-11-23"'}, "read_on must be a date without quotes"),
        ({"hosts": "[]"}, "hosts is missing"),
        ({"hosts": '["https://n.test/"]'}, "hosts must be a host's name"),
        ({"duties": '["pay"]'}, "duties must be one of name_in_byline, "),
        ({"license_id": '"CC-BY-4.0"'}, "unknown key 'license_id'; did you mean 'licence_id'?"),
        ({"credit": '"By {author}"'}, "credit must be a text with no other braces than {title}, {authors}"),
        ({"credit": '"By {"'}, "credit must be a text with no other braces"),
        ({"licence_url": '"CC"'}, "licence_url must be a URL"),
        ({"republish": '"yes"'}, "republish must be one of granted, on_request, forbidden, unknown"),
        ({"embargo_days": "-1"}, "embargo_days must be from 0 to 36,500 days"),
        ({"images": '"no"'}, "images must be true or false"),
        ({"licence_periods": '["CC-BY until yesterday"]'}, "licence_periods must be licences such as"),
        ({"duties": '["site_link_at_bottom"]'}, "site is missing"),
    ],
)
def test_complaint_names_file_and_key(tmp_path: Path, changed: dict[str, str | None], expected: str) -> None:
    path = _write(tmp_path, **changed)
    with pytest.raises(SettingsError) as caught:
        publisher_terms(tmp_path)
    assert str(caught.value).startswith(f"{path}: {expected}")
    assert "\n" not in str(caught.value)


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="there is no folder"):
        publisher_terms(tmp_path / "no")


def test_the_crawl_that_we_bring() -> None:
    path = CONFIG / "insightcrime.toml"
    with pytest.raises(SettingsError, match="contact is missing"):
        load(path, {}, {})
    settings = load(path, {"contact": "news@crawler.org"}, {})
    assert settings.delay_seconds == 2.0
    assert settings.name == "insightcrime"
    assert settings.all_hosts == ("insightcrime.org", "es.insightcrime.org", "www.insightcrime.org")
