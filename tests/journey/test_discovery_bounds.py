"""Traps, scope and back-fill, over real sockets: what is asked for, and what the archive says of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from scraper.crawler.discover.budgets import RECORDED_PER_HOST
from scraper.crawler.discover.families import Shape
from scraper.model import State
from scraper.settings import Settings
from scraper.writer.archive import Archive
from tests.journey.runs import command, crawl, documents, urls, write_config
from tests.journey.site import Answer, Reply, Request, Site, listing, settings_for, stories, story


def known(archive: Path) -> dict[str, tuple[State, str]]:
    """State and reason of every known URL, by its path. The accounts add up."""
    with Archive.open(archive) as opened:
        assert sum(opened.counts().values()) == opened.known()
        return {"/" + page.url.split("/", 3)[3]: (page.state, page.reason) for page in opened.pages()}


class Endless(dict[str, Answer]):
    """Pages that never end: each address under /trap/ has a page, which leads to further ones."""

    def get(self, path: str, default: Answer | None = None) -> Answer | None:  # type: ignore[override]
        if path in self:
            return self[path]
        return endless if path.startswith("/trap/") else default


def endless(request: Request) -> Reply:
    """The same page under 40 tokens made anew, and a way that goes in circles."""
    path, _, token = request.path.partition("?token=")
    links = [f"{path}?token={(int(token or '1', 16) * 41 + number) % 2**64:016x}" for number in range(40)]
    return Reply(200, listing([*links, "/trap/round/trap/round/"]).encode())


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(Endless(stories(range(3)))) as running:
        yield running


@pytest.fixture
def settings(site: Site, tmp_path: Path) -> Settings:
    return settings_for(site, tmp_path / "archive", delay_seconds=0, max_delay_seconds=0.01)


def test_a_site_without_end_is_crawled_to_its_end(
    site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shape.TOKENS, "free", 60)  # 500 take as long to clean as all the other journeys
    traps = ["/trap/filters", "/events/2031/05/12/", "/?s=mill", "/photo.jpg", "/list/page/1001/"]
    site.pages[0]["/"] = listing([*stories(range(3)), *traps, "https://elsewhere.test/"])
    ran = crawl(settings)
    assert urls(settings.archive) == [site.url(f"/story/{number}") for number in range(3)]
    told = known(settings.archive)
    assert told["/events/2031/05/12/"] == (State.EXCLUDED, "calendar")
    assert told["/?s=mill"] == (State.EXCLUDED, "search")
    assert told["/list/page/1001/"] == (State.EXCLUDED, "paging")
    assert told["/trap/round/trap/round/"] == (State.EXCLUDED, "repetition")
    assert sum(path.startswith("/trap/") for path in site.paths()) == 1 + Shape.TOKENS.free
    left_out = sum(reason == "variants" for _, reason in told.values())
    assert left_out == RECORDED_PER_HOST < ran.report.passed_over["variants"]
    assert "/photo.jpg" not in told
    asked = set(site.paths())
    assert not asked & {path for path, (state, _) in told.items() if state is State.EXCLUDED}
    assert ran.report.passed_over["calendar"] == 1
    assert ran.report.passed_over["file"] == 1
    assert ran.report.passed_over["host"] == 1


def test_not_even_everything_due_makes_a_trap_due(site: Site, settings: Settings) -> None:
    site.pages[0]["/"] = listing([*stories(range(3)), "/events/2031/05/12/"])
    crawl(settings)
    site.forget()
    again = crawl(settings, everything_due=True)
    assert sorted(site.paths()) == ["/", "/story/0", "/story/1", "/story/2"]
    assert "excluded" not in again.report.counts
    assert known(settings.archive)["/events/2031/05/12/"] == (State.EXCLUDED, "calendar")


def test_a_wider_scope_revives_what_was_left_out(site: Site, settings: Settings) -> None:
    narrow = replace(settings, exclude=("^/story/1$",))
    crawl(narrow)
    assert known(settings.archive)["/story/1"] == (State.EXCLUDED, "excluded")
    assert len(documents(settings.archive)) == 2
    crawl(settings)
    assert known(settings.archive)["/story/1"][0] is State.FETCHED
    assert len(documents(settings.archive)) == 3


def test_since_and_until_and_languages(site: Site, settings: Settings) -> None:
    """The stories are of 1, 2 and 3 March 2026, as their pages say; two more are named by a sitemap."""
    site.pages[0]["/2011/10/04/story"] = story(7)
    site.pages[0]["/es/story"] = story(8)
    site.pages[0]["/sitemap.xml"] = f"""<urlset xmlns:x="http://www.w3.org/1999/xhtml">
      <url><loc>{site.url("/2011/10/04/story")}</loc></url>
      <url><loc>{site.url("/en/story")}</loc>
      <x:link rel="alternate" hreflang="es" href="{site.url("/es/story")}"/></url>
      </urlset>"""
    bounds = replace(
        settings,
        sitemaps=(site.url("/sitemap.xml"),),
        since=date(2026, 3, 2),
        until=date(2026, 3, 2),
        languages=("en",),
    )
    crawl(bounds)
    told = known(settings.archive)
    assert urls(settings.archive) == [site.url("/story/1")]
    assert told["/story/0"] == told["/story/2"] == (State.REJECTED, "scope")
    assert told["/2011/10/04/story"] == (State.EXCLUDED, "date")
    assert told["/es/story"] == (State.EXCLUDED, "language")
    assert not {"/2011/10/04/story", "/es/story"} & set(site.paths())


def test_fresh_stories_first_whoever_names_them(site: Site, settings: Settings) -> None:
    now = datetime.now(UTC)
    old, fresh = (f"{now - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}" for days in (900, 0.2))
    site.pages[0].update({f"/feed/story/{n}": story(10 + n) for n in range(3)} | {"/map/story": story(20)})
    items = "".join(
        f"<entry><link href='{site.url(f'/feed/story/{n}')}'/><updated>{old}</updated></entry>" for n in range(3)
    )
    site.pages[0]["/feed"] = f"<feed xmlns='http://www.w3.org/2005/Atom'>{items}</feed>"
    entry = f"<url><loc>{site.url('/map/story')}</loc><lastmod>{fresh}</lastmod></url>"
    site.pages[0]["/map.xml"] = f"<urlset>{entry}</urlset>"
    crawl(replace(settings, start=(), feeds=(site.url("/feed"),), sitemaps=(site.url("/map.xml"),)))
    paths = [path for path in site.paths() if "story" in path]
    assert paths.index("/map/story") < min(paths.index(f"/feed/story/{n}") for n in range(3))


# ---------------------------------------------------------------- back-fill


def test_a_back_fill_is_fetched_from_the_site_itself(site: Site, settings: Settings, tmp_path: Path) -> None:
    site.pages[0]["/robots.txt"] = "User-agent: *\nDisallow: /closed/\n"
    for path in ("/old/1", "/old/2", "/closed/3"):
        site.pages[0][path] = story(30 + int(path[-1]))
    cdx = tmp_path / "listing.cdx"
    lines = [f"x 2011100410000{n} {site.url(path)} text/html 200 S 1" for n, path in enumerate(("/old/1", "/closed/3"))]
    cdx.write_text("\n".join([*lines, "no capture"]) + "\n", encoding="utf-8")
    listed = tmp_path / "list.txt"
    listed.write_text(f"# mine\n{site.url('/old/2')}\nhttps://elsewhere.test/\n", encoding="utf-8")
    filled = replace(settings, backfill=(cdx, listed))
    ran = crawl(filled)
    told = known(settings.archive)
    assert told["/old/1"][0] is told["/old/2"][0] is State.FETCHED
    assert told["/closed/3"] == (State.EXCLUDED, "robots")
    asked = site.paths()
    assert asked[0] == "/robots.txt"
    assert max(asked.index(f"/story/{n}") for n in range(3)) < asked.index("/old/1"), "the site's own news come first"
    first, second = ran.report.backfill
    assert (first["named"], first["new"], first["bad"], first["first_bad"]) == (2, 2, 1, "no capture")
    assert (second["named"], second["new"], second["out_of_scope"], second["fresh"]) == (2, 1, 1, True)
    again = crawl(filled)
    assert [file["fresh"] for file in again.report.backfill] == [False, False]
    listed.write_text(site.url("/old/2") + "\n" + site.url("/story/9") + "\n", encoding="utf-8")
    assert [(file["fresh"], file["new"]) for file in crawl(filled).report.backfill] == [(False, 2), (True, 1)]


def test_an_archive_of_ours_fills_another_one(site: Site, settings: Settings, tmp_path: Path) -> None:
    crawl(settings)
    (warc,) = (settings.archive / "warc").iterdir()
    other = replace(settings, start=(), backfill=(warc,), archive=tmp_path / "other")
    crawl(other)
    assert urls(other.archive) == urls(settings.archive)


def test_the_command_tells_of_the_files(site: Site, tmp_path: Path) -> None:
    listed = tmp_path / "pages.txt"
    listed.write_text(f"{site.url('/story/1')}\nnot a page\n", encoding="utf-8")
    config = write_config(tmp_path, [], backfill=[str(listed)])
    done = command(tmp_path, "crawl", config)
    assert done.returncode == 0
    assert f"{listed}: 1 named, 1 new, 0 out of scope, 0 other" in done.stderr
    assert f"scraper: {listed}: 1 lines cannot be read; the first: not a page" in done.stderr
    stored = urls(tmp_path / "archive")
    assert stored == [site.url(f"/story/{n}") for n in range(3)], "its host is in scope, so it leads on to the others"
    again = command(tmp_path, "crawl", config)
    assert (again.returncode, again.stderr) == (0, "")
    listed.unlink()
    gone = command(tmp_path, "crawl", config)
    assert gone.returncode == 2
    assert gone.stderr == f"scraper: backfill: {listed} cannot be read: No such file or directory\n"
