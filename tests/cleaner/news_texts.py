"""Made up for the tests: a piece of news, the same in the manner of each language, and what is no news."""

from __future__ import annotations

NEWS = {
    "af": "Die rivier het Maandag weer gestyg en die raad van die dorp het vergader om te praat oor wat "
    "dit sal kos. Die boere sê hulle het nie meer die geld om alles weer op te bou nie.",
    "ar": "ارتفع النهر مرة أخرى يوم الاثنين، واجتمع مجلس المدينة من أجل الحديث عن التكلفة. وقال رئيس "
    "المجلس إن هذا هو أعلى منسوب منذ عام 1954، وإن الطريق إلى الميناء لا يزال مغلقا بعد أن غمرته "
    "المياه.",
    "az": "Bazar ertəsi çay yenidən daşdı və şəhər şurası bunun nə qədər başa gələcəyini müzakirə etmək "
    "üçün toplandı. Fermerlər bildirib ki, onların bu il üçün daha pulu yoxdur və bu çox böyük "
    "itkidir.",
    "be": "У панядзелак рака зноў паднялася, і гарадскі савет сабраўся, каб пагаварыць пра тое, колькі "
    "гэта будзе каштаваць. Фермеры кажуць, што яны ўжо страцілі больш за палову ўраджаю, але "
    "дапамогі пакуль не было.",
    "bg": "Реката отново се покачи в понеделник и градският съвет се събра, за да говори за това колко ще "
    "струва. Кметът каза, че водата е най-високата от 1954 година и че пътят към пристанището ще "
    "бъде затворен.",
    "bn": "সোমবার নদীর পানি আবার বেড়েছে এবং এর খরচ নিয়ে কথা বলতে শহরের পরিষদ বসেছে। কৃষকরা বলেন যে তাদের "
    "আর টাকা নেই, কিন্তু সরকার এই বিষয়ে এখনো কোনো কথা বলে নি। তিনি জানান, পরে আরও কাজ করা হবে।",
    "ca": "El riu va tornar a créixer dilluns i l'ajuntament es va reunir per parlar del que això costaria "
    "a la ciutat. Els pagesos diuen que no tenen més diners i que aquest any ha estat el pitjor dels "
    "últims temps.",
    "cs": "Řeka se v pondělí znovu zvedla a městská rada se sešla, aby mluvila o tom, kolik to bude stát. "
    "Starosta uvedl, že voda byla nejvyšší od roku 1954 a že silnice do přístavu je stále zavřená, "
    "protože most není v pořádku.",
    "cy": "Cododd yr afon eto ddydd Llun ac mae cyngor y dref wedi cwrdd i siarad am y gost. Dywedodd y "
    "maer fod y ffordd i'r harbwr ar gau ac nad oedd y dŵr wedi bod mor uchel â hyn ers 1954.",
    "da": "Floden steg igen mandag, og byens råd mødtes for at tale om, hvad det ville koste. Borgmesteren "
    "siger, at vandet ikke har været så højt siden 1954, og at vejen ud til havnen er lukket af "
    "politiet.",
    "de": "Der Fluss stieg am Montag wieder, und der Rat der Stadt kam zusammen, um über die Kosten zu "
    "reden. Der Bürgermeister sagte, das Wasser sei so hoch wie seit 1954 nicht mehr gewesen.",
    "el": "Το ποτάμι ανέβηκε ξανά τη Δευτέρα και το συμβούλιο της πόλης συνήλθε για να μιλήσει για το κόστος.",
    "en": "The river rose again on Monday and the council of the town met to talk of what it would cost. "
    "The mayor said that the water had not been so high since 1954.",
    "es": "El río creció de nuevo el lunes y el concejo se reunió para hablar de lo que costaría a la "
    "ciudad. El alcalde dijo que el agua no había estado tan alta desde 1954 y que no hay más dinero.",
    "et": "Jõgi tõusis esmaspäeval taas ja linnavolikogu kogunes, et rääkida sellest, mida see maksma "
    "läheb. Linnapea ütles, et vesi ei ole olnud nii kõrge ja tee sadamasse on veel kinni, kuid sild "
    "peab vastu.",
    "eu": "Ibaia berriro hazi da astelehenean eta udala bildu egin da horrek zenbat balioko duen hitz "
    "egiteko. Alkateak esan du ura ez dela hain gora egon 1954tik, baina zubia ondo dago eta bidea "
    "ireki egin behar dute.",
    "fa": "رودخانه روز دوشنبه دوباره بالا آمد و شورای شهر برای گفت‌وگو درباره هزینه آن تشکیل جلسه داد. "
    "شهردار گفت که آب از سال ۱۳۳۳ تا کنون این قدر بالا نبوده است و راه بندر را باید بسته نگه دارند.",
    "fi": "Joki nousi maanantaina jälleen ja kaupungin valtuusto kokoontui puhumaan siitä, mitä se maksaa. "
    "Pormestari sanoo, että vesi ei ole ollut niin korkealla, mutta tie satamaan on nyt kiinni ja "
    "silta tutkitaan vielä.",
    "fil": "Tumaas muli ang ilog noong Lunes at nagpulong ang konseho ng bayan para pag-usapan kung magkano "
    "ang magagastos nila. Ayon sa alkalde, hindi pa ganito kataas ang tubig at sarado pa rin ang "
    "daan.",
    "fr": "La rivière est montée lundi et le conseil de la ville s'est réuni pour parler de ce que cela "
    "coûtera. Le maire a dit que l'eau n'avait pas été aussi haute depuis 1954.",
    "ga": "D'éirigh an abhainn arís Dé Luain agus tháinig comhairle an bhaile le chéile chun labhairt ar "
    "an gcostas. Dúirt an méara nach raibh an t-uisce chomh hard sin ó bhí 1954 ann agus go bhfuil "
    "an bóthar dúnta.",
    "gl": "O río medrou de novo o luns e o concello reuniuse para falar do que lle custaría á cidade. O "
    "alcalde dixo que a auga non estivo nunca tan alta e que as casas dunha rúa aínda non teñen luz, "
    "pero tamén que xa hai máis axuda.",
    "he": "הנהר עלה שוב ביום שני ומועצת העיר התכנסה כדי לדבר על מה שזה יעלה. ראש העיר אמר כי המים לא היו "
    "כל כך גבוהים, אבל הגשר עדיין פתוח וגם הכביש אל הנמל לא נסגר עד היום.",
    "hi": "सोमवार को नदी फिर बढ़ गई और नगर परिषद ने इस पर बात करने के लिए बैठक की कि इसमें कितना खर्च "
    "होगा। महापौर ने कहा है कि पानी इतना ऊंचा नहीं था और सड़क अब भी बंद है।",
    "hr": "Rijeka je u ponedjeljak opet porasla, a gradsko vijeće sastalo se kako bi razgovaralo o tome "
    "što će to značiti za grad. Gradonačelnik je rekao da netko mora platiti i da će cesta biti "
    "zatvorena tijekom cijelog tjedna, a prije toga tisuća ljudi.",
    "hu": "Hétfőn ismét megemelkedett a folyó, és a városi tanács összeült, hogy arról beszéljen, mibe "
    "kerül ez majd. A polgármester szerint nem volt még ilyen magas a víz, de az út már nincs "
    "lezárva.",
    "hy": "Երկուշաբթի օրը գետը կրկին բարձրացավ, և քաղաքային խորհուրդը հավաքվեց։",
    "id": "Sungai itu naik lagi pada hari Senin dan dewan kota bertemu untuk membahas biaya yang harus "
    "dibayar. Wali kota mengatakan bahwa air tidak pernah setinggi ini karena hujan, namun jalan "
    "tersebut masih bisa dilalui oleh mereka saat ini.",
    "is": "Áin óx aftur á mánudag og bæjarstjórnin kom saman til að ræða það sem þetta mun kosta. "
    "Bæjarstjórinn sagði að vatnið hafi ekki verið svo hátt síðan 1954 og að vegurinn væri lokaður.",
    "it": "Il fiume è salito di nuovo lunedì e il consiglio della città si è riunito per parlare di quanto "
    "costerà. Il sindaco ha detto che l'acqua non era mai stata così alta dal 1954.",
    "ja": "月曜日に川が再び増水し、町議会は費用について話し合った。町長は、港への道はまだ閉鎖されていると述べた。",
    "ka": "ორშაბათს მდინარე კვლავ ადიდდა და ქალაქის საბჭო შეიკრიბა.",
    "kk": "Дүйсенбіде өзен қайта көтерілді және қала кеңесі бұл қанша болатыны туралы сөйлесу үшін "
    "жиналды. Әкім су 1954 жылы ғана осындай биік болған деп айтты, бірақ көпір бар және жол да ашық "
    "болды.",
    "ko": "월요일에 강물이 다시 불어나 시의회가 비용을 논의했다.",
    "lt": "Pirmadienį upė vėl pakilo ir miesto taryba susirinko kalbėti apie tai, kiek tai kainuos. Meras "
    "sakė, kad vanduo dar nėra buvęs toks aukštas ir kad kelias į uostą yra uždarytas iki "
    "ketvirtadienio.",
    "lv": "Pirmdien upe atkal kāpa un pilsētas dome sanāca, lai runātu par to, ko tas maksās. Mērs saka, "
    "ka ūdens nav bijis tik augsts kopš 1954. gada, bet ceļš uz ostu vēl ir ciet.",
    "mk": "Реката повторно се крена во понеделникот и градскиот совет се состана за да зборува за тоа "
    "колку ќе чини. Градоначалникот рече дека водата не била толку висока и дека патот е затворен.",
    "mr": "सोमवारी नदी पुन्हा वाढली आणि त्यामुळे खर्चाबाबत बोलण्यासाठी नगर परिषदेची बैठक झाली. पाणी इतके "
    "वर आले नव्हते असे महापौर यांनी सांगितले, मात्र पूल सुरू आहे व रस्ते बंद आहेत.",
    "mt": "Ix-xmara reġgħet għoliet it-Tnejn u l-kunsill tal-belt iltaqa' biex jitkellem dwar kemm se "
    "jiswa dan. Is-sindku qal li l-ilma qatt ma kien daqshekk għoli minn dak iż-żmien u li t-triq "
    "għadha magħluqa.",
    "nb": "Elven steg igjen på mandag, og byens råd møttes for å snakke om hva det ville koste. Ordføreren "
    "sier at vannet ikke har vært så høyt siden 1954, og at veien ut til havna er stengt av politiet "
    "nå.",
    "ne": "सोमबार नदी फेरि बढेको छ र खर्चका बारेमा कुरा गर्न नगर परिषदको बैठक भएको थियो। पानी यति माथि "
    "कहिल्यै नआएको भन्ने मेयरले बताए, तर पुल अझै खुला छ र बाटो पनि बन्द गरिएको छैन।",
    "nl": "De rivier steeg maandag weer en de raad van de stad kwam bijeen om te praten over wat het zou "
    "kosten. De burgemeester zegt dat het water sinds 1954 niet zo hoog is geweest.",
    "nn": "Elva steig igjen måndag, og rådet i byen møttest for å snakke om kva det ville koste. "
    "Ordføraren seier at vatnet ikkje har vore så høgt sidan 1954, og at dei no må vente, men vegen "
    "ut til hamna er ikkje open.",
    "pl": "Rzeka znowu wezbrała w poniedziałek i rada miasta zebrała się, by mówić o tym, ile to będzie "
    "kosztować. Burmistrz mówi, że woda nie była tak wysoka od 1954 roku, ale most jest otwarty.",
    "ps": "سيند د دوشنبې په ورځ بیا پورته شو او د ښار شورا د دې لپاره راټوله شوه چې د لګښت په اړه خبرې "
    "وکړي. ښاروال وايي چې اوبه له دې مخکې داسې نه وې او لاره هم تړل شوې ده.",
    "pt": "O rio subiu de novo na segunda-feira e a câmara se reuniu para falar do que isso vai custar. O "
    "prefeito disse que a água não subia assim há anos e que a estrada também não está aberta, mas "
    "já há uma solução.",
    "ro": "Râul a crescut din nou luni, iar consiliul orașului s-a întrunit pentru a vorbi despre cât va "
    "costa. Primarul a spus că apa nu a fost atât de mare din 1954 și că drumul este închis.",
    "ru": "Река снова поднялась в понедельник, и городской совет собрался, чтобы поговорить о расходах. "
    "Мэр сказал, что вода не была так высоко с 1954 года и что дорога к порту все еще закрыта.",
    "sk": "Rieka sa v pondelok znovu zdvihla a mestská rada sa zišla, aby hovorila o tom, koľko to bude "
    "stáť. Primátor uviedol, že voda bola najvyššia od roku 1954 a že cesta do prístavu je ešte "
    "zatvorená, pretože most nie je v poriadku.",
    "sl": "Reka je v ponedeljek spet narasla in mestni svet se je sestal, da bi govoril o tem, koliko bo "
    "to stalo. Župan pravi, da voda še ni bila tako visoka, ker pa je most odprt, lahko ljudje gredo "
    "v mesto.",
    "so": "Webiga ayaa mar kale kor u kacay maalintii Isniinta, golaha magaalada ayaana isku yimid si ay "
    "uga hadlaan waxa uu ku kici doono. Duqa magaalada ayaa sheegay in biyuhu aanay sidaas u badnayn "
    "oo waddada ka xidhan tahay.",
    "sq": "Lumi u ngrit përsëri të hënën dhe këshilli i qytetit u mblodh për të folur për atë se sa do të "
    "kushtojë. Kryetari tha se uji nuk ka qenë kaq i lartë që nga viti 1954.",
    "sr": "Река је у понедељак опет порасла, а градско веће се састало да разговара о томе колико ће то "
    "коштати. Градоначелник је рекао да вода није била тако висока и да ће пут за луку бити "
    "затворен, јер мост није у реду.",
    "sv": "Floden steg igen på måndagen och stadens råd samlades för att tala om vad det skulle kosta. "
    "Borgmästaren säger att vattnet inte har varit så högt sedan 1954 och att vägen är stängd.",
    "sw": "Mto ulipanda tena siku ya Jumatatu na baraza la mji lilikutana ili kuzungumza kuhusu gharama "
    "zake. Meya alisema kuwa maji hayajawahi kuwa juu kiasi hicho na kwamba barabara hiyo bado "
    "imefungwa kwa sasa.",
    "ta": "திங்கட்கிழமை ஆறு மீண்டும் உயர்ந்தது, நகர சபை கூடியது.",
    "th": "แม่น้ำขึ้นอีกครั้งในวันจันทร์และสภาเมืองประชุมกัน",
    "tr": "Nehir pazartesi günü yeniden yükseldi ve kent meclisi bunun ne kadar tutacağını konuşmak için "
    "toplandı. Belediye başkanı suyun daha önce hiç bu kadar yüksek olmadığını, ancak yolun açık "
    "olduğunu söyledi.",
    "uk": "Річка знову піднялася в понеділок, і міська рада зібралася, щоб поговорити про її витрати. Мер "
    "каже, що вода не була так високо з 1954 року і що дорога до порту ще закрита.",
    "ur": "پیر کو دریا پھر چڑھ گیا اور شہر کی کونسل نے اس پر بات کرنے کے لیے اجلاس کیا کہ اس پر کتنا خرچ "
    "آئے گا۔ میئر نے کہا ہے کہ پانی اتنا اونچا نہیں تھا اور سڑک ابھی تک بند ہے۔",
    "uz": "Dushanba kuni daryo yana ko'tarildi va shahar kengashi bu qancha turishi haqida gaplashish "
    "uchun yig'ildi. Hokim suv hali bunday baland bo'lmagan, lekin ko'prik ochiq va yo'l ham "
    "yopilmagan, deb aytdi.",
    "vi": "Nước sông lại dâng vào thứ hai và hội đồng thành phố đã họp để bàn về những gì phải trả. Thị "
    "trưởng nói rằng nước chưa bao giờ cao như thế và đường ra cảng vẫn còn bị đóng.",
    "yi": "דער טייך איז מאנטאג ווידער געשטיגן און דער ראט פון דער שטאט האט זיך געטראפן צו רעדן וואס עס "
    "וועט קאסטן. דער בירגערמייסטער זאגט אז די וואסער איז נישט געווען אזוי הויך.",
    "zh": "周一河水再次上涨，市议会开会讨论费用。市长说，自一九五四年以来水位从未这么高，通往港口的道路仍然关闭。",
    "zu": "Umfula ukhuphuke futhi ngoMsombuluko kanye nomkhandlu wedolobha uhlangene ukuze ukhulume "
    "ngalokho okuzobizwa. Imeya ithe abantu abaningi kufanele balinde kodwa umgwaqo uvaliwe manje "
    "ngoba ibhuloho lo lidinga ukulungiswa, noma kunjalo lapho akekho.",
}

