"""In which words do notices name licences, grants and duties?

Data: regular expressions by language, matched without regard to case. The parts of Creative Commons are named as the
deeds at creativecommons.org name them in each language; the rest is what notices of news sites say.
"""

from __future__ import annotations

BY = (
    r"attribution|atribuci[oó]n|atribui[cç][aã]o|attribuzione|namensnennung|naamsvermelding|reconeixement|reconocimiento"
    r"|erk[aä]nnande|navngivelse|navngivning|uznanie autorstwa|uveďte (?:původ|autora)|megnevez[eé]s|atribusi|atıf|al[ıi]nt[ıi]"
    r"|с указанием авторства|із зазначенням авторства|نسب المصن[فّ]+|署名|表示|저작자표시|ghi công|nimeä|aitortu"
)
NC = (
    r"non-?\s?commercial|no[ -]?comercial|n[aã]o[ -]?comercial|pas d['’]utilisation commerciale|non commercial[ei]?"
    r"|nicht[- ]?kommerziell\w*|niet-?commercieel|icke-?\s?kommersiell|ikke-?\s?kommers\w+|u[żz]ycie niekomercyjne"
    r"|neu[žz][ií]vejte (?:d[ií]lo )?komer[čc]n[eě]|ne add el|non-?komersial|gayri\s?ticari|некоммерческ\w+|некомерційн\w+"
    r"|غير تجاري|非商业性?使?用?|非商業性?|非営利|비영리|phi thương mại|ei-?kaupallinen"
    r"|sin (?:fines (?:de lucro|comerciales)|[aá]nimo de lucro)|fines no comerciales|sem fins (?:lucrativos|comerciais)"
    r"|fins non commerciales|à but non lucratif"
)
ND = (
    r"no[ -]?deriv\w*|sin[ -]?(?:obras?[ -]?)?deriv\w*|sem[ -]?deriv\w*|pas de modifications?|non opere derivate|senseobraderivada"
    r"|keine[- ]bearbeitung\w*|geen\s?afgeleide\s?werken|inga\s?bearbetningar|ingen\s?bearbeid\w+|ingen\s?bearbejd\w+"
    r"|bez utwor[oó]w zale[żz]nych|nezasahujte do d[ií]la|ne v[aá]ltoztasd|tanpa\s?turunan|t[uü]retilemez"
    r"|без производных|без похідних|منع الاشتقاق|禁止演绎|禁止改作|改変禁止|변경금지|không phái sinh|ei muutoksia"
    r"|without (?:changes|editing|alteration)|may not (?:be )?edit|sin modificaci\w+|sem altera[cç]\w+"
)
SA = (
    r"share-?\s?alike|compart(?:ir|ilha)?[ -]?igual|partage (?:dans les m[eê]mes conditions|à l['’]identique)"
    r"|condividi allo stesso modo|weitergabe unter gleichen bedingungen|gelijk\s?delen|dela\s?lika|del p[aå] samme\w*|del p[aå] like\w*"
    r"|na tych samych warunkach|zachovejte licenci|[ií]gy add tov[aá]bb|berbagi\s?serupa|ayn[ıi]\s?lisansla\s?payla[sş]"
    r"|с сохранением условий|на тих самих умовах|الترخيص بالمثل|相同方式共享|相同方式分享|継承|동일조건변경허락|tasa-?jako"
)

