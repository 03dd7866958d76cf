"""Where does it all go, and how does it get out?

The archive with its frontier and its WARC files, and the formats in which articles leave it.
"""

from typing import TYPE_CHECKING

from scraper.front import front_page

if TYPE_CHECKING:
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
else:
    __getattr__, __dir__ = front_page(
        __name__,
        {
            "Archive": "scraper.writer.archive",
            "Capture": "scraper.writer.archive_history",
            "Change": "scraper.writer.revisions",
            "ChangeKind": "scraper.writer.document",
            "Comparison": "scraper.writer.archive_history",
            "Diff": "scraper.writer.revisions",
            "Document": "scraper.writer.document",
            "Edit": "scraper.writer.text_edits",
            "EditKind": "scraper.writer.text_edits",
            "Format": "scraper.writer.export",
            "GoneReason": "scraper.writer.document",
            "Hit": "scraper.writer.archive_search",
            "KnownPage": "scraper.writer.archive_runs",
            "Order": "scraper.writer.archive_search",
            "RawOptions": "scraper.writer.archive_raw",
            "Revision": "scraper.writer.archive_history",
            "RevisionKind": "scraper.writer.document",
            "Run": "scraper.writer.archive_runs",
            "StoredArticle": "scraper.writer.document",
            "Within": "scraper.writer.archive_search",
            "article_id": "scraper.writer.document",
            "compare": "scraper.writer.revisions",
            "rejection_document": "scraper.writer.document",
            "render": "scraper.writer.export",
            "write": "scraper.writer.export",
        },
    )

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
