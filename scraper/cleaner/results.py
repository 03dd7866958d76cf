"""How do text, facts and terms become an Article, or a Rejection?"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from scraper import urls
from scraper.cleaner import assemble, licence, pictures, republication, witnesses
from scraper.cleaner.blocks import Scan
from scraper.cleaner.judge import Verdict
from scraper.cleaner.letters import squeeze
from scraper.cleaner.metadata import Facts
from scraper.cleaner.picking import beside_story, labelled_as, of_story
from scraper.cleaner.sketch import sketch
from scraper.model import (
    Article,
    Attribution,
    Evidence,
    Fact,
    Label,
    Labelled,
    Licence,
    PageType,
    Rejection,
    Terms,
)

# What is no letter and makes a difference: numbers with signs inside, what is counted, and the vowel signs of scripts
# in which these are no letters (from Devanagari to Khmer).
_COUNTED = r"$\u00a2-\u00a5\u20a0-\u20cf%\u2030\u00b0\u00b1"
_VOWELS = r"\u0900-\u0d7f\u0e31-\u0e4e\u0eb1-\u0ece\u1000-\u109f\u1780-\u17d3"
_SENSE = re.compile(rf"\d+(?:[.,:/]\d+)+|[{_COUNTED}]|(?!\w)[{_VOWELS}]")
_MAY_MATTER = re.compile(rf"[\d{_COUNTED}{_VOWELS}][\d.,:/]*")  # finds where to look in a quarter of the time


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found on a page, and the verdict on it."""

    url: str
    facts: Facts
    labelled: Sequence[Labelled]
    verdict: Verdict

    @property
    def story(self) -> tuple[Labelled, ...]:
        """The blocks of the story."""
        return tuple(of_story(self.labelled))

    @property
    def removed(self) -> tuple[Labelled, ...]:
        """Everything else."""
        return tuple(beside_story(self.labelled))

    def rejection(self) -> Rejection:
        """Why there is no article, with the main content there is: none on a bare page."""
        verdict = self.verdict
        assert verdict.reason is not None
        story = () if verdict.is_bare else self.story
        return Rejection(
            url=self.url,
            reason=verdict.reason,
            detail=verdict.detail,
            page_type=verdict.page_type,
            text="" if verdict.is_bare else assemble.text((*self._heading, *story)),
            title=self.facts.title or None,
            confidence=verdict.confidence,
            blocks=story,
            removed=tuple(self.labelled) if verdict.is_bare else self.removed,
        )

    @property
    def _heading(self) -> tuple[Labelled, ...]:
        """The title of a page that is no article, for it is a part of it: the name of a product, a question."""
        if self.verdict.page_type is PageType.ARTICLE:
            return ()
        titles = [title for title in labelled_as(self.labelled, Label.TITLE) if title.block.level == 1]
        return tuple(title._replace(label=Label.HEADING) for title in titles[:1])

    def article(
        self,
        content: bytes,
        fetched_at: datetime | None,
        table: Sequence[Terms],
        page: Scan,
    ) -> Article:
        """The article. ``content`` is what it was found in, ``table`` holds the collected terms of publishers."""
        facts, story = self.facts, self.story
        text = assemble.text(story)
        attribution = self._attribution(licence.terms_for(urls.host_of(self.url), table), content)
        return Article(
            url=self.url,
            title=facts.title,
            text=text,
            attribution=attribution,
            canonical_url=facts.canonical,
            authors=facts.authors,
            date_published=facts.published,
            date_modified=facts.modified,
            date_fetched=fetched_at,
            markdown=assemble.markdown(story),
            republishable=self._republishable(attribution),
            summary=facts.summary,
            language=facts.language,
            section=facts.section,
            tags=facts.tags,
            site_name=facts.site_name,
            images=pictures.of_story(facts.images, story, page),
            licence=attribution.licence,
            blocks=story,
            removed=self.removed,
            confidence=self.verdict.confidence,
            fingerprint=fingerprint(facts.title, text, [author.name for author in facts.authors], facts.published),
            sketch=sketch(text),
            translations=facts.translations,
            content_sha256=hashlib.sha256(content).hexdigest(),
            is_accessible_for_free=facts.free,
            evidence=self._evidence(attribution.licence),
        )

    def _evidence(self, found: Licence | None) -> dict[Fact, Evidence]:
        """The evidence of the facts, of the licence too."""
        named = witnesses.weighed(Fact.LICENCE, found.source, ()) if found else None
        return {**self.facts.evidence, Fact.LICENCE: named} if named else self.facts.evidence

    def _republishable(self, attribution: Attribution) -> str:
        """The Markdown of the story with its lines to other stories, where it is wanted and has such lines."""
        if republication.AS_IT_IS.isdisjoint(attribution.duties):
            return ""
        whole = republication.whole(self.labelled)
        return assemble.markdown(whole) if len(whole) > len(self.story) else ""

    def _attribution(self, terms: Terms | None, page: bytes) -> Attribution:
        facts = self.facts
        terms = licence.in_force(terms, facts.published) if terms else None
        found = licence.find(facts.licences, licence.notices(self.labelled), terms)
        link = facts.canonical or self.url
        named = terms.publisher if terms else licence.credited(found)
        publisher = named or facts.site_name or urls.site_of(self.url)
        attribution = Attribution(
            link=link,
            publisher=publisher,
            authors=tuple(author.name for author in facts.authors),
            licence=found,
            duties=licence.duties(found, terms),
            permission=licence.permission(found, terms),
            pixel=republication.pixel(page, terms.pixel_host if terms else None),
        )
        if terms is None:
            return attribution
        return replace(
            attribution,
            credit=_credit(terms.credit, facts, link, publisher) if terms.credit else "",
            site=terms.site,
            embargo_days=terms.embargo_days,
            window_days=terms.window_days,
            images=terms.images,
            conditions=terms.conditions,
            terms_source=f"{terms.source} (read on {terms.read_on})" if terms.read_on else terms.source,
        )


def _credit(sentence: str, facts: Facts, link: str, publisher: str) -> str:
    """The sentence that a publisher asks for, with this story's facts in its gaps."""
    gaps = {
        "title": facts.title,
        "authors": " and ".join(author.name for author in facts.authors) or publisher,
        "publisher": publisher,
        "link": link,
        "date": str(facts.published or "")[:10],
    }
    for name, value in gaps.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence


def fingerprint(title: str, text: str, authors: Sequence[str], published: date | str | None) -> str:
    """A digest of what a reader would call the article; white space, case and punctuation aside.

    What changes the sense counts, though it is no letter: the point in a number, a currency, a vowel sign.
    ``published`` is a day or a moment, also as ISO 8601.
    """
    told = (title, text, *authors)
    senses = (sign for part in told for sign in _SENSE.findall("\n".join(_MAY_MATTER.findall(part))))
    letters = "\x1f".join(map(squeeze, (*told, str(published or "")[:10])))
    return hashlib.sha256("\x1e".join((letters, *senses)).encode("utf-8", "replace")).hexdigest()
