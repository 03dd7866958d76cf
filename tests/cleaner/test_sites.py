"""What does the site call itself?"""

from __future__ import annotations

import pytest

from scraper.cleaner.sites import is_part_of_site, is_site

NAMES = ("The River News", "rivernews.test", "rivernews")
SHORT = ("RBR", "rbr.test", "rbr")


@pytest.mark.parametrize("text", ["The River News", "River", "River Online", "RIVERNEWS.test", "rivernews"])
def test_a_site_under_its_names_and_common_words_beside_them(text: str) -> None:
    assert is_site(text, NAMES)


@pytest.mark.parametrize("text", ["News", "The Online Magazine", "River Rose", "The Lake News", "", "|"])
def test_other_names(text: str) -> None:
    assert not is_site(text, NAMES)


def test_a_desk_of_the_site_begins_with_its_name() -> None:
    assert is_part_of_site("RBR NORTH", SHORT)
    assert is_part_of_site("rbr", SHORT)
    assert not is_part_of_site("North of RBR", SHORT)
    assert not is_part_of_site("rbr/hm", SHORT)  # short forms of persons
    assert not is_part_of_site("Rbrecht Alt", SHORT)
