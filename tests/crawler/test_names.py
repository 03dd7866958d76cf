"""What is asked of the resolver, and for how long its word counts."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import pytest

from scraper.crawler import names
from scraper.crawler.addresses import networks
from scraper.crawler.line import Origin, WireError
from scraper.crawler.lines import Dialler, _is_no_such_name
from scraper.crawler.names import KEEP_SECONDS, Names
from scraper.crawler.wire import Timing, Wire
from scraper.model import Fault
from tests.crawler.fake_server import serving
from tests.crawler.test_wire import HEADERS, body_of
from tests.crawler.virtual import play

NO_SUCH_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
NO_RESOLVER = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


class Resolver:
    """Answers with what it is given, in turn, and counts; the last answer holds."""

    def __init__(self, *answers: list[str] | Exception, seconds: float = 0) -> None:
        self.answers = list(answers)
        self.seconds = seconds
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:  # noqa: ARG002 - a resolver's
        self.asked.append(host)
        await asyncio.sleep(self.seconds)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def remembering(resolver: Resolver) -> Names:
    return Names(resolver, _is_no_such_name)


def test_a_name_is_asked_for_once_a_minute() -> None:
    async def trip() -> None:
        resolver = Resolver(["192.0.2.1"], ["192.0.2.2"])
        ours = remembering(resolver)
        for _ in range(50):
            assert await ours("news.test", 80) == ["192.0.2.1"]
        assert resolver.asked == ["news.test"]
        await ours("other.test", 80)
        await asyncio.sleep(KEEP_SECONDS + 1)
        assert await ours("news.test", 80) == ["192.0.2.2"]

    play(trip())


def test_all_who_ask_at_once_wait_for_one_answer() -> None:
    async def trip() -> None:
        resolver = Resolver(["192.0.2.1"], seconds=1)
        ours = remembering(resolver)
        assert await asyncio.gather(*(ours("news.test", 80) for _ in range(9))) == [["192.0.2.1"]] * 9
        assert len(resolver.asked) == 1

    play(trip())


def test_who_gives_up_takes_nothing_from_the_others() -> None:
    async def trip() -> None:
        resolver = Resolver(["192.0.2.1"], seconds=5)
        ours = remembering(resolver)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await ours("news.test", 80)
        assert await ours("news.test", 80) == ["192.0.2.1"]
        assert len(resolver.asked) == 1

    play(trip())


def test_no_such_name_is_an_answer_and_no_resolver_is_none() -> None:
    async def trip() -> None:
        for error, questions in ((NO_SUCH_NAME, 1), (NO_RESOLVER, 5)):
            resolver = Resolver(error)
            ours = remembering(resolver)
            for _ in range(5):
                with pytest.raises(socket.gaierror):
                    await ours("nowhere.test", 80)
            assert len(resolver.asked) == questions

    play(trip())


def test_a_failure_that_nobody_waits_for_disturbs_nobody() -> None:
    async def trip() -> list[object]:
        complaints: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        ours = remembering(Resolver(NO_RESOLVER, seconds=2))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await ours("news.test", 80)
        await asyncio.sleep(5)
        del ours
        return complaints

    assert play(trip()) == []


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "NAMES", 3)

    async def trip() -> None:
        resolver = Resolver(["192.0.2.1"])
        ours = remembering(resolver)
        for host in ("a", "b", "c", "d", "d", "b", "a"):
            await ours(host, 80)
        assert resolver.asked == ["a", "b", "c", "d", "a"]

    play(trip())


async def closes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")


def test_fifty_pages_on_fifty_connections_are_one_question() -> None:
    async def trip() -> None:
        resolver = Resolver(["127.0.0.1"])
        async with serving(closes) as port:
            ours = Wire(Timing(2, 2), Dialler(networks(["127.0.0.0/8"]), remembering(resolver)))
            for _ in range(50):
                assert await body_of(await ours.ask(Origin("http", "news.test", port), b"/", HEADERS)) == b"hello"
        assert resolver.asked == ["news.test"]

    asyncio.run(trip())


def test_what_is_remembered_is_checked_each_time() -> None:
    """A resolver's answer that was refused once is refused from memory, and one that changes is checked anew."""

    async def trip() -> None:
        ours = Dialler((), remembering(Resolver(["169.254.169.254"], ["10.0.0.1"])))
        for address in ("169.254.169.254", "169.254.169.254", "10.0.0.1"):
            with pytest.raises(WireError, match=address) as caught:
                await ours.dial(Origin("http", "evil.test", 80), 2)
            assert caught.value.fault is Fault.ADDRESS
            await asyncio.sleep(KEEP_SECONDS / 2 + 1)

    play(trip())
