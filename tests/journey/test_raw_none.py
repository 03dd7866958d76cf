"""Is a crawl whole that keeps no copies of the pages?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.writer.archive import Archive
from tests.journey.runs import documents, write_config
from tests.journey.site import Site, stories


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command says that ends well."""
    assert main([str(argument) for argument in arguments]) == 0
    return "".join(capsys.readouterr())


def test_everything_but_the_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = stories([1, 2]) | {"/robots.txt": "User-agent: *\nDisallow: /story/2"}
    with Site(pages) as site:
        config = write_config(tmp_path, [site.url()], raw="none")
        report = told(capsys, "crawl", config)
        told(capsys, "crawl", config, "--now")
        archive = tmp_path / "archive"
        assert "Evidence  none kept" in report
        assert not (archive / "warc").exists()
        status = json.loads(told(capsys, "status", archive, "--json"))
        assert status["adds_up"]
        assert status["articles"] == len(documents(archive)) == 1
        (run,) = json.loads(told(capsys, "receipt", archive, "-f", "json"))["runs"]
        assert sum(host["requests"] for host in run["hosts"]) > 0
        assert "An article" in told(capsys, "explain", site.url("/story/1"), "--config", config)
        told(capsys, "pages", archive)
        told(capsys, "export", archive, "-f", "json")
        with Archive.open(archive) as opened:
            assert {page.url: page.reason for page in opened.pages()}[site.url("/story/2")] == "robots"
