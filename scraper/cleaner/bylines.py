"""Who and when, as a visible line says it?

Reads lines such as ``HUMAN TRAFFICKING / 4 OCT 2011 BY JEANNA CULLINAN EN`` or ``Von Anna Meier, 4. Mai 2021``: the
topic before, the day, the names after the "by". Pure text in, facts out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from scraper.cleaner import remembered
from scraper.cleaner.byline_table import (
    AUTHOR_LABELS,
    BY,
    BY_NOUNS,
    HELPED,
    MONTHS,
    PICTURE,
    ROLE_SUFFIX,
    ROLES,
    UPDATED,
    WEEKDAYS,
)

EARLIEST_YEAR = 1990  # the web is not older; what is comes from an empty field
MONTHS_A_YEAR = 12
_DIGIT = re.compile(r"\d")
_SEPARATORS = ("/", "|", "•", "·", "–", "—")  # a name may begin behind them
_MONTH = r"[^\s\d.,/|()-]{3,12}"  # any word: the table is looked into afterwards
_DAY_MONTH_YEAR = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s,.-]+(?:de |of )?({_MONTH})\.?,?[\s-]+(?:de |del )?(\d{{4}})\b", re.I
)
_MONTH_DAY_YEAR = re.compile(rf"(?<!\w)({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})")
_YEAR_FIRST = re.compile(r"\b((?:19|20)\d\d)[./]\s?(\d{1,2})[./]\s?(\d{1,2})\b")
_DOTTED = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}/\d{4}$")
_CJK_DATE = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_BY = re.compile(rf"(?:^|[\s|/•·–—-])(?:{BY})\s*:?\s+(?=\S)", re.I)
_LEADING_BY = re.compile(rf"^(?:{BY})\s*:?\s+", re.I)
_UPDATED = re.compile(rf"(?:{UPDATED})(?:\W+\w{{1,3}})?\W*$", re.I)  # "Updated on", "Zuletzt geändert am"
_NOUN = re.compile(rf"(?:{BY_NOUNS})\s*$", re.I)
_LABEL = re.compile(rf"(?:{AUTHOR_LABELS}|{BY})\s*:?$", re.I)
_HELPED = re.compile(rf"\b(?:{HELPED})\b.*$", re.I | re.S)
_SPLIT = re.compile(r"\s*(?:,|;|&|\||/|•|·|\band\b|\by\b|\bund\b|\bet\b|\be\b|\ben\b|\boch\b|\bog\b)\s*", re.I)
_TAIL = re.compile(r"\s*(?:[|•·–—(]|\s-\s|\b(?:in|from|for|aus|mit|with|updated|published|last|on|at)\b|\d).*$", re.I)
_ROLE = re.compile(rf"\b(?:{ROLES})\b", re.I)
_FILED = re.compile(r"\bIn ([A-Z][\w &-]{2,30}?)\s*(?:\||$)")
_LANGUAGE_MARK = re.compile(r"\s+(?:EN|ES|PT|FR|DE|IT)$")
_PARTICLES = frozenset("de da di del della la le van von der den bin al el y dos das du ter ten zu ibn".split())
_NAME_WORD = re.compile(r"^(?:[^\W\d_][\w\u0300-\u036f\u0900-\u0dff'’.-]*|d['’]\w+)$")
_MAX_UNCASED = 12  # characters of a word of a name in a script without capitals, which may have no spaces either
_PICTURE_BEFORE = re.compile(rf"\b(?:{PICTURE})\s*$", re.I)
_PICTURE_FIRST = re.compile(rf"^(?:{PICTURE})\b", re.I)
_ROLE_SUFFIX = re.compile(ROLE_SUFFIX)
_SIGNED = re.compile(r"^([^\d|/•·,]{5,60}?)\s*(?:[|•·]|\s[–—-]\s)")  # NAME | 4 May 2021


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line tells. ``topic`` is what stands before a date or a name; ``rest_words`` counts unexplained words."""

    names: tuple[str, ...] = ()
    day: date | None = None
    topic: str = ""
    rest_words: int = 0
    by: bool = False  # the names stand after a "by", not merely before a date
    updated: bool = False  # the day is that of the last change
    month_first: date | None = None  # the other day that 06/01/2026 may mean: ``day`` takes it as the 6th of January

    @property
    def has_date(self) -> bool:
        """Whether a day was found."""
        return self.day is not None


