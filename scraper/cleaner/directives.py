"""Which meta tags speak of the use of the page?

They are only picked out here; what they mean is for the crawler to say. The cleaner does not know under which name the
crawler goes, so whatever holds a directive is taken along under the name it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

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


def metas(meta: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Of the contents of all meta tags by name (in lower case) those that do, in the order of the names."""
    found = [
        (name, value[:MAX_CHARS])
        for name, values in meta.items()
        for value in values[:MAX_METAS]
        if name in NAMES or (_AGENT.fullmatch(name) and _DIRECTIVES.fullmatch(value[:MAX_CHARS]))
    ]
    return tuple(found[:MAX_METAS])
