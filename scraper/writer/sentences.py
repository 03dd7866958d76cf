"""Where does a sentence end, and a word?

Made for comparing two states of one text: it has to cut the same sentence the same way wherever it stands, and where
it is in doubt it does not cut, since a long sentence costs a comparison little and half of one makes no sense. It asks
for no language: the marks that end a sentence are told by their script, abbreviations by their look or from a list.
"""

from __future__ import annotations

import re
import unicodedata

_WIDE = "。！？｡．।॥۔။།"  # end a sentence whatever follows (Chinese, Japanese, Hindi, Urdu, Burmese, Tibetan)
_NARROW = ".!?…‽؟։።፧។᠃"  # where white space follows
_CLOSE = "\"'’”»›）)\\]】』」〉》"  # belongs to the sentence before it
# Possessive, and begun where a run of marks begins: however many there are, each is looked at once.
_END = re.compile(rf"(?:[{_WIDE}]++|(?<![{_NARROW}])[{_NARROW}]++(?=[{_CLOSE}]*+\s))[{_CLOSE}]*+\s*+")
_CLOSED_LATER = re.compile(r"»(?:\W|$)")  # « Bien ! » dit-il
_OPEN = "\"'“„‘‚«‹([{¿¡—–-"
_DOTTED = re.compile(r"[^\W\d]{1,3}(?:\.\s?[^\W\d]{1,3})+")  # U.S, e.g, z.B, EE.UU, Ph.D
_LOOK_BACK = 24  # characters: no abbreviation is longer

# Words that a full stop shortens and does not end a sentence, in any of the languages that have them.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms mx dr drs prof st sr sra srta sres jr hon rev fr gen adm col lt ltd capt cpt cmdr maj sgt cpl pvt gov
    sen rep pres supt insp det atty dist dept univ assn bros inc corp co no nos vol vols pp fig figs ed eds al cf vs
    ca approx est tel ext art sec ch jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ave
    blvd rd mt ft
    d dra dña don ud uds vd núm num pág pag págs avda av gral cnel tte lic ing arq admón aprox etc ej
    m mm mme mmes mlle mgr me dir bd env éd chap
    hr fr frau herr nr str bzw usw evtl ggf inkl exkl zzgl vgl bsp ca mio mrd abs dipl hrsg geb gest jh rd sog u z
    dhr mevr mw dhr ir bv nv blz
    sig sigg dott dssa avv geom on egr spett tel
    exmo exma ilmo prof profa eng des dep
    tzn np itd itp ul godz pt prof inż mgr ks
    tj tzv např č čp ing mudr
    bl f.eks ca kl nr mv osv dvs
    г гг ул д стр им проф акад св тыс млн млрд руб коп см рис тов в вв м обл
    вул
    sn sok cad bkz vb
    """.split()
)

_MARKS = r"\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0962\u0963\u0980-\u0d7f"
_WORD = re.compile(
    r"\d+(?:[.,:]\d+)+"  # 1.5, 1,200, 12:30
    r"|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # scripts without spaces
    rf"|[\w{_MARKS}]+(?:['’][\w{_MARKS}]+)*"
    r"|\S"
)
_SPACED = re.compile(rf"(?:{_WORD.pattern})\s*")

_FOLDS = str.maketrans(
    dict.fromkeys("‘’‚‛`´′ʼ", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", None)
    | {"…": "..."}
)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an article's text: what an empty line parts."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, each line of it for itself."""
    return [sentence for line in paragraph.split("\n") for sentence in _of_line(line)]


def words(text: str) -> list[str]:
    """Words, numbers and marks. In scripts that part no words each character counts as one."""
    return _WORD.findall(text)


def spaced_words(text: str) -> list[str]:
    """As ``words``, each with the white space after it: joined they are the text."""
    return _SPACED.findall(text.lstrip())


def folded(text: str) -> str:
    """The text without what only its typesetting changes: white space, kinds of quotes, dashes and invisible marks."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_FOLDS)
    return " ".join(text.split())


def _of_line(line: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(line):
        if _ends(line, end):
            found.append(line[start : end.end()].strip())
            start = end.end()
    found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(line: str, end: re.Match[str]) -> bool:
    """Whether a full stop or the like ends a sentence."""
    if end[0][0] in _WIDE:
        return True
    if line[end.end() : end.end() + 1].islower() or _CLOSED_LATER.match(line, end.end()):
        return False
    if not end[0].rstrip().endswith(".") or end[0].startswith(".."):
        return True
    before = line[max(0, end.start() - _LOOK_BACK) : end.start()].split()
    word = before[-1].lstrip(_OPEN) if before else ""
    is_ordinal = word.isdigit() and len(word) < 3  # 3. Mai
    return not (len(word) == 1 or is_ordinal or _DOTTED.fullmatch(word) or word.lower() in ABBREVIATIONS)
