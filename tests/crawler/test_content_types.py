"""What a body is, by what it was declared as and by its first bytes."""

from __future__ import annotations

import brotli
import pytest

from scraper.crawler.content_types import LOOK_BYTES, why_no_page

PAGE = b"<!DOCTYPE html>\n<html><head><title>Cranes</title></head><body><p>The cranes are gone.</p></body></html>"
HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "declared", [HTML, "TEXT/HTML", None, "", "text/plain", "application/octet-stream", "application/json", "image/png"]
)
@pytest.mark.parametrize(
    "body",
    [
        PAGE,
        b"\xef\xbb\xbf" + PAGE,
        b"\r\n\t  " + PAGE,
        PAGE.decode().encode("utf-16"),
        PAGE.decode().encode("utf-16-le"),  # without a mark
        b"<!-- made by hand -->\n<div>Cranes</div>",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html></html>',
        b"<p>The cranes are gone.",
        PAGE + bytes(5000),  # what comes later does not count
    ],
)
def test_a_page_by_its_looks_is_one_whatever_it_is_declared_as(declared: str | None, body: bytes) -> None:
    assert why_no_page(declared, body) is None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <html>", "a PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a JPEG image"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"GIF89a\x01\x00\x01\x00", "a GIF image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "a WebP image"),
        (b"\x00\x00\x00\x1cftypavif\x00", "a video or an image"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a ZIP archive"),
        (b"\x1f\x8b\x08\x00\x00\x00", "a gzip archive"),
        (b"ID3\x04\x00\x00\x00", "an MP3 recording"),
        (b"BM6\x00\x0c\x00\x00\x00\x00\x006\x00\x00\x00", "binary data"),  # a bitmap
        (brotli.compress(PAGE * 50), "binary data"),  # compressed without a word of it
        (b'{"error": "<html>"}', "JSON"),
        (b' [ {"id": 1} ]', "JSON"),
    ],
)
@pytest.mark.parametrize("declared", [HTML, None, "text/plain"])
def test_other_formats_are_known_by_their_bytes(declared: str | None, body: bytes, name: str) -> None:
    why = why_no_page(declared, body)
    assert why is not None
    assert why.startswith(f"{name}, served ")


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("text/plain", b"BMW and others <html> in a text"),
        ("application/json", b"17"),
        ("application/javascript", b"document.write('<html><body>')"),
        ("application/xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("application/octet-stream", b"nothing that looks like a page"),
    ],
)
def test_what_is_declared_as_something_else_and_looks_like_nothing_else_is_that(declared: str, body: bytes) -> None:
    assert why_no_page(declared, body) == f"served as {declared}"


@pytest.mark.parametrize(
    "body", [b"", b"BMW builds cars.", b"[1] A footnote.", b"Warning: mysql_connect()<br>\n" + PAGE, b"caf\xe9 " * 99]
)
@pytest.mark.parametrize("declared", [HTML, None, "application/xhtml+xml", "unknown/unknown"])
def test_declared_as_html_or_as_nothing_it_is_a_page_unless_its_bytes_speak_against_it(
    declared: str | None, body: bytes
) -> None:
    assert why_no_page(declared, body) is None


def test_only_the_first_bytes_are_looked_at() -> None:
    text = b"plain " * LOOK_BYTES
    assert why_no_page("text/plain", text[:LOOK_BYTES] + PAGE) == "served as text/plain"
    assert why_no_page("text/html", b"x" * LOOK_BYTES + bytes(10_000)) is None
