"""Which language does a tag name?"""

from __future__ import annotations

import pytest

from scraper.cleaner.language_code_table import KIN, LONGER, MACROLANGUAGES, TWO_LETTERS
from scraper.cleaner.language_table import COMMON, FITS, SCRIPTS
from scraper.cleaner.language_tags import are_kin, canonical, in_common, is_wanted, primary, written


@pytest.mark.parametrize(
    ("as_written", "tag"),
    [
        ("en", "en"),
        (" EN-us ", "en-US"),
        ("pt_br", "pt-BR"),
        ("en_GB.UTF-8", "en-GB"),
        ("de_DE@euro", "de-DE"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
        ("es_LA", "es-419"),
        ("ar_AR", "ar"),
        ("en-UK", "en-GB"),
        ("en-EN", "en"),
        ("de-DE-formal", "de-DE"),
        ("ca-ES-valencia", "ca-ES-valencia"),
        ("en-US-u-hc-h12", "en-US"),
        ("de-x-own", "de"),
        ("ger", "de"),
        ("deu", "de"),
        ("fre-CA", "fr-CA"),
        ("iw", "he"),
        ("in-ID", "id-ID"),
        ("zh-yue", "yue"),
        ("zh-cmn-hans-cn", "cmn-Hans-CN"),
        ("haw", "haw"),
        ("de, en", "de"),
        ("en;q=0.8", "en"),
        ("English", "en"),
        ("Español", "es"),
    ],
)
def test_a_tag_is_written_as_everybody_does(as_written: str, tag: str) -> None:
    assert canonical(as_written) == tag
    assert canonical(tag) == tag


@pytest.mark.parametrize(
    "as_written",
    [None, "", "  ", "-", "und", "mul", "zxx", "x-default", "us", "cn", "jp", "lang=", "template", "1", "{{lang}}"],
)
def test_what_is_no_language_is_none(as_written: str | None) -> None:
    assert canonical(as_written) is None


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("zh-TW", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("sr-Latn-RS", "sr-Latn"),
        ("zh", "zh"),
        ("ca-ES-valencia", "ca"),
    ],
)
def test_the_region_is_the_templates_and_the_script_the_texts(tag: str, language: str) -> None:
    assert written(tag) == language


@pytest.mark.parametrize(
    ("tag", "wanted", "fits"),
    [
        ("en-GB", ("en",), True),
        ("en", ("de", "en"), True),
        ("en", ("eng",), True),
        ("en", ("de",), False),
        ("nb", ("no",), True),
        ("no", ("nb",), True),
        ("nb", ("nn",), False),
        ("sh", ("hr",), True),
        ("zh-Hant", ("zh",), True),
        ("da", ("no",), False),
    ],
)
def test_what_is_wanted(tag: str, wanted: tuple[str, ...], fits: bool) -> None:
    assert is_wanted(tag, wanted) is fits


def test_kin_and_what_holds_it() -> None:
    assert are_kin("nb-NO", "nn")
    assert are_kin("sr-Latn", "hr")
    assert not are_kin("es", "pt")
    assert not are_kin("en", "de")
    assert in_common(["nb", "nn"]) == "no"
    assert in_common(["hr", "sr-Latn", "bs"]) == "sh"
    assert in_common(["nb", "da"]) is None
    assert primary("pt-BR") == "pt"


def test_the_tables_hold_what_they_say() -> None:
    assert len(TWO_LETTERS) == 184
    assert all(len(code) == 3 for code in LONGER)
    for code, words in COMMON.items():
        assert canonical(code) == code
        assert len(set(words.split())) == len(words.split()) > 25, code
        assert words == words.lower(), code
    assert FITS.keys() == COMMON.keys()
    assert not {code for code, _ in SCRIPTS} & COMMON.keys()
    codes = {code for family in KIN for code in family} | MACROLANGUAGES.keys() | set(MACROLANGUAGES.values())
    assert all(canonical(code) == code for code in codes - LONGER.keys()), codes
