"""Which characters do these bytes mean?"""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from scraper.cleaner.decode import MULTIBYTE, decode, is_binary
from scraper.cleaner.mojibake import is_suspect

PROSE = "Über die Brücke, à l’été — 5 €"

# A few sentences of each language, made up for these tests.
TEXTS = {
    "German": "Die Brücke über den Fluß wurde für Fußgänger geöffnet, später auch für Züge. Äußerst schöne Tage, "
    "sagt sie.",
    "French": "L’été dernier, la rivière a débordé près de l’église ; les élèves ont été évacués à l’aube, déçus "
    "mais entiers.",
    "Spanish": "El año pasado el río creció más de lo que nadie esperaba. ¿Quién pagará los daños? Según el "
    "capitán, los señores.",
    "Portuguese": "A inundação não poupou a estação; os irmãos João e Conceição subiram ao telhado até a manhã. Não há "
    "ligações.",
    "Swedish": "När ån steg gick båten ända fram till gården. På söndag öppnar hon slussen åt dem som väntar på "
    "färjan.",
    "Icelandic": "Áin óx um nóttina og fólkið í þorpinu færði bátana upp á túnið. Það var ekki í fyrsta sinn, sagði "
    "hún.",
    "Polish": "Rzeka wezbrała w nocy i zalała łąki. Mieszkańcy przenieśli się do szkoły, gdzie dostali ciepłą zupę "
    "i koce.",
    "Czech": "Řeka se včera večer rozvodnila a zaplavila louky. Lidé se přestěhovali do školy, kde dostali něco "
    "teplého.",
    "Hungarian": "Az éjjel megáradt folyó elöntötte a réteket. A lakók az iskolába költöztek, ahol meleg levest "
    "kaptak, bőven főzött tűzhelyről, erdőből hordott fűtőanyagból.",
    "Turkish": "Gece yükselen ırmak çayırları bastı. Halk okula taşındı, orada sıcak çorba dağıtıldı; kimse şikâyet "
    "etmedi, çığlık duyulmadı.",
    "Russian": "Ночью река вышла из берегов и залила луга. Жители перебрались в школу, где им раздали горячий суп и "
    "одеяла.",
    "Ukrainian": "Уночі річка вийшла з берегів і залила луки. Мешканці перебралися до школи, де їм роздали гарячий "
    "суп і ковдри.",
    "Bulgarian": "През нощта реката излезе от коритото си и заля ливадите. Жителите се преместиха в училището, където "
    "получиха супа.",
    "Greek": "Τη νύχτα το ποτάμι ξεχείλισε και πλημμύρισε τα λιβάδια. Οι κάτοικοι πήγαν στο σχολείο, όπου πήραν "
    "ζεστή σούπα.",
    "Hebrew": "בלילה עלה הנהר על גדותיו והציף את השדות. התושבים עברו לבית הספר ושם קיבלו מרק חם ושמיכות.",
    "Arabic": "فاض النهر ليلا وغمر الحقول. انتقل السكان إلى المدرسة حيث وزعت عليهم الأغطية والطعام الساخن.",
    "Japanese": "夜のうちに川があふれ、畑は水につかった。住民は学校へ移り、そこで温かいスープと毛布を受け取った。",
    "Korean": "밤사이 강물이 넘쳐 들판이 잠겼다. 주민들은 학교로 옮겨 가서 따뜻한 국과 담요를 받았다.",
    "Chinese": "夜里河水漫过堤岸，淹没了田地。居民们搬到学校，在那里领到了热汤和毯子。他们说这不是第一次。",
    "Traditional Chinese": "夜裡河水漫過堤岸，淹沒了田地。居民們搬到學校，在那裡領到了熱湯和毯子。他們說這不是第一次。",
}


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
    decoded = decode(body, label and f"text/html; charset={label}")
    assert "\x00" not in decoded.text
    assert decoded.utf8 in (None, decoded.text.encode("utf-8"))


def test_the_bytes_of_utf_8_are_handed_on_unless_they_were_mended() -> None:
    assert decode("Köln".encode()).utf8 == "Köln".encode()
    assert decode("Köln").utf8 == "Köln".encode()
    assert decode(b"K\x00ln").utf8 is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), max_size=200))
@settings(deadline=None)
def test_utf_8_comes_back_as_it_went_in(text: str) -> None:
    assume(not is_suspect(text.encode()))
    assert decode(text.encode()).text == text


