"""What are the things every room speaks of?

Frozen, slotted nouns. This package imports nothing of ours, so each of the other rooms may import it.
Times are aware UTC datetimes (or a plain ``date`` where only the day is known); clocks are Unix seconds.
"""

from __future__ import annotations

from scraper.model.articles import (
    Article,
    Author,
    Link,
    Reading,
    Reason,
    Rejection,
    Relation,
    Sketch,
)
from scraper.model.blocks import (
    STORY,
    Block,
    Label,
    Labelled,
    PageType,
    Run,
)
from scraper.model.crawling import (
    Failure,
    Fault,
    Hold,
    Kind,
    Override,
    Page,
    Purpose,
    RobotsCopy,
    Signal,
    SiteFile,
    State,
    Truncation,
    Visit,
)
from scraper.model.evidence import Announced, Evidence, Fact, Source
from scraper.model.outcomes import (
    TO_BE_WRITTEN,
    Ended,
    Maker,
    Outcome,
    PassedOver,
    RawRecord,
    Recleaned,
    Remade,
    Saved,
)
from scraper.model.pictures import Image
from scraper.model.terms import (
    Attribution,
    Duty,
    Licence,
    Permission,
    Terms,
)

__all__ = [
    "STORY",
    "TO_BE_WRITTEN",
    "Announced",
    "Article",
    "Attribution",
    "Author",
    "Block",
    "Duty",
    "Ended",
    "Evidence",
    "Fact",
    "Failure",
    "Fault",
    "Hold",
    "Image",
    "Kind",
    "Label",
    "Labelled",
    "Licence",
    "Link",
    "Maker",
    "Outcome",
    "Override",
    "Page",
    "PageType",
    "PassedOver",
    "Permission",
    "Purpose",
    "RawRecord",
    "Reading",
    "Reason",
    "Recleaned",
    "Rejection",
    "Relation",
    "Remade",
    "RobotsCopy",
    "Run",
    "Saved",
    "Signal",
    "SiteFile",
    "Sketch",
    "Source",
    "State",
    "Terms",
    "Truncation",
    "Visit",
]
