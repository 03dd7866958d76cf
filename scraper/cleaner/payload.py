"""Does the story stand in the page's scripts?

Some sites send the story as data and let a script draw it: a JSON-LD ``articleBody``, the state of a framework
(``__NEXT_DATA__``, ``self.__next_f.push``, ``window.__INITIAL_STATE__``). Where a page shows next to nothing itself,
the longest text in them is taken for its body and read like any other page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape

from scraper.cleaner.dom import Dom, texts_of_scripts
from scraper.cleaner.schema_org import article_of

MIN_CHARS = 200  # of a string that may hold a story
MIN_WORDS = 40
STRANGE_WORDS = 150  # where nothing else says that there is a story
PARAGRAPH_CHARS = 80  # of a string that may be one of several paragraphs
MAX_CHARS = 4_000_000  # of scripts that are looked through

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.S)
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|li|blockquote)\b[^>]*>", re.I)
_MARKUP = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"[.!?。！？…][\"'”’»]?(?:\s|$)")


def story(page: Dom, title: str, *, is_shell: bool) -> str | None:
    """A small HTML page with the story found in the scripts, or None. A page that does not call itself an article must
    be a shell, which shows next to nothing."""
    body = _declared(page)
    if not body and _is_article(page):
        body = _longest(page, MIN_WORDS)
    elif not body and is_shell:
        body = _longest(page, STRANGE_WORDS)
    return f"<title>{escape(title)}</title><article><h1>{escape(title)}</h1>{body}</article>" if body else None


def _declared(page: Dom) -> str | None:
    body = article_of(page).get("articleBody")
    return _as_html(body) if isinstance(body, str) and len(body) >= MIN_CHARS and _words(body) >= MIN_WORDS else None


def _is_article(page: Dom) -> bool:
    """Whether the page calls itself an article."""
    dated = page.first("article:published_time", "datepublished") is not None
    return dated or page.first("og:type") == "article" or bool(article_of(page))


def _longest(page: Dom, least: int) -> str | None:
    """The longest piece of HTML in the scripts' strings; without any, the paragraphs of the script with the most."""
    scripts = [text for text in texts_of_scripts(page) if len(text) >= MIN_CHARS]
    if sum(map(len, scripts)) > MAX_CHARS:
        return None
    found = [list(_strings(text)) for text in scripts]
    marked = [value for values in found for value in values if _TAG.search(value) and _words(value) >= least]
    if marked:
        return max(marked, key=_words)
    plain = [[v for v in values if len(v) >= PARAGRAPH_CHARS and _SENTENCE.search(v)] for values in found]
    best = max(plain, key=lambda values: sum(map(_words, values)), default=[])
    told = list(dict.fromkeys(best))
    return "".join(map(_as_html, told)) if sum(map(_words, told)) >= least else None


def _strings(text: str, depth: int = 0) -> Iterator[str]:
    """The strings of a script that may be text, in order; data written as a string is looked into once."""
    for match in _STRING.finditer(text):
        if len(match[1]) < PARAGRAPH_CHARS:
            continue
        try:
            value = json.loads(f'"{match[1]}"', strict=False)
        except ValueError:
            continue
        if depth == 0 and '":' in value and not _TAG.match(value):
            yield from _strings(value, depth + 1)
        elif " " in value and "{" not in value[:20] and not value.startswith(("http", "data:", "/")):
            yield value


def _as_html(text: str) -> str:
    """Text as HTML: what is marked up already stays so, else lines become paragraphs."""
    if _TAG.search(text):
        return text
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _words(text: str) -> int:
    return len(_MARKUP.sub(" ", text).split())
