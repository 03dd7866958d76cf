"""Which meta tags speak of the use of the page?

They are only picked out here; what they mean is for the crawler to say. The cleaner does not know under which name the
crawler goes, so whatever holds a directive is taken along under the name it has.
"""

from __future__ import annotations

import re

from scraper.cleaner.dom import Dom

NAMES = frozenset({"robots", "tdm-reservation", "tdm-policy"})
MAX_METAS = 50  # a page names a handful of crawlers
MAX_CHARS = 2_000  # of one content

_AGENT = re.compile(r"[a-z][\w-]{0,63}")
# A content made of nothing but directives, some of which take a value: no description or list of keywords.
_DIRECTIVES = re.compile(
    r"(?:all|none|(?:no)?(?:index|follow|archive|cache|snippet|ai|imageai|imageindex|translate)|noodp|noydir"
    r"|(?:max-[a-z-]+|unavailable_after)\s*:[^,]*|[\s,;])+",
    re.IGNORECASE,
)


def metas(page: Dom) -> tuple[tuple[str, str], ...]:
    """Name, in lower case, and content of each, in the page's order by name."""
    found = [
        (name, value[:MAX_CHARS])
        for name, values in page.meta.items()
        for value in values[:MAX_METAS]
        if name in NAMES or (_AGENT.fullmatch(name) and _DIRECTIVES.fullmatch(value[:MAX_CHARS]))
    ]
    return tuple(found[:MAX_METAS])
