"""Under which terms, and what does the publisher ask in return?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scraper.cleaner.licence import address_of, duties, find, in_force, is_notice, permission, terms_for
from scraper.model import Block, Duty, Label, Labelled, Licence, Permission, Run, Terms

CC = "https://creativecommons.org/licenses/"
INSIGHT_CRIME = (
    "We encourage readers to copy and distribute our work for non-commercial purposes, with attribution to InSight "
    "Crime in the byline and links to the original at both the top and bottom of the article. Check the Creative "
    "Commons website for more details of how to share our work, and please send us an email if you use an article."
)
INSIGHT_CRIME_ES = (
    "Animamos a los lectores a copiar y distribuir nuestro trabajo con fines no comerciales, con atribución a InSight "
    "Crime en la firma y enlaces al original tanto al inicio como al final del artículo. Visite la página de Creative "
    "Commons para más detalles, y por favor envíenos un correo electrónico si usa un artículo."
)
FOUR = (Duty.NAME_IN_BYLINE, Duty.LINK_AT_TOP, Duty.LINK_AT_BOTTOM, Duty.NON_COMMERCIAL)
RIVER_TERMS = Terms("River News", ("river.test",), "CC-BY-ND-4.0", f"{CC}by-nd/4.0/", duties=(Duty.NO_IMAGES,))


def block(text: str, href: str | None = None) -> Block:
    return Block(text=text, tag="p", path="body>p", position=0, runs=(Run(text, href),))


def found_in(*texts: str) -> Licence | None:
    return find((), [block(text) for text in texts], None)


@pytest.mark.parametrize(
    ("url", "id_"),
    [
        (f"{CC}by/4.0/", "CC-BY-4.0"),
        (f"{CC}by-nc-nd/3.0/us/", "CC-BY-NC-ND-3.0-US"),
        (f"{CC}by-nc-sa/2.5/es/", "CC-BY-NC-SA-2.5-ES"),
        (f"{CC}by-nc-nd/3.0/us/deed.en", "CC-BY-NC-ND-3.0-US"),
        (f"{CC}by-sa/3.0/igo/", "CC-BY-SA-3.0-IGO"),
        (f"{CC}by-nd-nc/1.0/", "CC-BY-NC-ND-1.0"),  # the first version had its own order
        (f"{CC}by/4.0/deed.es", "CC-BY-4.0"),  # the language of the page, no port
        ("http://creativecommons.org/licenses/BY-SA/3.0", "CC-BY-SA-3.0"),
        (f"{CC}by-nd", "CC-BY-ND"),  # no version told, none made up
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
    ],
)
def test_a_declared_address_names_the_licence(url: str, id_: str) -> None:
    found = find([("rel=license", url)], (), None)
    assert found == Licence(id_, url, "", "rel=license")


@pytest.mark.parametrize("url", ["https://news.test/terms", "https://creativecommons.org/", "https://cc.test/by/4.0"])
def test_other_addresses_name_none(url: str) -> None:
    assert find([("rel=license", url)], (), None) is None


@pytest.mark.parametrize(
    ("notice", "id_"),
    [
        (INSIGHT_CRIME, "CC-BY-NC"),
        (INSIGHT_CRIME_ES, "CC-BY-NC"),
        ("This story is published under CC BY-NC-ND 4.0.", "CC-BY-NC-ND-4.0"),
        ("Text: CC-BY-SA", "CC-BY-SA"),
        ("Licensed under a Creative Commons Attribution 4.0 International license.", "CC-BY-4.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 3.0", "CC-BY-NC-SA-3.0"),
        ("Licencia Creative Commons Atribución-NoComercial-SinDerivadas 4.0", "CC-BY-NC-ND-4.0"),
        ("Creative Commons Namensnennung - Nicht-kommerziell", "CC-BY-NC"),
        (
            "Licence Creative Commons Attribution – Pas d’Utilisation Commerciale – Pas de Modification 4.0",
            "CC-BY-NC-ND-4.0",
        ),
        ("Lizenz: Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 3.0", "CC-BY-SA-3.0"),
        ("Licença Creative Commons Atribuição-NãoComercial-CompartilhaIgual 4.0 Internacional", "CC-BY-NC-SA-4.0"),
        ("Licenza Creative Commons Attribuzione - Non opere derivate 4.0", "CC-BY-ND-4.0"),
        ("Licencja Creative Commons Uznanie autorstwa 4.0", "CC-BY-4.0"),
        ("Лицензия Creative Commons С указанием авторства-Некоммерческая 4.0", "CC-BY-NC-4.0"),
        ("本作品采用 Creative Commons 署名-非商业性使用-禁止演绎 4.0 许可协议", "CC-BY-NC-ND-4.0"),
        ("クリエイティブ・コモンズ Creative Commons 表示 - 継承 4.0", "CC-BY-SA-4.0"),
        ("Tous droits réservés.", "all-rights-reserved"),
        ("Все права защищены.", "all-rights-reserved"),
        ("Released under CC0 1.0.", "CC0-1.0"),
        ("This report is in the public domain.", "public-domain"),
        ("© 2021 River News. All rights reserved.", "all-rights-reserved"),
        ("© 2021 River News. Todos los derechos reservados.", "all-rights-reserved"),
        ("You may republish this story if you ask us first.", None),
        ("See the Creative Commons website.", None),
    ],
)
def test_words_of_a_notice(notice: str, id_: str | None) -> None:
    assert found_in(notice) == Licence(id_, address_of(id_), notice, "notice")


def test_a_link_in_the_notice_is_more_precise_than_its_words() -> None:
    notice = "Published under a Creative Commons Attribution license."
    found = find((), [block(notice, f"{CC}by/4.0/")], None)
    assert found == Licence("CC-BY-4.0", f"{CC}by/4.0/", notice, "link in notice")


def test_rights_reserved_in_a_meta_tag_do_not_beat_a_licence() -> None:
    found = find([("rel=license", f"{CC}by-nc/4.0/"), ("meta", "© 2021. All rights reserved.")], (), None)
    assert found is not None
    assert found.id == "CC-BY-NC-4.0"


def test_the_notice_is_kept_word_for_word_and_once() -> None:
    found = find([("rel=license", f"{CC}by-nc/3.0/")], [block(INSIGHT_CRIME), block(INSIGHT_CRIME)], None)
    assert found is not None
    assert (found.id, found.text) == ("CC-BY-NC-3.0", INSIGHT_CRIME)


def test_nothing_said_is_nothing_known() -> None:
    assert find((), (), None) is None
    assert duties(None, None) == ()


def test_collected_terms_stand_in_where_the_page_is_silent() -> None:
    found = find((), (), RIVER_TERMS)
    assert found == Licence("CC-BY-ND-4.0", f"{CC}by-nd/4.0/", "", "publisher terms")
    own = find([("rel=license", f"{CC}by/4.0/")], (), RIVER_TERMS)
    assert own is not None
    assert own.source == "rel=license"
    unknown = Terms("Lake News", ("lake.test",), duties=(Duty.NOTIFY,))
    assert find((), (), unknown) is None


@pytest.mark.parametrize("notice", [INSIGHT_CRIME, INSIGHT_CRIME_ES])
def test_what_insight_crime_asks_for(notice: str) -> None:
    found = duties(found_in(notice), None)
    assert [duty for duty in found if duty is not Duty.STATE_CHANGES] == [*FOUR, Duty.NOTIFY]


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("CC-BY-4.0", {Duty.STATE_CHANGES}),
        ("CC-BY-NC-SA-3.0", {Duty.NON_COMMERCIAL, Duty.SHARE_ALIKE, Duty.STATE_CHANGES}),
        ("CC-BY-ND-4.0", {Duty.NO_DERIVATIVES}),
        ("CC0-1.0", set()),
        ("public-domain", set()),
        (None, set()),
    ],
)
def test_parts_of_the_licence_are_duties(id_: str | None, expected: set[Duty]) -> None:
    assert set(duties(Licence(id_), None)) == expected


def test_duties_of_notice_licence_and_terms_come_together_in_order() -> None:
    licence = Licence("CC-BY-NC-ND", text="Put a link at the top of the page.")
    assert duties(licence, RIVER_TERMS) == (
        Duty.LINK_AT_TOP,
        Duty.NON_COMMERCIAL,
        Duty.NO_DERIVATIVES,
        Duty.NO_IMAGES,
    )


@pytest.mark.parametrize(
    ("host", "publisher"),
    [
        ("river.test", "River"),
        ("www.river.test:8080", "River"),
        ("es.river.test", "Río"),  # the longest match knows best
        ("notriver.test", None),
        ("test", None),
    ],
)
def test_terms_are_found_by_host(host: str, publisher: str | None) -> None:
    table = (Terms("River", ("river.test",)), Terms("Río", ("es.river.test",)))
    terms = terms_for(host, table)
    assert (terms.publisher if terms else None) == publisher


def test_what_is_a_notice() -> None:
    def labelled(text: str, label: Label) -> bool:
        return is_notice(Labelled(block(text), label, 0.9))

    assert labelled("Republish this story.", Label.LICENCE)
    assert labelled("CREATIVE COMMONS", Label.LEGAL)
    assert not labelled("The band published under Creative Commons.", Label.PARAGRAPH)
    assert not labelled("A whole hidden copy. " * 200 + "Creative Commons", Label.HIDDEN)


# ------------------------------------------------------------ may it be republished?


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (INSIGHT_CRIME, Permission.GRANTED),
        (INSIGHT_CRIME_ES, Permission.GRANTED),
        ("You are free to republish this article in print and online.", Permission.GRANTED),
        ("This article may be reproduced freely, provided that its source is named.", Permission.GRANTED),
        ("Nos articles: chacun peut être repris librement, avec mention de la source.", Permission.GRANTED),
        ("You may republish this story if you ask us first.", Permission.ON_REQUEST),
        ("Nothing here may be reproduced without the written permission of River News.", Permission.ON_REQUEST),
        ("This material may not be published, broadcast or rewritten.", Permission.FORBIDDEN),
        ("Republication of this story is strictly prohibited.", Permission.FORBIDDEN),
        ("© 2021 River News. All rights reserved.", Permission.FORBIDDEN),
        ("Republish", Permission.UNKNOWN),
        ("© 2021 River News", Permission.UNKNOWN),
        ("We published this story first.", Permission.UNKNOWN),
    ],
)
def test_whether_a_notice_lets_republish(notice: str, expected: Permission) -> None:
    assert permission(found_in(notice), None) is expected


def test_nothing_said_is_no_yes() -> None:
    assert permission(None, None) is Permission.UNKNOWN
    assert permission(None, Terms("Lake News", ("lake.test",), duties=(Duty.NOTIFY,))) is Permission.UNKNOWN


@pytest.mark.parametrize("id_", ["CC-BY-NC-ND-4.0", "CC0-1.0", "CC-PDM-1.0", "public-domain"])
def test_a_free_licence_lets_republish(id_: str) -> None:
    assert permission(Licence(id_), None) is Permission.GRANTED


def test_collected_terms_speak_for_what_no_licence_says() -> None:
    asked = Terms("Lake News", ("lake.test",), republish=Permission.ON_REQUEST)
    assert permission(None, asked) is Permission.ON_REQUEST
    granted = replace(asked, republish=Permission.GRANTED)
    assert permission(found_in("© Lake News. All rights reserved."), granted) is Permission.GRANTED
    assert permission(Licence("CC-BY-4.0"), asked) is Permission.GRANTED  # this very page says so


def test_what_all_pages_say_at_their_foot_does_not_beat_collected_terms() -> None:
    found = find((), [block("© River News. All rights reserved.")], RIVER_TERMS)
    assert found is not None
    assert (found.id, found.source, found.text) == (
        "CC-BY-ND-4.0",
        "publisher terms",
        "© River News. All rights reserved.",
    )


WIKI = Terms(
    "Wiki",
    ("wiki.test",),
    licence_periods=("public-domain until 2005-09-25", "CC-BY-2.5 until 2024-12-15", "CC-BY-4.0"),
)


@pytest.mark.parametrize(
    ("published", "id_"),
    [
        (date(2005, 9, 24), "public-domain"),
        (date(2005, 9, 25), "CC-BY-2.5"),
        (datetime(2024, 12, 14, 23, tzinfo=UTC), "CC-BY-2.5"),
        (date(2026, 1, 1), "CC-BY-4.0"),
        (None, None),
    ],
)
def test_a_licence_that_changed_is_that_of_the_day(published: date | None, id_: str | None) -> None:
    assert in_force(WIKI, published).licence_id == id_


@pytest.mark.parametrize(
    ("id_", "address"),
    [
        ("CC-BY-NC-ND-3.0-US", f"{CC}by-nc-nd/3.0/us/"),
        ("CC-BY-4.0", f"{CC}by/4.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-PDM-1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
        ("CC-BY", None),  # no version: no text that would be the right one
        ("public-domain", None),
        (None, None),
    ],
)
def test_where_a_licence_stands(id_: str | None, address: str | None) -> None:
    assert address_of(id_) == address
