"""What if the disk fills up, or the archive goes away, in the middle of a crawl?

Each time: one line that says what to do, nothing lost, and the next run goes on.
"""

from __future__ import annotations

import base64
import random
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scraper.cli import main
from tests.journey.runs import urls, write_config
from tests.journey.site import Reply, Request, Site, stories, story
from tests.permissions import permissions_hold
from tests.writer.whole import look_at

STORIES = 14
TURNING_POINT = 7  # the story at which it happens
HEAVY_BYTES = 300_000  # of a page that does not compress: WARC files outgrow the database and its log


def heavy(number: int) -> str:
    noise = base64.b64encode(random.Random(number).randbytes(HEAVY_BYTES)).decode()
    return story(number, head=f'<meta name="noise" content="{noise}">')


@contextmanager
def site_where(happens: Callable[[], object], page: Callable[[int], str] = story) -> Iterator[Site]:
    """A site; something happens to us while it is asked for the story at the turning point, once."""
    pages = stories(range(STORIES))
    left = [happens]

    def turning_point(_: Request) -> Reply:
        while left:
            left.pop()()
        return Reply(200, page(TURNING_POINT).encode())

    pages |= {f"/story/{number}": page(number) for number in range(STORIES)}
    with Site(pages | {f"/story/{TURNING_POINT}": turning_point}) as site:
        yield site


@contextmanager
def no_file_larger_than(files: Path, more: int) -> Iterator[Callable[[], None]]:
    """As on a full disk: what is yielded sets a limit, a little above the largest of the files as they are then."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def limit() -> None:
        size = max(path.stat().st_size for path in files.rglob("*") if path.is_file())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, before[1]))

    try:
        yield limit
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def the_line(capsys: pytest.CaptureFixture[str], archive: Path) -> str:
    """What was said on stderr: one line that names the archive."""
    (said,) = capsys.readouterr().err.splitlines()
    assert str(archive) in said
    return said


def assert_goes_on(config: Path, site: Site) -> None:
    """The next run ends well, and everything is there once."""
    archive = config.parent / "archive"
    assert urls(archive), "what came before the fault is there"
    assert main(["crawl", str(config)]) == 0
    look_at(archive).assert_whole()
    assert urls(archive) == sorted(site.url(f"/story/{number}") for number in range(STORIES))
    assert main(["status", str(archive)]) == 0


@pytest.mark.parametrize(
    ("page", "more", "said"),
    [
        (story, 0, "does not read or write as it should"),
        (heavy, HEAVY_BYTES // 2, "is full or a size limit is reached"),
    ],
    ids=["log of the database", "WARC"],
)
def test_a_disk_that_fills_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], page: Callable[[int], str], more: int, said: str
) -> None:
    archive = tmp_path / "archive"
    with no_file_larger_than(archive, more) as limit, site_where(limit, page) as site:
        config = write_config(tmp_path, [site.url()])
        assert main(["crawl", str(config)]) == 2
        assert said in the_line(capsys, archive)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert_goes_on(config, site)


def test_an_archive_that_is_moved_away_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive, elsewhere = tmp_path / "archive", tmp_path / "elsewhere"
    with site_where(lambda: archive.rename(elsewhere)) as site:
        config = write_config(tmp_path, [site.url()])
        assert main(["crawl", str(config)]) == 2
        assert "removed or moved while in use" in the_line(capsys, archive)
        assert not archive.exists()
        elsewhere.rename(archive)
        assert_goes_on(config, site)


def test_an_archive_that_becomes_read_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is open goes on to be written, so all is stored; only the WARC file cannot take its name. Both say so."""
    archive = tmp_path / "archive"

    def permit(mode: int) -> None:
        for directory in (archive / "warc", archive):
            directory.chmod(mode)

    with site_where(lambda: permit(0o500)) as site:
        config = write_config(tmp_path, [site.url()])
        try:
            with permissions_hold():
                assert main(["crawl", str(config)]) == 2
                assert "cannot be written to; change its permissions" in the_line(capsys, archive)
                assert len(urls(archive)) == STORIES
                capsys.readouterr()
                assert main(["crawl", "--now", str(config)]) == 2
                assert "cannot be written to; change its permissions" in the_line(capsys, archive)
                assert main(["status", str(archive)]) == 0
        finally:
            permit(0o700)
        assert_goes_on(config, site)
