"""How do newspapers say that they have corrected or updated a story?

Words as data, in lower case and with quotes folded, by what the note says. ``OPENINGS`` open a note: a colon, a dash, a
date or the paragraph's end follows, so that a story about corrections is none. ``PHRASES`` say it by themselves.
"""

from __future__ import annotations

from types import MappingProxyType

CORRECTION_OPENINGS = (
    # English
    r"corrections?(?: and clarifications?| appended)?", r"clarifications?", r"correction notice", r"errat(?:um|a)",
    r"corrigend(?:um|a)", r"corrected", r"retractions?",
    # Spanish, Catalan, Portuguese, Galician
    r"correcci[oó]n(?:es)?", r"fe de erratas?", r"fe de errores", r"rectificaci[oó]n", r"aclaraci[oó]n", r"correcci[oó]",
    r"rectificaci[oó]", r"corre[cç][aã]o", r"corre[cç][oõ]es", r"errata", r"erramos", r"retifica[cç][aã]o",
    # French, Italian, Romanian
    r"corrections?(?: du| apport[eé]e)?", r"rectificatif", r"rectification", r"erratum", r"correzion[ei]", r"rettifica",
    r"errata corrige", r"precisazione", r"corectur[aă]", r"erat[aă]",
    # German, Dutch
    r"korrektur(?:hinweis)?", r"berichtigung", r"richtigstellung", r"klarstellung", r"correctie", r"rectificatie",
    r"verbetering",
    # Danish, Norwegian, Swedish, Finnish, Icelandic
    r"rettelse", r"r[æe]ttelse", r"presisering", r"r[äa]ttelse", r"f[öo]rtydligande", r"oikaisu", r"korjaus",
    r"lei[ðd]r[ée]tting",
    # Polish, Czech, Slovak, Hungarian, Croatian, Serbian, Slovenian
    r"sprostowanie", r"korekta", r"oprava", r"up[rř]esn[eě]n[ií]", r"helyesb[ií]t[eé]s", r"helyreigaz[ií]t[aá]s",
    r"ispravak", r"ispravka", r"popravek",
    # Russian, Ukrainian, Bulgarian, Serbian, Greek
    r"исправление", r"поправка", r"уточнение", r"опровержение", r"виправлення", r"уточнення", r"спростування",
    r"корекция", r"исправка", r"διόρθωση", r"διευκρίνιση",
    # Turkish, Indonesian, Malay, Vietnamese, Swahili
    r"d[üu]zeltme", r"tashih", r"koreksi", r"ralat", r"pembetulan", r"đính chính", r"marekebisho",
    # Arabic, Persian, Urdu, Hebrew
    r"تصحيح", r"تصويب", r"توضيح", r"اصلاحیه", r"تصحیح", r"תיקון", r"הבהרה",
    # Hindi, Bengali, Tamil, Thai
    r"भूल सुधार", r"सुधार", r"स्पष्टीकरण", r"সংশোধনী?", r"திருத்தம்", r"แก้ไขข่าว", r"แก้ไข",
    # Chinese, Japanese, Korean
    r"更正(?:启事|啟事|声明)?", r"勘误", r"勘誤", r"訂正(?:とおわび)?", r"おわびと訂正", r"お詫びと訂正", r"정정(?:보도)?", r"바로잡습니다",
)  # fmt: skip

