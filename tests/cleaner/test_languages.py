"""In which language is a story: what its page declares, or what its words say?"""

from __future__ import annotations

import pytest

from scraper.cleaner import Known, read
from scraper.cleaner.languages import WORDS, Told, decided, listen
from scraper.model import Fact, Reason
from tests.cleaner import models
from tests.cleaner.news_texts import GOODS, NEWS, SAMOAN
from tests.cleaner.pages import STORY, URL, paragraphs

ENGLISH, SPANISH = NEWS["en"], NEWS["es"]
LONG = {code: f"{NEWS[code]} {NEWS[code]}" for code in NEWS}


@pytest.mark.parametrize("code", NEWS)
def test_the_commonest_words_or_the_script_tell(code: str) -> None:
    assert listen(NEWS[code]).language == code
    assert listen(NEWS[code].upper()).language == code or code in ("tr", "az")  # I is not their i
    assert decided([], NEWS[code]).source == WORDS


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The mayor of the town said that it was not the first time."),
        ("es", "El alcalde dijo que no es la primera vez que el agua llega a las casas."),
        ("de", "Das Wasser ist nicht so hoch wie im Jahr davor, sagte er."),
        ("fr", "Le maire a dit que ce n'est pas la première fois dans la ville."),
        ("ru", "Он сказал, что это не так, как было в прошлом году, но и не хуже."),
        ("zh", "市议会开会讨论费用"),
    ],
)
def test_a_dozen_words_are_enough(code: str, text: str) -> None:
    assert listen(text).language == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "4 + 4 = 8",
        "1,234.50 € · 12:30 · 99 %",
        "Lorem ipsum dolor sit amet consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
        "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip.",
        "Brkx zzt qwv plmn",
        "Juan de la Cruz, María de la Torre, Pedro de la Fuente, Ana de la Vega, Luis de la Rosa, Inés de la Mora",
        "Lionel Messi, Kylian Mbappé, Robert Lewandowski, Zlatan Ibrahimović, Mohamed Salah, Son Heung-min",
        "Manchester United 2 Real Madrid 3 Bayern München 1 Paris Saint-Germain 0 Juventus 2 Ajax 2 Benfica 1",
        "def main(args): return [x.y(z) for x in args if x.ok]\nfor i in range(10): print(i, end='')\nimport os, sys",
        "const a = b => ({ ...c, d: e[0] }); export default function f() { return null; } while (x--) y++;",
        "x = 1; y = 2; if (x) { y = x; } else { x = y; }" * 20,
        "Yes",
        "Los Angeles Lakers, Los Angeles Dodgers, Los Gatos, Los Alamos, Los Cabos",  # one word, again and again
        "De la casa que no es a la plaza, de la que se va.",  # Spanish, and nearly Catalan
        GOODS,
        SAMOAN,
    ],
)
def test_what_no_words_make_plain_stays_unknown(text: str) -> None:
    assert decided([], text) == Told(None, WORDS, 0.0)


def test_what_is_close_kin_is_told_apart_or_not_at_all() -> None:
    """Of a few words that both use there is no telling; what holds both is known all the same."""
    assert listen("Og det er en by i landet som ikke har det, og vi er her til i dag.").language is None
    both = "Ali on je bio u gradu i sve je to samo još više nego što se može, jer kako bi bilo da nije. Treba ih sve."
    assert listen(both).language == "sh"
    assert decided([("bs", "html lang")], both).tag == "bs"
    assert decided([("sr-Latn-RS", "html lang")], both).tag == "sr-Latn-RS"


def test_a_foreign_name_or_quotation_does_not_change_the_language() -> None:
    text = "The river Волга rose again on Monday and the council of 東京 met with the town for a talk."
    assert listen(text).language == "en"
    assert listen(f"{LONG['de']} „The mayor said that it was not so bad“, hieß es aus der Stadt.").language == "de"
    assert listen(f"{NEWS['ja']} The New York Times").language == "ja"
    assert listen(f"{ENGLISH} “{NEWS['zh'][:18]}”, he said.").language == "en"


def test_japanese_is_told_from_chinese_by_its_kana() -> None:
    assert (
        listen("東京都知事選挙投票実施、現職候補当選確実となった。投票率五割超、前回選挙結果を上回る。").language
        == "ja"
    )
    assert (
        decided([("zh", "html lang")], "東京都知事選挙の投票が実施され、現職候補の当選が確実となった。" * 3).tag == "ja"
    )


def test_a_page_in_two_languages_is_in_that_which_it_declares() -> None:
    both = f"{ENGLISH} {SPANISH}"
    assert decided([("en", "html lang")], both).tag == "en"
    assert decided([("es", "html lang")], both).tag == "es"
    assert decided([("en", "html lang")], f"{ENGLISH} {NEWS['ru']}").tag == "en"
    assert decided([("es", "html lang")], f"{both} {ENGLISH[:60]} " * 20).tag == "es"


def test_a_long_text_is_looked_at_in_its_middle_too() -> None:
    """It may begin with a summary in another language."""
    assert decided([("es", "html lang")], f"{' '.join(STORY * 3)} {SPANISH * 40}").tag == "es"


# ---------------------------------------------------------------- declared against heard


