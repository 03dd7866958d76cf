"""Does the README tell the truth? Its Python runs, its session is typed, its table of settings is that of Settings."""

from __future__ import annotations

import contextlib
import doctest
import importlib.util
import io
import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from types import ModuleType

import pytest

from scraper import Archive, Article, clean
from scraper.cli import VERBS, main
from scraper.crawler.discover import visit_to
from scraper.model import Outcome, State
from scraper.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
PORT = "18765"  # the demo's, as the README and config/demo.toml have it
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
SESSIONS = re.findall(r"<!-- tested: README session -->\n```console\n\$ (.*?)\n(.*?)```", TEXT, re.DOTALL)


def serving() -> ModuleType:
    """fixtures/serve.py as a module."""
    spec = importlib.util.spec_from_file_location("demo_serve", ROOT / "fixtures" / "serve.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    """The demo site, on a port of its own."""
    before = list(sys.path)
    site = serving().start(0)
    yield str(site.port)
    site.stop()
    sys.path[:] = before


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: str) -> str:
    """A directory that looks like the project's root, where what a crawl leaves does no harm."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    (tmp_path / "config").mkdir()
    demo = (ROOT / "config" / "demo.toml").read_text(encoding="utf-8").replace(PORT, port)
    hurried = re.sub(r"(?m)^delay_seconds = \S+", "delay_seconds = 0", demo)
    assert hurried != demo
    (tmp_path / "config" / "demo.toml").write_text(hurried, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return port


def test_there_is_something_to_test() -> None:
    assert len(EXAMPLES) >= 4
    assert len(SESSIONS) >= 1


@pytest.mark.parametrize("code", EXAMPLES, ids=[f"example-{number}" for number in range(1, len(EXAMPLES) + 1)])
def test_the_python_runs(code: str, elsewhere: str) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code.replace(PORT, elsewhere), "README.md", "exec"), {"__name__": "readme"})
    assert said.getvalue().strip()


@pytest.mark.parametrize(("line", "expected"), SESSIONS)
def test_the_session_is_what_one_sees(
    line: str, expected: str, elsewhere: str, capsys: pytest.CaptureFixture[str]
) -> None:
    program, *arguments = shlex.split(line)
    assert program == "scraper"
    assert main(arguments) == 0
    shown = capsys.readouterr().out
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.OutputChecker().check_output(expected, shown, options), shown


def test_the_pack_is_what_insight_crime_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    session = TEXT.split("<!-- tested: republish session -->\n```console\n")[1].split("```")[0]
    command, said, cat, *checklist = session.splitlines()
    program, verb, url, *rest = shlex.split(command.removeprefix("$ "))
    assert (program, verb, cat) == ("scraper", "republish", "$ cat pack/checklist.md")
    page = ROOT / "fixtures/pages/insightcrime.org/single-paragraph-brief/page.html"
    article = clean(page.read_bytes(), url)
    assert isinstance(article, Article)
    monkeypatch.chdir(tmp_path)
    with Archive.open("archives/insightcrime", write=True) as archive:
        archive.begin_run("insightcrime", 0.0)
        archive.finish(Outcome(visit_to(url), State.FETCHED, datetime.now(UTC), result=article))
    assert main([verb, url, *rest]) == 0
    assert capsys.readouterr().err.splitlines() == [said]
    assert Path("pack/checklist.md").read_text("utf-8").splitlines() == checklist
    by = "By Tomás Bellows, InSight Crime — originally published by InSight Crime: <"
    assert Path("pack/article.md").read_text("utf-8").splitlines()[2].startswith(by)


def written(value: object) -> str:
    """A default as one would write it in TOML."""
    if isinstance(value, Enum | Path):
        return f'"{value.value if isinstance(value, Enum) else value}"'
    if isinstance(value, tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return "" if value is None else f"{value:_g}" if isinstance(value, float) and value < 1e4 else f"{value:_.0f}"


def test_the_settings_are_all_there_with_their_defaults() -> None:
    table = TEXT.split("<!-- settings -->")[1].split("<!-- /settings -->")[0]
    rows = re.findall(r"(?m)^\| `(\w+)` \| (?:`(.*?)`)? *\| (.+?) \|$", table)
    assert [(name, default) for name, default, _ in rows] == [
        (field.name, "" if field.name == "contact" else written(field.default)) for field in fields(Settings)
    ]


def test_every_verb_and_dependency_is_spoken_of() -> None:
    for verb in VERBS:
        assert f"`scraper {verb} " in TEXT
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    on_it = TEXT.split("## What it stands on")[1].split("\n## ")[0]
    for needed in project["dependencies"]:
        assert re.split(r"[<>=\[]", needed)[0] in on_it


def test_the_links_inside_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", TEXT)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]
