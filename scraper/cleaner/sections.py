"""Under which heading of the site does the story stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scraper.cleaner import bylines
from scraper.cleaner.dom import Dom, category
from scraper.cleaner.picking import labelled_as
from scraper.cleaner.schema_org import as_list, text_of, types_of
from scraper.cleaner.sites import same, site_names
from scraper.model import Block, Label, Labelled

MAX_WORDS = 5
_FILED = re.compile(
    r"^(?:categor(?:y|ies|[ií]as?)|categoria|kategorien?|section|secci[oó]n|rubrik|ressort|rubrique"
    r"|filed under|posted in)\s*:?\s+(.{2,60})$",
    re.I,
)
HOME = frozenset(
    "home inicio início startseite start accueil hjem hem etusivu strona główna homepage home page".split()
)
_CRUMBS = re.compile(r"[»›>/→]")


def section_of(
    dom: Dom, item: Mapping[str, Any], lines: Sequence[bylines.Byline], labelled: Sequence[Labelled]
) -> tuple[str | None, str]:
    """The section, with the source of it. Declared values first, then what a reader sees about the title."""
    names = site_names(dom, item)
    for value, source in _options(dom, item, lines, labelled):
        if value and len(value.split()) <= MAX_WORDS and not any(same(value, name) for name in names):
            return (value.title() if value.isupper() and len(value) > 3 else value), source
    return None, ""


def _options(
    dom: Dom, item: Mapping[str, Any], lines: Sequence[bylines.Byline], labelled: Sequence[Labelled]
) -> Iterator[tuple[str | None, str]]:
    """What may name the section, the surest first; the later ones are looked for only where the earlier ones fail."""
    topic = next((line.topic for line in lines if line.topic), None)
    yield (topic if topic and topic.isupper() else None), "kicker"
    yield next((s for s in map(text_of, as_list(item.get("articleSection"))) if s), None), "json-ld"
    yield dom.first("article:section", "parsely-section", "section", "cxenseparse:recs:section"), "meta"
    yield topic, "byline"
    yield category(dom), "rel=category"
    yield _json_crumb(dom), "breadcrumbs"
    yield _visible_crumb(labelled), "breadcrumbs"
    yield _filed(labelled), "category line"
    yield _first_line(labelled), "kicker"
    kickers = labelled_as(labelled, Label.KICKER)
    yield (kickers[-1].text if kickers else None), "kicker"  # the nearest to the title


def _json_crumb(dom: Dom) -> str | None:
    """The breadcrumb before the page's own."""
    lists = [thing for thing in dom.json_ld if "breadcrumblist" in types_of(thing)]
    entries = [e for thing in lists for e in as_list(thing.get("itemListElement")) if isinstance(e, dict)]
    names = [name for e in entries if (name := text_of(e.get("name")) or text_of(e.get("item")))]
    return names[-2] if len(names) > 2 else None


def _visible_crumb(labelled: Sequence[Labelled]) -> str | None:
    """The last link of a line such as ``Home » Region » Title`` above the title."""
    title = Label.TITLE
    top = next((i for i, b in enumerate(labelled) if b.label is title and b.block.level == 1), -1)
    for item in labelled[: max(top, 0) + 3]:
        block = item.block
        links = [run.text.strip() for run in block.links if run.text.strip()]
        if len(links) > 1 and _CRUMBS.search(block.text) and not item.is_story and _leads_home(block):
            return next((text for text in reversed(links[1:]) if not _is_title(text, labelled)), None)
    return None


def _leads_home(block: Block) -> bool:
    """Whether the first link of a line is the front page, as in breadcrumbs, or at least above the second."""
    if block.links[0].text.strip().lower() in HOME:
        return True
    first, second = (run.href or "" for run in block.links[:2])
    return second.startswith(first.rstrip("/")) or first.count("/") <= 3


def _is_title(text: str, labelled: Sequence[Labelled]) -> bool:
    return any(same(text, item.text) for item in labelled_as(labelled, Label.TITLE))


def _filed(labelled: Sequence[Labelled]) -> str | None:
    for item in labelled:
        text = item.block.text
        match = _FILED.match(text) if len(text) < 80 else None
        if match:
            return match.group(1).split(",")[0].strip()
    return None


def _first_line(labelled: Sequence[Labelled]) -> str | None:
    """The line above the title where both stand in one block."""
    held = next((b.text.split("\n") for b in labelled_as(labelled, Label.TITLE) if "\n" in b.text), None)
    return held[0] if held and held[0].isupper() else None
