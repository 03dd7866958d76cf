"""Under which terms may the text be used, and what does the publisher ask in return?

Evidence in this order: ``rel=license``, JSON-LD, a link to Creative Commons, the notice's own words, the publisher's
collected terms. What the evidence does not say stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scraper.model import Block, Duty, Label, Labelled, Licence, Terms

MAX_NOTICE_CHARS = 2_000  # longer is a copy of the whole story with a notice in it
_COMMONS = "creative commons"

_CC_URL = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-(?:nc|nd|sa))*)(?:/(\d\.\d))?(?:/([a-z]{2}|igo)(?![a-z.]))?"
    r"|publicdomain/(zero|mark)/(\d\.\d))",
    re.I,
)
_CC0 = re.compile(r"\bcc[- ]?0(?:[- ](\d\.\d))?\b|\bcreative commons zero\b", re.I)
_CC_WORDS = re.compile(r"\bcc[- ](by(?:[- ](?:nc|nd|sa))*)\b(?:[- ]?(\d\.\d))?", re.I)
_CC_NAME = re.compile(
    r"creative commons[\s:,-]+(?:licen[cs]e\s+)?((?:(?:attribution|atribuci[oó]n|namensnennung|non-?commercial"
    r"|no[ -]?comercial|nicht[- ]kommerziell|no[ -]?deriv\w*|sin[ -]?deriv\w*|keine[- ]bearbeitung\w*"
    r"|share-?\s?alike|compartir[ -]?igual)"
    r"[\s/–-]*)+)(?:.{0,20}?(\d\.\d))?",
    re.I,
)
_PUBLIC_DOMAIN = re.compile(r"\b(?:in the|is) public domain\b|\bdominio p[uú]blico\b", re.I)
_NON_COMMERCIAL = re.compile(
    r"non-?commercial|no[ -]?comercial|sin (?:fines de lucro|[aá]nimo de lucro)|nicht[- ]kommerziell", re.I
)
_NO_DERIVATIVES = re.compile(
    r"no[ -]?deriv|sin[ -]?deriv|without (?:changes|editing|alteration)|may not (?:be )?edit", re.I
)
_SHARE_ALIKE = re.compile(r"share-?\s?alike|compartir[ -]?igual", re.I)
_RESERVED = re.compile(
    r"all rights reserved|todos los derechos reservados|alle rechte vorbehalten|tous droits r[eé]serv", re.I
)
_BYLINE = re.compile(r"in the byline|en (?:el|la) (?:byline|firma|autor[ií]a|encabezado)", re.I)
_TOP = re.compile(r"\b(?:link|enlace)\w*.{0,60}\b(?:top|beginning|inicio|principio|comienzo)\b", re.I)
_BOTTOM = re.compile(r"\b(?:link|enlace)\w*.{0,90}\b(?:bottom|end|final|pie)\b", re.I)
_NOTIFY = re.compile(
    r"(?:send|env[ií]e?n\w*|escr[ií]b\w*).{0,30}\b(?:e-?mail|correo)|let us know|notify us|av[ií]s\w+nos", re.I
)

_CREDITED = re.compile(
    r"\b(?:[Aa]ttribution|[Cc]redit|[Aa]tribuci[oó]n|[Cc]r[eé]dito)\s+(?:to|a)\s+"
    r"((?:[A-ZÀ-Þ][\w&’'.-]*\s?){1,5}?)\s*(?:\bin the\b|\ben (?:el|la)\b|\band\b|\bwith\b|\by\b|,|\.\s|$)"
)

_DUTIES = (
    (_BYLINE, Duty.NAME_IN_BYLINE),
    (_TOP, Duty.LINK_AT_TOP),
    (_BOTTOM, Duty.LINK_AT_BOTTOM),
    (_NOTIFY, Duty.NOTIFY),
)
_PARTS = {"nc": Duty.NON_COMMERCIAL, "nd": Duty.NO_DERIVATIVES, "sa": Duty.SHARE_ALIKE}


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
    if known:
        return max(known, key=lambda found: _precision(found, known[0]))
    if terms and (terms.licence_id or terms.licence_url):
        return Licence(terms.licence_id, terms.licence_url, text, "publisher terms")
    return Licence(None, None, text, "notice") if text else None


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
    named = _COMMONS in "\n".join([item.text for item in labelled]).lower()  # asked once for all, as few pages do
    return [item.block for item in labelled if item.label is Label.LICENCE or (named and is_notice(item))]


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
    return Licence(words.id, None, text, source) if words and words.id else None


def _from_words(text: str) -> Licence | None:
    match = _CC_WORDS.search(text)
    if match:
        kind = _ordered(re.sub(r"[\s-]+", "-", match.group(1)))
        return Licence("-".join(filter(None, ("CC", kind, match.group(2)))), None, text, "notice")
    match = _CC0.search(text)
    if match:
        return Licence("-".join(filter(None, ("CC0", match.group(1)))), None, text, "notice")
    match = _CC_NAME.search(text)
    if match:
        return Licence("-".join(filter(None, (_kind(match.group(1)), match.group(2)))), None, text, "notice")
    if re.search(r"creative commons", text, re.I) and re.search(
        r"attribution|atribuci|namensnennung|cr[eé]dit", text, re.I
    ):
        return Licence(_kind(text), None, text, "notice")
    plain = ((_PUBLIC_DOMAIN, "public-domain"), (_RESERVED, "all-rights-reserved"))
    return next((Licence(name, None, text, "notice") for pattern, name in plain if pattern.search(text)), None)


def _kind(words: str) -> str:
    name = "CC-BY"
    if _NON_COMMERCIAL.search(words):
        name += "-NC"
    if _NO_DERIVATIVES.search(words):
        name += "-ND"
    elif _SHARE_ALIKE.search(words):
        name += "-SA"
    return name
