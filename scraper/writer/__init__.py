"""Where does it all go, and how does it get out?

The archive with its frontier and its WARC files, and the formats in which articles leave it.
"""

from scraper.writer.archive import Archive
from scraper.writer.archive_history import Capture, Comparison, Revision
from scraper.writer.archive_raw import RawOptions
from scraper.writer.archive_runs import KnownPage, Run
from scraper.writer.archive_search import Hit, Order, Within
from scraper.writer.document import (
    ChangeKind,
    Document,
    GoneReason,
    RevisionKind,
    StoredArticle,
    article_id,
    rejection_document,
)
from scraper.writer.export import Format, render, write
from scraper.writer.revisions import Change, Diff, compare
from scraper.writer.text_edits import Edit, EditKind

__all__ = [
    "Archive",
    "Capture",
    "Change",
    "ChangeKind",
    "Comparison",
    "Diff",
    "Document",
    "Edit",
    "EditKind",
    "Format",
    "GoneReason",
    "Hit",
    "KnownPage",
    "Order",
    "RawOptions",
    "Revision",
    "RevisionKind",
    "Run",
    "StoredArticle",
    "Within",
    "article_id",
    "compare",
    "rejection_document",
    "render",
    "write",
]
