"""Does an article keep all it has on its way out?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from scraper.writer import article_id, rejection_document
from scraper.writer.document import document, dumps, fingerprint, iso, storable
from tests.writer.factory import INSIGHT_CRIME, NOW, URL, article, rejection

FIELDS = """url canonical_url title authors date_published date_modified date_fetched text markdown
republishable summary language section tags site_name image images license attribution removed id content_sha256
revision confidence page_type notes translations date_first_seen duplicates
is_accessible_for_free evidence""".split()


def test_fields_and_their_order() -> None:
    made = document(article(attribution=INSIGHT_CRIME), "key", revision=3)
    assert list(made) == FIELDS
    assert made["authors"] == [{"name": "Ana Ruiz", "url": "https://news.test/ana"}, {"name": "Bo Li", "url": None}]
    assert made["date_published"] == "2026-03-01"
    assert made["date_modified"] == "2026-03-02T10:30:00Z"
    assert made["date_fetched"] == "2026-03-04T05:06:07.891011Z"
    assert made["image"] == "https://news.test/river.jpg"
    assert list(made["license"]) == ["id", "url", "text"]
    assert made["attribution"]["link"] == INSIGHT_CRIME.link
    assert made["attribution"]["license"]["source"] == "notice"
    assert made["attribution"]["duties"][0] == "name_in_byline"
    assert made["removed"][0]["label"] == "share"
    assert made["is_accessible_for_free"] is True
    assert made["evidence"] == {
        "title": {"source": "json-ld", "confidence": 0.98, "agreeing": ["open graph", "h1"], "differing": ["twitter"]},
        "license": {"source": "notice", "confidence": 0.9, "agreeing": [], "differing": []},
    }
    assert made["id"] == article_id("key")
    assert made["revision"] == 3
    assert json.loads(dumps(made)) == made


def test_the_id_is_that_of_the_document_whatever_its_spelling() -> None:
    spellings = (URL, URL.replace("https://", "http://www."), URL + "?utm_source=x#top")
    assert len({document(article(url))["id"] for url in spellings}) == 1


def test_the_id_is_stable() -> None:
    assert article_id("news.test/a") == "8737caf027497750"


def test_rejection() -> None:
    made = rejection_document(rejection())
    assert (made["reason"], made["page_type"], made["text"]) == ("listing", "listing", "Stories")


def test_lone_surrogates_and_nul_can_be_stored() -> None:
    assert storable("a\ud800b\U0001f600") == "a\ufffdb\U0001f600"
    line = dumps(document(article(text="a\ud800\x00b")))
    assert json.loads(line.encode())["text"] == "a\ufffd\x00b"


def test_fingerprint_of_its_own_or_of_what_is_told() -> None:
    plain = article(fingerprint="")
    assert fingerprint(article()) == "print-1"
    assert fingerprint(plain) == fingerprint(replace(plain, tags=("other",)))
    assert fingerprint(plain) != fingerprint(replace(plain, text="Other text."))


def test_dates() -> None:
    assert iso(None) is None
    assert iso(date(2026, 3, 1)) == "2026-03-01"
    assert iso(NOW) == "2026-03-04T05:06:07.891011Z"
