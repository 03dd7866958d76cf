"""Where do the links of a piece lead?"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np

from scraper.cleaner.features.columns import Columns, Family
from scraper.cleaner.features.sight import Sight

_ABSOLUTE = ("http:", "https:", "//")
_SHARING = re.compile(
    r"facebook\.com/shar|(?:twitter|x)\.com/(?:intent|share)|//wa\.me/|whatsapp|linkedin\.com/sha|t\.me/share"
    r"|pinterest\.com/pin/create|reddit\.com/submit|bsky\.app/intent|threads\.net/intent"
)
ALL = 0.9  # of the text is link
MANY = 3


def add(columns: Columns, sight: Sight) -> None:
    """Columns of links, and of the pictures beside a piece."""
    link = sight.link
    columns.add(Family.LINKS, "share", link, link > ALL, link > 0, np.log1p(sight.link_count))
    host = sight.setting.host
    kinds = np.zeros((sight.n, 4), np.float32)
    for number, hrefs in enumerate(sight.hrefs):
        if hrefs:
            low = [href.lower() for href in hrefs] if len(hrefs) > 1 else [hrefs[0].lower()]
            away = [href for href in low if href.startswith(_ABSOLUTE) and not (host and host in href)]
            kinds[number, 0] = len(away) / len(low)
            kinds[number, 1] = any(map(_SHARING.search, away)) or any(href.startswith("mailto:?") for href in low)
            kinds[number, 2] = any(href.startswith("#") for href in low)
            kinds[number, 3] = any(href.startswith("mailto:") for href in low)
    columns.add(Family.LINKS, "kinds", kinds, (sight.link_count == 1) & (link > ALL))
    images = Counter(position for position, _ in sight.scan.images)
    beside = np.array([[images[number], images[number + 1]] for number in range(sight.n)])
    columns.add(Family.STYLE, "pictures", np.minimum(MANY, beside))
