"""The facts of pages by newspaper4k: ``python metadata_newspaper.py`` for ``tests.bench.metadata``.

Needs only ``newspaper4k[all]``. Reads a JSON array of address and page from each line, and answers each with a line:
title, authors and day. Nothing is fetched.
"""

from __future__ import annotations

import json
import sys
import warnings

import newspaper

warnings.simplefilter("ignore")
for line in sys.stdin:
    url, html = json.loads(line)
    article = newspaper.Article(url, fetch_images=False, follow_meta_refresh=False)
    try:
        article.download(input_html=html)
        article.parse()
    except Exception as error:  # in what came after the facts, such as words of a language that it lacks data for
        print(f"newspaper4k: {url}: {type(error).__name__}", file=sys.stderr)
    day = article.publish_date
    facts = {"title": article.title, "authors": article.authors, "date_published": str(day) if day else None}
    print(json.dumps(facts), flush=True)