def test_a_declaration_that_the_text_agrees_with_keeps_its_region() -> None:
    assert decided([("es_mx", "html lang"), ("en", "meta")], SPANISH) == Told("es-MX", "html lang", pytest.approx(0.99))


@pytest.mark.parametrize("code", [code for code in NEWS if code != "en"])
def test_a_text_beyond_doubt_wins_over_a_template(code: str) -> None:
    told = decided([("en-US", "html lang")], LONG[code])
    assert (told.tag, told.source) == (code, WORDS)
    assert told.sure > 0.8


@pytest.mark.parametrize("code", [code for code in NEWS if code != "en"])
def test_so_does_an_english_text(code: str) -> None:
    assert decided([(code, "html lang")], LONG["en"]).tag == "en"


@pytest.mark.parametrize("code", NEWS)
def test_a_true_declaration_stands(code: str) -> None:
    told = decided([(code, "html lang")], NEWS[code])
    assert (told.tag, told.source) == (code, "html lang")


def test_another_declaration_that_the_text_agrees_with_wins_over_the_first() -> None:
    declared = [("en", "html lang"), ("fr-CA", "json-ld")]
    assert decided(declared, NEWS["fr"]) == Told("fr-CA", "json-ld", pytest.approx(0.99))
    assert decided([("es", "html lang"), ("gl-ES", "meta")], NEWS["gl"]).tag == "gl-ES"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("nn", "nb"),
        ("no", "nb"),
        ("da", "nb"),
        ("bs", "hr"),
        ("ms", "id"),
        ("gl", "pt"),
        ("es", "gl"),
        ("gsw", "de"),
        ("oc", "ca"),
        ("arz", "ar"),
        ("yue", "zh"),
    ],
)
def test_among_near_relatives_the_declaration_wins(declared: str, code: str) -> None:
    assert decided([(declared, "html lang")], LONG[code]).tag == declared


def test_a_few_words_do_not_win_over_a_declaration() -> None:
    told = decided([("en", "html lang")], "El alcalde dijo que no es la primera vez que el agua llega a las casas.")
    assert (told.tag, told.source) == ("en", "html lang")
    assert told.sure < decided([("en", "html lang")], "").sure < decided([("en", "html lang")], ENGLISH).sure


def test_a_language_that_we_do_not_know_is_believed() -> None:
    breton = "Savet eo ar stêr adarre d'al Lun hag en em vodet eo kuzul kêr evit komz eus ar pezh a gousto. " * 3
    assert decided([("br", "html lang")], breton).tag == "br"
    assert decided([("br", "html lang")], breton * 2 + LONG["fr"]).tag == "br"
    assert decided([("br", "html lang")], LONG["fr"] * 2).tag == "fr"


def test_written_forms_are_known_only_where_declared() -> None:
    assert decided([("zh-TW", "html lang")], NEWS["zh"]).tag == "zh-TW"
    assert decided([], NEWS["zh"]).tag == "zh"


def test_what_is_no_language_is_not_declared() -> None:
    assert decided([("", "html lang"), ("und", "json-ld"), (None, "meta")], "") == Told(None, WORDS, 0.0)
    assert decided([("xx", "html lang"), ("English", "meta")], "").tag == "en"


# ---------------------------------------------------------------- on pages


def page(head: str, *texts: str) -> str:
    return f"<html{head}</head><body><article><h1>A title</h1>{paragraphs(*texts)}</article></body></html>"


def test_an_article_remembers_whether_its_language_was_declared_or_heard() -> None:
    texts = LONG["pt"], NEWS["pt"]
    model = models.Knowing(texts)
    for head, language, source in (
        (" lang=pt-BR><head>", "pt", "html lang"),
        (" lang=pt><head>", "pt", "html lang"),
        (" lang=en><head>", "pt", WORDS),
        (" lang=en><head><meta property=og:locale content=pt_PT>", "pt", "open graph"),
        ("><head>", "pt", WORDS),
        (
            ' lang=en><head><script type="application/ld+json">{"@type":"NewsArticle","inLanguage":"pt"}</script>',
            "pt",
            "json-ld",
        ),
    ):
        result = read(page(head, *texts), URL, model=model).result
        assert getattr(result, "language", result) == language
        assert result.evidence[Fact.LANGUAGE].source == source  # type: ignore[union-attr]


def test_the_wanted_languages_are_those_of_the_text_not_of_the_template() -> None:
    texts = LONG["es"], NEWS["es"]
    model = models.Knowing(texts)
    html = page(" lang=en><head>", *texts)
    assert getattr(read(html, URL, Known(languages=("es",)), model).result, "language", None) == "es"
    assert getattr(read(html, URL, Known(languages=("spa",)), model).result, "language", None) == "es"
    refused = read(html, URL, Known(languages=("en",)), model).result
    assert getattr(refused, "reason", None) is Reason.LANGUAGE


def test_code_says_nothing_of_the_language() -> None:
    code = ("for the in if is not of and to with as that the from import\n" * 30).strip()
    html = page("><head>", LONG["de"]).replace("</article>", f"<pre>{code}</pre></article>")
    result = read(html, URL, model=models.Knowing((LONG["de"], code))).result
    assert "from import" in result.text
    assert getattr(result, "language", result) == "de"
