"""Does the house stand as it was drawn?

The import contracts of pyproject.toml, each with an offence that it must notice, and the rules that imports cannot
say: no clock in the cleaner, the environment read at the top only, short files that open with their question.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "scraper"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 320  # lines: "about 300"
LONGER_FILES = {"phrase_table.py": 400}  # the phrases stand in one place
LONGEST_FUNCTION = 50  # lines

# Contract id -> the file that offends and the line that does it. An offender.py is a new module.
OFFENCES = {
    "layers": ("model/blocks.py", "import scraper.errors"),
    "rooms": ("writer/offender.py", "import scraper.crawler.robots"),
    "journey": ("cli/offender.py", "import scraper.cleaner.dom"),
    "journey-parts": ("trip.py", "import scraper.writer.lock"),
    "pure-cleaner": ("cleaner/offender.py", "import time"),
    "pure-crawler": ("crawler/pace.py", "import socket"),
    "door-sqlite3": ("writer/offender.py", "import sqlite3"),
    "door-httpx": ("crawler/offender.py", "import httpx"),
    "door-h11": ("crawler/offender.py", "import h11"),
    "door-socket": ("crawler/offender.py", "import socket"),
    "door-processes": ("crawler/offender.py", "import subprocess"),
    "training": ("cleaner/offender.py", "import scraper.cleaner.training.corpus"),
    "door-catboost": ("cleaner/offender.py", "import catboost"),
    "door-numpy": ("writer/offender.py", "import numpy"),
    "door-selectolax": ("cleaner/offender.py", "from selectolax.lexbor import LexborHTMLParser"),
    "door-trafilatura": ("cleaner/offender.py", "import trafilatura"),
    "door-isal": ("crawler/offender.py", "from isal import isal_zlib"),
    "door-warcio": ("writer/offender.py", "from warcio.archiveiterator import ArchiveIterator"),
    "door-feedparser": ("crawler/discover/offender.py", "import feedparser"),
    "door-ada-url": ("crawler/offender.py", "import ada_url"),
    "door-brotli": ("crawler/offender.py", "import brotli"),
    "door-webencodings": ("cleaner/offender.py", "import webencodings"),
    "door-markdown-it": ("writer/offender.py", "import markdown_it"),
    "door-pyarrow": ("writer/offender.py", "import pyarrow"),
    "door-docx": ("cli/offender.py", "import docx"),
    "door-tomllib": ("crawler/offender.py", "import tomllib"),
    "door-typer": ("writer/offender.py", "import rich.table"),
}


def lint(directory: Path) -> str:
    """What the import linter says of the tree in ``directory``."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    command += ["--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def contracts() -> dict[str, str]:
    """Contract id -> its name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


def test_the_contracts_are_kept() -> None:
    said = lint(ROOT)
    assert re.search(r"Contracts: \d+ kept, 0 broken", said), said


def test_each_contract_can_be_broken(tmp_path: Path) -> None:
    assert set(contracts()) == set(OFFENCES)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(PACKAGE, tmp_path / "scraper", ignore=shutil.ignore_patterns("__pycache__"))
    for file, line in OFFENCES.values():
        with (tmp_path / "scraper" / file).open("a", encoding="utf-8") as offender:
            offender.write(f"\n{line}\n")
    said = lint(tmp_path)
    missed = [ident for ident, name in contracts().items() if f"{name} BROKEN" not in unwrapped(said)]
    assert not missed, said


def unwrapped(text: str) -> str:
    """Text with its line breaks folded away, for names that the linter wraps."""
    return " ".join(text.split())


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for a chain of attributes, else an empty string."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def clock_and_disk(tree: ast.Module) -> Iterator[str]:
    """The calls in a module that read the clock or open a file or an address."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            if re.search(r"(^|\.)(date|datetime)\.(now|today|utcnow)$|^open$|^exec$|^eval$|^__import__$", name):
                yield f"line {node.lineno}: {name}"
            if re.search(r"^(urllib\.request|importlib\.import_module|trafilatura\.fetch)", name):
                yield f"line {node.lineno}: {name}"


def test_the_clock_check_can_fail() -> None:
    assert list(clock_and_disk(ast.parse("import datetime as d\nx = datetime.datetime.now()\nopen('f')")))


@pytest.mark.parametrize("path", sorted((PACKAGE / "cleaner").rglob("*.py")), ids=lambda path: path.name)
def test_the_cleaner_reads_no_clock_and_opens_nothing(path: Path) -> None:
    assert not list(clock_and_disk(parsed(path)))


def uses_environment(tree: ast.Module) -> bool:
    names = {dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return bool({"os.environ", "os.getenv"} & names or {"environ", "getenv"} & imported)


def test_only_the_top_reads_the_environment() -> None:
    readers = {path.relative_to(PACKAGE).parts[0] for path in SOURCES if uses_environment(parsed(path))}
    assert readers <= {"cli", "settings.py", "journey.py"}


def test_only_the_command_line_configures_logging() -> None:
    offenders = [
        str(path)
        for path in SOURCES
        if "cli" not in path.parts and "logging.basicConfig" in path.read_text(encoding="utf-8")
    ]
    assert not offenders


def starts_empty(value: ast.expr | None) -> bool:
    """Whether an expression makes an empty container."""
    if isinstance(value, ast.Call):
        makers = {"dict", "list", "set", "defaultdict", "deque", "Counter", "OrderedDict"}
        return dotted(value.func).split(".")[-1] in makers and not any(
            isinstance(a, ast.GeneratorExp) for a in value.args
        )
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, ast.List | ast.Set) and not value.elts


def mutable_globals(tree: ast.Module) -> Iterator[str]:
    """Containers at module level that start empty and so can only be there to be filled."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and starts_empty(node.value):
            yield f"line {node.lineno}"


def test_no_module_keeps_state() -> None:
    assert list(mutable_globals(ast.parse("seen = []\ncache: dict = {}"))) == ["line 1", "line 2"]
    found = {str(path): list(mutable_globals(parsed(path))) for path in SOURCES}
    assert not {path: lines for path, lines in found.items() if lines}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_short_and_opens_with_its_question(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGER_FILES.get(path.name, LONGEST_FILE)
    if not text.strip():
        return
    opening = (ast.get_docstring(parsed(path)) or "").split("\n\n")[0]
    # A verb of the command line and the front pages open with what they are.
    assert "?" in opening or path.name == "__init__.py" or path.parent.name == "cli", opening
    assert opening


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short(path: Path) -> None:
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long
