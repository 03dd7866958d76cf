"""How can a page be broken?

Each mutation makes a hostile page of a real one; the monsters are hostile from the start. All are deterministic: the
same random source makes the same pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

Mutation = Callable[[bytes, random.Random], bytes]

TAG = re.compile(rb"<[^<>]{1,400}>")
FORMATTING = (b"<b>", b"<i>", b"<font color=red>", b"<a href=/x>", b"<nobr>", b"<strong>", b"<em>", b"<u>")


def cut(body: bytes, source: random.Random) -> bytes:
    """Ends anywhere, in the middle of a tag or of a character."""
    return body[: source.randrange(1, len(body))]


def flipped(body: bytes, source: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(body)
    for _ in range(source.choice((5, 200, len(body) // 50 + 1))):
        changed[source.randrange(len(changed))] = source.randrange(256)
    return bytes(changed)


def _tags(change: Callable[[bytes, random.Random], bytes], share: float) -> Mutation:
    def mutate(body: bytes, source: random.Random) -> bytes:
        return TAG.sub(lambda tag: change(tag[0], source) if source.random() < share else tag[0], body)

    return mutate


def shuffled(body: bytes, source: random.Random) -> bytes:
    """Its tags in another order."""
    tags = TAG.findall(body)
    source.shuffle(tags)
    return TAG.sub(lambda _: tags.pop(), body)


def nested(body: bytes, source: random.Random) -> bytes:
    """The page deep inside others."""
    tag = source.choice((b"<div>", b"<span>", b"<table><tr><td>", b"<ul><li>", b"<blockquote>", b"<section>"))
    return tag * source.choice((50, 300, 5_000)) + body


def inserted(what: bytes) -> Mutation:
    """Something in the middle of the text."""

    def mutate(body: bytes, source: random.Random) -> bytes:
        place = source.randrange(len(body))
        return body[:place] + what + body[place:]

    return mutate


def unclosed(body: bytes, source: random.Random) -> bytes:
    """Formatting elements that never end."""
    parts = re.split(rb"(?=<p[ >])", body)
    return b"".join(part + source.choice(FORMATTING) for part in parts)


def twice(body: bytes, _: random.Random) -> bytes:
    """A document in a document."""
    return body.replace(b"</p>", b"</p>" + body[:20_000], 3)


def other_encoding(body: bytes, source: random.Random) -> bytes:
    """Another encoding than the one declared."""
    text = body.decode("utf-8", "replace")
    return text.encode(source.choice(("utf-16", "utf-16-le", "shift_jis", "gb18030", "koi8-r", "utf-7")), "replace")


MUTATIONS: Mapping[str, Mutation] = {
    "cut off": cut,
    "bytes flipped": flipped,
    "tags taken out": _tags(lambda *_: b"", 0.2),
    "tags doubled": _tags(lambda tag, source: tag * source.choice((2, 2, 30)), 0.1),
    "end tags turned": _tags(lambda tag, _: tag.replace(b"</", b"<"), 0.5),
    "brackets lost": _tags(lambda tag, source: tag[source.randrange(2) :][: source.choice((-1, None))], 0.05),
    "tags shuffled": shuffled,
    "deep inside": nested,
    "unclosed formatting": unclosed,
    "a document in a document": twice,
    "another encoding": other_encoding,
    "NULs": inserted(b"\x00" * 1_000),
    "truncated UTF-8": inserted(b"\xe2\x82" * 500 + b"\xf0\x9f" * 500 + b"\xff"),
    "lone surrogates": inserted(b"\xed\xa0\x80\xed\xbf\xbf" * 300 + b"&#xD800;&#xDFFF;" * 300),
    "a huge attribute": inserted(b"<p title='" + b"y " * 300_000 + b"'>"),
    "a huge class": inserted(b"<div class='" + b"share-box " * 60_000 + b"'>"),
    "many attributes": inserted(b"<p " + b" ".join(b"a%d=1" % n for n in range(20_000)) + b">"),
    "nested tables": inserted(b"<table><tr><td>x<td>" * 60),
    "many siblings": inserted(b"<p>a b c d e f g.</p>" * 20_000),
    "many links": inserted(b"<a href=/a/b/c>one link</a> " * 20_000),
    "many breaks": inserted(b"word<br><br>" * 15_000),
    "open comment": inserted(b"<!-- "),
    "open script": inserted(b"<script>"),
    "open textarea": inserted(b"<textarea>"),
    "plaintext": inserted(b"<plaintext>"),
    "foreign content": inserted(b"<svg><desc><math><mtext><table><mglyph><style><!--</style><p>"),
    "a frameset": inserted(b"<frameset><frame src=/x>"),
}


MONSTERS: Mapping[str, Callable[[], bytes]] = {
    "100,000 siblings": lambda: b"<p>a b c</p>" * 100_000,
    "100,000 siblings with links": lambda: b"<li><a href=/x/y>A headline of six words here</a>" * 100_000,
    "a million attributes": lambda: b"<div " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">x",
    "100,000 deep": lambda: b"<div>" * 100_000,
    "900 deep, 20,000 wide": lambda: b"<div class=a>" * 900 + b"<p>a b c d e f g h.</p>" * 20_000,
    "nested tables": lambda: b"<table><tr><td>" * 400 + b"text " * 100_000,
    "unclosed formatting": lambda: b"<p><b><i><font size=1><a href=x>text" * 20_000,
    "formatting around blocks": lambda: b"<b><i><u><s>" * 80 + b"<p>text</p>" * 20_000,
    "one long word": lambda: b"<p>" + b"x" * 8_000_000,
    "one long line": lambda: b"<p>" + b"word, " * 1_500_000,
    "digits and dots": lambda: b"<p>" + b"1.2.3,4:5 " * 300_000,
    "empty elements": lambda: b"<p></p><div></div><span></span>" * 40_000,
    "NULs": lambda: b"<p>text " + b"\x00" * 5_000_000,
    "script strings": lambda: b"<script>" + b'{"a":"' + b'\\"' * 1_000_000 + b'"}</script>',
    "JSON in JSON": lambda: b'<script type="application/ld+json">' + b'{"@graph":[' * 5_000 + b"</script>",
    "entities": lambda: b"<p>" + b"&amp;&#x10FFFF;&notin;" * 200_000,
    "hidden copies": lambda: b"<div hidden><p>The same text stands here once more, and again.</p></div>" * 15_000,
    "rows": lambda: b"<table>" + b"<tr><th>a<td>1<td>2" * 30_000,
    "images": lambda: b"<p>text<img src=/a.png alt='an image of a boat'>" * 30_000,
    "UTF-16 of one byte": lambda: b"\xff\xfe" + b"<" * 100_001,
}
