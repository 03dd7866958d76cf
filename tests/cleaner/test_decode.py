"""Which characters do these bytes mean?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.cleaner.decode import MULTIBYTE, decode

PROSE = "Über die Brücke, à l’été — 5 €"


def page(text: str, codec: str, label: str | None = None) -> bytes:
    return f"<meta charset={label or codec}><p>{text}".encode(codec)


@pytest.mark.parametrize(
    ("bom", "codec"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_a_bom_beats_every_declaration(bom: bytes, codec: str) -> None:
    got = decode(bom + page(PROSE, codec, "shift_jis"), "text/html; charset=koi8-r")
    assert (got.encoding, got.text) == (codec, f"<meta charset=shift_jis><p>{PROSE}")


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("iso-8859-1", "cp1252", PROSE),  # the WHATWG means windows-1252 by it
        ("latin1", "cp1252", PROSE),
        ("us-ascii", "cp1252", PROSE),
        ("x-sjis", "cp932", "①髙い東京"),  # Shift_JIS of the web has the extensions of Windows
        ("shift_jis", "shift_jis", "東京の川"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("gb2312", "gbk", "镕基河流"),
        ("gbk", "gb18030", "中文€镕㐀"),  # the WHATWG means gb18030 by both
        ("gb2312", "gb18030", "中文€镕㐀"),
        ("big5", "big5", "臺北的河"),
        ("euc-jp", "euc-jp", "東京の川"),
        ("iso-2022-jp", "iso2022_jp", "東京の川"),  # seven bits a byte, yet not ASCII
        ("windows-1251", "cp1251", "Река поднялась"),
        ("koi8-r", "koi8-r", "Река поднялась"),
        ("iso-8859-2", "iso8859-2", "Łódź źle"),
        ("windows-1256", "cp1256", "ارتفع النهر"),
    ],
)
def test_labels_of_the_whatwg(label: str, codec: str, text: str) -> None:
    body = f"<p>{text}".encode(codec)
    by_meta = decode(f'<meta http-equiv=Content-Type content="text/html; charset={label}">'.encode() + body)
    assert by_meta.text.endswith(f"<p>{text}")
    by_header = decode(body, f'text/html; charset="{label.upper()}"')
    assert by_header.text == f"<p>{text}"
    assert not by_header.repaired


def test_the_header_beats_the_meta_tag() -> None:
    assert decode(page("Река", "cp1251", "koi8-r"), "text/html;charset=windows-1251").text.endswith("Река")


def test_an_unknown_label_is_passed_over() -> None:
    assert decode(page("Река", "cp1251"), "text/html; charset=klingon").encoding == "windows-1251"


@pytest.mark.parametrize("label", ["x-user-defined", "replacement", "iso-2022-kr", "hz-gb-2312"])
def test_labels_that_stand_for_no_encoding_of_ours_are_passed_over(label: str) -> None:
    assert decode(b"caf\xe9 \xff", f"text/html; charset={label}").text == "café ÿ"


def test_a_declaration_in_a_comment_is_none() -> None:
    body = "<!-- <meta charset=koi8-r> --><meta charset=windows-1251>Река".encode("cp1251")
    assert decode(body).text.endswith("Река")


def test_utf_16_without_a_bom_is_believed_when_the_header_says_so() -> None:
    body = "<p>The river rose".encode("utf-16-le")
    assert decode(body, "text/html; charset=utf-16le").text == "<p>The river rose"


def test_an_xml_declaration_counts() -> None:
    assert decode('<?xml version="1.0" encoding="ISO-8859-2"?><p>Łódź'.encode("iso8859-2")).text.endswith("Łódź")


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "windows-1251", "utf-16"])
def test_utf_8_is_known_by_its_bytes(label: str) -> None:
    got = decode(page(PROSE, "utf-8", label))
    assert (got.encoding, got.text.endswith(PROSE)) == ("utf-8", True)


def test_a_wrong_declaration_is_set_aside_and_said_so() -> None:
    assert decode(page(PROSE, "utf-8", "iso-8859-1")).repaired
    assert not decode(page(PROSE, "utf-8")).repaired
    wrong = decode(page(PROSE, "cp1252", "utf-8"))
    assert (wrong.encoding, wrong.repaired, wrong.text.endswith(PROSE)) == ("windows-1252", True, True)


def test_without_a_word_about_it_western_bytes_are_windows_1252() -> None:
    assert decode(PROSE.encode("cp1252")).text == PROSE
    assert decode(PROSE.encode()).text == PROSE


def test_a_utf_8_page_cut_in_the_middle_of_a_character_stays_utf_8() -> None:
    whole = page("é" * 200, "utf-8")
    got = decode(whole[:-1])
    assert got.encoding == "utf-8"
    assert got.text == whole.decode()[:-1] + "\ufffd"


def test_a_cut_utf_8_page_without_a_declaration_stays_utf_8() -> None:
    assert decode(("é" * 200).encode()[:-1]).text == "é" * 199 + "\ufffd"


def test_one_bad_byte_does_not_make_latin_1_of_utf_8() -> None:
    got = decode("élé".encode() * 3_000 + b"\xff", "charset=iso-8859-1")
    assert got.text == "élé" * 3_000 + "\ufffd"


def test_nuls_and_lone_surrogates_are_replaced() -> None:
    assert decode(b"a\x00b").text == "a\ufffdb"
    assert decode("a\ud800b\x00").text == "a\ufffdb\ufffd"


def test_text_stays_as_it_is() -> None:
    assert decode("<meta charset=koi8-r>Река").text == "<meta charset=koi8-r>Река"


@given(
    st.binary(max_size=300), st.sampled_from([None, *sorted(MULTIBYTE), "utf-8", "utf-16", "iso-8859-8-i", "macintosh"])
)
@settings(deadline=None)
def test_never_fails_and_always_gives_text_that_can_be_written(body: bytes, label: str | None) -> None:
    text = decode(body, label and f"text/html; charset={label}").text
    text.encode("utf-8")
    assert "\x00" not in text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), max_size=200))
@settings(deadline=None)
def test_utf_8_comes_back_as_it_went_in(text: str) -> None:
    assert decode(text.encode()).text == text
