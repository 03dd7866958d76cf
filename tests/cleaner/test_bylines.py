"""Who and when, as a visible line says it?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner.bylines import Byline, find_day, read, split_names, tidy_name


@pytest.mark.parametrize(
    ("line", "names", "day", "topic"),
    [
        (
            "HUMAN TRAFFICKING / 4 OCT 2011 BY JEANNA CULLINAN EN",
            ["Jeanna Cullinan"],
            date(2011, 10, 4),
            "HUMAN TRAFFICKING",
        ),
        (
            "VENEZUELA / 29 NOV 2021 BY VENEZUELA INVESTIGATIVE UNIT EN",
            ["Venezuela Investigative Unit"],
            date(2021, 11, 29),
            "VENEZUELA",
        ),
        (
            "BRASIL / 9 ABR 2020 POR ANA MARÍA LÓPEZ Y JOSÉ PEÑA ES",
            ["Ana María López", "José Peña"],
            date(2020, 4, 9),
            "BRASIL",
        ),
        ("By Ana Pérez and Bob O'Neill", ["Ana Pérez", "Bob O'Neill"], None, ""),
        ("By ANA PÉREZ, Staff Writer", ["Ana Pérez"], None, ""),
        ("By Ana Pérez, Bob Stone and Carla Reyes", ["Ana Pérez", "Bob Stone", "Carla Reyes"], None, ""),
        ("Written by: Ana Pérez | May 4, 2021", ["Ana Pérez"], date(2021, 5, 4), ""),
        ("Ana Pérez – 4 May 2021", ["Ana Pérez"], date(2021, 5, 4), ""),
        ("Ana Pérez | 4 May 2021", ["Ana Pérez"], date(2021, 5, 4), ""),  # a name is no topic
        ("Published by Ana Pérez on 4th May 2021", ["Ana Pérez"], date(2021, 5, 4), ""),
        ("Von Anna Meier und Jörg Groß, 4. März 2021", ["Anna Meier", "Jörg Groß"], date(2021, 3, 4), ""),
        ("Por José Ruiz y Luisa de la Torre", ["José Ruiz", "Luisa de la Torre"], None, ""),
        ("Par Élise Dupont et Jean-Marc Petit", ["Élise Dupont", "Jean-Marc Petit"], None, ""),
        ("Di Carla Rossi", ["Carla Rossi"], None, ""),
        ("Door Jan van der Berg en Piet de Vries", ["Jan van der Berg", "Piet de Vries"], None, ""),
        ("Av Ola Nordmann og Kari Hansen", ["Ola Nordmann", "Kari Hansen"], None, ""),
        ("4 de outubro de 2020", [], date(2020, 10, 4), ""),
        ("Von Seb Alder, Lille 05.08.2024, 20:59 Uhr", ["Seb Alder"], date(2024, 8, 5), ""),  # a place after the name
        ("Autorin/Autor: Rosa Brandt", ["Rosa Brandt"], None, ""),
        ("Автор: Иван Петров", ["Иван Петров"], None, ""),
        ("By River Times November 21, 202501747", ["River Times"], None, ""),  # a counter stuck to the date
        ("By Theresa May", ["Theresa May"], None, ""),  # a month that is a name
        ("The mayor on November 19, 2024. — Picture by Yusof Isa", [], date(2024, 11, 19), ""),
        ("The mayor on 19 November 2024. Foto von Karl Alt", [], date(2024, 11, 19), ""),
        ("Domestic | rn | 11.2.2025", [], date(2025, 2, 11), ""),  # one word before a date is a section
        ("Updated 5 minutes ago", [], None, ""),
        ("", [], None, ""),
    ],
)
def test_a_line_tells_names_day_and_topic(line: str, names: list[str], day: date | None, topic: str) -> None:
    got = read(line)
    assert (list(got.names), got.day, got.topic) == (names, day, topic)
    assert got.has_date == (day is not None)


@pytest.mark.parametrize(
    ("line", "names"), [("Text Link", ()), ("Text: Link", ("Link",)), ("Text Ana Link", ("Ana Link",))]
)
def test_a_noun_before_one_word_is_no_byline(line: str, names: tuple[str, ...]) -> None:
    assert read(line).names == names


def test_several_lines_tell_together() -> None:
    got = read("By Ana Pérez\n4 October 2011\nBy Ana Pérez")
    assert (got.names, got.day) == (("Ana Pérez",), date(2011, 10, 4))


@pytest.mark.parametrize(
    "sentence",
    [
        "The boats were seized by Peruvian police in the port of Callao.",
        "A report by the council says that the river rose again.",
        "Standby power was cut by evening.",
        "By the end of the year the river had risen twice.",
    ],
)
def test_a_sentence_with_by_in_it_names_nobody(sentence: str) -> None:
    assert read(sentence).names == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("4 October 2011", date(2011, 10, 4)),
        ("October 4, 2011", date(2011, 10, 4)),
        ("Oct. 4th, 2011", date(2011, 10, 4)),
        ("2011-10-04T12:00:00Z", date(2011, 10, 4)),
        ("04/10/2011", date(2011, 10, 4)),  # day first ...
        ("10/25/2011", date(2011, 10, 25)),  # ... unless it cannot be
        ("4.10.2011", date(2011, 10, 4)),
        ("4 de octubre de 2011", date(2011, 10, 4)),
        ("1er octobre 2011", date(2011, 10, 1)),
        ("4. Oktober 2011", date(2011, 10, 4)),
        ("4 października 2011", date(2011, 10, 4)),
        ("4 октября 2011", date(2011, 10, 4)),
        ("4 Ekim 2011", date(2011, 10, 4)),
        ("4. lokakuuta 2011", date(2011, 10, 4)),
        ("2011年10月4日", date(2011, 10, 4)),
        ("2011년 10월 4일", date(2011, 10, 4)),
        ("2011.10.04 12:00", date(2011, 10, 4)),
        ("2011. 10. 4.", date(2011, 10, 4)),
        ("4 Oktober 2011", date(2011, 10, 4)),
        ("4. október 2011", date(2011, 10, 4)),
        ("4 أكتوبر 2011", date(2011, 10, 4)),
        ("12 of them in 2010, and 4 May 2011", date(2011, 5, 4)),  # a word that is no month is passed over
        ("29 February 2012", date(2012, 2, 29)),
        ("29 February 2011", None),
        ("31/31/2011", None),
        ("4 October 1889", None),  # before there was a web to publish on
        ("chapter 4 of 2011", None),
    ],
)
def test_days_in_many_ways_of_writing(text: str, day: date | None) -> None:
    found = find_day(f"Posted {text}")
    assert (found[0] if found else None) == day


def test_the_first_day_written_is_the_one() -> None:
    found = find_day("Posted October 4, 2011, updated 2023-01-02")
    assert found is not None
    assert found[0] == date(2011, 10, 4)
    assert "Posted October 4, 2011, updated"[slice(*found[1])] == "October 4, 2011"


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("JEANNA CULLINAN", "Jeanna Cullinan"),
        ("ANNE-MARIE O'HARA", "Anne-Marie O'Hara"),
        ("Lupe de la Cruz", "Lupe de la Cruz"),
        ("J.R. Smith", "J.R. Smith"),
        ("(Ana Pérez)", "Ana Pérez"),
        ("신현주 기자", "신현주"),  # a role behind the name
        ("박준석 기자 외 1명", "박준석"),  # and one more
        ("王芳", "王芳"),
        ("Şule Çelik", "Şule Çelik"),
        ("Иван петров", None),
        ("the river", None),
        ("4 May", None),
        ("ana@news.test", None),
        ("A B C D E F G", None),
        ("", None),
    ],
)
def test_what_is_a_name(part: str, name: str | None) -> None:
    assert tidy_name(part) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Pérez; Bob Stone", ("Ana Pérez", "Bob Stone")),
        ("Ana Pérez & Bob Stone", ("Ana Pérez", "Bob Stone")),
        ("Ana Pérez, Ana Pérez", ("Ana Pérez",)),
        ("Ana Pérez, political editor", ("Ana Pérez",)),
        ("Ana Pérez in Lima", ("Ana Pérez",)),
        ("Ana Pérez (photos)", ("Ana Pérez",)),
        ("Ana Pérez, Photos Bob Stone", ("Ana Pérez",)),
        ("Ana Pérez, Print Managing Editor", ("Ana Pérez",)),
        ("Ana Pérez, Home and Digital Security Expert", ("Ana Pérez",)),
        ("Senior Analyst", ()),
        ("Written by", ()),
        ("Author", ()),
        ("Sat", ()),
        ("Ana Pérez, reviewed by Bob Stone", ("Ana Pérez",)),
        ("Ana Pérez Fact checked by Bob Stone", ("Ana Pérez",)),
    ],
)
def test_names_are_parted_from_roles_and_places(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_line_can_be_read(line: str) -> None:
    got = read(line)
    assert all(name == name.strip() and len(name) > 1 for name in got.names)


def test_a_day_in_figures_with_slashes_has_another_reading() -> None:
    assert read("06/01/2026") == Byline(day=date(2026, 1, 6), month_first=date(2026, 6, 1))
    assert read("06.01.2026").month_first is None  # dots are not written where the month comes first
    assert read("25/01/2026").month_first is None
    assert read("01/01/2026").month_first is None
