"""Where do the links of a piece lead?"""

from __future__ import annotations

from collections import Counter

import numpy as np

from scraper.cleaner.features.columns import Columns, Family
from scraper.cleaner.features.sight import Sight

SHARING = (
    "facebook.com/shar twitter.com/intent twitter.com/share x.com/intent wa.me/ whatsapp linkedin.com/sha mailto:? "
    "pinterest.com/pin/create t.me/share reddit.com/submit bsky.app/intent threads.net/intent"
).split()
ALL = 0.9  # of the text is link
MANY = 3


def add(columns: Columns, sight: Sight) -> None:
    """Columns of links, and of the pictures beside a piece."""
    link = sight.link
    columns.add(Family.LINKS, "share", link, link > ALL, link > 0, np.log1p(sight.link_count))
    host = sight.setting.host
    kinds = np.zeros((sight.n, 5), np.float32)
    for number, hrefs in enumerate(sight.hrefs):
        if hrefs:
            low = [href.lower() for href in hrefs]
            kinds[number] = (
                sum(_leads_away(href, host) for href in low) / len(low),
                any(sign in href for href in low for sign in SHARING),
                any(href.startswith("#") for href in low),
                any(href.startswith("mailto:") for href in low),
                len(low) == 1 and link[number] > ALL,
            )
    columns.add(Family.LINKS, "kinds", kinds)
    images = Counter(position for position, _ in sight.scan.images)
    beside = np.array([[images[number], images[number + 1]] for number in range(sight.n)])
    columns.add(Family.STYLE, "pictures", np.minimum(MANY, beside))


def _leads_away(href: str, host: str) -> bool:
    return href.startswith(("http:", "https:", "//")) and not (host and host in href)
