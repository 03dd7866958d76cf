"""In which language is a story: what its page declares, or what its words say?

A script that only one language is written in speaks for itself; else the commonest words of some eighty languages are
looked for, each worth the more the oftener the language uses it. Where that agrees with what is declared, or is close
kin to it, the declaration stands with its region and script. Templates declare the wrong language often enough: a text
that is beyond doubt in another one wins. What nothing declares and no words make plain stays unknown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log

from scraper.cleaner.language_code_table import MACROLANGUAGES
from scraper.cleaner.language_table import COMMON, FITS, SCRIPTS
from scraper.cleaner.language_tags import are_kin, canonical, in_common, primary

WORDS = "words of the text"  # the source of what nobody declared
SAMPLE_CHARS = 1500  # from the start of a text, and as many from its middle

# The chance of a language's word of rank r, from 0, among its running words is about HEAD / (r + FLAT) (Zipf,
# Mandelbrot), and that of the same word in another language SELDOM. Words count as log-likelihood ratios, in nats.
HEAD, FLAT, SELDOM = 0.12, 3.0, 5e-5
MIN_FIT = 0.5  # of what prose in the language comes to
MIN_KINDS = 3  # different words of the language: names of people hold one or two, again and again;
NATS_A_KIND = 40.0  # one more for so many nats, were it prose in the language,
MOST_KINDS = 14  # at most: a strange language shares a few short words with many
MIN_LEAD = 8.0  # nats over the next language, e^8 to 1 if words came by themselves
CLEAR_OF_KIN = 6.0  # nats over the next of kin
SCALE = 8.0  # nats; words that come together say less than their sum
MOST_SURE = 0.99

MIN_SCRIPT = 0.4  # of the letters, for a script to speak for the text
MIN_KANA = 0.1  # of Japanese text, the rest of it being Chinese characters
LETTERS_LOOKED_AT = 500  # about, evenly, of those that are not Latin
MIN_LETTERS = 8  # of a script that speaks for itself, each of which says a nat

# Beyond doubt, against what is declared:
PLAIN_WORDS = 40  # or letters
PLAIN_LEAD = 40.0  # nats over the declared language
PLAIN_FIT = 0.2  # nats a word over it
FIT_OF_PROSE = 0.75  # of what prose comes to, against a language that is not among those we know by their words

UNHEARD = 0.8  # how sure we are of a declaration that nothing speaks for or against

# Whatever is no white space, digit or punctuation: words of Indian scripts have marks inside that are no letters.
_WORD = re.compile(r"[^\s\d!-@\[-`{-\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uff0f،؛؟۔।॥·፡።፣]+")
_BEYOND_LATIN = re.compile("[^\x00-\u036f\u1e00-\u1eff\u2000-\u2bff]+")


@dataclass(frozen=True, slots=True)
class Told:
    """The language of a story as a BCP 47 tag, None when unknown; where that was told, and how sure it is (0 to 1)."""

    tag: str | None
    source: str
    sure: float


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text sounds like. ``language`` is None in doubt; ``fits`` has the nats by which languages fit each of so
    many ``words``, or letters of a script."""

    language: str | None
    sure: float
    words: int
    fits: Mapping[str, float]

    def speaks_against(self, tag: str) -> bool:
        """Whether the text is beyond doubt in another language than this."""
        if self.language is None or self.words < PLAIN_WORDS or are_kin(self.language, tag):
            return False
        best = max(self.fits, key=lambda code: self.fits[code])
        ways = _ways(tag)
        if not ways and self.fits[best] < FIT_OF_PROSE * FITS.get(best, 0.0):
            return False
        lead = self.fits[best] - max((self.fits.get(code, 0.0) for code in ways), default=0.0)
        return lead >= PLAIN_FIT and lead * self.words >= PLAIN_LEAD


def decided(declared: Sequence[tuple[str | None, str]], text: str) -> Told:
    """The language of a story. ``declared`` are the languages that its page names, as written, each with where it
    does; the first one is believed most."""
    named = [(tag, source) for written, source in declared if (tag := canonical(written))]
    heard = listen(text)
    if heard.language is None:
        return Told(*named[0], UNHEARD) if named else Told(None, WORDS, 0.0)
    same = [one for one in named if primary(one[0]) == primary(heard.language)]
    if same:
        return Told(*same[0], max(heard.sure, UNHEARD))
    kin = [one for one in named if are_kin(one[0], heard.language)]
    if kin:
        return Told(*kin[0], UNHEARD)
    if named and not heard.speaks_against(named[0][0]):
        return Told(*named[0], UNHEARD * (1 - heard.sure / 2))
    return Told(heard.language, WORDS, heard.sure)


