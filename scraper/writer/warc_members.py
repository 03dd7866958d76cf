"""How is a record packed?

As one gzip member (RFC 1952), so a file can be read from any record's offset. What the server has compressed already
would only grow by being packed once more, so it is stored as it came.
"""

from __future__ import annotations

import struct

from isal import isal_zlib

LEVEL = 1  # on news pages as small as by the standard library's, in a quarter of its time

_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"  # deflate; no name, no time, no system
_STORED = struct.Struct("<BHH")  # RFC 1951, 3.2.4: whether it is the last block, its length, and that inverted
_MOST = 0xFFFF  # bytes in a stored block
_END = struct.Struct("<II")  # RFC 1952, 2.3.1: CRC-32 and length of all, modulo 2**32


def packed(record: bytes) -> bytes:
    """A record packed whole."""
    member: bytes = isal_zlib.compress(record, LEVEL, isal_zlib.MAX_WBITS | 16)
    return member


def half_packed(head: bytes, body: bytes) -> bytes:
    """A record packed down to its body, which cannot be made any smaller and is stored as it is."""
    packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
    parts = [_HEAD, packer.compress(head), packer.flush(isal_zlib.Z_FULL_FLUSH)]  # ends with a byte: blocks may follow
    for start in range(0, len(body) or 1, _MOST):
        piece = body[start : start + _MOST]
        parts += [_STORED.pack(start + _MOST >= len(body), len(piece), len(piece) ^ _MOST), piece]
    length = (len(head) + len(body)) & 0xFFFF_FFFF
    parts.append(_END.pack(isal_zlib.crc32(body, isal_zlib.crc32(head)), length))
    return b"".join(parts)
