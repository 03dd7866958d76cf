"""Which pictures belong to the story, what do their captions say, and who made them?"""

from __future__ import annotations

import json

import pytest

from scraper.cleaner.pictures import declared, parted
from scraper.model import Image
from tests.cleaner.pages import STORY, article, page

CAPTION = "Farmers on the dyke at dawn"


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        (f"{CAPTION}. Photo: Karl Alt/AFP", f"{CAPTION}.", "Karl Alt/AFP"),
        (f"{CAPTION}.Foto: Karl Alt", f"{CAPTION}.", "Karl Alt"),
        (f"{CAPTION} (Image credit: Karl Alt)", CAPTION, "Karl Alt"),
        (f"{CAPTION} (AP Photo/Karl Alt)", CAPTION, "AP Photo/Karl Alt"),
        (f"{CAPTION} (Karl Alt/AFP)", CAPTION, "Karl Alt/AFP"),
        (f"{CAPTION}. — Picture by Karl Alt", f"{CAPTION}.", "Karl Alt"),
        (f"{CAPTION} © Karl Alt", CAPTION, "Karl Alt"),
        (f"{CAPTION} | Bildquelle: Stadt Lehm", CAPTION, "Stadt Lehm"),
        (f"{CAPTION}. Karl Alt/AFP", f"{CAPTION}.", "Karl Alt/AFP"),
        (f"{CAPTION} / Karl Alt", CAPTION, "Karl Alt"),
        (f"{CAPTION} EFE/ K. Alt", CAPTION, "EFE/ K. Alt"),
        (f"{CAPTION}. EFE", f"{CAPTION}.", "EFE"),
        ("堤防に立つ人々＝ＡＰ", "堤防に立つ人々", "ＡＰ"),
        ("堤防に立つ人々（市役所提供）", "堤防に立つ人々", "市役所提供"),
        ("Photo: Karl Alt", "", "Karl Alt"),
        (CAPTION, CAPTION, ""),
        (f"{CAPTION} (left) and the mayor", f"{CAPTION} (left) and the mayor", ""),
        ("The photograph of the dyke that nobody liked", "The photograph of the dyke that nobody liked", ""),
        ("Rain and/or wind", "Rain and/or wind", ""),
        ("The mill at half past ten = noise", "The mill at half past ten = noise", ""),
        ("", "", ""),
    ],
)
def test_a_caption_and_its_credit(text: str, caption: str, credit: str) -> None:
    assert parted(text) == (caption, credit)


def figure(name: str, caption: str) -> str:
    return f"<figure><img src=/{name} alt=Dyke><figcaption>{caption}</figcaption></figure>"


def test_a_picture_has_the_caption_that_stands_under_it() -> None:
    html = page(inside=figure("dyke.jpg", f"{CAPTION}. Photo: Karl Alt/AFP"))
    expected = Image("https://rivernews.test/dyke.jpg", "Dyke", f"{CAPTION}.", "Karl Alt/AFP")
    assert article(html).images == (expected,)


def test_pictures_of_the_story_stand_in_its_html_and_those_of_teasers_do_not() -> None:
    teaser = "<aside class=related><img src=/teaser.jpg><a href=/2024/boat>Boat lost at sea</a></aside>"
    found = article(
        page(inside=f"{figure('dyke.jpg', CAPTION)}<p>{STORY[0]} Again.</p>{teaser}<p>{STORY[1]} Again.</p>")
    )
    pictured = '<figure><img src="https://rivernews.test/dyke.jpg" alt="Dyke"><figcaption>'
    assert found.html.count(f"{pictured}{CAPTION}</figcaption></figure>") == 1
    assert "teaser.jpg" not in found.html


def test_of_two_pictures_in_a_row_the_last_has_the_caption() -> None:
    html = page(inside=f"<figure><img src=/one.jpg><img src=/two.jpg><figcaption>{CAPTION}</figcaption></figure>")
    assert [image.caption for image in article(html).images] == ["", CAPTION]


def test_words_under_every_picture_are_no_captions() -> None:
    html = page(inside="".join(figure(f"{number}.jpg", "View the gallery of the flood") for number in range(3)))
    assert {image.caption for image in article(html).images} <= {""}


@pytest.mark.parametrize(
    ("entry", "image"),
    [
        ("/dyke.jpg", Image("/dyke.jpg")),
        ({"@type": "ImageObject", "url": "/dyke.jpg", "caption": CAPTION}, Image("/dyke.jpg", "", CAPTION)),
        ({"contentUrl": "/dyke.jpg", "creditText": "Karl Alt"}, Image("/dyke.jpg", credit="Karl Alt")),
        (
            {"url": "/dyke.jpg", "creator": [{"name": "Karl Alt"}, {"name": "AFP"}]},
            Image("/dyke.jpg", credit="Karl Alt, AFP"),
        ),
        ({"caption": CAPTION}, None),
        (7, None),
    ],
)
def test_a_picture_in_json_ld(entry: object, image: Image | None) -> None:
    assert declared(entry) == image


def test_the_head_and_the_page_tell_of_one_picture_together() -> None:
    thing = {"@type": "NewsArticle", "image": {"url": "https://rivernews.test/dyke.jpg", "creditText": "Karl Alt"}}
    head = f'<script type="application/ld+json">{json.dumps(thing)}</script>'
    images = article(page(inside=figure("dyke.jpg", CAPTION), head=head)).images
    assert images == (Image("https://rivernews.test/dyke.jpg", "Dyke", CAPTION, "Karl Alt"),)
