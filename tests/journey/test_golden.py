"""Do all outputs look as they did when somebody last read them?"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.golden.archive import CHOSEN, PORT
from tests.golden.files import GOLDEN, RENEW, kept, made

PLACES = 3  # of a file that are shown
BEFORE, AFTER = 40, 80  # characters of a line that are shown around the first difference


def difference(name: str, before: str, now: str) -> str:
    """Where a file is different, and how."""
    old, new = before.split("\n"), now.split("\n")
    places = [place for place in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if place[0] != "equal"]
    told = [
        f"fixtures/{GOLDEN.name}/{name}:{start + 1}\n{shown(old[start:end], new[begin:finish])}"
        for _, start, end, begin, finish in places[:PLACES]
    ]
    return "\n".join(told + [f"... and {len(places) - PLACES} places more"] * (len(places) > PLACES))


def shown(old: list[str], new: list[str]) -> str:
    """The first line of both, from a little before they part."""
    pairs = zip(*old[:1], *new[:1], strict=False) if old and new else ()
    at = next((place for place, (one, other) in enumerate(pairs) if one != other), 0)
    start, end = max(0, at - BEFORE), at + AFTER
    return "\n".join(
        f"{mark} {'…' * (start > 0)}{line[start:end]}" for mark, lines in (("-", old), ("+", new)) for line in lines[:1]
    )


def test_every_output_is_as_it_was(tmp_path: Path) -> None:
    before, now = kept(), made(tmp_path)
    told = [f"{name} is new" for name in now.keys() - before.keys()]
    told += [f"{name} is gone" for name in before.keys() - now.keys()]
    told += [difference(name, text, now[name]) for name, text in before.items() if text != now.get(name, text)]
    if told:
        head = f"{len(told)} of fixtures/{GOLDEN.name}/ are different; if they are to be, renew them: {RENEW}"
        pytest.fail("\n\n".join([head, *sorted(told)]), pytrace=False)


def test_each_has_its_way_back() -> None:
    golden = kept()
    links = [f"http://{host}:{PORT}{path}" for host, path in CHOSEN]
    for name in (name for name in golden if name.startswith("articles.")):
        assert [link for link in links if link not in golden[name]] == [], name
    for name in (name for name in golden if name.startswith(("one", "fields-as-", "republish-mud/article"))):
        assert links[0] in golden[name], name
    chunks = [*json.loads(golden["chunks.json"]), *map(json.loads, golden["chunks.jsonl"].splitlines())]
    assert len(chunks) > 10
    assert all(chunk["link"] in links and chunk["link"] in chunk["credit"] for chunk in chunks)


def test_a_difference_is_told_in_a_few_short_lines() -> None:
    old = "\n".join(["x" * 500 + "old" + "y" * 500, *"abcdefghij"])
    new = "\n".join(["x" * 500 + "new" + "y" * 500, *"aBcDeFghij"])
    assert difference("a.txt", old, new) == (
        f"fixtures/golden/a.txt:1\n- …{'x' * 40}old{'y' * 77}\n+ …{'x' * 40}new{'y' * 77}\n"
        "fixtures/golden/a.txt:3\n- b\n+ B\nfixtures/golden/a.txt:5\n- d\n+ D\n... and 1 places more"
    )