def listen(text: str) -> Heard:
    """What a text sounds like."""
    sample = _sample(text)
    words = _WORD.findall(sample)
    script = _by_script(sample, words)
    if script:
        language, letters = script
        return Heard(language, _sure(letters), letters, {language: 1.0})
    return _by_words(words)


def _ways(tag: str) -> list[str]:
    """Under which names we know a language, or those that it holds; none of one that is not here."""
    own = primary(tag)
    return [code for code in (*COMMON, *dict(SCRIPTS)) if own in (primary(code), MACROLANGUAGES.get(primary(code)))]


def _sample(text: str) -> str:
    """Enough of a text, in lower case and composed."""
    if len(text) > 2 * SAMPLE_CHARS:
        middle = len(text) // 2
        text = f"{text[:SAMPLE_CHARS]} {text[middle : middle + SAMPLE_CHARS]}"
    low = text.lower()
    return low if low.isascii() else unicodedata.normalize("NFC", low)


def _by_script(sample: str, words: Sequence[str]) -> tuple[str, int] | None:
    """The language whose script most letters are of, and how many of them."""
    beyond = "".join(_BEYOND_LATIN.findall(sample))
    if len(beyond) < MIN_LETTERS:
        return None
    step = 1 + len(beyond) // LETTERS_LOOKED_AT
    some = beyond[::step]
    counts = {language: step * sum(map(len, script.findall(some))) for language, script in _scripts()}
    letters = sum(map(len, words))
    if counts["ja"] > MIN_KANA * (counts["ja"] + counts["zh"]):
        counts["ja"] += counts.pop("zh")
    language = max(counts, key=lambda code: counts[code])
    enough = counts[language] >= max(MIN_LETTERS, MIN_SCRIPT * letters)
    return (language, counts[language]) if enough else None


def _by_words(words: Sequence[str]) -> Heard:
    """The language whose commonest words are heard most."""
    counts = Counter(words)
    points = _points(counts)
    order = sorted(sorted(points), key=points.__getitem__, reverse=True)
    fits = {code: points[code] / len(words) for code in order}
    unknown = Heard(None, 0.0, len(words), fits)
    if not order:
        return unknown
    best = order[0]
    usual = FITS[best] * len(words)
    kinds = len(counts.keys() & COMMON[best].split())
    if points[best] < MIN_FIT * usual or kinds < min(MOST_KINDS, MIN_KINDS + usual / NATS_A_KIND):
        return unknown
    lead = points[best] - next((points[code] for code in order if not are_kin(code, best)), 0.0)
    if lead < MIN_LEAD:
        return unknown
    close = [code for code in order if points[best] - points[code] < CLEAR_OF_KIN and are_kin(code, best)]
    language = best if len(close) == 1 else in_common(close)
    prose = min(1.0, points[best] / (FIT_OF_PROSE * usual))
    return Heard(language, _sure(lead) * prose, len(words), fits) if language else unknown


def _sure(lead: float) -> float:
    """How sure so many nats over the next language make us."""
    return min(MOST_SURE, 1 - exp(-lead / SCALE) / 2)


def _points(counts: Mapping[str, int]) -> dict[str, float]:
    """What words, each so many times, say for each language, in nats."""
    index = _index()
    points: defaultdict[str, float] = defaultdict(float)
    for word, times in counts.items():
        for code, weight in index.get(word, ()):
            points[code] += weight * times
    return points


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The languages that a script speaks for, and what is written in it."""
    return tuple((language, re.compile(f"[{characters}]+")) for language, characters in SCRIPTS)


@cache
def _index() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """The languages that use a word much, and what it says for them."""
    found: dict[str, list[tuple[str, float]]] = {}
    for code, words in COMMON.items():
        for rank, word in enumerate(words.split()):
            found.setdefault(word, []).append((code, log(HEAD / (rank + FLAT) / SELDOM)))
    return {word: tuple(entries) for word, entries in found.items()}
