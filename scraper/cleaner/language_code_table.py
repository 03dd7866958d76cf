"""How are languages written down, and which are easily taken for one another?

Collected by hand from ISO 639 and ISO 3166, from the registry of RFC 5646 as far as pages of news have need of it, and
from what pages write instead. Data only.
"""

from __future__ import annotations

from collections.abc import Mapping

# Languages so close that a text speaks less clearly than who wrote it: what a page declares is believed.
KIN: tuple[frozenset[str], ...] = tuple(
    frozenset(family.split())
    for family in (
        "no nb nn da",
        "sh hr bs sr cnr",
        "ms id zsm zlm min bjn ace bew",
        "pt gl mwl",
        "es gl ast an ext lad",
        "ca oc an",
        "fr oc wa frp pcd nrm gcf",
        "it sc scn vec lmo nap pms lij co fur rm lld egl rgn",
        "de gsw bar ksh nds pdc swg vmf",
        "nl li vls zea nds fy",
        "en sco pcm jam",
        "pl szl csb",
        "ru rue",
        "uk rue",
        "fi fkv olo krl vep izh",
        "et ekk vro",
        "lv lvs ltg",
        "lt sgs",
        "tr gag crh",
        "az azb azj",
        "tt ba crh",
        "kk kaa",
        "uz uzn",
        "mn khk bxr xal",
        "fa pes prs mzn glk lrc",
        "ar arb arz ary apc acm afb ajp aeb arq ars apd",
        "ckb sdh",
        "ku kmr",
        "ur pnb skr",
        "hi bho mai awa mag hne raj bgc doi mwr sa",
        "mr kok gom",
        "ne npi dty mai",
        "bn as syl rkt bpy ctg",
        "as bpy",
        "el pnt grc",
        "ka xmf lzz",
        "hy hyw",
        "he lad",
        "zh cmn yue wuu hak nan gan cdo cjy hsn lzh",
        "ja ryu",
        "th tts",
        "my shn mnw rki",
        "bo dz",
        "fil tl",
        "zu xh nr ss nd",
        "st tn nso",
        "rw rn",
        "ht gcf gcr",
        "ga gv",
        "sq aln als",
    )
)

# Languages that hold others (ISO 639-3, macrolanguages), as far as one is taken for the other.
MACROLANGUAGES: Mapping[str, str] = {
    part: whole
    for whole, parts in {
        "no": "nb nn",
        "sh": "hr bs sr cnr",
        "zh": "cmn yue wuu hak nan gan cdo cjy hsn",
        "ar": "arb arz ary apc acm afb ajp aeb arq ars apd",
        "fa": "pes prs",
        "ms": "zsm zlm",
        "az": "azb azj",
        "uz": "uzn",
        "et": "ekk vro",
        "lv": "lvs ltg",
        "mn": "khk",
        "ku": "kmr ckb sdh",
        "sw": "swh",
        "sq": "aln als",
        "ne": "npi",
        "fil": "tl",
    }.items()
    for part in parts.split()
}

# ISO 639-1, each with its codes of three letters (ISO 639-2), which RFC 5646, 2.2.1, gives up for the shorter one.
_CODES = """
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bi:bis
    bm:bam bn:ben bo:bod:tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces:cze cu:chu cv:chv cy:cym:wel
    da:dan de:deu:ger dv:div dz:dzo ee:ewe el:ell:gre en:eng eo:epo es:spa et:est eu:eus:baq fa:fas:per ff:ful fi:fin
    fj:fij fo:fao fr:fra:fre fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat
    hu:hun hy:hye:arm hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl:ice it:ita iu:iku ja:jpn jv:jav
    ka:kat:geo kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat
    lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri:mao mk:mkd:mac ml:mal mn:mon mr:mar
    ms:msa:may mt:mlt my:mya:bur na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld:dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci
    oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron:rum ru:rus rw:kin sa:san
    sc:srd sd:snd se:sme sg:sag sh:hbs si:sin sk:slk:slo sl:slv sm:smo sn:sna so:som sq:sqi:alb sr:srp ss:ssw st:sot
    su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi
    ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho:chi zu:zul
"""
LONGER: Mapping[str, str] = {
    code: row.partition(":")[0] for row in _CODES.split() for code in row.split(":") if len(code) == 3
}
TWO_LETTERS = frozenset(LONGER.values())

# Codes given up for others (the registry's Preferred-Value).
OLD: Mapping[str, str] = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro"}
EXTENDED = frozenset("cmn yue wuu hak nan gan cdo cjy hsn arb arz ary apc acm zsm min bjn".split())  # RFC 5646, 2.2.2

# Locales that social networks made up.
OF_NETWORKS: Mapping[str, str] = {"es-la": "es-419", "ar-ar": "ar", "sr-sp": "sr", "cs-cs": "cs", "tl-st": "tl"}

# Regions that tell how a language is written there.
SCRIPT_OF: Mapping[str, str] = {
    f"zh-{region}": script
    for script, regions in {"Hans": "CN SG", "Hant": "TW HK MO"}.items()
    for region in regions.split()
}

# Languages by name, where a tag is asked for.
NAMES: Mapping[str, str] = {
    name: code
    for code, names in {
        "ar": "arabic العربية",
        "cs": "czech čeština",
        "da": "danish dansk",
        "de": "german deutsch",
        "el": "greek ελληνικά",
        "en": "english",
        "es": "spanish español espanol castellano",
        "fa": "persian farsi فارسی",
        "fi": "finnish suomi",
        "fr": "french français francais",
        "he": "hebrew עברית",
        "hi": "hindi हिन्दी",
        "hu": "hungarian magyar",
        "id": "indonesian indonesia",
        "it": "italian italiano",
        "ja": "japanese 日本語",
        "ko": "korean 한국어",
        "nl": "dutch nederlands",
        "no": "norwegian norsk",
        "pl": "polish polski",
        "pt": "portuguese português portugues",
        "ro": "romanian română romana",
        "ru": "russian русский",
        "sv": "swedish svenska",
        "th": "thai ไทย",
        "tr": "turkish türkçe turkce",
        "uk": "ukrainian українська",
        "vi": "vietnamese",
        "zh": "chinese 中文",
    }.items()
    for name in names.split()
}

# ISO 3166-1, as the registry has them; 419, Latin America, is one of the UN's numbers.
REGIONS = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB
    GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
    KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB
    SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US
    UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK
    """.split()
)
VARIANTS = frozenset("1901 1994 1996 ao1990 arevela arevmda ekavsk ijekavsk oxendict tarask valencia".split())
