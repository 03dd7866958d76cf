"""How does an article say where it comes from?

The credit at the top and at the bottom of every output, as text, Markdown or HTML. The top always names the authors
or the publisher and links to the original; what else there must be hangs on the publisher's duties.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from enum import Enum

from scraper.model import Attribution, Duty, Licence, Permission
from scraper.writer.document import Document
from scraper.writer.plain import escape_markdown, markdown_line, one_line


class Markup(Enum):
    """How links and special characters are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


def byline(attribution: Attribution) -> str:
    """ "By A and B", with the publisher's name at the end where its terms want it in the byline; "" if nobody is
    named."""
    names = _listed([named for name in attribution.authors if (named := one_line(name))])
    if Duty.NAME_IN_BYLINE in attribution.duties and not _names_publisher(names, attribution):
        names = f"{names}, {attribution.publisher}" if names else attribution.publisher
    return f"By {names}" if names else ""


def credit_line(attribution: Attribution) -> str:
    """The credit on one line of plain text, link included: the publisher's own sentence where there is one."""
    said = one_line(attribution.credit)
    if not said:
        origin = f"originally published by {one_line(attribution.publisher)}: {attribution.link}"
        author_line = byline(attribution)
        return f"{author_line} — {origin}" if author_line else _capital(origin)
    if Duty.NAME_IN_BYLINE in attribution.duties and not _names_publisher(said, attribution):
        said = f"{byline(attribution)} — {said}"
    return said if _whole(attribution.link).search(said) else f"{said} — original: {attribution.link}"


def top(attribution: Attribution, markup: Markup = Markup.TEXT) -> str:
    """What stands above the story: the credit line with the link to the original, and the licence where it has to."""
    lines = [_marked(credit_line(attribution), attribution.link, markup)]
    if Duty.LICENCE_AT_TOP in attribution.duties and attribution.licence:
        lines += _licence_name(attribution.licence, markup)
    return _BREAK[markup].join(lines)


def bottom(attribution: Attribution, markup: Markup = Markup.TEXT) -> str:
    """What stands below the story, a line each: sentence and links where the terms want them there, and the licence.

    Empty where none of it is known.
    """
    duties, link, lines = attribution.duties, attribution.link, []
    if Duty.CREDIT_AT_BOTTOM in duties and attribution.credit:
        lines.append(_marked(attribution.credit.strip(), link, markup))
    if Duty.LINK_AT_BOTTOM in duties:
        lines.append(_marked(f"Originally published by {attribution.publisher}: {link}", link, markup))
    if Duty.SITE_LINK_AT_BOTTOM in duties and attribution.site:
        lines.append(_marked(f"{attribution.publisher}: {attribution.site}", attribution.site, markup))
    if attribution.licence:
        if Duty.LICENCE_AT_TOP not in duties:
            lines += _licence_name(attribution.licence, markup)
        notice = attribution.licence.text.strip()
        lines += [_marked(notice, None, markup)] if notice else []
    return _BREAK[markup].join(lines)


def from_document(document: Document) -> Attribution:
    """The attribution of a stored article.

    Raises ValueError when the document carries none: nothing is written without its way back.
    """
    stored = document.get("attribution")
    if not stored:
        raise ValueError(f"no attribution for {document.get('url')!r}")
    licence = stored.get("license")
    return Attribution(
        link=stored["link"],
        publisher=stored["publisher"],
        authors=tuple(stored["authors"]),
        licence=Licence(licence["id"], licence["url"], licence["text"], licence["source"]) if licence else None,
        credit=stored["credit"],
        duties=tuple(Duty(duty) for duty in stored["duties"]),
        permission=Permission(stored.get("permission", Permission.UNKNOWN)),  # articles of earlier versions have none
        site=stored.get("site"),
        pixel=stored.get("pixel"),
        embargo_days=stored.get("embargo_days"),
        window_days=stored.get("window_days"),
        images=stored.get("images"),
        conditions=tuple(stored.get("conditions", ())),
        terms_source=stored.get("terms_source", ""),
    )


_BREAK = {Markup.TEXT: "\n", Markup.MARKDOWN: "\n\n", Markup.HTML: "<br>\n"}


def _licence_name(licence: Licence, markup: Markup) -> list[str]:
    named = " ".join(part for part in (licence.id, licence.url and f"({licence.url})") if part)
    return [_marked(f"Licence: {named}", licence.url, markup)] if named else []


def _marked(line: str, link: str | None, markup: Markup) -> str:
    """The plain line in the markup, with ``link`` as a link wherever it stands in it."""
    first, *rest = _whole(link).split(one_line(line)) if link else [one_line(line)]
    return (_link(link, markup) if link else "").join(
        [_begun(first, markup), *(_escape(part, markup) for part in rest)]
    )


def _escape(text: str, markup: Markup) -> str:
    if markup is Markup.HTML:
        return html.escape(text)
    return escape_markdown(text) if markup is Markup.MARKDOWN else text


def _begun(text: str, markup: Markup) -> str:
    """What a line begins with."""
    return markdown_line(text) if markup is Markup.MARKDOWN else _escape(text, markup)


def _link(url: str, markup: Markup) -> str:
    if markup is Markup.HTML:
        return f'<a href="{html.escape(url)}">{html.escape(url)}</a>'
    return f"<{url}>" if markup is Markup.MARKDOWN else url


def _whole(link: str) -> re.Pattern[str]:
    """Finds exactly this link, not a longer one that starts with it."""
    return re.compile(re.escape(link) + r"(?![\w/?&=#%-]|\.\w)")


def _names_publisher(text: str, attribution: Attribution) -> bool:
    return attribution.publisher.casefold() in text.casefold()


def _listed(names: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
