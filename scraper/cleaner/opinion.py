"""What would trafilatura keep?

The only door to trafilatura. Its opinion is one vote among others, asked for on pages where little else is sure.
"""

from __future__ import annotations

from scraper.cleaner.letters import squeeze

# trafilatura is quadratic in sibling paragraphs (10,000 <p>: 4.7 s) and drops text nested deeper than 256.
MAX_CHARS = 500_000
MAX_TAGS = 4_000


class Opinion:
    """The text trafilatura keeps, to be asked piece by piece."""

    __slots__ = ("_lines", "_text", "paragraphs")

    def __init__(self, text: str) -> None:
        self.paragraphs = tuple(line for line in text.splitlines() if line.strip())
        self._lines = {squeeze(line) for line in text.splitlines()}
        self._text = squeeze(text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def keeps(self, squeezed: str) -> bool:
        """Whether a squeezed text is in it; short ones must be a line of their own."""
        return squeezed in self._lines or (len(squeezed) >= 30 and squeezed in self._text)


def ask(html: str, url: str) -> Opinion:
    """trafilatura's opinion of a page; empty when it has none, or when the page is too big to ask."""
    if len(html) > MAX_CHARS or html.count("<") > MAX_TAGS:
        return Opinion("")
    import trafilatura  # noqa: PLC0415  # half a second that most runs can do without

    try:
        text = trafilatura.extract(html, url=url, include_comments=False, deduplicate=False, fast=True)
    except Exception:  # any of its parsers may fail on hostile input; then it simply has no opinion
        return Opinion("")
    return Opinion(text or "")
