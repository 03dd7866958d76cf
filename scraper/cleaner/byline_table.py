"""How are months and bylines written?

Data: month names and their short forms, and the words before an author's name, in languages of the news we read.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES: Mapping[int, str] = {
    1: "january jan januar jänner jaenner janvier janv enero ene janeiro gennaio gen januari jan. leden ledna stycznia "
    "styczeń január januára ianuarie ocak січня января январь tammikuuta tammikuu ιανουαρίου",
    2: "february feb februar feber février fevrier févr fevr febrero fevereiro fev febbraio febr februari únor února "
    "lutego luty február februára februarie şubat subat лютого февраля февраль helmikuuta φεβρουαρίου",
    3: "march mar märz maerz mrz mars marzo março marco maart mrt březen března marca marzec március martie mart березня "
    "марта март maaliskuuta μαρτίου",
    4: "april apr avril avr abril abr aprile duben dubna kwietnia kwiecień április apríla aprilie nisan квітня апреля "
    "апрель huhtikuuta απριλίου",
    5: "may mai mayo maio maggio mag mei maj květen května maja május mája mayıs травня мая май toukokuuta μαΐου",
    6: "june jun juni juin junio junho giugno giu červen června czerwca czerwiec június júna iunie haziran червня июня "
    "июнь kesäkuuta ιουνίου",
    7: "july jul juli juillet juil julio julho luglio lug červenec července lipca lipiec július júla iulie temmuz липня "
    "июля июль heinäkuuta ιουλίου",
    8: "august aug août aout agosto ago augustus augusti srpen srpna sierpnia sierpień augusztus augusta ağustos серпня "
    "августа август elokuuta αυγούστου",
    9: "september sept sep septembre septiembre setiembre setembro set settembre septembrie září wrzesień września "
    "szeptember septembra eylül вересня сентября сентябрь syyskuuta σεπτεμβρίου",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott octombrie říjen října października październik "
    "október októbra ekim жовтня октября октябрь lokakuuta οκτωβρίου",
    11: "november nov novembre noviembre novembro noiembrie listopad listopadu listopada novembra kasım листопада ноября "
    "ноябрь marraskuuta νοεμβρίου",
    12: "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre decembrie prosinec prosince "
    "grudnia grudzień decembra aralık грудня декабря декабрь joulukuuta δεκεμβρίου",
}

MONTHS: Mapping[str, int] = {name.strip("."): number for number, names in _NAMES.items() for name in names.split()}

# Words that stand before an author's name.
BY = (
    "written by|reported by|story by|text by|words by|posted by|published by|byline|by|escrito por|publicado por|redactado por|por|von|"
    "ein beitrag von|eine analyse von|ein gastbeitrag von|ein kommentar von|text|par|écrit par|di|de|door|av|af|skrevet av|autor|autora|autorin|"
    "author|authors|autoren|auteur|autore|autor:in"
)

# Words that end a name: what follows is a role, a place or another fact.
ROLES = (
    "staff writer|staff reporter|staff|reporter|correspondent|special correspondent|editor|senior editor|news editor|"
    "columnist|contributor|contributing writer|political editor|freelance journalist|journalist|redakteur|redakteurin|"
    "korrespondent|korrespondentin|redactor|redactora|corresponsal|journaliste|giornalista|writer|producer|volontär|volontärin|redaktion|chefredakteur|chefredakteurin|ressortleiter|ressortleiterin|autor|autorin"
)
