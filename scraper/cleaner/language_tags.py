"""Which language does a tag name?

Tags of BCP 47 (RFC 5646) as pages write them, slips and all, in the form that everybody else writes; and how languages
belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scraper.cleaner.language_code_table import (
    EXTENDED,
    KIN,
    LONGER,
    MACROLANGUAGES,
    NAMES,
    OF_NETWORKS,
    OLD,
    REGIONS,
    SCRIPT_OF,
    TWO_LETTERS,
    VARIANTS,
)

_END = re.compile(r"[,;|/.@\s]")  # of the first tag in a list, of a locale before its encoding
_NONE = frozenset("und mul zxx mis root".split())  # RFC 5646, 4.1: no language, several, or nobody knows
_SLIPS = {"uk": "GB"}  # what stands for a region and is none


def canonical(written: str | None) -> str | None:
    """The tag in its usual form: ``pt-BR`` of ``pt_br``, ``de`` of ``ger``, ``en-GB`` of ``en-UK`` (RFC 5646, 2.1.1,
    2.2.1 and 4.5). Extensions, private parts and what is not registered are left out; None for what is no language."""
    text = (written or "").strip().lower()
    if text in NAMES:
        return NAMES[text]
    first, *rest = _END.split(text, maxsplit=1)[0].replace("_", "-").split("-")
    network = OF_NETWORKS.get("-".join([first, *rest]))
    if network:
        return network
    if rest and rest[0] in EXTENDED:
        first, *rest = rest
    language = LONGER.get(first) or OLD.get(first) or first
    if language in _NONE or not _is_language(language):
        return None
    return "-".join([language, *_parts(rest)])


def written(tag: str) -> str:
    """A tag's language and script, without the region: ``zh-Hant`` of ``zh-TW``, ``en`` of ``en-GB``.

    The region that a page declares is its template's more often than its text's: the same articles are ``en-GB`` in one
    publishing system and ``en-US`` in the next.
    """
    language, *rest = tag.split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    scripts += [SCRIPT_OF[name] for part in rest if (name := f"{language}-{part}") in SCRIPT_OF]
    return "-".join([language, *scripts[:1]])


def primary(tag: str) -> str:
    """The language of a tag, wherever it is spoken and however written: ``pt`` of ``pt-BR``."""
    return tag.partition("-")[0].lower()


def is_wanted(tag: str, wanted: Iterable[str]) -> bool:
    """Whether an article in a language is one of those asked for; ``no`` asks for ``nb`` and ``nn`` too, and what is
    only known to be Norwegian may be either."""
    own = primary(tag)
    asked = {primary(canonical(code) or code) for code in wanted}
    return bool(asked & {own, MACROLANGUAGES.get(own)}) or own in {MACROLANGUAGES.get(code) for code in asked}


def are_kin(one: str, two: str) -> bool:
    """Whether one language is easily taken for the other, or holds it."""
    one, two = primary(one), primary(two)
    return one == two or any(one in family and two in family for family in KIN)


def in_common(tags: Iterable[str]) -> str | None:
    """What holds all these languages: ``no`` of ``nb`` and ``nn``. None where nothing does."""
    holding = {MACROLANGUAGES.get(primary(tag)) for tag in tags}
    return holding.pop() if len(holding) == 1 else None


def _is_language(code: str) -> bool:
    """Of two letters those of ISO 639-1; of three letters there are 7,000, and most of the rest are not in use."""
    return code in TWO_LETTERS if len(code) == 2 else bool(re.fullmatch("[a-z]{3}", code))


def _parts(rest: Iterable[str]) -> Iterable[str]:
    """Script, region and variants, as far as they are such."""
    for part in rest:
        if len(part) == 1:
            return  # an extension or private use
        if re.fullmatch("[a-z]{4}", part):
            yield part.capitalize()
        elif region := _SLIPS.get(part, part.upper() if part.upper() in REGIONS or part == "419" else ""):
            yield region
        elif part in VARIANTS:
            yield part
