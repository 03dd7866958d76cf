"""How does an article read as TEI?

TEI P5 (https://tei-c.org/guidelines/p5/): who wrote it where and when, under which licence, in the header; headings,
paragraphs, lists, quotes, tables, code, emphasis and links in the body. Several articles are one teiCorpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from scraper.version import __version__
from scraper.writer.attribution import bottom, from_document, top
from scraper.writer.document import Document, storable
from scraper.writer.export.markdown import story
from scraper.writer.plain import xml_text
from scraper.writer.rendered import tokens

if TYPE_CHECKING:
    from markdown_it.token import Token

NAMESPACE = "http://www.tei-c.org/ns/1.0"
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<teiCorpus xmlns="{NAMESPACE}">\n<teiHeader><fileDesc>'
    "<titleStmt><title>Articles</title></titleStmt>"
    "<publicationStmt><p>Each article names its publisher.</p></publicationStmt>"
    "<sourceDesc><p>Web pages, each named by its article.</p></sourceDesc></fileDesc></teiHeader>\n"
)
TAIL = "</teiCorpus>\n"
_ELEMENTS = {
    "paragraph": "p",
    "blockquote": "quote",
    "bullet_list": 'list rend="bulleted"',
    "ordered_list": 'list rend="numbered"',
    "list_item": "item",
    "table": "table",
    "tr": "row",
    "th": 'cell role="label"',
    "td": "cell",
    "em": 'hi rend="italic"',
    "strong": 'hi rend="bold"',
}


def dumps(document: Document) -> str:
    """A whole TEI document of one article. Raises ValueError when it has no attribution."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{entry(document)}'


def entry(document: Document) -> str:
    """The TEI element alone, as one of a corpus. Raises ValueError when it has no attribution."""
    language = f" xml:lang={quoteattr(document['language'])}" if document["language"] else ""
    attribution = from_document(document)
    paragraphs = [top(attribution), *bottom(attribution).split("\n")]
    credit = "".join(f"<p>{_text(line)}</p>" for line in paragraphs if line)
    body = "".join(_sections(tokens(story(document))))
    return storable(
        f'<TEI xmlns="{NAMESPACE}" xml:id="a{document["id"]}"{language}>\n{_header(document)}\n'
        f'<text>\n<body>\n<div type="article">{body}</div>\n</body>\n'
        f'<back><div type="credit">{credit}</div></back>\n</text>\n</TEI>\n'
    )


def _header(document: Document) -> str:
    attribution, licence = from_document(document), document["license"] or {}
    authors = "".join(f"<author>{_text(author['name'])}</author>" for author in document["authors"])
    title = f"<title>{_text(document['title'])}</title>"
    date = _date(document["date_published"])
    target = f" target={quoteattr(licence['url'])}" if licence.get("url") else ""
    terms = licence.get("text") or licence.get("id") or "The terms are not known."
    name = f"<p>{_text(licence['id'])}</p>" if licence.get("id") else ""
    profile = "".join(
        (
            f"<abstract><p>{_text(document['summary'])}</p></abstract>" if document["summary"] else "",
            f"<langUsage><language ident={quoteattr(document['language'])}/></langUsage>"
            if document["language"]
            else "",
            _keywords(document),
        )
    )
    return (
        f"<teiHeader><fileDesc><titleStmt>{title}{authors}</titleStmt>"
        f"<publicationStmt><publisher>{_text(attribution.publisher)}</publisher>"
        f"<availability><licence{target}>{name}<p>{_text(terms)}</p></licence></availability>{date}</publicationStmt>"
        f"<sourceDesc><bibl>{title}{authors}<publisher>{_text(attribution.publisher)}</publisher>{date}"
        f'<ptr type="URL" target={quoteattr(attribution.link)}/></bibl></sourceDesc></fileDesc>'
        f'<encodingDesc><appInfo><application ident="scraper" version="{__version__}">'
        f"<label>scraper</label></application></appInfo></encodingDesc>"
        f"{f'<profileDesc>{profile}</profileDesc>' if profile else ''}</teiHeader>"
    )


def _keywords(document: Document) -> str:
    terms = [document["section"], *document["tags"]] if document["section"] else document["tags"]
    told = "".join(f"<term>{_text(term)}</term>" for term in terms)
    return f"<textClass><keywords>{told}</keywords></textClass>" if told else ""


def _date(told: str | None) -> str:
    return f'<date when="{told}">{told}</date>' if told else ""


def _sections(parts: Sequence[Token]) -> Iterator[str]:
    """The body; a heading begins a division, as TEI has it."""
    open_divisions: list[int] = []
    blocks = iter(parts)
    for part in blocks:
        if part.type == "heading_open":
            level = int(part.tag[1:])
            while open_divisions and open_divisions[-1] >= level:
                open_divisions.pop()
                yield "</div>"
            open_divisions.append(level)
            yield f"\n<div><head>{''.join(_inline(next(blocks)))}</head>"
        elif part.type != "heading_close":
            yield from _block(part)
    yield "</div>" * len(open_divisions)


def _block(part: Token) -> Iterator[str]:
    name = part.type.removesuffix("_open").removesuffix("_close")
    if part.type == "inline":
        yield from _inline(part)
    elif part.type in ("fence", "code_block"):
        yield f'\n<ab type="code" xml:space="preserve">{_text(part.content, folded=False)}</ab>'
    elif name in _ELEMENTS:
        element = _ELEMENTS[name]
        yield f"\n<{element}>" if part.nesting > 0 else f"</{element.split()[0]}>"


def _inline(part: Token) -> Iterator[str]:
    for child in part.children or ():
        name = child.type.removesuffix("_open").removesuffix("_close")
        if name == "link":
            yield (
                f"<ref target={quoteattr(xml_text(str(child.attrGet('href') or '')))}>"
                if child.nesting > 0
                else "</ref>"
            )
        elif name in _ELEMENTS:
            element = _ELEMENTS[name]
            yield f"<{element}>" if child.nesting > 0 else f"</{element.split()[0]}>"
        elif child.type == "code_inline":
            yield f'<hi rend="code">{_text(child.content)}</hi>'
        elif child.type == "hardbreak":
            yield "<lb/>"
        elif child.type == "softbreak":
            yield " "
        elif child.type != "image":
            yield _text(child.content, folded=False)


def _text(text: str, *, folded: bool = True) -> str:
    return escape(xml_text(" ".join(text.split()) if folded else text))
