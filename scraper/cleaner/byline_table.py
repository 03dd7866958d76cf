"""How are months and bylines written?

Data: month names and their short forms, and the words around an author's name, in languages of the news we read.
"""

from __future__ import annotations

from collections.abc import Mapping

_NAMES: Mapping[int, str] = {
    1: "january jan januar jänner jaenner janvier janv enero ene janeiro gennaio gen januari jan. leden ledna stycznia "
    "styczeń január januára ianuarie ocak січня января январь tammikuuta tammikuu ιανουαρίου januarja siječnja jaanuar "
    "janvāris sausio gener janúar януари јануар يناير ינואר जनवरी",
    2: "february feb februar feber février fevrier févr fevr febrero fevereiro fev febbraio febr februari únor února "
    "lutego luty február februára februarie şubat subat лютого февраля февраль helmikuuta φεβρουαρίου pebruari "
    "februarja veljače veebruar februāris vasario febrer febrúar февруари фебруар فبراير פברואר फरवरी",
    3: "march mar märz maerz mrz mars marzo março marco maart mrt březen března marca marzec március martie mart березня "
    "марта март maaliskuuta μαρτίου maret marts mac marec ožujka märts kovo març مارس מרץ मार्च",
    4: "april apr avril avr abril abr aprile duben dubna kwietnia kwiecień április apríla aprilie nisan квітня апреля "
    "апрель huhtikuuta απριλίου travnja aprill aprīlis balandžio apríl април أبريل אפריל अप्रैल",
    5: "may mai mayo maio maggio mag mei maj květen května maja május mája mayıs травня мая май toukokuuta μαΐου maí "
    "svibnja maijs gegužės maig мај مايو מאי मई",
    6: "june jun juni juin junio junho giugno giu červen června czerwca czerwiec június júna iunie haziran червня июня "
    "июнь kesäkuuta ιουνίου júní junija lipnja juuni jūnijs birželio juny юни јун يونيو יוני जून",
    7: "july jul juli juillet juil julio julho luglio lug červenec července lipca lipiec július júla iulie temmuz липня "
    "июля июль heinäkuuta ιουλίου júlí julai julija srpnja juuli jūlijs liepos juliol юли јул يوليو יולי जुलाई",
    8: "august aug août aout agosto ago augustus augusti srpen srpna sierpnia sierpień augusztus augusta ağustos серпня "
    "августа август elokuuta αυγούστου ágúst agustus ogos avgusta kolovoza augusts rugpjūčio agost أغسطس אוגוסט अगस्त",
    9: "september sept sep septembre septiembre setiembre setembro set settembre septembrie září wrzesień września "
    "szeptember septembra eylül вересня сентября сентябрь syyskuuta σεπτεμβρίου rujna septembris rugsėjo setembre "
    "септември септембар سبتمبر ספטמבר सितंबर",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott octombrie říjen října października październik "
    "október októbra ekim жовтня октября октябрь lokakuuta οκτωβρίου oktoober oktobris spalio октомври "
    "октобар أكتوبر אוקטובר अक्टूबर",
    11: "november nov novembre noviembre novembro noiembrie listopad listopadu listopada novembra kasım листопада ноября "
    "ноябрь marraskuuta νοεμβρίου nóvember studenoga novembris lapkričio ноември новембар نوفمبر נובמבר नवंबर",
    12: "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre decembrie prosinec prosince "
    "grudnia grudzień decembra aralık грудня декабря декабрь joulukuuta δεκεμβρίου desember des prosinca detsember "
    "decembris gruodžio desembre декември децембар ديسمبر דצמבר दिसंबर",
}

MONTHS: Mapping[str, int] = {name.strip("."): number for number, names in _NAMES.items() for name in names.split()}

