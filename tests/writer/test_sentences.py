"""Is a text cut into the sentences and words that a reader would name?"""

from __future__ import annotations

import pytest

from scraper.writer.sentences import folded, paragraphs, sentences, spaced_words, words

CUT = [
    "He left.| She stayed.",
    '"Why?" she asked.| "No!"| He went.',
    "Mr. Smith met J. K. Rowling in the U.S. embassy.| He left at 5 p.m. sharp.",
    "It cost 3.5 million…| Nobody paid.",
    "Am 3. Mai kam Dr. Müller z.B. nach Berlin.| Das war 1990.| Dann ging er.",
    "¿Qué pasó?| El Sr. Pérez dijo: «Nada».| ¡Adiós!| La policía de EE.UU. responde.",
    "M. Dupont est arrivé.| « Bien ! » dit-il.",
    "В г. Москве живёт А. С. Иванов.| Он молчит.",
    "他说：“好。”|然后走了。|我们也走！",
    "「行こう。」|彼は言った。",
    "यह पहला वाक्य है।| यह दूसरा है।",
    "ذهب الرجل.| هل عاد؟| نعم عاد.",
    "یہ پہلا جملہ ہے۔| یہ دوسرا ہے۔",
    "Սա առաջինն է։| Սա երկրորդն է։",
    "no full stop at the end",
    "ประโยคแรก ประโยคที่สอง",
    "one line\n|another line",
    "Visit news.test for more. and so on.",
]


@pytest.mark.parametrize("marked", CUT)
def test_sentences(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    assert paragraphs("One.\n\n\n\nTwo\nlines. \n\n ") == ["One.", "Two\nlines."]


def test_words() -> None:
    assert words("Don’t pay 1,200.50 (now)!") == ["Don’t", "pay", "1,200.50", "(", "now", ")", "!"]
    assert words("यह दूसरा है") == ["यह", "दूसरा", "है"], "vowel signs belong to their word"
    assert words("北京2026年") == ["北", "京", "2026年"]
    assert "".join(spaced_words("  a b,  c. ")) == "a b,  c. "


def test_typesetting_is_folded_and_nothing_else() -> None:
    assert folded("“It’s\u00a0a co\u00adop” –  he\nsaid…") == folded('"It\'s a coop" - he said...')
    for one, other in (("1.5", "15"), ("Yes.", "Yes?"), ("US", "us"), ("résumé", "resume")):
        assert folded(one) != folded(other)
    assert folded("e\u0301") == folded("é")


@pytest.mark.parametrize("piece", [".", "a. ", "a.b.", "。", '."', "1", "1.", "(a"])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * 100_000  # the time of a quadratic cut would be minutes
    for parts in (sentences(text), words(text)):
        assert "".join(parts).replace(" ", "") == text.replace(" ", "")
