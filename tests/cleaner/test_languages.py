"""In which language is a text, when the page does not say?"""

from __future__ import annotations

import pytest

from scraper.cleaner.languages import guess


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The river rose again on Monday and the council of the town met to talk of what it would cost."),
        ("es", "El río creció de nuevo el lunes y el concejo se reunió para hablar de lo que costaría a la ciudad."),
        ("pt", "O rio subiu de novo na segunda e a câmara se reuniu para falar do que isso custaria para uma cidade."),
        ("fr", "La rivière est montée lundi et le conseil de la ville se réunit pour parler de ce que cela coûte."),
        ("de", "Der Fluss stieg am Montag wieder und der Rat der Stadt kam zusammen, um von den Kosten zu reden."),
        ("it", "Il fiume è salito di nuovo lunedì e il consiglio della città si è riunito per parlare del costo."),
        ("nl", "De rivier steeg maandag weer en de raad van de stad kwam bijeen om over het geld te praten."),
        ("sv", "Floden steg igen på måndagen och stadens råd samlades för att tala om vad det skulle kosta."),
        ("pl", "Rzeka znowu wezbrała w poniedziałek i rada miasta zebrała się, by mówić o tym, jak to się stało."),
        ("fi", "Joki nousi maanantaina ja kaupungin valtuusto kokoontui, koska se oli jo kallista, mutta ei liian."),
        ("ru", "Река снова поднялась в понедельник, и городской совет собрался, чтобы поговорить о расходах."),
        ("uk", "Річка знову піднялася в понеділок, і міська рада зібралася, щоб поговорити про її витрати."),
        ("ja", "月曜日に川が再び増水し、町議会は費用について話し合った。"),
        ("zh", "周一河水再次上涨，市议会开会讨论费用。"),
        ("ko", "월요일에 강물이 다시 불어나 시의회가 비용을 논의했다."),
        ("ar", "ارتفع النهر مرة أخرى يوم الاثنين واجتمع مجلس المدينة."),
        ("he", "הנהר עלה שוב ביום שני ומועצת העיר התכנסה."),
        ("el", "Το ποτάμι ανέβηκε ξανά τη Δευτέρα και το συμβούλιο συνήλθε."),
        ("th", "แม่น้ำขึ้นอีกครั้งในวันจันทร์และสภาเมืองประชุมกัน"),
    ],
)
def test_the_commonest_words_tell(code: str, text: str) -> None:
    assert guess(text) == code
    assert guess(text.upper()) == code


@pytest.mark.parametrize("text", ["", "4 + 4 = 8", "Lorem ipsum dolor sit amet consectetur", "Brkx zzt qwv plmn"])
def test_nothing_clear_is_nothing_said(text: str) -> None:
    assert guess(text) is None


def test_a_foreign_name_does_not_change_the_language() -> None:
    assert guess("The river Волга rose again on Monday and the council of 東京 met with the town for a talk.") == "en"
