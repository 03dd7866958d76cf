"""Which letters beyond ASCII do languages use most?

By frequency in running text, the most frequent first, small letters only; capitals are taken to be rarer forms of them.
Written down by hand from the usual letter counts of each language: the order need only be about right.
"""

from __future__ import annotations

LETTERS: dict[str, str] = {
    "German": "üäöß",
    "French": "éàèêçôâîûùœïë",
    "Spanish": "óáíéñú¿¡ü",
    "Portuguese": "ãçáéíóêõúâàô",
    "Italian": "èàùòéì",
    "Catalan": "àèéíóòçúïü·",
    "Dutch": "ëéïèöü",
    "Swedish": "äåöé",
    "Danish, Norwegian": "åøæé",
    "Finnish": "äöå",
    "Icelandic": "áíðéúæýóöþ",
    "English": "éñèöüïç",
    "Polish": "łęąóżśćńź",
    "Czech": "íáéěřžščýůúťňďó",
    "Slovak": "áíéščžýúľťôňäóďĺŕ",
    "Hungarian": "áéóöőíüúű",
    "Croatian, Slovene": "čšžćđ",
    "Romanian": "ăîţşâ",
    "Turkish": "ışğüçöâ",
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оаинівтерслкудмпязьбгчхйжїєшюцщфґ",
    "Bulgarian": "аоиентрсвлкдпмзугябъчщцжйшхюфь",
    "Serbian": "аоиенрстјукдвмплзгбњчшжћцљхфђџ",
    "Greek": "αοιετσνηυρπκμλςάωόγίδέθχφήβύξώζψϊ",
    "Hebrew": "יוהלארתבשמנםדקעחפכגטזצסןךףץ",
    "Arabic": "اليمنوترةبعدسفهحكقجأشصىطخإضزذئغءثظؤآ",
}

# Those that mix these letters with ASCII.
LATIN = frozenset(list(LETTERS)[: list(LETTERS).index("Russian")])

# In the encoding standard's names; the Python codec for each.
ENCODINGS: dict[str, str] = {
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "iso-8859-2": "iso8859-2",
    "windows-1251": "cp1251",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "windows-1253": "cp1253",
    "iso-8859-7": "iso8859-7",
    "windows-1254": "cp1254",
    "windows-1255": "cp1255",
    "windows-1256": "cp1256",
}
