"""What did the server compress, and does it fit into memory?

Bounded decoders for Content-Encoding (RFC 9110, 8.4): whatever the input, the output never exceeds the limit by more
than one piece. An 809-byte brotli body that unfolds to a gigabyte ends in a ``CodingError`` after the limit, and a
body that stops short of its end is broken, not complete.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Protocol

import brotli
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"

MAX_CODINGS = 3  # stacked on one body; more than two was never seen in the wild
MAX_MEMBERS = 10_000  # gzip members or zstd frames of one body: each costs a fresh decoder
PIECE_BYTES = 64 * 1024  # decoded at a time
ZSTD_INPUT_BYTES = 128  # four bytes of zstd may unfold to 128 KiB, so 128 bytes to 4 MiB: the most that one step yields
ZSTD_WINDOW_BYTES = 8 * 1024 * 1024  # what a decoder must support for HTTP, and all it need to (RFC 9659, 3)


class CodingFault(StrEnum):
    """What is wrong with an encoded body."""

    TOO_LARGE = "too_large"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class CodingError(ValueError):
    """The body cannot be decoded; ``fault`` says which way."""

    def __init__(self, fault: CodingFault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault


class Coding(Protocol):
    """One layer: bytes in, bounded pieces out. ``whole`` tells whether the end of the stream was reached."""

    def pieces(self, data: bytes) -> Iterator[bytes]: ...

    @property
    def whole(self) -> bool: ...


class Decoder:
    """Decodes a body as it arrives, through all its layers, up to ``limit`` bytes of output.

    ``encoding`` is the value of Content-Encoding ("" or "identity" passes the bytes through). Raises CodingError:
    UNKNOWN at once for a coding we do not speak, TOO_LARGE and BROKEN while feeding.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._layers = tuple(_Layer(coding, limit) for coding in reversed(_codings(encoding)))
        self._limit = limit
        self._decoded = 0
        self._fed = False

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What ``data`` adds to the decoded body, a bounded piece at a time."""
        self._fed = self._fed or bool(data)
        for piece in self._through(0, data):
            self._decoded += len(piece)
            if self._decoded > self._limit:
                raise _too_large(self._limit)
            yield piece

    def finish(self) -> None:
        """Says that the body is at its end. Raises CodingError (BROKEN) if a layer is not."""
        if self._fed and not all(layer.coding.whole for layer in self._layers):
            raise CodingError(CodingFault.BROKEN, "the compressed body ends before its end mark")

    def _through(self, depth: int, data: bytes) -> Iterator[bytes]:
        if depth == len(self._layers):
            yield data
            return
        for piece in self._layers[depth].pieces(data):
            yield from self._through(depth + 1, piece)


def decode(raw: bytes, encoding: str, limit: int) -> bytes:
    """A whole body, decoded; at most ``limit`` bytes. Raises CodingError. An empty body is empty in any coding."""
    decoder = Decoder(encoding, limit)
    body = b"".join(decoder.pieces(raw))
    decoder.finish()
    return body


def _codings(encoding: str) -> list[Coding]:
    names = [name.strip().lower() for name in encoding.split(",")]
    names = [name for name in names if name not in {"", "identity"}]
    if len(names) > MAX_CODINGS:
        raise CodingError(CodingFault.UNKNOWN, f"{len(names)} stacked content codings")
    unknown = [name for name in names if name not in _BY_NAME]
    if unknown:
        raise CodingError(CodingFault.UNKNOWN, f"unknown content coding {unknown[0][:40]!r}")
    return [_BY_NAME[name]() for name in names]


def _too_large(limit: int) -> CodingError:
    return CodingError(CodingFault.TOO_LARGE, f"decodes to more than {limit:,} bytes")


class _Layer:
    """A coding whose own output is counted: a layer below the last may be a bomb that feeds the next one nothing."""

    def __init__(self, coding: Coding, limit: int) -> None:
        self.coding = coding
        self._left = limit
        self._limit = limit

    def pieces(self, data: bytes) -> Iterator[bytes]:
        for piece in self.coding.pieces(data):
            self._left -= len(piece)
            if self._left < 0:
                raise _too_large(self._limit)
            yield piece


class _Zlib:
    """gzip (several members allowed) and deflate, with or without its zlib header (RFC 9110, 8.4.1.2)."""

    def __init__(self, gzip: bool) -> None:
        self._gzip = gzip
        self._decoder: zlib._Decompress | None = None
        self._head = b""
        self._members = 0

    @property
    def whole(self) -> bool:
        return not self._head and self._decoder is not None and self._decoder.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        data = self._head + data
        self._head = b""
        while data:
            if self._decoder is None or self._decoder.eof:
                if len(data) < 2:  # which kind it is shows in two bytes
                    self._head = data
                    return
                if not self._begin(data):
                    return
            assert self._decoder is not None
            try:
                piece = self._decoder.decompress(data, PIECE_BYTES)
            except zlib.error as error:
                raise CodingError(CodingFault.BROKEN, f"broken {'gzip' if self._gzip else 'deflate'} body") from error
            data = self._decoder.unused_data if self._decoder.eof else self._decoder.unconsumed_tail
            if piece:
                yield piece

    def _begin(self, data: bytes) -> bool:
        """Whether another member starts here; what else follows the end is padding that every browser ignores."""
        if self._members and not (self._gzip and data.startswith(b"\x1f\x8b")):
            return False
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise CodingError(CodingFault.BROKEN, f"more than {MAX_MEMBERS:,} gzip members")
        if self._gzip:
            window = zlib.MAX_WBITS | 16
        else:
            with_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
            window = zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS
        self._decoder = zlib.decompressobj(window)
        return True


class _Brotli:
    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    @property
    def whole(self) -> bool:
        return bool(self._decoder.is_finished())

    def pieces(self, data: bytes) -> Iterator[bytes]:
        if self.whole:
            return
        try:
            piece = self._decoder.process(data, output_buffer_limit=PIECE_BYTES)
            while piece:
                yield piece
                piece = b"" if self.whole else self._decoder.process(b"", output_buffer_limit=PIECE_BYTES)
        except brotli.error as error:
            raise CodingError(CodingFault.BROKEN, "broken br body") from error


class _Zstd:
    def __init__(self) -> None:
        self._decoder = _zstd()
        self._frames = 1

    @property
    def whole(self) -> bool:
        return self._decoder.eof

    def pieces(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), ZSTD_INPUT_BYTES):
            rest = data[start : start + ZSTD_INPUT_BYTES]
            while rest:
                if self._decoder.eof:
                    self._next_frame()
                try:
                    piece = self._decoder.decompress(rest)
                except zstandard.ZstdError as error:
                    raise CodingError(CodingFault.BROKEN, "broken zstd body") from error
                rest = self._decoder.unused_data if self._decoder.eof else b""
                if piece:
                    yield piece

    def _next_frame(self) -> None:
        self._frames += 1
        if self._frames > MAX_MEMBERS:
            raise CodingError(CodingFault.BROKEN, f"more than {MAX_MEMBERS:,} zstd frames")
        self._decoder = _zstd()


def _zstd() -> zstandard.ZstdDecompressionObj:
    return zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW_BYTES).decompressobj()


_BY_NAME: dict[str, Callable[[], Coding]] = {
    "gzip": lambda: _Zlib(gzip=True),
    "x-gzip": lambda: _Zlib(gzip=True),  # to be taken for gzip (RFC 9110, 8.4.1.3)
    "deflate": lambda: _Zlib(gzip=False),
    "br": _Brotli,
    "zstd": _Zstd,
}
