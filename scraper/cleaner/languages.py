"""In which language is a text, when the page does not say?

By its commonest words: enough for a page that declares none. Data and one count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MIN_SHARE = 0.12  # of the words of real prose in the language are among its commonest
SAMPLE_CHARS = 20_000

_COMMON: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in that is was for on with as at by it he from his are have which were their has an",
        "es": "el la de que y en los del se las por con para una su al lo como más pero sus fue este entre ha",
        "de": "der die und das den von zu mit sich des ist im dem nicht ein eine auf für als auch es an werden aus",
        "fr": "le la les de des et en un une du que est dans qui par pour sur au il plus ne pas ce avec sont",
        "pt": "o a de que e do da em um para com não uma os no se na por mais as dos como mas foi ao das",
        "it": "il di che e la per un in non del della sono con le una da i si dei nel gli ha alla più anche",
        "nl": "de het een van en in is dat op te zijn met voor niet die aan er om ook als bij door werd maar",
        "sv": "och att det som en på är av för med den till inte om ett han men har de var från vid sig",
        "da": "og at det er en til på som med for den af ikke de der har et var fra vil han men om sig",
        "nb": "og i det er på som en til for med at av ikke den har de et fra var han men om seg ble",
        "pl": "w i na z do nie się to że jest o jak po co od za przez dla są tym który ale już oraz",
        "cs": "a v se na je že z do s o to za by ve pro jsem si ale jako podle po který jeho již nebo",
        "tr": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra ne en göre ancak var her",
        "fi": "ja on ei että se hän oli ovat mutta joka myös kun kuin ole sen sekä jos niin vain mukaan",
    }.items()
}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("uk", re.compile("[іїєґ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
SCRIPT_SHARE = {"ja": 0.1, "uk": 0.02}
_WORD = re.compile(r"[^\W\d_]+")


def guess(text: str) -> str | None:
    """The ISO 639-1 code of a text's language, or None when nothing speaks clearly for one."""
    sample = text[:SAMPLE_CHARS].lower()
    letters = max(1, sum(map(len, _WORD.findall(sample))))
    for code, script in _SCRIPTS:
        if len(script.findall(sample)) > SCRIPT_SHARE.get(code, 0.4) * letters:
            return code
    words = _WORD.findall(sample)
    shares = {code: sum(word in common for word in words) / max(1, len(words)) for code, common in _COMMON.items()}
    best = max(shares, key=lambda code: shares[code])
    return best if shares[best] >= MIN_SHARE else None