# English, in as far as a list of goods is.
GOODS = (
    "Socks blue ankle cotton 12 pack $9.99, boots brown leather, gloves wool with lining, belt black, hats of felt, "
    "scarves silk printed, coat long grey, trousers denim slim, shirts linen and poplin, jackets quilted navy, "
    "sandals cork, ties striped, vests knitted, shoes the classic, caps baseball, mittens in fleece, umbrellas "
    "folding, bags canvas for laptops, purses suede, watches steel by hand, rings gold plated, necklaces from Peru, "
    "earrings pearl, bracelets leather, slippers sheepskin at half price, robes terry, pyjamas flannel as new, "
    "leggings thermal, hoodies zipped, parkas down filled, ponchos alpaca on sale, sweaters merino, cardigans "
    "cashmere, blazers tweed, waistcoats herringbone, kilts tartan, shorts cargo, swimsuits, goggles, towels"
)
# A language that we do not know, with the short words of Italian.
SAMOAN = (
    "Na toe tupu le vaitafe i le aso Gafua ma ua fono le aufono a le nuu e talanoa i le tau o lea mea. Ua fai mai le "
    "pulenuu e lei maualuga faapea le vai talu ona fausia le ala i le uafu o le taulaga, ma o loo tapuni pea le ala i "
    "le taeao. O tagata uma o le nuu ua faatali i le fale o le lotu, a o le malo e auina mai ni taavale e ave ai mea e "
    "manaomia e i latou. O le a toe fono le aufono i le vaiaso o i luma, e fai ai se tonu i le tau o le ala."
)