@remembered.of_short
def read(text: str) -> Byline:
    """Read a line, or several, as a byline. Text that is none gives no names and no day."""
    lines = [_read_line(" ".join(line.split())) for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        return lines[0]
    dated = next((line for line in lines if line.day and not line.updated), None)
    dated = dated or next((line for line in lines if line.day), Byline())
    return Byline(
        names=tuple(dict.fromkeys(name for line in lines for name in line.names)),
        day=dated.day,
        topic=next((line.topic for line in lines if line.topic), ""),
        rest_words=sum(line.rest_words for line in lines),
        by=any(line.by for line in lines),
        updated=dated.updated,
        month_first=dated.month_first,
    )


def _read_line(line: str) -> Byline:
    found = find_day(line)
    day, span = found if found else (None, None)
    names: tuple[str, ...] = ()
    match = _by_of(line, span)
    if match:
        names = split_names(line[match.end() : span[0] if span and span[0] > match.end() else None])
        if _NOUN.search(match[0]) and not any(" " in name for name in names):
            names = ()  # "Text Link" is no author's line, "Text: Link" may be one
    elif span and (signed := _SIGNED.match(line)):
        names = tuple(name for name in split_names(signed.group(1)) if " " in name)  # one word may be a section
    rest = line[: span[0]] + " " + line[span[1] :] if span else line
    topic = "" if names and not match else _topic(line, span, match if names else None)
    other = _swapped(day) if day and span and _SLASHED.match(line[slice(*span)]) else None
    updated = bool(span and _UPDATED.search(line[: span[0]]))
    return Byline(names, day, topic, len(rest.split()), by=bool(match and names), updated=updated, month_first=other)


def _swapped(day: date) -> date | None:
    """The day that a day is when its month comes first."""
    return date(day.year, day.day, day.month) if day.day <= MONTHS_A_YEAR and day.day != day.month else None


def _topic(line: str, span: tuple[int, int] | None, by: re.Match[str] | None) -> str:
    """``TRAFFICKING`` in ``TRAFFICKING / 4 OCT 2011``, ``Contraband`` in ``On 4 Oct 2011 In Contraband``."""
    if span is None:
        return ""
    before = line[: min(span[0], by.start() if by else span[0])]
    topic = before.rstrip()[:-1].strip() if before.rstrip().endswith(("/", "|", "•", "·")) else ""
    if topic and len(topic.split()) <= 5 and not _LEADING_BY.match(topic) and "/" not in topic and "|" not in topic:
        return topic
    filed = _FILED.search(line[span[1] :])
    return filed.group(1).strip() if filed else ""


def _by_of(line: str, span: tuple[int, int] | None) -> re.Match[str] | None:
    """The "by" of a line: at its start, after its date, or after a separator; never in the middle of a sentence."""
    leading = _LEADING_BY.match(line)
    if leading:
        return leading
    if span is None and not any(map(line.__contains__, _SEPARATORS)):
        return None
    for match in _BY.finditer(line):
        before = line[: match.start()].rstrip()
        if _PICTURE_BEFORE.search(before):
            continue
        after_date = span is not None and 0 <= match.start() - span[1] <= 12
        if after_date or before.endswith(_SEPARATORS) or (line.isupper() and span):
            return match
    return None


def tells_helper(text: str) -> bool:
    """Whether a line names one who had a part in an article that somebody else wrote: ``Reviewed by Ana Pérez``."""
    return _HELPED.match(text) is not None


def find_day(text: str) -> tuple[date, tuple[int, int]] | None:
    """The first plausible day written in a text, with its place."""
    if not _DIGIT.search(text):
        return None
    best: tuple[date, tuple[int, int]] | None = None
    for pattern, order in (
        (_DAY_MONTH_YEAR, "dmy"),
        (_MONTH_DAY_YEAR, "mdy"),
        (_ISO, "ymd"),
        (_YEAR_FIRST, "ymd"),
        (_CJK_DATE, "ymd"),
        (_DOTTED, "dmy"),
    ):
        for match in pattern.finditer(text):
            if best is not None and match.start() >= best[1][0]:
                break
            if day := _day(match.groups(), order):
                best = (day, match.span())
                break
    return best


def _day(parts: tuple[str, ...], order: str) -> date | None:
    values = dict(zip(order, parts, strict=True))
    month = values["m"].lower().rstrip(".")
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    day = int(values["d"])
    if number > MONTHS_A_YEAR >= day and order == "dmy":  # 4/25/2021 can only be the American order
        number, day = day, number
    try:
        found = date(int(values["y"]), number, day)
    except ValueError:
        return None
    return found if found.year >= EARLIEST_YEAR else None


def split_names(text: str) -> tuple[str, ...]:
    """The names of persons and collectives in a text such as ``JEANNA CULLINAN and Ana Pérez, staff writer``."""
    text = _HELPED.sub("", _LEADING_BY.sub("", text.strip()))
    text = _LANGUAGE_MARK.sub("", _without_tail(text).strip())
    names: list[str] = []
    for number, part in enumerate(_SPLIT.split(text)):
        role = _ROLE.search(part)
        if _PICTURE_FIRST.match(part) or _LABEL.match(part.strip()) or (role and number):
            continue  # the name of somebody else, no name, or a role or a desk after a name's comma
        if role and role.start() > 0:
            if len(part[: role.start()].split()) > 1:
                part = part[: role.start()]  # noqa: PLW2901 - the name without the role behind it
            elif role.end() == len(part):
                continue  # a role that needs two words
        name = tidy_name(part)
        if name and not (names and " " in names[0] and " " not in name):  # a place or an agency after a full name
            names.append(name)
    return tuple(dict.fromkeys(names))


def _without_tail(text: str) -> str:
    """A text up to the place, role or date behind its names."""
    tail = _TAIL.search(text)
    if tail is None:
        return text
    text, cut = text[: tail.start()].rstrip(), tail.group().lstrip()
    before, _, last = text.rpartition(" ")
    return before if cut[0].isdigit() and last.lower().strip(".") in MONTHS else text


def tidy_name(part: str) -> str | None:
    """A name in its usual case, or None when the words are no name."""
    name = _ROLE_SUFFIX.sub("", part.strip(" .,:;-–—()[]\"'“”"))
    words = name.split()
    if not 1 <= len(words) <= 6 or any(ch.isdigit() for ch in name) or "@" in name:
        return None
    if len(name) < (2 if is_uncased(name[0]) else 3):
        return None
    if name.isupper() and any(len(word) > 3 for word in words):
        words = [word if "." in word else _title_case(word) for word in words]
        name = " ".join(words)
    if words[0][0].islower() or name.casefold() in WEEKDAYS:
        return None
    return name if all(map(_may_be_of_name, words)) else None


def _may_be_of_name(word: str) -> bool:
    if word in _PARTICLES:
        return True
    if not _NAME_WORD.match(word) or word[0].islower():
        return word.startswith(("d'", "d’")) and _NAME_WORD.match(word) is not None
    return len(word) <= _MAX_UNCASED or not is_uncased(word[0])


def is_uncased(letter: str) -> bool:
    """Whether a letter is of a script without capitals, in which a name may have no spaces."""
    return letter.lower() == letter.upper()


def _title_case(word: str) -> str:
    return "-".join("'".join(bit.capitalize() for bit in piece.split("'")) for piece in word.split("-"))