# ---------------------------------------------------------------- declarations that the bytes disprove


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("Russian", "windows-1251"),
        ("Russian", "koi8-r"),
        ("Ukrainian", "windows-1251"),
        ("Ukrainian", "koi8-u"),
        ("Bulgarian", "windows-1251"),
        ("Polish", "windows-1250"),
        ("Polish", "iso-8859-2"),
        ("Czech", "windows-1250"),
        ("Czech", "iso-8859-2"),
        ("Hungarian", "windows-1250"),
        ("Greek", "windows-1253"),
        ("Turkish", "windows-1254"),
        ("Hebrew", "windows-1255"),
        ("Arabic", "windows-1256"),
        ("Japanese", "shift_jis"),
        ("Japanese", "euc-jp"),
        ("Korean", "euc-kr"),
        ("Chinese", "gb18030"),
        ("Traditional Chinese", "big5"),
    ],
)
@pytest.mark.parametrize("label", [None, "iso-8859-1", "utf-8"])
def test_a_legacy_encoding_is_known_by_its_letters(language: str, encoding: str, label: str | None) -> None:
    text = f"<title>{TEXTS[language]}</title><p class=story>{TEXTS[language] * 2}</p><p>The end.</p>"
    got = decode(text.encode(encoding), label and f"text/html; charset={label}")
    assert got.text == text
    assert got.encoding in {encoding, "iso-8859-7", "koi8-u", "windows-1251"}
    assert got.repaired == (label is not None)
    assert got.encoding in got.note


@pytest.mark.parametrize("language", ["German", "French", "Spanish", "Portuguese", "Swedish", "Icelandic"])
@pytest.mark.parametrize("label", [None, "latin1", "utf-8"])
def test_western_text_stays_western(language: str, label: str | None) -> None:
    text = f"<p>{TEXTS[language]}</p>" * 20
    got = decode(text.encode("cp1252"), label and f"text/html; charset={label}")
    assert (got.encoding, got.text) == ("windows-1252", text)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("Russian", "windows-1251"),
        ("Russian", "koi8-r"),
        ("Polish", "iso-8859-2"),
        ("Polish", "windows-1250"),
        ("German", "iso-8859-2"),
        ("German", "windows-1250"),
        ("German", "windows-1254"),
        ("French", "windows-1254"),
        ("Turkish", "iso-8859-9"),
        ("Greek", "iso-8859-7"),
        ("Arabic", "windows-1256"),
        ("German", "macintosh"),
        ("French", "iso-8859-15"),
        ("Japanese", "shift_jis"),
        ("Chinese", "gb2312"),
        ("Korean", "ks_c_5601-1987"),
    ],
)
def test_a_true_declaration_stands(language: str, encoding: str) -> None:
    codec = {"macintosh": "mac-roman", "gb2312": "gb18030", "ks_c_5601-1987": "cp949"}.get(encoding, encoding)
    text = "<p>" + TEXTS[language].replace("’", "'")
    got = decode((text * 5).encode(codec), f"text/html; charset={encoding}")
    assert (got.text, got.repaired, got.note) == (text * 5, False, "")


@pytest.mark.parametrize(
    "text",
    [
        "Footnote¹ and note² and remark³ and footnote¹ again, note², remark³, word¹, word², word³, end¹, end², end³",
        "An area of 12 m² or 30 m³, then 40 m² or 50 m³; 60 m², 70 m³, 80 m², 90 m³, 10 m², 11 m³, 12 m², 13 m³.",
        "£100 and £200, £300 or £400; §5 and §6, ½ and ¼; £500, £600, £700, £800, £900, £1000, £1100, £1200, £1300",
        "“Quotes” – and dashes — and ‘more’ … “quotes” – and dashes — and ‘more’ … • bullets • bullets • bullets",
        "Café, naïve, Zoë, Brontë, façade, jalapeño, Škoda, Ålesund, Łukasz, São Tomé, Reykjavík, Ærø, Tromsø, fiancée",
        "NEUE STRAßE ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ",
        "Tren\xadnung Weiß\xadwein, Groß\xadstadt, Fuß\xadball, Maß\xadnahme, Spaß\xadvogel, Schluß\xadwort",
        "Weiß\xadwein, Groß\xadstadt, Fuß\xadball, Maß\xadnahme, Spaß\xadvogel, Schluß\xadwort, Fluß\xadufer",
        "é" * 50,
        "ÿ" * 50,
        "¤¦¨´¸" * 20,
        "×÷×÷×÷×÷ " * 20,
    ],
)
def test_little_or_odd_evidence_overturns_nothing(text: str) -> None:
    body = text.encode("cp1252", "xmlcharrefreplace")
    assert decode(body, "text/html; charset=windows-1252").text == body.decode("cp1252")


