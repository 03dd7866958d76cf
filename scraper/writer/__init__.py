"""Where does it all go, and how does it get out?

The archive with its frontier and its WARC files, and the formats in which articles leave it.
"""

from scraper.writer.archive import Archive
from scraper.writer.archive_raw import RawOptions
from scraper.writer.archive_runs import KnownPage, Run
from scraper.writer.archive_search import Hit, Order, Within
from scraper.writer.document import Document, StoredArticle, article_id, rejection_document
from scraper.writer.export import Format, render, write

__all__ = [
    "Archive",
    "Document",
    "Format",
    "Hit",
    "KnownPage",
    "Order",
    "RawOptions",
    "Run",
    "StoredArticle",
    "Within",
    "article_id",
    "rejection_document",
    "render",
    "write",
]
