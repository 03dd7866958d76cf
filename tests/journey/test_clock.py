"""What if the clock is set back, between two runs or in the middle of one?"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.model import Hold
from scraper.writer.archive import Archive
from tests.journey.runs import ROOT, environment, urls, write_config
from tests.journey.site import Reply, Request, Site, listing, stories, story

HOURS, YEARS = 5 * 3_600.0, 9 * 365 * 86_400.0
XML = {"Content-Type": "application/rsl+xml"}
LICENCE = '<rsl><content url="/"><license><permits type="usage">all</permits></license></content></rsl>'


def test_in_the_middle_of_a_run(tmp_path: Path) -> None:
    """How old a site's terms are is told by the run's own clock: they were asked for without an end."""
    offset = tmp_path / "offset"
    offset.write_text("0")

    def licensed(_: Request) -> Reply:
        offset.write_text(str(-HOURS))
        return Reply(200, story(1).encode(), {"Link": '</l.xml>; rel="license"; type="application/rsl+xml"'})

    pages = {"/": listing(["/story/1", "/story/2"]), "/story/1": licensed, "/story/2": story(2)}
    with Site(pages | {"/l.xml": Reply(200, LICENCE.encode(), XML)}) as site:
        config = write_config(tmp_path, [site.url()])
        line = [sys.executable, "-m", "tests.journey.skewed", str(offset), "crawl", str(config)]
        done = subprocess.run(
            line, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=30, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert urls(tmp_path / "archive") == [site.url("/story/1"), site.url("/story/2")]
        assert site.paths().count("/l.xml") == 1


def test_between_two_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "archive"
    with Site(stories([1, 2])) as site:
        config = write_config(tmp_path, [site.url()])
        assert main(["crawl", str(config)]) == 0
        with Archive.open(archive, write=True) as opened:
            opened.begin_run("a few hours are no matter", time.time() + HOURS)
        assert main(["crawl", str(config)]) == 0
        with Archive.open(archive, write=True) as opened:
            opened.begin_run("the clock is wrong", time.time() + YEARS)
            opened.keep_hold(site.host(), Hold(time.time() + YEARS, "HTTP 429"))
        site.pages[0]["/"] = listing(["/story/1", "/story/2", "/story/3"])
        site.pages[0]["/story/3"] = story(3)
        asked = len(site.log())
        capsys.readouterr()

        assert main(["crawl", str(config)]) == 2
        (said,) = capsys.readouterr().err.splitlines()
        assert str(archive) in said
        assert "--now" in said
        assert len(site.log()) == asked
        assert main(["crawl", "--now", str(config)]) == 0
        assert len(urls(archive)) == 2, "on hold for another day, and not for years"
        with Archive.open(archive) as opened:
            assert opened.holds(time.time()).keys() == {site.host()}
            assert not opened.holds(time.time() + 2 * 86_400)
        with Archive.open(archive, write=True) as opened:
            opened.keep_hold(site.host(), Hold())
        assert main(["crawl", str(config)]) == 0, "the run before was on time"
        assert len(urls(archive)) == 3