def test_one_bad_byte_overturns_no_double_byte_declaration() -> None:
    text = TEXTS["Chinese"] * 20
    got = decode(text.encode("gb18030") + b"\xff", "text/html; charset=gb2312")
    assert (got.encoding, got.text) == ("gb18030", text + "\ufffd")
    assert got.note == "1 character could not be read"


def test_utf_8_declared_as_a_double_byte_encoding_is_utf_8() -> None:
    for label in ("shift_jis", "gb18030", "big5", "euc-kr"):
        text = f"<p>{TEXTS['Japanese']}"
        assert decode(text.encode(), f"text/html; charset={label}").text == text


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-16be"])
def test_nothing_without_nuls_is_utf_16(label: str) -> None:
    assert decode(b"<p>The river rose.", f"text/html; charset={label}").text == "<p>The river rose."
    assert decode(f"<p>{PROSE}".encode(), f"text/html; charset={label}").text == f"<p>{PROSE}"
    assert decode(f"<meta charset={label}><p>The river rose.".encode()).text.endswith("<p>The river rose.")


def test_stray_bytes_in_utf_8_are_read_as_the_letters_that_the_page_has() -> None:
    body = ("<p>Für die Küche, schön und später. " * 9).encode() + "<div>für Küche und wählen später".encode("latin-1")
    got = decode(body, "text/html; charset=utf-8")
    assert got.text.endswith("<div>für Küche und wählen später")
    assert (got.encoding, got.repaired, got.note) == ("utf-8", True, "4 stray bytes of windows-1252")


def test_stray_bytes_of_polish_pages_are_polish() -> None:
    body = (TEXTS["Polish"] * 5).encode() + "<p>zalała łąki".encode("cp1250")
    assert decode(body).text.endswith("<p>zalała łąki")


@pytest.mark.parametrize("cut", [b"papieros\xc3...", b"caf\xc3</p>", b"it\xe2 s", b"\xe3\x81", b"\xf0\x9f"])
def test_what_is_left_of_a_cut_character_is_no_letter(cut: bytes) -> None:
    body = ("MAÇÃ É CAFÉ, â Âmbar " * 30).encode()
    got = decode(body + cut, "text/html; charset=utf-8")
    assert "\ufffd" in got.text
    assert "could not be read" in got.note


# ---------------------------------------------------------------- what was encoded twice


def twice(text: str, codec: str = "cp1252") -> str:
    """Text as it looks when its UTF-8 has been read with a codec; control characters for what that does not know."""
    read = [bytes((byte,)).decode(codec, "ignore") or chr(byte) for byte in text.encode()]
    return "".join(read)


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "cp1250", "cp1251"])
@pytest.mark.parametrize("language", ["German", "French", "Spanish", "Polish", "Czech", "Turkish", "Russian", "Greek"])
def test_a_page_encoded_twice_is_mended(codec: str, language: str) -> None:
    text = f"<title>{TEXTS[language]}</title><p>“{TEXTS[language]}” – she said…</p>"
    for page_ in (twice(text, codec), twice(text, codec).encode()):
        got = decode(page_)
        assert got.text == text
        assert got.repaired
        assert "double-encoded text mended in" in got.note


@pytest.mark.parametrize("language", ["Japanese", "Korean", "Chinese", "Hebrew", "Arabic", "Ukrainian"])
def test_other_scripts_encoded_twice_are_mended(language: str) -> None:
    text = f"<p>{TEXTS[language]}</p>"
    assert decode(twice(text).encode()).text == text


def test_what_was_encoded_three_times_is_mended() -> None:
    text = "<p>La rivière était haute, déjà, et l’on s’y attendait.</p>"
    assert decode(twice(twice(text)).encode()).text == text


