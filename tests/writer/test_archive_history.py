"""Does each change of an article leave its mark, and the end of its page a tombstone?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scraper.errors import ArchiveError, UsageError
from scraper.model import Outcome, Saved, State
from scraper.writer import Archive, ChangeKind, GoneReason, RawOptions, RevisionKind, article_id
from scraper.writer.archive_articles import ArticleTables
from tests.writer.factory import CLOCK, NOW, URL, article, fetched, page, rejection, visit

OTHER = "https://news.test/other/"
CHANGED = article(title="Another Headline", fingerprint="print-2")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path, write=True) as opened:
        opened.begin_run("test", CLOCK)
        yield opened


def gone(archive: Archive, url: str = URL, status: int = 410) -> Outcome:
    came = page(url, body=b"gone", status=status)
    at = NOW + timedelta(days=1)
    return Outcome(visit(url), State.GONE, at, status, "status", page=came, raw=archive.keep(came))


def kinds(archive: Archive, url: str = URL) -> list[tuple[str, ...]]:
    return [tuple(revision.changes) for revision in archive.history(url)]


def test_each_revision_says_what_it_changed(archive: Archive) -> None:
    archive.finish(fetched(archive, article()))
    archive.finish(fetched(archive, CHANGED))
    archive.finish(fetched(archive, article(title="Another Headline", text="Other words.", fingerprint="print-3")))
    archive.finish(fetched(archive, article(title="Another Headline", text="Other words.", fingerprint="print-4")))
    assert kinds(archive) == [(), ("title",), ("text",), ("other",)]
    assert [one.changes for one in archive.revisions(URL)] == [revision.changes for revision in archive.history(URL)]
    assert [revision.stored.saved_at for revision in archive.history(URL)] == [NOW] * 4


def test_an_unchanged_article_is_not_compared(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.finish(fetched(archive, article()))
    monkeypatch.setattr(ArticleTables, "_last_told", lambda *_: pytest.fail("read for nothing"))
    assert archive.finish(fetched(archive, article())) is Saved.UNCHANGED
    assert archive.finish(fetched(archive, article(OTHER))) is Saved.NEW


@pytest.mark.parametrize(("status", "reason"), [(410, GoneReason.GONE), (404, GoneReason.NOT_FOUND)])
def test_a_tombstone(archive: Archive, status: int, reason: GoneReason) -> None:
    archive.finish(fetched(archive, article()))
    archive.finish(fetched(archive, article(OTHER)))
    ended = gone(archive, status=status)
    assert archive.finish(ended) is None
    assert [one.document["url"] for one in archive.articles()] == [OTHER]
    assert (archive.article_count(), archive.gone_count()) == (1, 1)
    *_, tomb = archive.changes()
    assert (tomb.kind, tomb.gone, tomb.revision, tomb.saved_at) == (RevisionKind.TOMBSTONE, True, 2, ended.at)
    assert tomb == archive.article(URL)
    assert tomb.document == {
        "url": URL,
        "canonical_url": URL,
        "title": article().title,
        "gone": True,
        "date_gone": "2026-03-05T05:06:07.891011Z",
        "reason": reason.value,
        "attribution": next(archive.revisions(URL)).document["attribution"],
        "id": article_id(visit().key),
        "revision": 2,
    }
    first, last = archive.history(URL)
    assert first.stored.document["text"] == article().text
    assert ended.raw is not None
    assert last.capture is not None
    assert (last.capture.status, last.capture.file, last.capture.offset, last.capture.length) == (
        status,
        ended.raw.file,
        ended.raw.offset,
        ended.raw.length,
    )


def test_it_is_written_once_and_only_over_an_article(archive: Archive) -> None:
    archive.finish(gone(archive, OTHER))
    archive.finish(fetched(archive, article()))
    archive.finish(gone(archive))
    archive.finish(gone(archive))
    assert [one.revision for one in archive.changes()] == [2]
    assert archive.article(OTHER) is None


@pytest.mark.parametrize("state", sorted(set(State) - {State.GONE, State.PENDING}))
def test_no_other_end_of_a_visit_is_a_death(archive: Archive, state: State) -> None:
    archive.finish(fetched(archive, article()))
    for status in (404, 410, 503, None):
        result = rejection() if state is State.REJECTED else None
        archive.finish(Outcome(visit(), state, NOW, status, result=result))
    assert kinds(archive) == [()]
    assert [one.gone for one in archive.changes()] == [False]


def test_what_comes_back_is_restored(archive: Archive) -> None:
    archive.finish(fetched(archive, article()))
    archive.finish(gone(archive))
    cursor = max(one.cursor for one in archive.changes())
    assert archive.finish(fetched(archive, article())) is Saved.CHANGED, "though it is as it was"
    (back,) = archive.changes(cursor)
    assert (back.revision, back.gone, back.document["text"]) == (3, False, article().text)
    archive.finish(gone(archive))
    archive.finish(fetched(archive, CHANGED))
    assert kinds(archive) == [(), ("gone",), ("restored",), ("gone",), ("restored", "title")]
    assert (archive.article_count(), archive.gone_count()) == (1, 0)
    assert archive.finish(fetched(archive, CHANGED)) is Saved.UNCHANGED


def test_a_list_of_posts_may_bring_it_back(archive: Archive) -> None:
    archive.finish(fetched(archive, article()))
    archive.finish(gone(archive))
    listed = Outcome(visit("https://news.test/posts"), State.FETCHED, NOW, 200, page=page("https://news.test/posts"))
    back = Outcome(visit(), State.FETCHED, NOW, 200, result=article())
    archive.finish(replace(listed, raw=archive.keep(listed.page), brought=(back,)))  # type: ignore[arg-type]
    *_, last = archive.history(URL)
    assert last.changes == (ChangeKind.RESTORED,)
    assert last.capture is not None
    assert last.capture.url == "https://news.test/posts"


def test_end_and_tombstone_are_one_transaction(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.finish(fetched(archive, article()))
    with monkeypatch.context() as patch:
        patch.setattr(archive._raw, "note", lambda: (_ for _ in ()).throw(ArchiveError("the disk is full")))
        with pytest.raises(ArchiveError):
            archive.finish(gone(archive))
    assert archive.counts()[State.GONE] == archive.gone_count() == 0
    assert kinds(archive) == [()]


# ---------------------------------------------------------------- diff


def test_two_revisions_compared(archive: Archive) -> None:
    archive.finish(fetched(archive, article()))
    archive.finish(fetched(archive, CHANGED))
    archive.finish(fetched(archive, article(text="Other words.", fingerprint="print-3")))
    last = archive.diff(URL)
    whole = archive.diff(article_id(visit().key), 1, 3)
    assert last is not None
    assert whole is not None
    assert (last.before.revision, last.after.revision, last.diff.kinds) == (2, 3, ("title", "text"))
    assert (whole.before.revision, whole.diff.kinds) == (1, ("text",))
    earlier = archive.diff(URL, end=2)
    assert earlier is not None
    assert (earlier.before.revision, earlier.diff.kinds) == (1, ("title",))


def test_what_is_compared_with_what_is_gone(archive: Archive) -> None:
    archive.finish(fetched(archive, article()))
    archive.finish(gone(archive))
    tomb = archive.diff(URL)
    assert tomb is not None
    assert (tomb.diff.kinds, tomb.diff.text, tomb.diff.fields) == (("gone",), (), ())
    archive.finish(fetched(archive, CHANGED))
    back = archive.diff(URL)
    assert back is not None
    assert (back.before.gone, back.diff.kinds) == (True, ("restored", "title"))
    assert [change.before for change in back.diff.fields] == [article().title], "as before it went"


def test_one_revision_is_compared_with_itself(archive: Archive) -> None:
    archive.finish(fetched(archive, article()))
    alone = archive.diff(URL)
    assert alone is not None
    assert (alone.before, alone.diff.kinds) == (alone.after, ())


def test_what_cannot_be_compared(archive: Archive) -> None:
    assert archive.diff(URL) is None
    assert list(archive.history(URL)) == []
    archive.finish(fetched(archive, article()))
    archive.finish(fetched(archive, CHANGED))
    for start, end in ((0, None), (None, 3), (3, None)):
        with pytest.raises(UsageError, match=r"there is no revision [03]; it has 1 to 2"):
            archive.diff(URL, start, end)
    with pytest.raises(UsageError, match="name the earlier one first"):
        archive.diff(URL, 2, 1)


def test_a_capture_of_which_no_bytes_were_kept(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "bare", write=True, raw=RawOptions(keep=False)) as bare:
        bare.begin_run("test", CLOCK)
        bare.finish(fetched(bare, article()))
        (only,) = bare.history(URL)
        assert only.capture is not None
        assert (only.capture.status, only.capture.file, only.capture.fetched_at) == (200, None, NOW)
