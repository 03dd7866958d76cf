"""May it be republished, and what is to be done for that?

Pure: a stored article and the moment go in; a refusal with its reason, or the list of what remains to be done, comes
out. What is unknown is never taken for a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scraper.model import Attribution, Duty, Permission
from scraper.writer.attribution import byline, from_document
from scraper.writer.document import Document

SHOWN_CHARS = 160  # of a notice that is the reason for a refusal


@dataclass(frozen=True, slots=True)
class Use:
    """When it is to be republished, and whether to earn money with it."""

    at: datetime
    commercial: bool = False


@dataclass(frozen=True, slots=True)
class CheckList:
    """What the terms ask for: what the text does already, and what is left for the one who publishes it."""

    done: tuple[str, ...]
    to_do: tuple[str, ...]


def why_not(document: Document, use: Use) -> str | None:
    """Why this article may not be republished, in words; None: it may, once the duties are fulfilled.

    Raises ValueError for a document without attribution.
    """
    attribution = from_document(document)
    refusals = (_not_granted(attribution), _not_for_sale(attribution, use), _not_now(attribution, document, use))
    return next((refusal for refusal in refusals if refusal), None)


def check_list(document: Document) -> CheckList:
    """What the terms of a republishable article ask for."""
    attribution = from_document(document)
    done = [text for duty, text in _DONE.items() if duty in attribution.duties]
    to_do = [say(attribution) for duty, say in _TO_DO.items() if duty in attribution.duties]
    (done if attribution.pixel else to_do).extend(_counter(attribution))
    if attribution.images is None and Duty.NO_IMAGES not in attribution.duties:
        to_do.append("Use no pictures before you have asked: they are left out, as the terms do not speak of them.")
    to_do += [*_days(attribution, document), *attribution.conditions, _look(attribution)]
    start = [f"The credit names {attribution.publisher} and links to the original."]
    return CheckList((*start, *(line.format(byline=byline(attribution)) for line in done)), tuple(to_do))


_DONE = {
    Duty.NAME_IN_BYLINE: 'The byline names them: "{byline}".',
    Duty.LINK_AT_BOTTOM: "The link to the original stands at the bottom too.",
    Duty.SITE_LINK_AT_BOTTOM: "A link to their site stands at the bottom.",
    Duty.CREDIT_AT_BOTTOM: "The sentence they ask for stands at the bottom.",
    Duty.LICENCE_AT_TOP: "The licence stands at the top.",
    Duty.KEEP_LINKS: "All links of the story are there.",
    Duty.STATE_CHANGES: "A line says what was changed.",
    Duty.NO_IMAGES: "Pictures are left out: the terms do not cover them.",
}
_TO_DO: dict[Duty, Callable[[Attribution], str]] = {
    Duty.NON_COMMERCIAL: lambda _: "Use it for nothing commercial.",
    Duty.NO_DERIVATIVES: lambda _: "Change nothing: no cuts, no additions, no translation.",
    Duty.WHOLE: lambda _: "Publish the whole article, no excerpt.",
    Duty.KEEP_LINKS: lambda _: "Keep all its links.",
    Duty.SHARE_ALIKE: lambda about: f"Publish it under the same licence ({_named(about)}).",
    Duty.STATE_CHANGES: lambda _: "Say what else you change.",
    Duty.NOTIFY: lambda about: f"Tell {about.publisher} that you use it.",
    Duty.NO_PAYWALL: lambda _: "Put it behind no paywall and no registration.",
    Duty.NO_AUTOMATION: lambda _: "Choose each article by hand: nothing automatic, nothing wholesale.",
}


def _not_granted(attribution: Attribution) -> str | None:
    source = f" ({attribution.terms_source})" if attribution.terms_source else ""
    match attribution.permission:
        case Permission.GRANTED:
            return None
        case Permission.ON_REQUEST:
            return f"only with the publisher's permission: ask {attribution.publisher}{source}"
        case Permission.FORBIDDEN:
            return f"the terms forbid it{source}{_notice(attribution)}"
        case Permission.UNKNOWN:
            return (
                f"its terms are unknown{source}: ask {attribution.publisher}, and put what they allow into a file of "
                f"your own (publishers = FOLDER in the settings){_notice(attribution)}"
            )


def _notice(attribution: Attribution) -> str:
    notice = " ".join(attribution.licence.text.split()) if attribution.licence else ""
    shown = notice if len(notice) <= SHOWN_CHARS else notice[: SHOWN_CHARS - 1] + "…"
    return f'; the page says: "{shown}"' if shown else ""


def _not_for_sale(attribution: Attribution, use: Use) -> str | None:
    if use.commercial and Duty.NON_COMMERCIAL in attribution.duties:
        return f"for nothing commercial ({_named(attribution)})"
    return None


def _not_now(attribution: Attribution, document: Document, use: Use) -> str | None:
    published = _published(document)
    if published is None:
        return None
    first, last = _window(attribution, published)
    if first and use.at < first:
        return f"not before {first:%Y-%m-%d %H:%M} UTC: {attribution.embargo_days} days after publication"
    if last and use.at > last:
        return f"not after {last:%Y-%m-%d}: {attribution.window_days} days after publication"
    return None


def _window(attribution: Attribution, published: datetime) -> tuple[datetime | None, datetime | None]:
    def after(days: int | None) -> datetime | None:
        return published + timedelta(days=days) if days is not None else None

    return after(attribution.embargo_days), after(attribution.window_days)


def _published(document: Document) -> datetime | None:
    """The latest moment at which it can have been published: of a day, its end in UTC."""
    told = document["date_published"]
    if not told:
        return None
    if len(told) == len("2026-11-23"):
        return datetime.fromisoformat(told).replace(tzinfo=UTC) + timedelta(days=1)
    moment = datetime.fromisoformat(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _days(attribution: Attribution, document: Document) -> Iterator[str]:
    if _published(document) is None and attribution.embargo_days:
        yield f"Wait {attribution.embargo_days} days after its publication; when that was is not known."
    if attribution.window_days:
        yield f"Publish it within {attribution.window_days} days of its publication."


def _counter(attribution: Attribution) -> list[str]:
    if attribution.pixel:
        return ["Their counter is part of the text; where it cannot be, add it to the page: " + attribution.pixel]
    if Duty.TRACKING_PIXEL in attribution.duties:
        return [f"Add the counter of {attribution.publisher}: their page for republishing has it, the article has not."]
    return []


def _named(attribution: Attribution) -> str:
    return (attribution.licence and attribution.licence.id) or "the publisher's own terms"


def _look(attribution: Attribution) -> str:
    where = attribution.terms_source or attribution.link
    return f"See whether the terms are still these: {where}."


def each(lines: CheckList) -> str:
    """The list as Markdown, what is done ticked off."""
    ticked = [f"- [x] {line}" for line in lines.done]
    return "\n".join([*ticked, *(f"- [ ] {line}" for line in lines.to_do)]) + "\n"