# Words that stand before an author's name.
BY = (
    "written by|reported by|story by|text by|words by|posted by|published by|byline|by|escrito por|publicado por|"
    "redactado por|por|von|verfasst von|geschrieben von|ein beitrag von|eine analyse von|ein gastbeitrag von|"
    "ein kommentar von|text|texte|tekst|texto|testo|par|écrit par|publié par|scritto da|di|de|door|geschreven door|av|"
    "af|skrevet av|skrevet af|skriven av|autorin/autor|autor/autorin|autor/in|autor:in|autor|autora|autores|autorin|"
    "autoren|author|authors|auteur|auteurs|autore|autori|yazan|oleh|penulis|tekijä|автор|авторы|текст"
)

# Words before the colon of a line that tells the author or the day somewhere on the page.
AUTHOR_LABELS = (
    "authors?|written by|article by|story by|words by|posted by|byline|autorin/autor|autor/autorin|autor/in|autor:in|autorin|autoren|autora?|autores|"
    "verfasser(?:in)?|verfasst von|auteurs?|écrit par|autor[ei]|scritto da|escrito por|geschreven door|skrevet a[vf]|"
    "skriven av|yazan|yazar|penulis|ditulis oleh|tekijä|kirjoittaja|автор|авторы|autorzy|napisał|szerző|συντάκτης|"
    "الكاتب|کاتب|작성자|글쓴이|著者|執筆者|作者"
)
DAY_LABELS = (
    "date|datum|fecha|data|published|published on|date published|publication date|veröffentlicht|veröffentlicht am|"
    "erschienen am|erstellt|publié le|date de publication|publicado|publicado el|publicado em|fecha de publicación|"
    "pubblicato il|data di pubblicazione|gepubliceerd op|publisert|publicerad|udgivet|julkaistu|opublikowano|"
    "data publikacji|yayınlanma tarihi|tanggal|дата|опубликовано|入力|작성일|발행일|掲載日|公開日"
)

# Words before the day of the last change.
UPDATED = (
    "(?:last )?(?:updated|modified|edited|revised|reviewed)|zuletzt|aktualisiert|geändert|stand|actualizad[oa]|"
    "modificad[oa]|(?:mise? )?à jour|modifié|atualizad[oa]|aggiornat[oa]|modificat[oa]|bijgewerkt|gewijzigd|uppdaterad|"
    "ändrad|oppdatert|opdateret|päivitetty|zaktualizowano|aktualizacja|aktualizováno|güncelleme|güncellendi|diperbarui|"
    "обновлено|оновлено|ενημερώθηκε|最終更新|更新|수정"
)

# Words that end a name: what follows is a role, a place or another fact.
ROLES = (
    "staff writer|staff reporter|staff|reporter|correspondent|special correspondent|editor|senior editor|news editor|"
    "columnist|contributor|contributing writer|political editor|freelance journalist|journalist|redakteur|redakteurin|"
    "korrespondent|korrespondentin|redactor|redactora|corresponsal|journaliste|giornalista|writer|producer|volontär|"
    "volontärin|redaktion|chefredakteur|chefredakteurin|ressortleiter|ressortleiterin|autor|autorin|author|analyst|"
    "expert|reviewer|researcher|officer|director|manager|specialist|consultant|strategist|co-founder|founder|professor|"
    "lecturer|blogger|photographer|contributor|economist|dietitian|attorney|ceo|cto|cfo|cmo|vice president|content|"
    "experte|expertin|analystin|leiterin|gastautor|gastautorin|gründer|gründerin|fotografin|geschäftsführer|experto|"
    "experta|analista|directora|fundador|fundadora|profesora|abogado|abogada|editora|fotógrafo|fotógrafa|rédacteur|"
    "rédactrice|fondateur|fondatrice|directeur|directrice|expert-comptable|esperto|esperta|redattore|redattrice|"
    "direttore|direttrice|fondatore|fondatrice|repórter|jornalista|diretor|diretora|especialista"
)
# Behind a name in languages that put the role there: "reporter" and "and one more".
ROLE_SUFFIX = r"(?:\s*(?:선임기자|수습기자|인턴기자|기자|특파원|논설위원|記者|记者|特派員|編集委員)|\s*외\s*\d+\s*명)+$"

