"""Where does a tag end, and which attributes has it?

Patterns after the tokenizer of the HTML standard: a ``>`` in a quoted value ends nothing, attributes may stand without
values or be parted by slashes, an unquoted quote is part of a name. Upper and lower case are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SPACE = " \t\n\f\r"  # of HTML
_NAME = rf"[a-zA-Z][^{SPACE}/>]*+"
_ATTRIBUTE_NAME = rf"(?:=[^{SPACE}/>=]*+|[^{SPACE}/>=]++)"
_VALUE = rf"""(?:"[^"]*+"|'[^']*+'|[^{SPACE}>"'][^{SPACE}>]*+|(?=>|\Z))"""
# A name that is followed by "=" has that value or, where a quote is never closed, is no attribute at all.
_ATTRIBUTE = rf"{_ATTRIBUTE_NAME}(?:[{SPACE}]*+=[{SPACE}]*+{_VALUE}|(?![{SPACE}]*+=))"
_INSIDE = rf"(?:[{SPACE}]++|/(?!>)|{_ATTRIBUTE})*+"

# From a "<" that may begin a tag to the next ">", wherever that stands. Whatever a real tag stands in, be it text, a
# script, a comment or a value, ends before it in a ">": so these are the heads of all real ones and more.
HEAD = re.compile(r"</?[a-zA-Z][^>]*+")
# The same of whatever parts texts, but for the sections of character data, which are text.
WHOLE_HEAD = re.compile(r"<(?:[a-zA-Z/?]|!(?!\[))[^>]*+>?")
TAG = re.compile(rf"</?{_NAME}{_INSIDE}/?+")  # a tag up to its own ">"
TAG_NAME = re.compile(rf"</?({_NAME})")
ATTRIBUTES = re.compile(rf"({_ATTRIBUTE_NAME})(?:[{SPACE}]*+=[{SPACE}]*+{_VALUE})?+")
# The "/" of a tag that ends itself is no part of its attributes.
TOKEN = re.compile(
    rf"<(?:(?P<closing>/?)(?P<name>{_NAME})(?P<attributes>{_INSIDE})(?P<ends_itself>/?)(?P<end>>?)|[!?/])"
)

_OPENS_VALUE = "=" + SPACE  # before a quote
AFTER_NAME = "/" + SPACE
_PARTS_ATTRIBUTES = "/=" + SPACE  # an attribute comes after one of these, or after the value of the one before
# "<!-->" and "<!--->" are whole comments.
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.S)
_IN_SCRIPT = re.compile(rf"<!--(?!-?>)|-->|</?script(?=[{SPACE}/>])", re.I)
_RAW_END = {
    name: re.compile(rf"</{name}(?=[{SPACE}/>])", re.I)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
RAW_TEXT = frozenset(("plaintext", *_RAW_END))  # elements whose content is no markup, outside of drawings


def doubtful(heads: Iterable[str]) -> set[str]:
    """Those heads after which the ``>`` may stand in a quoted value, so that the tag goes on."""
    # Ordinary tags end in a value or have none, and have no single quotes.
    suspects = [
        head for head in heads if "'" in head or ('"' in head and (head[-1] != '"' or head[-2] in _OPENS_VALUE))
    ]
    return {head for head in suspects if not _is_closed(head)}


def _is_closed(head: str) -> bool:
    """Whether the last quote closes a value, or is part of a name: as it does, but for one that opens a value."""
    quote, other = ("'", '"') if "'" in head else ('"', "'")
    last = head.rfind(quote)
    if last < 0 or (other not in head and head[last - 1] not in _OPENS_VALUE):
        return True
    return TAG.fullmatch(head) is not None


def count_attributes(tag: str) -> int:
    """How many attributes a tag has, double ones counted twice."""
    name = TAG_NAME.match(tag)
    return len(ATTRIBUTES.findall(tag, name.end() if name else 0))


def most_attributes(tags: str) -> int:
    """How many attributes some tags may have at most, at a tenth of the cost."""
    return sum(map(tags.count, _PARTS_ATTRIBUTES))


def comment_end(text: str, start: int) -> int:
    """Where the comment, declaration or the like ends that starts at ``start``; the length of the text if nowhere."""
    comment = _COMMENT.match(text, start)
    if comment:
        return comment.end()
    end = text.find(">", start)
    return len(text) if end < 0 else end + 1


def raw_text_end(text: str, name: str, start: int) -> int:
    """Where the content of a raw text element ends: at its end tag, or with the text."""
    found = _RAW_END[name].search(text, start) if name in _RAW_END else None
    end = found.start() if found else len(text)
    if name == "script" and text.find("<!--", start, end) >= 0:
        return _script_end(text, start)
    return end


def _script_end(text: str, start: int) -> int:
    """Where a script with a comment ends. In it, another script's tags do not end this one ("double escaped")."""
    in_comment = in_inner = False
    for found in _IN_SCRIPT.finditer(text, start):
        mark = found[0].lower()
        if mark == "</script" and not in_inner:
            return found.start()
        if mark == "-->":
            in_comment = in_inner = False
        elif mark == "<!--":
            in_comment = True
        else:
            in_inner = in_comment and mark == "<script"
    return len(text)
