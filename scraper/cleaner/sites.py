"""What does the site call itself?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scraper import urls
from scraper.cleaner.dom import Dom
from scraper.cleaner.schema_org import site_name

# Words that come and go beside a site's name: "Mirror Online" is "The Mirror", "STERN.de" is "Stern".
COMMON = frozenset(
    "the der die das le la les el il lo de het den online news nachrichten noticias notícias actualités nieuws nyheter "
    "zeitung newspaper magazin magazine tv web digital redaktion newsroom redacción redação rédaction redazione com co "
    "uk net org at ch fr es it".split()
)
_WORD = re.compile(r"[^\W_]+")


def site_names(dom: Dom, item: Mapping[str, Any]) -> tuple[str, ...]:
    """What the site may be called at the end or the start of a title: its name, its domain with and without suffix."""
    domain = urls.site_of(dom.base)
    return tuple(filter(None, (site_name(dom, item), domain, domain.split(".")[0])))


def same(one: str, other: str) -> bool:
    """Whether two names have the same letters and digits."""
    return re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()


def is_site(text: str, names: Sequence[str]) -> bool:
    """Whether a text is one of a site's names, or one of them with common words of the trade beside it."""
    if any(same(text, name) for name in names):
        return True
    telling = _telling(text)
    return bool(telling) and any(telling == _telling(name) for name in names)


def is_part_of_site(text: str, names: Sequence[str]) -> bool:
    """Whether a text names the site or a desk of it, whose name begins with the site's: ``MDR THÜRINGEN`` of MDR."""
    words = text.lower().split()
    wholes = [whole for name in names if (whole := name.lower().split())]
    return is_site(text, names) or any(words[: len(whole)] == whole for whole in wholes)


def _telling(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in COMMON]
