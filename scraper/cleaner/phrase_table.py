"""Which words give furniture away? The table.

Regular expressions by family, anchored at the start of a folded text (``phrases.fold``); in English and Spanish
first, then in other languages of the news we read. Data only.
"""

from __future__ import annotations

from collections.abc import Mapping

from scraper.model import Label

FAMILIES: Mapping[Label, tuple[str, ...]] = {
    Label.SHARE: (
        r"(?:folg(?:e|st|en)|follow|s[ií]gue|suivez|segui|volg)\b.{0,40}\b(?:auf|on|en|sur|su|op) "
        r"(?:whatsapp|instagram|telegram|facebook|twitter|x|google|bluesky|threads|tiktok|youtube)\b.{0,40}$",
        r"(?:share|compartir|comparte|teilen|partager|compartilhe?|condividi|delen)"
        r"(?: (?:icon|this|on|via|article|story|post|with|en|esta|este|por|auf|sur|facebook|twitter|x|whatsapp"
        r"|linkedin|email|e-mail|print|link|copy|the|noticia|art[ií]culo|historia|nota|beitrag|artikel|cet"
        r"|telegram|reddit|pinterest|bluesky|mastodon|threads|mail|page|options|friends|xing|tumblr"
        r"|flipboard|pocket|line|viber|vk|sms|hacker|news|\W)*)?$",
        r"sharetweet",
        r"share ?this",
        r"tweet about this",
        r"(?:e-?mail|print|copy link|copiar enlace|imprimir|drucken"
        r"|merken|facebook|twitter|whatsapp|linkedin|telegram|reddit|pinterest|like|save|tweet|pocket|flipboard)$",
        r"click to (?:share|print|email)",
        r"like this:?$",
        r"(?:follow|find) us on\b",
        r"s[ií]guenos en\b",
        r"folgen sie uns\b",
        r"suivez[- ]nous\b",
        r"icon(?: icon)*$",
        r"#supportfreepress",
    ),
    Label.DONATE: (
        r"was this (?:content|article|page|story) helpful",
        r"did you find this (?:article|story) useful",
        r"(?:le|te) (?:result[oó]|ha sido|fue) [uú]til",
        r"¿(?:le|te) (?:result[oó]|ha sido|fue) [uú]til",
        r"¿este contenido",
        r"¿fue [uú]til",
        r"war dieser (?:artikel|inhalt|beitrag) hilfreich",
        r"we want to sustain\b",
        r"queremos (?:mantener|sostener)\b",
        r"donate(?: now| today| here)?\W*$",
        r"(?:dona|donar|done|haz una donaci[oó]n|haga una donaci[oó]n|spenden?|jetzt spenden|faire un don"
        r"|fa[çc]a uma doa[çc][aã]o)(?: ahora| aqu[ií]| hoy)?\W*$",
        r"(?:please )?(?:consider )?(?:support|supporting|donat\w+|contribut\w+)\b.{0,60}"
        r"\b(?:journalism|newsroom|reporting|our work|us|today|independent|nonprofit|donation)",
        r"support (?:our|us|independent|local|free)\b",
        r"every dollar\b",
        r"your (?:support|donation|gift)\b",
        r"become a (?:member|supporter|patron|donor)\b",
        r"apoya (?:nuestro|a|el periodismo)\b",
        r"help us\b.{0,40}\breport",
        r"if you (?:value|like|enjoy|appreciate|found)\b.{0,90}\b(?:donat|support|contribut|subscrib|member)",
    ),
    Label.NEWSLETTER: (
        r"(?:sign|signed) ?up\b",
        r"subscribe\b",
        r"subscr[ií]bete\b",
        r"suscr[ií]b[ea]",
        r"abonnieren sie\b",
        r"inscrivez[- ]vous\b",
        r"abonnez[- ]vous\b",
        r"(?:get|receive) (?:the|our|more|all|daily|weekly|breaking|updates"
        r"|news)\b.{0,80}\b(?:inbox|newsletter|e-?mail|updates)",
        r"newsletter\b.{0,40}$",
        r"(?:our|the|free|daily|weekly|this) newsletter\b",
        r"stay (?:informed|up to date|updated|connected)\b",
        r"join (?:our|\d[\d,.]*)\b.{0,60}\b(?:readers|newsletter|subscribers|mailing list|channel|community)",
        r"(?:download|get) (?:our|the) app\b",
        r"enter your e-?mail",
        r"your e-?mail address\b",
        r"recibe\b.{0,60}\bcorreo",
        r"melden sie sich\b.{0,60}\bnewsletter",
        r"jetzt (?:f[uü]r den )?newsletter",
        r"manage (?:your )?newsletter",
        r"keine? (?:news|nachricht\w*) mehr verpassen",
        r"you can unsubscribe\b",
        r"thanks for (?:reading|subscribing)\b",
        r"type your e-?mail",
    ),
    Label.COMMENTS: (
        r"what are your thoughts\b",
        r"click here to send\b.{0,60}\bcomments",
        r"\d+ (?:comments?|comentarios?"
        r"|kommentare?|commentaires?)\W*$",
        r"(?:leave|post|add|write) (?:a|your) (?:comment|reply)",
        r"join the "
        r"(?:conversation|discussion)",
        r"(?:view|show|read|see) (?:all )?(?:\d+ )?comments",
        r"comments?(?: are closed|:|\W*$)",
        r"(?:deja|escribe|dejar) (?:un|tu|su) comentario",
        r"haga clic aqu[ií]\b.{0,60}\bcomentario",
        r"¿?qu[eé] opina",
        r"kommentare?\W*$",
        r"log ?in to (?:comment|reply)",
        r"your e-?mail address will not be published",
        r"send (?:us )?your (?:comments|feedback)\b",
    ),
    Label.LICENCE: (
        r"we encourage readers to copy\b",
        r"animamos a (?:los|nuestros) lectores\b",
        r"(?:this|the) (?:work|article|story"
        r"|content|text|post)\b.{0,80}\b(?:creative commons|republish)",
        r"republish (?:this|our)\b",
        r"you (?:may|can|are free to) republish\b",
        r"want to republish\b",
        r"este (?:art[ií]culo|trabajo|contenido|obra)\b.{0,80}\b(?:licencia|creative commons)",
        r"read our republishing guidelines",
        r"cc[- ]by(?:[- ](?:nc|nd|sa))*\b.{0,20}$",
    ),
    Label.RELATED: (
        r"related(?: (?:content|articles?|stories|posts?|news|topics?|coverage|reading|links?|items|tags))?\W*$",
        r"contenido relacionado\W*$",
        r"(?:art[ií]culos|noticias|notas|entradas|temas) relacionad[ao]s\W*$",
        r"(?:more|m[aá]s) (?:from|on|in|like|about|stories|news|articles|reading"
        r"|noticias|sobre|de|en|historias)\b.{0,50}$",
        r"(?:you )?(?:might|may) (?:also )?(?:like|be interested|enjoy)\b.{0,30}$",
        r"you might also\b.{0,30}$",
        r"recommended(?: for you| stories| reading| articles)?\W*$",
        r"recomendad[ao]s\W*$",
        r"trending(?: now)?\W*$",
        r"most (?:read|popular|viewed|shared|recent)\b.{0,20}$",
        r"(?:lo )?m[aá]s (?:le[ií]do|visto|popular)\w*\W*$",
        r"latest (?:news|stories|posts|articles|headlines|from)\b.{0,20}$",
        r"[uú]ltimas noticias\W*$",
        r"(?:popular|recent|other|similar|top|featured|further) (?:posts|stories|articles|news|reading)\W*$",
        r"(?:das|auch) k[oö]nnte (?:sie|dich)\b.{0,30}$",
        r"(?:mehr|weitere) (?:zum thema|artikel|news|nachrichten|themen)"
        r"\b.{0,20}$",
        r"mehr dazu\W*$",
        r"meistgelesen\W*$",
        r"[aà] lire (?:aussi|[eé]galement)\b.{0,80}$",
        r"sur le m[eê]me (?:sujet|th[eè]me)\W*$",
        r"leia (?:tamb[eé]m|mais)\b.{0,80}$",
        r"leggi anche\b.{0,80}$",
        r"lees ook\b.{0,80}$",
        r"read next\W*$",
        r"up next\W*$",
        r"in this series\W*$",
        r"from our partners\W*$",
        r"you (?:may|might) have missed\W*$",
        r"editors?'? (?:picks?|choice)\W*$",
        r"don't miss\W*$",
    ),
    Label.READ_MORE: (
        r"(?:see|read) also\b\W.{0,160}$",
        r"v(?:ea|er|éase|ease) tambi[eé]n\b.{0,160}$",
        r"lea tambi[eé]n\b.{0,160}$",
        r"lee tambi[eé]n\b.{0,160}$",
        r"read (?:more|next|on|the full|full|also|our)\b.{0,120}$",
        r"more:\s.{0,140}$",
        r"leer m[aá]s\b.{0,80}$",
        r"lea (?:la investigaci[oó]n|m[aá]s|el informe)\b.{0,100}$",
        r"related: .{0,140}$",
        r"also read\b.{0,140}$",
        r"siehe auch\b.{0,140}$",
        r"lesen sie (?:auch|hier|mehr|dazu)\b"
        r".{0,140}$",
        r"mehr zum thema\b.{0,120}$",
        r"lire aussi\b.{0,140}$",
        r"voir aussi\b.{0,140}$",
        r"view .{0,60} in a larger map",
        r"ver .{0,60} en un mapa m[aá]s grande",
        r"continue reading\W*$",
        r"(?:click|tap) here\b.{0,60}$",
        r"(?:watch|listen|must read|don't miss|also on \w+)(?: (?:now|here|more|live))?:\s.{0,140}$",
        r"(?:go )?back to top\W*$",
        r"article continues below\b.{0,30}$",
        r"(?:the )?story continues below\b.{0,30}$",
        r"mehr lesen\b.{0,60}$",
        r"(?:les|l[aä]s|l[æ]s) (?:ogs[aå]|[oö]cks[aå]|mer|mere)\b.{0,140}$",
        r"lue my[oö]s\b.{0,140}$",
        r"(?:czytaj|zobacz|przeczytaj) (?:te[zż]|tak[zż]e|wi[eę]cej)\b.{0,140}$",
        r"(?:[cč]t[eě]te|p[rř]e[cč]t[eě]te si) (?:tak[eé]|v[ií]ce)\b.{0,140}$",
        r"(?:leggi|guarda) (?:anche|tutto)\b.{0,140}$",
        r"(?:leia|veja|saiba) (?:tamb[eé]m|mais)\b.{0,140}$",
        r"(?:читайте|смотрите) также.{0,140}$",
        r"(?:読む|関連記事|続きを読む|相关|延伸閱讀|관련기사).{0,80}$",
        r"weiterlesen\b.{0,60}$",
        r"for more (?:information|news|stories)\b.{0,60}\b(?:visit|click|follow|see)\b.{0,60}$",
    ),
    Label.CAPTION: (
        r"(?:photos?|images?|pictures?|fotos?|bild(?:er)?|imagen|cr[eé]dit(?:s|os?)?|quelle|foto(?:graf)?|illustration|video"
        r"|source|grafik|courtesy|afbeelding|kuva|zdj[eę]cie|写真|사진)(?: (?:by|credit|courtesy|von|de|por|of))?\s*:.{0,90}$",
        r"(?:file )?(?:photo|picture|image) (?:by|from|courtesy)\b.{0,80}$",
        r"(?:©|\(c\)|copyright|getty|reuters|shutterstock|istock|picture alliance|dpa|afp|ap)\b.{0,60}$",
    ),
    Label.ABOUT: (
        r"about (?:us|insight crime|the organi[sz]ation)\W*$",
        r"(?:sobre|acerca de) (?:nosotros|insight crime)\W*$",
        r"[uü]ber uns\W*$",
        r"who we are\W*$",
        r"qui[eé]nes somos\W*$",
        r"the organization\W*$",
        r"la organizaci[oó]n\W*$",
    ),
    Label.BIO: (
        r"about the authors?\b",
        r"sobre (?:el|la|los|las) autor\w*\b",
        r"[uü]ber (?:den|die) autor\w*\W*$",
        r"zur person\b",
        r"[aà] propos de l'auteur\w*\W*$",
        r"follow (?:him|her|them|@\w+|\w+ \w+) (?:on|at)\b",
        r"(?:reach|contact|e-?mail) (?:the )?(?:\w+ ){0,3}at \S+@",
        r"got a (?:tip|story|confidential)\b",
        r"(?:write|reach out) to .{0,40} at \S+@",
        r"more (?:by|from) .{3,40}$",
        r"view all posts(?: by)?\b",
        r"see all (?:posts|articles|stories) by\b",
        r"all posts by\b",
    ),
    Label.CONSENT: (
        r"(?:in order )?to (?:see|view|display|load|watch) (?:this|the) (?:content|video|embed|post|tweet)\b",
        r"(?:this|the) (?:content|video|embed|post|tweet) (?:is hosted by|cannot be displayed|could not be loaded|is blocked)\b",
        r"(?:deine|ihre) (?:privatsph[aä]re|cookie|datenschutz)[- ]?einstellungen\b",
        r"ich bin damit einverstanden\b",
        r"personenbezogene daten k[oö]nnen\b",
        r"we (?:use|and our partners use|value your privacy)\b.{0,80}(?:cookies|privacy|data)?",
        r"this (?:site|website) uses cookies",
        r"(?:utilizamos|usamos|este sitio (?:web )?utiliza) cookies",
        r"wir (?:verwenden|nutzen) cookies",
        r"accept (?:all|cookies)\W*$",
        r"manage (?:cookies|preferences|consent)\W*$",
        r"cookie (?:settings|policy|preferences)\W*$",
        r"nous utilisons des cookies",
        r"aceptar(?: todo| cookies)?\W*$",
    ),
    Label.NAVIGATION: (
        r"(?:tags?|topics?|etiquetas?|temas|categor(?:y|ies|[ií]as?)|filed under|posted in|schlagw[oö]rter|themen"
        r"|mots-cl[eé]s|keywords)\s*:.{0,300}$",
        r"(?:tags?|topics?|etiquetas?|schlagw[oö]rter|themen)\W*$",
        r"(?:previous|next|older|newer)(?: (?:article|post|story|posts|page))?\W*$",
        r"(?:anterior|siguiente|zur[uü]ck|weiter)\W*$",
        r"skip to (?:main )?content",
        r"(?:home|menu|search|log ?in|sign in|register|my account|inicio|buscar|men[uú])\W*$",
        r"filter by\W*$",
        r"filtrar por\W*$",
        r"jump to\b.{0,40}$",
        r"table of contents\W*$",
        r"loading\W*$",
        r"show (?:more|less)\W*$",
        r"load more\W*$",
        r"view (?:all|more)\W*$",
        r"ver (?:todo|m[aá]s)\W*$",
        r"page \d+ of \d+",
    ),
    Label.PROMO: (
        r"this (?:article|content|story) is (?:for|only|reserved|exclusive)\b.{0,40}\b(?:subscriber|member)",
        r"(?:subscribe|log ?in|sign in|register)\b.{0,50}\bto (?:continue|keep|read|unlock|view)\b",
        r"(?:continue|keep) reading\b.{0,40}\b(?:subscri|sign|log ?in|account)",
        r"already a (?:subscriber|member)\b",
        r"(?:exclusivo|solo) para suscriptores\b",
        r"nur f[uü]r abonnenten\b",
        r"this (?:podcast|video|event) is (?:sponsored|brought to you)\b",
    ),
    Label.LEGAL: (
        r"(?:copyright\b|©|\(c\) ?\d{4})",
        r"all rights reserved\b",
        r"todos los derechos reservados\b",
        r"alle rechte vorbehalten",
        r"tous droits r[eé]serv[eé]s",
        r"(?:terms (?:of (?:use|service)|and conditions)|privacy policy|impressum|datenschutz\w*)\W*$",
        r"this site is protected by recaptcha",
        r"not to be (?:copied|reproduced|republished)\b",
        r"(?:our|the) standards: ",
        r"report (?:a|an) (?:correction|error|typo)\W*$",
    ),
    Label.ADVERTISEMENT: (
        r"advertisements?\W*$",
        r"(?:anzeige|werbung|publicidad|publicit[eé]|pubblicit[aà]|reklame?|annons|advertentie|sponsored)\W*$",
        r"ad (?:feedback|choices)\W*$",
        r"skip ad\W*$",
        r"story continues below advertisement",
        r"sponsored (?:content|by)\b.{0,40}$",
        r"(?:we|this \w+|the \w+) may (?:earn|receive) (?:a |an )?(?:affiliate )?commission",
    ),
}

