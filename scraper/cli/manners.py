"""How did we behave, and how were we received? The lines of a crawl's report that are about the hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from rich.table import Table

from scraper.cli.console import one_line
from scraper.cli.words import listed, number, short, when

if TYPE_CHECKING:  # the receipt of a crawl needs nothing that crawls
    from scraper.journey import Report

SHOWN = 5  # hosts named one by one; the receipt has them all
SLOW = 3
NO_LOSS = frozenset({"nofollow", "address", "host", "file", "machinery"})  # links that lead to no page of the crawl


def manners(report: Report) -> Table:
    """Label and text, one line or more for each thing there is to tell."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, width=8)
    table.add_column(overflow="fold")
    for label, text in lines(report):
        table.add_row(label, one_line(text))
    return table


def lines(report: Report) -> Iterator[tuple[str, str]]:
    """What there is to tell, by label."""
    yield "Delays", delays(report)
    yield from labelled("Longer", longer(report))
    yield from labelled("Capped", (f"{host} asks for {short(s)}: too long" for host, s in report.delays_capped.items()))
    if waits := sum(host.waits for host in report.hosts):
        longest = max(host.longest_wait for host in report.hosts)
        yield "Waits", f"{number(waits, 'request')} to wait heeded, the longest of {short(longest)}"
    slowest = sorted((host for host in report.hosts if host.latency is not None), key=lambda host: -(host.latency or 0))
    if slowest:
        yield "Slowest", ", ".join(f"{host.host} {short(host.latency or 0)}" for host in slowest[:SLOW])
    left_out = {why: count for why, count in report.passed_over.items() if why not in NO_LOSS}
    yield from labelled("Left out", ([f"links to {listed(left_out, left_out)}"] if left_out else []))
    yield from labelled("Full", ([f"a run's share was had of {named(report.hosts_full)}"] if report.hosts_full else []))
    yield from labelled("On hold", (f"{held.host} until {when(held.until)}: {held.reason}" for held in report.holds))


def delays(report: Report) -> str:
    """Whether what was promised was kept."""
    gaps = [host.smallest_gap for host in report.hosts if host.smallest_gap is not None]
    short_ones = sum(host.short_gaps for host in report.hosts)
    if not gaps:
        return f"{number(len(report.hosts), 'host')} asked, none twice" if report.hosts else "no host was asked"
    kept = f"{number(short_ones, 'gap')} TOO SHORT" if short_ones else "all kept"
    return f"{kept} at {number(len(report.hosts) + report.hosts_cut, 'host')}; the smallest gap {short(min(gaps))}"


def longer(report: Report) -> Iterator[str]:
    """The hosts that were given more time than we give by ourselves, and why; the longest first."""
    for host in sorted(report.hosts, key=lambda host: -host.longest_delay):
        strained = host.longest_delay > host.delay
        if host.delay_from != "ours" or strained:
            up_to = f", up to {short(host.longest_delay)} under strain" if strained else ""
            yield f"{host.host} {short(host.delay)} ({host.delay_from}){up_to}"


def labelled(label: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The texts as lines of their own, the first with the label; from the sixth on they are only counted."""
    told = list(texts)
    for place, text in enumerate(told[:SHOWN]):
        yield "" if place else label, text
    if len(told) > SHOWN:
        yield "", f"and {len(told) - SHOWN:,} more"


def named(hosts: tuple[str, ...]) -> str:
    """Some names, and how many more."""
    more = f" and {len(hosts) - SHOWN:,} more" if len(hosts) > SHOWN else ""
    return ", ".join(hosts[:SHOWN]) + more


def tallied(numbers: Mapping[str, int]) -> str:
    """``5 x 200, 2 x 304``, the most frequent first."""
    return ", ".join(
        f"{count:,} x {name}" for name, count in sorted(numbers.items(), key=lambda one: (-one[1], one[0]))
    )
