"""What is noted of a host, and that a promise broken would be seen."""

from __future__ import annotations

import pytest

from scraper.crawler.ledger import HostLedger, HostReport
from scraper.crawler.pace import Delay
from scraper.model import Failure, Fault
from tests.crawler.virtual import START, A, page

DELAY = Delay(promised=2.0, source="ours", present=2.0)


def told(ledger: HostLedger) -> HostReport:
    return ledger.report("news.test", "192.0.2.1", DELAY, ())


def test_a_host_never_asked() -> None:
    report = told(HostLedger())
    assert (report.requests, report.first, report.last, report.smallest_gap, report.latency) == (
        0,
        None,
        None,
        None,
        None,
    )
    assert report.longest_delay == 2.0


def test_a_gap_below_the_delay_in_force_is_counted() -> None:
    ledger = HostLedger()
    for at, delay in ((0.0, 2.0), (2.0, 2.0), (6.0, 4.0), (8.0, 4.0), (10.0, 2.0)):
        ledger.asked(START + at, delay)
    report = told(ledger)
    assert report.short_gaps == 1  # the one of two seconds, when four were in force
    assert report.smallest_gap == pytest.approx(2.0)
    assert report.longest_delay == 4.0
    assert (report.first, report.last) == (START, START + 10.0)


def test_gaps_count_from_when_a_request_really_left() -> None:
    ledger = HostLedger()
    ledger.asked(START, 2.0)
    ledger.heard(page(A), started=START + 0.5)
    ledger.asked(START + 2.0, 2.0)
    assert told(ledger).smallest_gap == pytest.approx(1.5)
    assert told(ledger).short_gaps == 1


def test_waits_are_heeded_or_broken() -> None:
    ledger = HostLedger()
    for until, again in ((30.0, 31.0), (90.0, 90.0), (500.0, 120.0)):
        ledger.held(START, START + until)
        ledger.asked(START + again, 2.0)
    report = told(ledger)
    assert (report.waits, report.broken_waits) == (2, 1)
    assert report.longest_wait == 90.0
    ledger.held(START + 130, START + 1000.0)
    assert told(ledger).waits == 2, "not asked again yet"


def test_answers_and_bytes() -> None:
    ledger = HostLedger()
    ledger.heard(page(A, b"1234", raw_body=b"12", response_head=b"HTTP", elapsed=0.5), None)
    ledger.heard(page(A, status=304, elapsed=0.1), None)
    ledger.heard(Failure(A, Fault.STATUS, status=500, page=page(A, b"bad", 500)), None)
    ledger.heard(Failure(A, Fault.TIMEOUT), None)
    report = told(ledger)
    assert report.answers == {"200": 1, "304": 1, "500": 1, "none": 1}
    assert report.bytes == 2 + 4 + 3
    assert report.latency == pytest.approx(0.2)