@pytest.mark.parametrize(
    ("part", "meant"),
    [
        ("donâ€™t", "don’t"),
        ("FranÃ§ois", "François"),
        ("fÃ¼r", "für"),
        ("MedellÃ\xadn", "Medellín"),
        ("the end â€“ or not", "the end – or not"),
        ("Acmeâ„¢ pays â‚¬5", "Acme™ pays €5"),
        ("sad ðŸ˜ž", "sad 😞"),
        ("Viá»‡t Nam", "Việt Nam"),
        ("itâ\x80\x99s", "it’s"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("Пишет РџСѓС€РєРёРЅ", "Пишет Пушкин"),
        ("сказал он вЂ” и ушёл", "сказал он — и ушёл"),
        ("zaĹĽĂłĹ‚Ä‡", "zażółć"),
        ("æ—¥æœ¬èªž", "日本語"),
    ],
)
def test_an_included_part_encoded_twice_is_mended(part: str, meant: str) -> None:
    good = "<p>Über die Brücke, à l’été — 5 €; в школе.</p>"
    got = decode(f"{good}<div>{part}</div>{good}".encode())
    assert got.text == f"{good}<div>{meant}</div>{good}"
    assert got.repaired


@pytest.mark.parametrize(
    "text",
    [
        "AMANHÃ», disse. «IRMÃ», respondeu ele. MANHÃ\xa0SEGUINTE",
        "CORAÇÃO, NÃO, SÃO JOÃO, MAÇÃ, ÂNGULO, ÂMBAR, CÂMARA; ‘Ã’ e “Â”",
        "ĐÃ ĐẾN LÚC, Â DƯƠNG, Ã LỘ, LÃ VỌNG, PHÂN TÍCH",
        "Groß\xadstadt, gemäß\xa0§ 5, ließ“, sagte er; Fuß\xadball, Spaß“ und Maß»",
        "NESCAFÉ® und CAFÉ™, À\xa0table, VOILÀ…”, déterminé”\xa0», é\xa0– je, těžké\xa0– s\xa0médii, malé\xa0– to",
        "5\xa0×\xa03 m, 4 ×\xa0100 m, 2 ×\xa07, 3\xa0×\xa09",
        "В\xa0Москве, С\xa0утра, В «Известиях», К\xa0вечеру, Я\xa0— здесь, В°",
        "Рівне, Січень, Рідне місто, Різдво, Київ, її, їїй, РІДІ, ЛІНІЇ, В’язень",
        "Љубљана, Његош, ЂОРЂЕ, вЂ",
        "Åse, ÅRE, Ærø, Ä“ und Ö”, Ü“, SCHÄ\xadDEN",
        "voilâ…” dit-il, pâ—, crâ“",
        "Î, Ï et Ð sont des lettres; la note ß’ et ‘ß’",
        "x² ± y³, Â, Ã, 90°, ©, ®, Σ, π",
    ],
)
def test_text_that_is_meant_is_left_alone(text: str) -> None:
    got = decode(f"<p>{text}</p>".encode())
    assert (got.text, got.repaired) == (f"<p>{text}</p>", False)


@pytest.mark.parametrize(
    "text",
    [
        'Old readers show "Ã¤" and "Ã¶" in place of "ä" and "ö", “CafÃ©” for “Café”.',
        "We saw <code>FranÃ§ois</code>, <kbd>donâ€™t</kbd> and <q>fÃ¼r</q> – and wondered.",
        "<script>t = t.replace('â€™', \"'\").replace('Ã¼', 'ü').replace('Ã¶', 'ö')</script>",
        "In UTF-8 read as Latin-1, für becomes fÃ¼r, schön becomes schÃ¶n, später becomes spÃ¤ter.",
        "Mojibake such as FranÃ§ois or itâ€™s has a Japanese name: 文字化け.",
        "<a href='https://example.org/suche?q=MÃ¼ller'>Müller</a>",
        "Ã¼ alone, once",
    ],
)
def test_what_is_shown_is_left_alone(text: str) -> None:
    assert decode(f"<p>{text} Été.</p>".encode()).text == f"<p>{text} Été.</p>"


def test_what_is_left_is_said() -> None:
    got = decode('<p>"FranÃ§ois", "donâ€™t". Été.'.encode())
    assert (got.repaired, got.note) == (False, "what may be double-encoded text left in 2 places")


def test_values_of_attributes_and_json_are_no_quotations() -> None:
    html = '<img alt="FranÃ§ois"><script>{"name":"MÃ¼ller"}</script><p>Été, ä'
    assert decode(html.encode()).text == '<img alt="François"><script>{"name":"Müller"}</script><p>Été, ä'


def test_where_nothing_else_makes_sense_quotations_are_mended_too() -> None:
    assert decode('<p>"FranÃ§ois" and (CafÃ©)'.encode()).text == '<p>"François" and (Café)'


def test_control_characters_are_read_as_windows_1252_has_them() -> None:
    got = decode("It\x92s \x93good\x94 \x96 wait\x85 \x81".encode())
    assert got.text == "It’s “good” – wait… \x81"
    assert (got.repaired, got.note) == (True, "5 control characters read as windows-1252")


def test_a_byte_order_mark_encoded_twice_is_taken_away() -> None:
    assert decode("ï»¿<p>Été, l’été".encode()).text == "<p>Été, l’été"


def test_lost_characters_encoded_twice_are_lost_all_the_same() -> None:
    got = decode("<p>Color ï¿½ view: ï¿½, ï¿½".encode())
    assert got.text == "<p>Color \ufffd view: \ufffd, \ufffd"
    assert "3 characters could not be read" in got.note


@given(
    st.text(alphabet="äöüßéèçñøåœ’“”–…€abcdefgh .,", min_size=1, max_size=80),
    st.sampled_from(["cp1252", "latin-1", "cp1250"]),
)
@settings(deadline=None)
def test_a_word_proves_the_page_around_it(text: str, codec: str) -> None:
    whole = f"Das Gefühl, schön. {text}"
    assert decode(twice(whole, codec).encode()).text == whole


@given(st.text(alphabet='ÃÂâ€™œ¼¤¶ЂРСвВ°µĂĹĽ‚Ä…ðŸ˜ž\x80\x92\xa0\xadä"<> aZ', max_size=40))
@settings(max_examples=300, deadline=None)
def test_mending_never_fails_and_comes_to_rest(text: str) -> None:
    once = decode(text).text
    once.encode()
    for _ in range(3):
        once, before = decode(once).text, once
    assert once == before


# ---------------------------------------------------------------- what is said of it


@pytest.mark.parametrize(
    ("body", "label", "note"),
    [
        ("<p>ok", "utf-8", ""),
        ("<p>ok", None, ""),
        ("<p>ok", "utf-16", "declared utf-16-le, is utf-8"),
        ("<p>Été", None, ""),
        ("<p>Été", "iso-8859-1", "declared windows-1252, is utf-8"),
        ("<p>Été".encode("latin-1"), "utf-8", "declared utf-8, is windows-1252"),
        ("<p>Été".encode("latin-1"), None, "undeclared, read as windows-1252"),
        ("<p>Été".encode("latin-1"), "latin1", ""),
        ("<p>fÃ¼r, dafÃ¼r", "utf-8", "double-encoded text mended in 2 places"),
        ("<p>fÃ¼r dich", "latin1", "declared windows-1252, is utf-8; double-encoded text mended in 1 place"),
        ("<p>a\x00b\x00c", "utf-8", "2 characters could not be read"),
        ("<p>a\ufffdb", "utf-8", "1 character could not be read"),
    ],
)
def test_the_note(body: str | bytes, label: str | None, note: str) -> None:
    html = body if isinstance(body, bytes) else body.encode()
    got = decode(html, label and f"text/html; charset={label}")
    assert got.note == note
    assert got.repaired == (note.startswith(("declared", "double")))


def test_text_given_as_text_is_mended_too() -> None:
    got = decode("<p>fÃ¼r, itâ\x80\x99s")
    assert (got.text, got.encoding, got.repaired) == ("<p>für, it’s", "utf-8", True)


# ---------------------------------------------------------------- what others see to


@pytest.mark.parametrize(
    ("reference", "character"),
    [("&#146;", "’"), ("&#x92;", "’"), ("&#128;", "€"), ("&#150;", "–"), ("&#133;", "…"), ("&#129;", "\x81")],
)
def test_the_parser_maps_references_to_control_characters(reference: str, character: str) -> None:
    node = LexborHTMLParser(f"<p>a{reference}b").css_first("p")
    assert node is not None
    assert node.text() == f"a{character}b"


@pytest.mark.parametrize(
    ("body", "binary"),
    [
        (b"%PDF-1.7", True),
        (b"\x89PNG\r\n", True),
        (b"\x1f\x8b\x08", True),
        (bytes(range(256)) * 4, True),
        (b"", False),
        (b"<p>text", False),
        ("<p>Été".encode("utf-16"), False),
        (TEXTS["Japanese"].encode("iso2022_jp"), False),
        (TEXTS["Russian"].encode("koi8-r"), False),
    ],
)
def test_binary_is_known(body: bytes, binary: bool) -> None:
    assert is_binary(body) is binary
