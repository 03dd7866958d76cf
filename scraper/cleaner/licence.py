"""Under which terms may the text be used, and what does the publisher ask in return?

Evidence in this order: ``rel=license``, JSON-LD, a link to Creative Commons, the notice's own words, the publisher's
collected terms. What the evidence does not say stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from scraper.cleaner import licence_table as words
from scraper.cleaner.picking import labelled_as
from scraper.model import Block, Duty, Label, Labelled, Licence, Permission, Terms

PUBLIC_DOMAIN, RESERVED = "public-domain", "all-rights-reserved"
MAX_NOTICE_CHARS = 2_000  # longer is a copy of the whole story with a notice in it
_COMMONS = "creative commons"

_CC_URL = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-(?:nc|nd|sa))*)(?:/(\d\.\d))?(?:/([a-z]{2}|igo)(?![a-z.]))?"
    r"|publicdomain/(zero|mark)/(\d\.\d))",
    re.I,
)
_CC0 = re.compile(r"\bcc[- ]?0(?:[- ](\d\.\d))?\b|\bcreative commons zero\b", re.I)
_CC_WORDS = re.compile(r"\bcc[- ](by(?:[- ](?:nc|nd|sa))*)\b(?:[- ]?(\d\.\d))?", re.I)


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


_NAMED = _words(words.BY)
_PART_NAMES = (("NC", _words(words.NC)), ("ND", _words(words.ND)), ("SA", _words(words.SA)))
_VERSION = re.compile(r"(?<![\d.])([1-4]\.[05])(?![\d.])")
_NEAR = 160  # characters behind "Creative Commons" in which its name goes on
_CREDIT_WORDS = _words(r"attribution|atribui|atribuci|namensnennung|cr[eé]dit")
_PUBLIC_DOMAIN = _words(words.PUBLIC_DOMAIN)
_RESERVED = _words(words.RESERVED)
_FORBIDDEN = _words(words.FORBIDDEN)
_GRANTED = _words(words.GRANTED)
_ASK = _words(words.ASK)
_DUTIES = tuple(
    (_words(pattern), duty)
    for pattern, duty in (
        (words.IN_BYLINE, Duty.NAME_IN_BYLINE),
        (words.TOP, Duty.LINK_AT_TOP),
        (words.BOTTOM, Duty.LINK_AT_BOTTOM),
        (words.KEEP_LINKS, Duty.KEEP_LINKS),
        (words.NO_EDITS, Duty.NO_DERIVATIVES),
        (words.NOTIFY, Duty.NOTIFY),
        (words.NO_PAYWALL, Duty.NO_PAYWALL),
        (words.NO_AUTOMATION, Duty.NO_AUTOMATION),
        (words.NO_IMAGES, Duty.NO_IMAGES),
        (words.PIXEL, Duty.TRACKING_PIXEL),
    )
)
_PARTS = {"nc": Duty.NON_COMMERCIAL, "nd": Duty.NO_DERIVATIVES, "sa": Duty.SHARE_ALIKE}
_CC_ID = re.compile(r"(CC-BY(?:-NC)?(?:-ND|-SA)?|CC0|CC-PDM)-(\d\.\d)(?:-([A-Z]{2,3}))?")
_PUBLIC = {"CC0": "zero", "CC-PDM": "mark"}
_FREE = ("cc-", "cc0", "public-domain")

_CREDITED = re.compile(
    r"\b(?:[Aa]ttribution|[Cc]redit|[Aa]tribuci[oó]n|[Cc]r[eé]dito)\s+(?:to|a)\s+"
    r"((?:[A-ZÀ-Þ][\w&’'.-]*\s?){1,5}?)\s*(?:\bin the\b|\ben (?:el|la)\b|\band\b|\bwith\b|\by\b|,|\.\s|$)"
)


def find(declared: Sequence[tuple[str, str]], notices: Sequence[Block], terms: Terms | None) -> Licence | None:
    """The licence of a page, or None when nothing names one.

    ``declared`` are (source, URL or name) pairs from the head and JSON-LD; ``notices`` the blocks labelled as licence.
    The notice is kept word for word whatever named the licence.
    """
    text = "\n".join(dict.fromkeys(block.text for block in notices))
    candidates = [_from_value(value, source, text) for source, value in declared]
    candidates += [_from_value(run.href or "", "link in notice", text) for block in notices for run in block.links]
    candidates += [_from_words(text)] if text else []
    known = [found for found in candidates if found and found.id]
    best = max(known, key=lambda found: _precision(found, known[0])) if known else None
    if best and best.id != RESERVED:
        return best
    if terms and (
        terms.licence_id or terms.licence_url
    ):  # what is granted goes before what all pages say at their foot
        return Licence(terms.licence_id, terms.licence_url, text, "publisher terms")
    return best or (Licence(None, None, text, "notice") if text else None)


def in_force(terms: Terms, published: date | datetime | None) -> Terms:
    """The terms with the licence of the day on which the story was published, where that has changed since.

    Without a day none is named.
    """
    if not terms.licence_periods or published is None:
        return terms
    day = published.isoformat()[:10]
    for period in terms.licence_periods:
        name, _, end = period.partition(" until ")
        if not end or day < end:
            return replace(terms, licence_id=name)
    return terms


def permission(licence: Licence | None, terms: Terms | None) -> Permission:
    """Whether the story may be republished, duties fulfilled. What no evidence says is unknown."""
    name = (licence.id or "").lower() if licence else ""
    if name.startswith(_FREE):
        return Permission.GRANTED
    if terms and terms.republish:
        return terms.republish
    notice = licence.text if licence else ""
    granted, forbidden = bool(_GRANTED.search(notice)), bool(_FORBIDDEN.search(notice))
    if (granted or forbidden) and _ASK.search(notice):
        return Permission.ON_REQUEST
    if granted and not forbidden:
        return Permission.GRANTED
    if forbidden:
        return Permission.FORBIDDEN
    return Permission.FORBIDDEN if name == RESERVED else Permission.UNKNOWN


def address_of(name: str | None) -> str | None:
    """Where the text of a licence of Creative Commons stands; None for one whose version nobody has told."""
    match = _CC_ID.fullmatch(name or "")
    if not match:
        return None
    kind, version, port = match.groups()
    if kind in _PUBLIC:
        return f"https://creativecommons.org/publicdomain/{_PUBLIC[kind]}/{version}/"
    path = "/".join(filter(None, (kind.removeprefix("CC-"), version, port)))
    return f"https://creativecommons.org/licenses/{path.lower()}/"


def duties(licence: Licence | None, terms: Terms | None) -> tuple[Duty, ...]:
    """What republishing asks for, by the notice's words, the licence's parts and the publisher's terms."""
    found: list[Duty] = []
    if licence:
        found += [duty for pattern, duty in _DUTIES if pattern.search(licence.text)]
        parts = (licence.id or "").lower().split("-")
        found += [duty for part, duty in _PARTS.items() if part in parts]
        if parts[0] == "cc" and "by" in parts and "nd" not in parts:
            found.append(Duty.STATE_CHANGES)
    if terms:
        found += terms.duties
    order = list(Duty)
    return tuple(sorted(set(found), key=order.index))


