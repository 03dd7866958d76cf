"""Are collections read as they are, and sites kept together?"""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.cleaner.training import corpus
from tests.cleaner.training import made_up


def test_pages_with_their_whole_text(tmp_path: Path) -> None:
    made_up.with_truth(tmp_path, [2, 1], kinds=["category"])
    first, second = corpus.read(tmp_path)
    assert (first.id, second.id) == ("0001", "0002")
    assert (first.url, first.site, first.type) == ("https://www.paper-1.test/1", "paper-1.test", "collection")
    assert first.text == "\n\n".join(made_up.story(1))
    assert first.page() == made_up.page(1)
    assert first.wanted == first.unwanted == ()


def test_a_truth_that_says_little_is_read_all_the_same(tmp_path: Path) -> None:
    made_up.with_truth(tmp_path, [1])
    (tmp_path / "ground-truth" / "0001.json").write_text('{"url": null, "_internal": {"page_type": "forum"}}', "utf-8")
    (example,) = corpus.read(tmp_path)
    assert (example.text, example.type, example.url, example.site) == ("", "forum", None, "0001")


def test_pages_with_facts(tmp_path: Path) -> None:
    (example,) = corpus.read(made_up.with_facts(tmp_path, [7]))
    assert (example.id, example.type, example.site) == ("news-7", "news", "paper-7.test")
    assert example.text == "\n".join(made_up.story(7))
    assert example.page() == made_up.page(7)


def test_pages_with_segments_come_as_served(tmp_path: Path) -> None:
    (example,) = corpus.read(made_up.with_segments(tmp_path, [7]))
    assert (example.id, example.type, example.text) == ("s7", "segments", None)
    assert example.wanted == tuple(made_up.story(7)[:2])
    assert example.unwanted == tuple(made_up.furniture(7)[:1])
    assert isinstance(example.page(), bytes)


def test_a_folder_of_another_kind_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"neither ground-truth/, segments\.jsonl"):
        list(corpus.read(tmp_path))


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://www.example.co.uk/x", "example.co.uk"),
        ("https://blog.example.org:8080/a/b?c", "example.org"),
        ("https://EXAMPLE.de", "example.de"),
        ("https://user@www.elpais.com.co/", "elpais.com.co"),
        ("example.com?x=/", "example.com"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_site_is_the_domain_that_somebody_registered(url: str | None, site: str) -> None:
    assert corpus.site_of(url) == site


def test_a_site_is_always_in_the_same_fold() -> None:
    folds = [corpus.fold_of(made_up.site(number), 5) for number in range(500)]
    assert folds == [corpus.fold_of(made_up.site(number), 5) for number in range(500)]
    assert sorted(set(folds)) == [1, 2, 3, 4, 5]
    assert all(70 < folds.count(fold) < 130 for fold in range(1, 6))
    names = ("example.org", "bbc.co.uk", "elpais.com", "nordwacht.test")
    assert [corpus.fold_of(name, 5) for name in names] == [3, 2, 3, 3]  # the scorer's folds
