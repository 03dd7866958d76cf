"""scraper receipt: what a site's owner may want to see of how we asked."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from scraper.cli.console import one_line
from scraper.cli.exits import Exit
from scraper.cli.manners import tallied
from scraper.cli.output import checked_target, hand_over
from scraper.cli.places import PLACE, archive_of
from scraper.cli.words import number, short, size, when
from scraper.errors import UsageError
from scraper.writer.archive import Archive
from scraper.writer.archive_runs import Run

WIDTH = 60  # of the text: what a narrow terminal shows and no mail program breaks


class Form(StrEnum):
    """How a receipt is written."""

    TEXT = "text"
    JSON = "json"


HOST = typer.Option("--host", help="Only this host, as host[:port].", show_default=False)
RUNS = typer.Option("--runs", min=1, help="How many of the last runs.")
FORM = typer.Option("--format", "-f", help="Default: as FILE's suffix says, else text.", show_default=False)
FILE = typer.Option("--output", "-o", metavar="FILE", help="Write it there.", show_default=False)


def receipt(
    place: Annotated[Path, PLACE],
    host: Annotated[str | None, HOST] = None,
    runs: Annotated[int, RUNS] = 1,
    format: Annotated[Form | None, FORM] = None,
    output: Annotated[Path | None, FILE] = None,
) -> Exit:
    """Show how politely a site was asked.

    Who asked, which robots.txt was obeyed, how many requests, at which pace, and what was refused: of the last run, or
    with --host of the last one that asked it.
    """
    target = checked_target(output)
    form = format or (Form.JSON if target and target.suffix.lower() == ".json" else Form.TEXT)
    directory = archive_of(place)
    with Archive.open(directory) as archive:
        found = list(islice(told(archive.runs(), host), runs))
    if not found:
        raise UsageError(f"{directory}: no finished run {f'asked {host}' if host else 'there yet'}")
    told_as = json.dumps({"runs": found}, ensure_ascii=False, indent=2) if form is Form.JSON else texts(found)
    hand_over(told_as + "\n", target)
    return Exit.OK


def told(runs: Iterable[Run], host: str | None) -> Iterator[dict[str, Any]]:
    """The runs that have something to tell, latest first, each as a JSON object."""
    for run in runs:
        if run.report is None or "hosts" not in run.report:
            continue  # it was killed, or is of an older version
        hosts = [one for one in run.report["hosts"] if host in (None, one["host"])]
        if hosts:
            yield as_document(run, run.report, hosts)


def as_document(run: Run, report: Mapping[str, Any], hosts: list[Mapping[str, Any]]) -> dict[str, Any]:
    """One run's receipt. Times are ISO 8601 in UTC, all else seconds and bytes."""
    holds = {held["host"]: held for held in report.get("holds", ())}
    capped = report.get("delays_capped", {})
    return {
        "sender": report.get("sender", {}),
        "run": run.id,
        "crawl": run.name,
        "began": stamp(run.started_at.timestamp()),
        "ended": stamp(run.ended_at.timestamp()) if run.ended_at else None,
        "hosts": [of_host(one, holds.get(one["host"]), capped.get(one["host"])) for one in hosts],
        "hosts_left_out": report.get("hosts_cut", 0),
    }


def of_host(one: Mapping[str, Any], held: Mapping[str, Any] | None, capped: float | None) -> dict[str, Any]:
    """One host's part of it."""
    return {
        **one,
        "first": stamp(one["first"]),
        "last": stamp(one["last"]),
        "robots": [{**robots, "fetched_at": stamp(robots["fetched_at"])} for robots in one["robots"]],
        "crawl_delay_too_long": capped,
        "on_hold": held and {"until": stamp(held["until"]), "reason": held["reason"]},
    }


def stamp(moment: float | None) -> str | None:
    """Unix seconds to the second, in UTC."""
    return None if moment is None else when(moment).replace(" UTC", "Z").replace(" ", "T")


# ---------------------------------------------------------------- as text


def texts(runs: Iterable[Mapping[str, Any]]) -> str:
    """The receipts as people read them."""
    return "\n\n".join(map(written, runs))


def written(run: Mapping[str, Any]) -> str:
    """A run's receipt as people read it."""
    sender = run["sender"]
    head = [
        ("Who", sender.get("user_agent", "unknown")),
        ("Contact", sender.get("contact", "unknown")),
        ("Purpose", sender.get("purpose", "unknown")),
        ("Crawl", f"{run['crawl']}, run {run['run']}"),
        ("Began", run["began"]),
        ("Ended", run["ended"] or "not yet"),
    ]
    parts = [laid_out(head), *(f"{one_line(one['host'])}\n{laid_out(host_lines(one))}" for one in run["hosts"])]
    if run["hosts_left_out"]:
        parts.append(f"{number(run['hosts_left_out'], 'further host')} with fewer requests not listed.")
    return "\n\n".join(parts)


def host_lines(one: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A host's part, label by label."""
    for robots in one["robots"]:
        status = robots["status"] or "no answer"
        yield "robots.txt", f"{robots['origin']}/robots.txt: {status}, {robots['fetched_at']}"
        yield "", f"sha256 {robots['sha256'][:32]}..."
    if not one["robots"]:
        yield "robots.txt", "not asked for yet"
    yield "Requests", f"{one['requests']:,} ({size(one['bytes'])}): {tallied(one['answers'])}"
    if one["first"]:
        yield "Between", f"{one['first']} and {one['last']}"
    yield "Delay", f"{short(one['delay'])} promised ({one['delay_from']})"
    if one["longest_delay"] > one["delay"]:
        yield "", f"up to {short(one['longest_delay'])} while the server was under strain"
    if one["crawl_delay_too_long"]:
        yield "", f"asked for were {short(one['crawl_delay_too_long'])}, more than we wait"
    gap = one["smallest_gap"]
    yield "Kept", f"smallest gap {short(gap)}, {one['short_gaps']} too short" if gap is not None else "asked once only"
    if one["waits"] or one["broken_waits"]:
        yield "Waits", f"{one['waits']} heeded, {one['broken_waits']} not; the longest {short(one['longest_wait'])}"
    if one["latency"] is not None:
        yield "Answers", f"took {short(one['latency'])} on average"
    if one["refusals"]:
        yield "Not had", tallied(one["refusals"]).replace("_", " ")
    if one["on_hold"]:
        yield "On hold", f"until {one['on_hold']['until']}: {one['on_hold']['reason']}"


def laid_out(lines: Iterable[tuple[str, str]]) -> str:
    """Labels and texts in two columns."""
    return "\n".join(
        textwrap.fill(one_line(text), WIDTH, initial_indent=f"  {label:<12}", subsequent_indent=" " * 14)
        for label, text in lines
    )
