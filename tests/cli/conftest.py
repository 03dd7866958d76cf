"""What the tests of the command line share: ``run`` is the command, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scraper.cli import main
from scraper.model import Article, Attribution, Author, Duty, Licence


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run one command line in an empty directory, with no configuration but a contact."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SCRAPER_CONTACT", "mailto:tests@news-archive.info")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("SCRAPER_DEBUG", raising=False)

    def command(*arguments: object) -> Done:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Done(code, said.out, said.err)

    return command


def article(url: str = "https://insightcrime.org/news/a/", title: str = "A raid") -> Article:
    """An article under InSight Crime's terms."""
    duties = (Duty.NAME_IN_BYLINE, Duty.LINK_AT_TOP, Duty.LINK_AT_BOTTOM, Duty.NON_COMMERCIAL)
    licence = Licence("CC-BY-NC", text="We encourage readers to copy and distribute our work.")
    return Article(
        url=url,
        title=title,
        text="Police raided 60 brothels.\n\nFive were arrested.",
        attribution=Attribution(url, "InSight Crime", ("Jeanna Cullinan",), licence, duties=duties),
        authors=(Author("Jeanna Cullinan"),),
        licence=licence,
    )
