"""A site changes its stories, corrects them and takes them away: does the archive tell exactly that?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.model import Fault, Purpose, State
from scraper.writer import Archive, ChangeKind, EditKind, GoneReason
from tests.cli.conftest import Run, run  # noqa: F401 - a fixture
from tests.journey.runs import crawl, urls
from tests.journey.site import MISSING, Answer, Reply, Site, paragraphs, settings_for, stories, story, title

HEADLINE, REWRITTEN, CORRECTED, CHROME, GONE, LOST, FAILING = (f"/story/{number}" for number in range(1, 8))
KEPT = "Marrow Bay Keeps Its Lighthouse After All"
NOTE = "Correction: the vote took place on a Wednesday, the mayor's office says."
CHANGES: dict[str, list[tuple[ChangeKind, ...]]] = {
    HEADLINE: [(), (ChangeKind.TITLE,)],
    REWRITTEN: [(), (ChangeKind.TEXT,)],
    CORRECTED: [(), (ChangeKind.CORRECTION,)],
    CHROME: [()],
    GONE: [(), (ChangeKind.GONE,)],
    LOST: [(), (ChangeKind.GONE,)],
    FAILING: [()],
}
STATUSES = {GONE: [200, 410], LOST: [200, 404]}  # of the captures; of all others 200


@dataclass(frozen=True)
class Crawled:
    """An archive, the address of its site, and the cursor after the first crawl."""

    archive: Path
    home: str
    cursor: int

    def url(self, path: str) -> str:
        return self.home + path


def on_day(number: int) -> dict[str, Answer]:
    """What is new on the site on the days after the first."""
    return {
        HEADLINE: story(1).replace(title(1), KEPT),
        REWRITTEN: story(2).replace("Each time the money came from", "Twice, says the treasurer's own book, it was"),
        CORRECTED: story(3, more=[NOTE]),
        CHROME: story(4, chrome=f"<aside class='newsletter'><p>Our newsletter, number {number}!</p></aside>"),
        GONE: Reply(410, b"gone"),
        LOST: MISSING,
        FAILING: Reply(503, b"busy", {"Retry-After": "0"}),
    }


def test_a_site_over_three_days(tmp_path: Path, run: Run) -> None:  # noqa: F811
    archive, pages = tmp_path / "a", stories(range(1, 8))
    with Site(pages) as site:
        settings = settings_for(site, archive)
        crawl(settings)
        crawled = Crawled(archive, site.url(""), len(CHANGES))
        for number, lost in ((1, State.FAILED), (2, State.GONE)):
            pages.update(on_day(number))
            ran = crawl(settings, everything_due=True)
            assert ran.state(site.url(LOST)) is lost
            assert ran.outcomes[site.url(FAILING)].reason == Fault.STATUS
            with Archive.open(archive) as opened:
                assert [stored.gone for stored in opened.revisions(site.url(LOST))] == [False, True][:number]
    with Archive.open(archive) as opened:
        history_says_what_happened(opened, crawled)
        diff_is_what_was_changed(opened, crawled)
        who_keeps_in_step_is_told(opened, crawled)
    the_command_line_tells_it_too(run, crawled)


def history_says_what_happened(archive: Archive, crawled: Crawled) -> None:
    for path, changes in CHANGES.items():
        history = list(archive.history(crawled.url(path)))
        assert [revision.changes for revision in history] == changes, path
        assert [revision.number for revision in history] == list(range(1, len(changes) + 1))
        captures = [revision.capture for revision in history if revision.capture and revision.capture.file]
        assert [capture.status for capture in captures] == STATUSES.get(path, [200] * len(changes))


def diff_is_what_was_changed(archive: Archive, crawled: Crawled) -> None:
    headline, rewritten, corrected = (archive.diff(crawled.url(path)) for path in (HEADLINE, REWRITTEN, CORRECTED))
    assert headline is not None
    assert rewritten is not None
    assert corrected is not None
    assert [(change.field, change.before, change.after) for change in headline.diff.fields] == [
        ("title", title(1), KEPT)
    ]
    assert headline.diff.text == rewritten.diff.fields == corrected.diff.fields == ()
    (edit,) = rewritten.diff.text
    assert (edit.kind, edit.paragraph) == (EditKind.REPLACED, 2)
    assert paragraphs(2)[1].endswith(edit.before)
    assert edit.after == edit.before.replace(
        "Each time the money came from", "Twice, says the treasurer's own book, it was"
    )
    (note,) = corrected.diff.text
    assert corrected.after.document["notes"] == [NOTE]
    assert (note.kind, note.after, note.paragraph) == (EditKind.ADDED, NOTE, 5)


def who_keeps_in_step_is_told(archive: Archive, crawled: Crawled) -> None:
    since = list(archive.changes(crawled.cursor))
    assert [stored.cursor for stored in since] == sorted(stored.cursor for stored in since)
    assert {stored.document["url"].removeprefix(crawled.home): stored.gone for stored in since} == {
        HEADLINE: False,
        REWRITTEN: False,
        CORRECTED: False,
        GONE: True,
        LOST: True,
    }
    tombs = {stored.document["reason"]: stored.document for stored in since if stored.gone}
    assert set(tombs) == {GoneReason.GONE, GoneReason.NOT_FOUND}
    tomb = tombs[GoneReason.GONE]
    assert set(tomb) == {*"id url canonical_url title revision gone date_gone reason attribution".split()}
    assert tomb["gone"] is True
    assert tomb["attribution"]["link"] == crawled.url(GONE)
    assert (archive.article_count(), archive.gone_count()) == (5, 2)
    assert urls(crawled.archive) == [crawled.url(path) for path in CHANGES if path not in (GONE, LOST)]


def the_command_line_tells_it_too(run: Run, crawled: Crawled) -> None:  # noqa: F811
    told = {path: run("history", crawled.archive, crawled.url(path)).out for path in CHANGES}
    assert "headline changed" in told[HEADLINE]
    assert "text changed" in told[REWRITTEN]
    assert "correction" in told[CORRECTED]
    assert all("1 revision\n" in told[path] for path in (CHROME, FAILING))
    assert "gone (410 Gone)" in told[GONE]
    assert "gone (404 Not Found, more than once)" in told[LOST]
    assert f"+ {NOTE}" in run("diff", crawled.archive, crawled.url(CORRECTED)).out
    exported = run("export", crawled.archive, "--since", crawled.cursor)
    lines: list[dict[str, Any]] = list(map(json.loads, exported.out.splitlines()))
    assert sorted(line["title"] for line in lines if line.get("gone")) == sorted([title(5), title(6)])
    assert len(lines) == 5


# ---------------------------------------------------------------- what is neither a death nor a change

PUT_OFF = {State.DEFERRED, State.FAILED}
NOT_GONE: list[tuple[Answer, set[State]]] = [
    ("<!doctype html><title>Page not found</title><h1>404 - Page not found</h1><p>Sorry.</p>", {State.REJECTED}),
    (Reply(302, headers={"Location": "/"}), {State.REDIRECTED}),
    (Reply(403, b"no"), PUT_OFF),
    (Reply(500, b"oops"), PUT_OFF),
    (Reply(200, story(5).encode(), {"X-Robots-Tag": "noai"}), {State.EXCLUDED}),
]


def test_what_is_no_answer_of_gone_is_no_death(tmp_path: Path) -> None:
    archive, pages = tmp_path / "a", stories(range(1, 6))
    with Site(pages) as site:
        settings = settings_for(site, archive, purpose=Purpose.AI_TRAIN)
        crawl(settings)
        for number, (answer, _) in enumerate(NOT_GONE, 1):
            pages[f"/story/{number}"] = answer
        ran = crawl(settings, everything_due=True)
        for number, (_, states) in enumerate(NOT_GONE, 1):
            assert ran.state(site.url(f"/story/{number}")) in states
        where = [site.url(f"/story/{number}") for number in range(1, 6)]
    assert {crawl(settings, everything_due=True).state(url) for url in where[:1]} <= PUT_OFF, "the server is away"
    with Archive.open(archive) as opened:
        assert (opened.article_count(), opened.gone_count()) == (5, 0)
        assert [[revision.changes for revision in opened.history(url)] for url in where] == [[()]] * 5


def test_what_only_its_typesetting_changes_is_no_revision(tmp_path: Path) -> None:
    reset = [
        story(1).replace("<p>", "<p>\n   ").replace(", ", ",&nbsp; "),
        story(2).replace('<p>"', "<p>“").replace(',"', ",”"),
        story(3).replace("The council of", 'The <b>council</b> <a href="/x">of</a>'),
    ]
    pages = stories([1, 2, 3])
    with Site(pages) as site:
        settings = settings_for(site, tmp_path / "a")
        crawl(settings)
        for number, page in enumerate(reset, 1):
            assert page != story(number)
            pages[f"/story/{number}"] = page
        assert crawl(settings, everything_due=True).report.saved == {"unchanged": 3}
