"""Bodies that unfold, stop short, or are not what they say."""

from __future__ import annotations

import gzip
import subprocess
import sys
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard

from scraper.crawler.codings import CodingError, CodingFault, Decoder, decode

STORY = "Las autoridades informaron que el operativo terminó. ".encode() * 2000
LIMIT = 1_000_000
BOMB_BYTES = 200_000_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACKED = {
    "gzip": gzip.compress(STORY),
    "x-gzip": gzip.compress(STORY),
    "GZIP": gzip.compress(STORY),
    "deflate": zlib.compress(STORY),
    "deflate, identity": raw_deflate(STORY),
    "br": brotli.compress(STORY),
    "zstd": zstd(STORY),
    "identity": STORY,
    "": STORY,
    "gzip, br": brotli.compress(gzip.compress(STORY)),
    "zstd, deflate, gzip": gzip.compress(zlib.compress(zstd(STORY))),
}


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("step", [1, 7, 1000, 10_000_000])
def test_each_coding_gives_the_story_whatever_the_pieces(encoding: str, step: int) -> None:
    packed = PACKED[encoding]
    if step == 1 and len(packed) > 10_000:
        step = 13
    decoder = Decoder(encoding, LIMIT)
    body = b"".join(piece for at in range(0, len(packed), step) for piece in decoder.pieces(packed[at : at + step]))
    decoder.finish()
    assert body == STORY


@pytest.mark.parametrize("encoding", [name for name in PACKED if name not in {"", "identity"}])
def test_a_truncated_body_is_broken(encoding: str) -> None:
    for kept in (1, len(PACKED[encoding]) // 2, len(PACKED[encoding]) - 1):
        with pytest.raises(CodingError) as caught:
            decode(PACKED[encoding][:kept], encoding, LIMIT)
        assert caught.value.fault is CodingFault.BROKEN


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_an_empty_body_is_empty_in_any_coding(encoding: str) -> None:
    assert decode(b"", encoding, LIMIT) == b""


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
def test_plain_text_that_claims_to_be_compressed_is_broken(encoding: str) -> None:
    with pytest.raises(CodingError) as caught:
        decode(b"<!DOCTYPE html><html><body><p>Hello</p></body></html>" * 9, encoding, LIMIT)
    assert caught.value.fault is CodingFault.BROKEN


def test_a_broken_checksum_is_broken() -> None:
    packed = gzip.compress(STORY)
    with pytest.raises(CodingError, match="gzip"):
        decode(packed[:-8] + bytes(4) + packed[-4:], "gzip", LIMIT)


@pytest.mark.parametrize("encoding", ["compress", "utf-8", "gzip, sdch", "gzip, gzip, gzip, gzip"])
def test_an_unknown_coding_is_named(encoding: str) -> None:
    with pytest.raises(CodingError) as caught:
        Decoder(encoding, LIMIT)
    assert caught.value.fault is CodingFault.UNKNOWN


def test_several_members_are_one_body_and_padding_is_ignored() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two") + bytes(512), "gzip", LIMIT) == b"one two"
    assert decode(zstd(b"one ") + zstd(b"two"), "zstd", LIMIT) == b"one two"


def test_a_million_empty_members_do_not_hold_us_up() -> None:
    with pytest.raises(CodingError, match="members"):
        decode(gzip.compress(b"") * 20_000, "gzip", LIMIT)


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    zeros = bytes(BOMB_BYTES)
    gzipped = gzip.compress(zeros, 1)
    return {
        "gzip": gzipped,
        "deflate": zlib.compress(zeros, 1),
        "br": brotli.compress(zeros, quality=1),
        "zstd": zstd(zeros),
        "gzip, br": brotli.compress(gzipped, quality=1),
        "gzip, gzip": gzip.compress(gzipped),
        "br, gzip": gzip.compress(brotli.compress(zeros, quality=1)),
        "br, br": brotli.compress(brotli.compress(zeros, quality=1)),
        "br, zstd": zstd(brotli.compress(zeros, quality=1)),
        "zstd, br": brotli.compress(zstd(zeros)),
        "deflate, zstd, br": brotli.compress(zstd(zlib.compress(zeros, 1))),
    }


BOMBS = ["gzip", "deflate", "br", "zstd", "gzip, br", "gzip, gzip", "br, gzip", "br, br", "br, zstd", "zstd, br"]


@pytest.mark.parametrize("encoding", [*BOMBS, "deflate, zstd, br"])
def test_a_bomb_ends_at_the_limit_in_little_memory(bombs: dict[str, bytes], encoding: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(CodingError) as caught:
            decode(bombs[encoding], encoding, LIMIT)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.fault is CodingFault.TOO_LARGE
    assert peak < LIMIT + 12_000_000


DECODES = """
import resource, sys
from pathlib import Path
from scraper.crawler.codings import CodingError, decode
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    decode(Path(sys.argv[1]).read_bytes(), sys.argv[2], 1_000_000)
except CodingError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("encoding", ["br", "zstd", "br, br"])
def test_what_the_decoders_take_beside_pythons_memory_is_bounded_too(
    bombs: dict[str, bytes], encoding: str, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(bombs[encoding])
    line = [sys.executable, "-c", DECODES, str(bomb), encoding]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60_000, "KiB, of 195,000 that are packed in it"


def test_exactly_the_limit_is_allowed() -> None:
    assert len(decode(gzip.compress(bytes(1000)), "gzip", 1000)) == 1000
    with pytest.raises(CodingError):
        decode(gzip.compress(bytes(1001)), "gzip", 1000)
    with pytest.raises(CodingError):
        decode(bytes(1001), "", 1000)
