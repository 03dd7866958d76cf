"""Is a record packed as gzip says, and never made larger by it?"""

from __future__ import annotations

import gzip
import random
import zlib
from pathlib import Path

import pytest
from isal import isal_zlib

from scraper.writer.warc import WarcFile
from scraper.writer.warc_members import half_packed, packed
from tests.writer.factory import NOW, page
from tests.writer.warcs import checked, records

HEAD = b"WARC/1.1\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" * 8
MOST = 0xFFFF  # bytes in a stored block


def noise(length: int) -> bytes:
    return random.Random(length).randbytes(length)


@pytest.mark.parametrize("length", [0, 1, 4, MOST - 1, MOST, MOST + 1, 2 * MOST, 3 * MOST + 7])
def test_what_is_stored_comes_back(length: int) -> None:
    body = noise(length)
    member = half_packed(HEAD, body)
    assert gzip.decompress(member) == isal_zlib.decompress(member, 31) == HEAD + body
    assert len(member) <= len(packed(HEAD)) + length + 5 * (length // MOST + 2)


def test_a_member_says_where_it_ends_and_when_it_is_broken() -> None:
    member = half_packed(HEAD, noise(1000))
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    reader.decompress(member + b"next")
    assert (reader.eof, reader.unused_data) == (True, b"next")
    turned = member[:-500] + bytes([member[-500] ^ 1]) + member[-499:]
    with pytest.raises(zlib.error, match="incorrect data check"):
        zlib.decompress(turned, zlib.MAX_WBITS | 16)


def test_a_body_that_came_compressed_takes_no_more_than_it_did(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    came = page(body=noise(30_000).hex().encode())
    assert len(came.raw_body) < len(came.body)
    file = WarcFile(tmp_path / "warc" / "a.warc.gz", {}, NOW)
    place = file.write(came).record
    file.close()
    assert len(came.raw_body) < place.length < len(came.raw_body) + 800, "its heads are packed"
    assert checked(tmp_path)
    assert records(tmp_path)[-1].content == came.body


def test_a_body_that_came_plain_is_packed_whatever_its_head_says(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    body = b"<p>the same again" * 2000
    file = WarcFile(tmp_path / "warc" / "a.warc.gz", {}, NOW)
    place = file.write(page(body=body, raw_body=body)).record
    file.close()
    assert place.length < 2000