# Phrases that stand somewhere inside, each with signs one of which must be there: looked for before the pattern is.
INSIDE: tuple[tuple[Label, tuple[str, ...], str], ...] = (
    (Label.LICENCE, ("creative commons",), r".{0,120}\bcreative commons\b"),
    (
        Label.CAPTION,
        (":", "("),
        r".{5,160}\b(?:photos?|fotos?|images?|bild|pictures?|cr[eé]dit)\s*:\s.{2,50}$"
        r"|.{0,120}\((?:image|photo|picture|foto|bild|archivbild|symbolbild|credit)s?:? .{0,50}\)$",
    ),
    (
        Label.BIO,
        (" is a", " es ", " about ", " on ", " for "),
        r".{3,60} is an? (?:\w+[ -]){0,5}(?:reporter|journalist|editor|writer|correspondent|columnist|freelancer?"
        r"|contributor|fellow|author|podcaster)\b"
        r"|.{3,50} (?:writes|reports|covers) (?:about|on|for)\b"
        r"|.{3,60} es (?:un |una )?(?:periodista|reporter[ao]|corresponsal|columnista|redactor\w*)\b",
    ),
    (
        Label.CONSENT,
        ("extern",),
        r".{0,60}\b(?:extern\w+ inhalt\w*|external content|contenido externo|contenu externe)\b",
    ),
    (
        Label.PROMO,
        ("会員", "登録", "ログイン", "読み放題", "회원가입", "로그인"),
        r".{0,40}(?:会員限定|有料会員|会員登録|無料登録|ログイン|読み放題|회원가입|로그인)",
    ),
)