def credited(licence: Licence | None) -> str | None:
    """The name that a notice wants credited: ``InSight Crime`` in "with attribution to InSight Crime in the byline"."""
    match = _CREDITED.search(licence.text) if licence else None
    return match.group(1).strip() if match else None


def terms_for(host: str, table: Iterable[Terms]) -> Terms | None:
    """The collected terms of the publisher behind a host, subdomains included."""
    name = host.partition(":")[0]
    matching = [
        (len(known), terms) for terms in table for known in terms.hosts if name == known or name.endswith("." + known)
    ]
    return max(matching, key=lambda pair: pair[0])[1] if matching else None


def notices(labelled: Sequence[Labelled]) -> list[Block]:
    """The blocks that say under which terms the text stands, also those that were taken for other furniture."""
    named = _COMMONS in "\n".join([item.block.text for item in labelled]).lower()  # asked once for all, as few pages do
    told = [item for item in labelled if is_notice(item)] if named else labelled_as(labelled, Label.LICENCE)
    return [item.block for item in told]


def is_notice(item: Labelled) -> bool:
    """Whether a block says under which terms the text stands."""
    if item.label is Label.LICENCE:
        return True
    return not item.is_story and len(item.text) < MAX_NOTICE_CHARS and _COMMONS in item.text.lower()


def _precision(found: Licence, first: Licence) -> int:
    """The first source wins; another only when it says the same and more (a version, a port)."""
    return len(found.id or "") if (found.id or "").startswith(first.id or "") else -1


def _ordered(kind: str) -> str:
    """``BY-NC-ND`` whatever the order of the parts, as in the licences of version 1."""
    parts = kind.upper().replace(" ", "-").split("-")
    return "-".join(part for part in ("BY", "NC", "ND", "SA") if part in parts)


def _from_value(value: str, source: str, text: str) -> Licence | None:
    match = _CC_URL.search(value)
    if match:
        kind, version, port, public, public_version = match.groups()
        if public:
            name = "CC0" if public.lower() == "zero" else "CC-PDM"
            return Licence(f"{name}-{public_version}", value, text, source)
        name = "-".join(filter(None, ("CC", _ordered(kind), version, (port or "").upper())))
        return Licence(name, value, text, source)
    words = _from_words(value)
    return Licence(words.id, words.url, text, source) if words and words.id else None


def _from_words(text: str) -> Licence | None:
    match = _CC_WORDS.search(text)
    if match:
        kind = _ordered(re.sub(r"[\s-]+", "-", match.group(1)))
        return _told("-".join(filter(None, ("CC", kind, match.group(2)))), text)
    match = _CC0.search(text)
    if match:
        return _told("-".join(filter(None, ("CC0", match.group(1)))), text)
    name = _name_in_words(text)
    if name:
        return _told(name, text)
    plain = ((_PUBLIC_DOMAIN, PUBLIC_DOMAIN), (_RESERVED, RESERVED))
    return next((_told(name, text) for pattern, name in plain if pattern.search(text)), None)


def _told(name: str, text: str) -> Licence:
    return Licence(name, address_of(name), text, "notice")


def _name_in_words(text: str) -> str | None:
    """The licence that a text spells out: "Creative Commons Attribution-NonCommercial 4.0" in any language known.

    What follows the words "Creative Commons" names it if that begins with attribution, as all names do; else the whole
    notice speaks of what it allows.
    """
    start = text.casefold().find(_COMMONS)
    if start < 0:
        return None
    behind = text[start : start + _NEAR]
    if _NAMED.search(behind[: _NEAR // 2]):
        version = _VERSION.search(behind)
        return "-".join(filter(None, (_kind(behind), version and version.group(1))))
    return _kind(text) if _CREDIT_WORDS.search(text) or _NAMED.search(text) else None


def _kind(text: str) -> str:
    found = [part for part, pattern in _PART_NAMES if pattern.search(text)]
    if "ND" in found and "SA" in found:  # there is no such licence: what may not be changed needs no terms for changes
        found.remove("SA")
    return "-".join(["CC-BY", *found])