# Before the name of one who had a part in an article that somebody else wrote.
HELPED = (
    "(?:(?:medically |clinically |technically |legally |expert )?reviewed|fact[- ]checked|checked|edited|researched|"
    "updated|translated|compiled|produced|tested) by|contributions? (?:from|by)|contributors?|geprüft von|überprüft von|"
    "redigiert von|bearbeitet von|übersetzt von|revisado por|editado por|traducido por|verificado por|relu par|"
    "révisé par|vérifié par|traduit par|édité par|revisto por|traduzido por|rivisto da|revisionato da|tradotto da|"
    "beoordeeld door|bewerkt door|vertaald door|granskad av|översatt av|oversatt av|oversat af|gjennomgått av"
)

# The days of the week and their short forms, which stand before a date where a name may stand too.
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag "
    "dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche "
    "lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag "
    "zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag poniedziałek "
    "wtorek środa czwartek piątek sobota niedziela pazartesi salı çarşamba perşembe cuma cumartesi pazar senin selasa "
    "rabu kamis jumat sabtu minggu понедельник вторник среда четверг пятница суббота воскресенье"
)
WEEKDAYS = frozenset(_WEEKDAYS.split())

# Words before the name of who made the picture.
PICTURE = (
    "photo|photos|photograph|photographs|photography|picture|pictures|image|images|illustration|illustrations|graphic|"
    "graphics|video|foto|fotos|bild|bilder|grafik|grafiken|illustrationen|fotografía|fotografías|imagen|imágenes|vídeo|"
    "photographie|photographies|dessin|foto's|beeld|immagine|fotografia|imagem|kuva|kuvat|zdjęcie|gambar|фото"
)

# Names that are none: what systems and desks are called.
NOBODY = (
    "admin|administrator|editor|editors|editorial|webmaster|staff|redaktion|redacción|redaccion|redação|rédaction|"
    "redazione|redactie|redaksjonen|redaktionen|toimitus|newsroom|newsdesk|online|root|user|guest|unknown|anonymous|"
    "news|nachrichten|noticias|notícias|notizie|actualités|actualité|nieuws|nyheter|nyheder|fréttir|innlent|erlent|"
    "uutiset|wiadomości|haberler|haber|berita|новости|aktuelles|politik|politics|política|politique|wirtschaft|"
    "business|economy|economía|économie|sport|sports|deportes|kultur|culture|cultura|panorama|ausland|inland|world"
)

# What an element is called that holds an author's name, and what one beside it that holds something else of theirs.
MARKED = (
    "author|byline|autor|autoren|autorin|auteur|autore|verfasser|verfasserin|redakteur|redakteurin|reporter|journalist|"
    "writer|skribent|forfatter|författare|toimittaja|kirjoittaja|schrijver|yazar|muhabir|penulis"
)
BESIDE = (
    "bio|biography|about|desc|description|image|img|avatar|photo|picture|social|role|title|job|position|twitter|mail|"
    "email|follow|date|time|more|related|teaser|card|recommended|comment|comments|label|caption|tooltip|"
    "reviewer"
)
# Nouns of the table above, which stand before a name by a colon, or before a first and a last name.
BY_NOUNS = (
    "text|texte|tekst|texto|testo|author|authors|autor|autora|autores|autorin|autoren|auteur|auteurs|autore|autori"
)
# The last folder but one of the address of an author's page.
AUTHOR_FOLDERS = (
    "author|authors|autor|autoren|autores|auteur|auteurs|autore|autori|verfasser|redakteur|redakteure|reporter|"
    "journalist|journalists|journaliste|contributor|contributors|profile|profiles|people|person|staff|writer|writers|"
    "by|yazar|penulis|skribent|toimittaja|forfatter"
)
