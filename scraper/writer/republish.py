"""How does an article look that is ready to be republished?

The story as its terms want it, the credit where they want it, and the publisher's counter. With terms that allow no
changes that is the whole text, its links and its lines to other stories included: only the page's furniture is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape

from scraper.model import Attribution, Duty
from scraper.writer.attribution import Markup, bottom, from_document, top
from scraper.writer.document import Document, storable
from scraper.writer.export.markdown import story
from scraper.writer.plain import escape_markdown, html_text, markdown_heading, one_line
from scraper.writer.rendered import direction, html, page

CHANGES = "Changed from the original: the page's navigation, promotions and pictures were left out."
CHANGES_WITH_IMAGES = "Changed from the original: the page's navigation and promotions were left out."


class Form(StrEnum):
    """What a pack's article is written as."""

    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Copy:
    """A republishable article: its title, its Markdown from the credit to the licence, and the publisher's counter."""

    title: str
    body: str
    attribution: Attribution
    language: str | None

    def markdown(self) -> str:
        """The article as a Markdown file."""
        title = f"# {markdown_heading(self.title)}\n\n" if self.title else ""
        counter = f"\n\n![]({_address(self.attribution.pixel)})" if self.attribution.pixel else ""
        return storable(f"{title}{self.body}{counter}\n")

    def html(self) -> str:
        """The article as an HTML page, which names the original as the canonical one."""
        about, way = self.attribution, direction(self.title + self.body)
        pixel = f'<img src="{escape(about.pixel)}" alt="" width="1" height="1">\n' if about.pixel else ""
        head = (
            f'<link rel="canonical" href="{escape(about.link)}">\n'
            f'<meta name="author" content="{escape(", ".join(about.authors) or about.publisher)}">\n'
        )
        title = f"<h1{way}>{escape(self.title)}</h1>\n" if self.title else ""
        body = f"<article{way}>\n{title}{html(self.body)}{pixel}</article>\n"
        return html_text(page(self.title or about.link, self.language, head, body))


def copy_of(document: Document) -> Copy:
    """The republishable version of a stored article. Raises ValueError when it has no attribution."""
    attribution = from_document(document)
    whole = (document.get("republishable") or "").strip() or story(document)
    parts = [top(attribution, Markup.MARKDOWN), *_pictures(document, attribution), whole]
    if end := _end(attribution):
        parts += ["---", end]
    return Copy(one_line(document["title"]), "\n\n".join(parts), attribution, document["language"])


def licence_text(document: Document) -> str:
    """Name, address and notice of the licence, word for word; "" where there is none."""
    licence = from_document(document).licence
    if licence is None:
        return ""
    return "\n\n".join(part for part in (licence.id, licence.url, licence.text) if part) + "\n"


def _end(attribution: Attribution) -> str:
    lines = [bottom(attribution, Markup.MARKDOWN)]
    if Duty.STATE_CHANGES in attribution.duties:
        lines.append(CHANGES_WITH_IMAGES if attribution.images else CHANGES)
    return "\n\n".join(line for line in lines if line)


def _pictures(document: Document, attribution: Attribution) -> list[str]:
    """The story's pictures with their captions, only where the terms say that they come with the text."""
    if not attribution.images or Duty.NO_IMAGES in attribution.duties:
        return []
    shown = []
    for image in document["images"]:
        shown.append(f"![{escape_markdown(one_line(image['alt']))}]({_address(image['url'])})")
        if caption := one_line(" — ".join(filter(None, (image["caption"], image.get("credit"))))):
            shown.append(f"*{escape_markdown(caption)}*")
    return shown


def _address(url: str) -> str:
    """The address between the parentheses of Markdown."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