PUBLIC_DOMAIN = (
    r"\b(?:in|is|are)\b(?: in)? the public domain\b|\bpublic domain dedication\b|\bdom[ií]nio p[uú]blico\b|\bdomaine public\b"
    r"|\bgemeinfrei\w*\b|\bpubblico dominio\b|\bpubliek domein\b|\bdomen[ae] publiczn\w+\b|общественн\w+ достояни\w+"
)
RESERVED = (
    r"all rights reserved|todos los derechos reservados|todos os direitos reservados|alle rechte vorbehalten"
    r"|tous droits r[eé]serv|tutti i diritti riservati|alle rechten voorbehouden|wszelkie prawa zastrze|все права защищены"
    r"|всі права захищені|alla r[aä]ttigheter|alle rettigheter|t[uü]m haklar[ıi] sakl[ıi]d[ıi]r|hak cipta dilindungi"
    r"|جميع الحقوق محفوظة|版权所有|版權所有|無断転載|무단\s?전재|m[oọ]i b[aả]n quy[eề]n"
)
FORBIDDEN = (
    r"(?:may|must|can) ?not be (?:re)?(?:published|produced|printed|distributed|broadcast)|not to be republished"
    r"|(?:republication|republishing|reproduction)\b.{0,60}\b(?:is|are) (?:strictly )?(?:prohibited|forbidden|not (?:allowed|permitted))"
    r"|prohibid[ao] (?:su |la |a )?(?:reproducci[oó]n|republicaci[oó]n|reprodu[cç][aã]o)|reproduction interdite"
    r"|nachdruck verboten|riproduzione (?:riservata|vietata)|przedruk zabroniony|перепечатка запрещена"
)
ASK = (
    r"ask (?:us|for permission)|(?:prior|written|express|our|with|by|request|without)(?: the)?(?: \w+)? (?:permission|consent|authori[sz]ation)"
    r"|previa autorizaci[oó]n|sin (?:la )?(?:previa )?autorizaci[oó]n|con permiso|sem autoriza[cç][aã]o|mediante autoriza[cç][aã]o"
    r"|sans (?:l['’])?autorisation|avec l['’]autorisation|(?:ohne|nach|mit) (?:vorherige\w* )?(?:schriftliche\w* )?(?:genehmigung|zustimmung)"
)
# A grant of the publisher's own, without a licence that has a name.
GRANTED = (
    r"(?:you (?:may|can|are (?:free|welcome) to)|feel free to|free to|encourage \w+(?: \w+)? to|welcome to) (?:re-?publish|re-?print|copy)"
    r"|republish (?:this|our)(?: \w+)? (?:article|story|stories|work|articles|content)s?.{0,40}\b(?:for free|free of charge|online or in print)"
    r"|(?:may|can) be (?:freely )?(?:re-?published|re-?printed|reproduced) (?:for free|freely|free of charge|with|provided|as long|if|under)"
    r"|(?:pued\w+|invitamos a|animamos a) .{0,40}(?:republicar|reproducir|copiar)|se permite (?:la|su) (?:reproducci|republicaci)"
    r"|libre de republicar|pode (?:ser )?(?:republicad|reproduzid)[ao]|libre de reproduire|peut (?:être|etre) (?:repris|reproduit|republi[eé])"
    r"|d[uü]rfen .{0,60}(?:weiterver[oö]ffentlich|nachdruck|republizier)\w*|pu[oò] essere (?:ripubblicat|riprodott)[oa]"
)

IN_BYLINE = r"in the byline|en (?:el|la) (?:byline|firma|autor[ií]a|encabezado)|na assinatura|dans la signature"
LINK = r"(?:link|hyperlink|enlace|v[ií]nculo|lien|liga[cç][aã]o|verlink|collegamento)"
TOP = rf"\b{LINK}\w*.{{0,60}}\b(?:top|beginning|start|inicio|principio|comienzo|in[ií]cio|topo|d[eé]but|anfang)\b"
BOTTOM = rf"\b{LINK}\w*.{{0,90}}\b(?:bottom|end|foot|final|pie|fim|rodap[eé]|fin|bas|ende)\b"
NOTIFY = (
    r"(?:send|env[ií]e?n\w*|envie\w*|escr[ií]b\w*|escreva\w*).{0,30}\b(?:e-?mail|correo)|let us know|notify us|inform us"
    r"|av[ií]s\w+nos|inf[oó]rm\w+nos|informez-nous|pr[eé]venez-nous|informieren sie uns|avise-nos"
)
KEEP_LINKS = r"(?:keep|retain|preserve|maintain|include|not remove).{0,40}\b(?:all|any|every|original)?.{0,20}\b(?:hyper)?links\b"
NO_PAYWALL = r"(?:not|no|without|never).{0,60}\b(?:pay-?wall|behind a (?:login|registration))"
NO_AUTOMATION = r"(?:not|no|never).{0,60}\b(?:automat\w+|systematic\w*|wholesale|bulk|scrap\w+)"
NO_IMAGES = (
    r"(?:photos?|photographs?|images?|pictures?|illustrations?|graphics)\b.{0,60}\b(?:not (?:be )?(?:included|covered|republish\w*|licensed)"
    r"|excluded|separate\w*|may not)|(?:not|no|does n[o']t|except|excluding).{0,40}\b(?:photos?|photographs?|images?|pictures)\b"
)
NO_EDITS = r"(?:may|must|can|do|should) ?n[o']t (?:be )?(?:edit|alter|chang|modif|translat|abridg)\w*|(?:in|as) (?:its|a) (?:entirety|whole)"
PIXEL = r"tracking (?:pixel|tag|code|script)|page (?:view )?counter|1\s?[x×]\s?1|counter code"