# Notices that are furniture however long they run.
LONG: Mapping[Label, tuple[str, ...]] = {
    Label.LICENCE: (
        r"we encourage readers to copy\b",
        r"animamos a (?:los|nuestros) lectores\b",
        r"(?:this|the) (?:work|article|story)\b.{0,60}\b(?:licensed under|republished? (?:from|under|here))",
        r"you (?:may|can|are free to) republish\b",
        r"(?:este|esta) .{0,80}\blicencia (?:de )?creative commons",
    ),
    Label.DONATE: (r"we want to sustain\b", r"queremos (?:mantener|sostener)\b"),
    Label.COMMENTS: (r"your e-?mail address will not be published",),
    Label.NEWSLETTER: (r"by (?:signing up|subscribing|clicking)\b", r"(?:sign up|subscribe) (?:to|for)\b"),
}

# Notes belong to the story: they are corrections and attribution.
NOTES = (
    r"(?:p\.-?\s?s\.|editor'?s? note|correction|clarification|update|translator'?s? note"
    r"|nota (?:del|de la) (?:editor|traductor|redacci[oó]n)"
    r"|correcci[oó]n|anmerkung der redaktion|korrektur|note de la r[eé]daction|\*+ ?(?:this article|editor|correction)"
    r"|this (?:article|story|post) (?:was|has been) (?:updated|corrected|amended|translated)"
    r"|(?:este|esta) (?:art[ií]culo|nota|historia) fue (?:actualizad|corregid|traducid|publicad))\w*",
    r"[^.]{4,60} contributed (?:reporting|to this (?:report|story|article))\b",
)