NOTE_OPENINGS = (
    # English
    r"updates?", r"updated(?: on)?", r"editor'?s'? notes?", r"editorial note", r"note from the editors?",
    r"note to readers", r"translator'?s note", r"p\.? ?s\.?",
    # Spanish, Catalan, Portuguese
    r"actualizaci[oó]n", r"actualizado", r"nota (?:del?|de la|dels?|da|do) (?:editora?|redacci[oó]n?|reda[cç][aã]o|"
    r"traductora?|tradutora?)", r"actualitzaci[oó]", r"atualiza[cç][aã]o", r"atualizad[oa]",
    # French, Italian, Romanian
    r"mis[e]? [aà] jour", r"actualisation", r"note (?:de la r[eé]daction|de l'[eé]diteur)", r"n\.?d\.?l\.?r\.?",
    r"aggiornamento", r"nota (?:della redazione|dell'editore|redac[tț]iei)", r"actualizare",
    # German, Dutch
    r"aktualisierung", r"aktualisiert", r"anm(?:erkung|\.) d(?:er|\.) red(?:aktion|\.)", r"nachtrag", r"redaktioneller hinweis",
    r"hinweis der redaktion", r"noot van de redactie", r"naschrift", r"bijgewerkt",
    # Danish, Norwegian, Swedish, Finnish
    r"opdatering", r"opdateret", r"oppdatering", r"oppdatert", r"uppdatering", r"uppdaterad", r"red\. anm",
    r"redaktionens anm[aæä]rkning", r"p[aä]ivitys", r"p[aä]ivitetty", r"toimituksen huomautus",
    # Polish, Czech, Hungarian
    r"aktualizacja", r"od redakcji", r"aktualizace", r"aktualizov[aá]no", r"friss[ií]t[eé]s", r"friss[ií]tve",
    # Russian, Ukrainian, Greek
    r"обновление", r"обновлено", r"дополнено", r"от редакции", r"примечание редакции", r"оновлено", r"від редакції",
    r"ενημέρωση", r"σημείωση της σύνταξης",
    # Turkish, Indonesian, Vietnamese
    r"g[üu]ncelleme", r"edit[öo]r[üu]n notu", r"pembaruan", r"catatan redaksi", r"cập nhật",
    # Arabic, Persian, Hebrew, Hindi
    r"تحديث", r"ملاحظة المحرر", r"به[‌ ]?روزرسانی", r"עדכון", r"הערת המערכת", r"अपडेट", r"संपादक की टिप्पणी",
    # Chinese, Japanese, Korean
    r"更新", r"编者按", r"編者按", r"编者注", r"編集部注", r"追記", r"업데이트", r"편집자 ?주",
)  # fmt: skip

CORRECTION_PHRASES = (
    r"an? (?:earlier|previous|original) version of this (?:article|story|report|piece|post|headline)",
    r"this (?:article|story|report|piece|post|headline) (?:was|has been) (?:amended|corrected|retracted)",
    r"this (?:article|story|report|piece|post) (?:originally|previously|initially|incorrectly|mistakenly|wrongly) \w+",
    r"(?:una|la) versi[oó]n (?:anterior|previa) de est[ea] (?:art[ií]culo|nota|noticia|reportaje)",
    r"est[ea] (?:art[ií]culo|nota|noticia) (?:fue|ha sido) corregid[oa]",
    r"uma vers[aã]o anterior d(?:este|esta|essa) (?:artigo|texto|reportagem|not[ií]cia|mat[eé]ria)",
    r"(?:une|la) (?:pr[eé]c[eé]dente version|version pr[eé]c[eé]dente|version ant[eé]rieure) de cet article",
    r"cet article a [eé]t[eé] corrig[eé]", r"una versione precedente di quest'? ?articolo",
    r"in einer (?:fr[üu]heren|vorherigen|ersten|[äa]lteren) (?:version|fassung) (?:dieses|des) (?:artikels|textes|beitrags)",
    r"(?:dieser|der) (?:artikel|text|beitrag) wurde (?:korrigiert|berichtigt)",
    r"in een eerdere versie van dit (?:artikel|bericht|verhaal)", r"i en tidigare version av (?:artikeln|texten)",
    r"w poprzedniej wersji (?:tego )?(?:artyku[lł]u|tekstu)", r"в (?:предыдущей|ранней) версии (?:этой |этого )?(?:статьи|материала|текста)",
    r"у попередній версії (?:цієї )?(?:статті|матеріалу)", r"bu haberin (?:[öo]nceki|ilk) (?:s[üu]r[üu]m[üu]|versiyonu)",
    r"نسخة سابقة من هذا (?:المقال|التقرير|الخبر)", r"(?:本文|此前)(?:早前|先前|此前|之前)?(?:的)?版本", r"初稿",
)  # fmt: skip

NOTE_PHRASES = (
    r"this (?:article|story|report|piece|post) (?:was|has been) updated",
    r"est[ea] (?:art[ií]culo|nota|noticia) (?:fue|ha sido) actualizad[oa]",
    r"cet article a [eé]t[eé] (?:mis [aà] jour|actualis[eé])",
    r"(?:dieser|der) (?:artikel|text|beitrag) wurde (?:aktualisiert|erg[äa]nzt)",
    r"est[ea] (?:artigo|texto|reportagem|mat[eé]ria) foi atualizad[oa]",
)  # fmt: skip

OPENINGS = MappingProxyType({"correction": CORRECTION_OPENINGS, "note": NOTE_OPENINGS})
PHRASES = MappingProxyType({"correction": CORRECTION_PHRASES, "note": NOTE_PHRASES})
