"""Which words does each language use most?

Written down by hand: of each language some fifty of its commonest words in news, commonest first; the order need only
be about right. Words are split at apostrophes, as they are in the texts they are looked for in. Data only.
"""

from __future__ import annotations

from collections.abc import Mapping

COMMON: Mapping[str, str] = {
    # Latin script
    "af": "die en van in is het wat nie n te vir met dat op sy om by was aan hy ook sal word as deur hulle sê tot na maar uit kan wees ons daar jaar hierdie oor meer ek gesê gaan moet teen waar haar toe sou al dit ander nog baie",
    "az": "və bu bir ilə də ki üçün olan isə o da daha çox olaraq sonra edib etdi var bildirib deyib onun görə qədər hər olub deyil onu ən tərəfindən həm ilk artıq kimi yeni ölkə ildə bunu əsas lakin bütün amma belə mən biz olduğu haqqında etmək",
    "bs": "je i u na da se za od su koji a s o iz će kako nije ili koja bi po ali biti kao koje bio do samo smo još godine sve nakon može zbog te više ovo treba jer ovaj što sa prije također gdje šta ko tokom djece vrijeme svijeta neko uvijek mjesto čovjek bih bosne hercegovine sarajevo hiljada uslov predsjednik sedmice općine tačno evropske svako januara februara marta aprila juna jula septembra oktobra novembra decembra sati",
    "ca": "de la que i a el en les els del l per d un una amb no al és s es ha com dels més però han si aquest són o aquesta va seva pel també ser fer sobre sense seu entre ja anys on molt així tot perquè ens hi quan fins està pels després",
    "ceb": "sa ang nga og mga si ni kini iyang siya kang ug usa dili aron apan kay nila niini human samtang kaniya iyaha nagkanayon pud usab adunay miingon matod tungod didto ila unya may kung kadto niya nag wala pinaagi ngadto tanan",
    "cs": "a se v na je že s z do to o i k ve pro za by ale si po jako které jsou od který jsem tak co bude ze která podle až však už také jeho nebo byl bylo není má při jen než před být byla jsme více může kteří mezi další roce uvedl",
    "cy": "yn y i a o yr ar ei wedi fod am r gan ac mae oedd bod ond fel hyn at hynny nid na un eu ni mewn roedd ein dweud bydd dros gyda er sydd hi fe mwy cael gwaith gwneud pobl ym rhai hefyd wrth sy dim cyn",
    "da": "og i at er det en til på for af som med de der den ikke et har om fra men vi han så var kan sig ved også jeg skal hun være efter blev have ud eller år op over når mere kommer siger vil nu da man hvor hvad mod blevet været meget",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei kann wenn",
    "en": "the of and to in a is that for was on with as it by at he be from his are have has an this but not they which were said or who their will had its we one been you after about more would her there she when if all out up people what can than also",
    "eo": "la de kaj en estas al por ne kun pri ke li el ĝi kiu sed mi tiu estis ĝis pli oni ankaŭ kiuj povas ili sur havas aŭ tio post per kiel kiam nur unu tre ĉi da mondo nun ĉar inter ĉe jam devas lia ŝi sia okazis dum antaŭ",
    "es": "de la que el en y a los del se las por un con una su para no es al lo como más o pero sus ha le me si sin sobre este ya entre cuando todo esta ser son también fue había muy años hasta desde está nos durante contra porque quien así donde han hay dijo según uno tiene",
    "et": "ja on ei et see oli ka mis kui ta aga oma nad või ning ma kes siis mida ole seda nii selle välja pole veel saab kuid tema aasta vaid olid nende me üle pärast juba peab eesti kus sellest ütles väga võib oleks seal kas rohkem mille kuni poolt",
    "eu": "eta da du ez ere bat dute izan dira bai egin den zen baina hori zuen egiten behar dela beste hau baino berri dituzte horrek gero duen zuten izango urte batean euskal dago oso guztiak bere dugu esan batzuk baita bezala badira dio haren hala ari nahi artean egun ditu duela batek arte gure izaten ordea bi zein haiek honen ziren zuela dituen urtean",
    "fi": "ja on ei että se oli hän mutta myös joka ovat kun kuin mukaan sen ole jo vuonna olla tai vain nyt niin jos mitä ollut voi sekä hänen vielä kanssa ne tämä minä sitä eli mukana ennen kuitenkin jälkeen me heidän siitä jonka sanoo kertoo he enää siis mikä koska olisi eivät tulee siihen joiden ihmiset vuoden saa pitää olivat suomen sitten jotka joita oma",
    "fil": "ang ng sa na mga at si ay ni para hindi may kung ito pa nang ko kay rin isang siya din nila lang niya naman siyang ako kanyang kanilang o sila upang dahil kaya ating natin ayon noong sinabi pero ba mula bilang nito kanya wala lamang matapos maging itong kami daw pang kasama",
    "fo": "og í at er á eru av ein tað við ikki fyri til sum ta hava men so eisini hevur vit um tey frá tá hann kann skal var teir nú hjá sær eftir vóru føroya føroyum meira ið hon ella tann upp alt hesum meðan onkur",
    "fr": "de la le les et des en un à une du d l est que pour dans qui par sur au il a plus pas ne ce s se avec sont qu son cette n aux ont sa ou elle mais été comme nous ses même après aussi fait leur ces entre ans être sans selon on c deux y tout contre était depuis",
    "ga": "an na a ar i go agus ag is le sé ní do bhí atá tá sa mar ach sin seo leis chun gur ó nach de siad é iad as féin bheith nó faoi den aon uile acu dúirt bhfuil raibh leat againn rud lena cé mé níos éireann eile",
    "gd": "a an na air agus tha e ann bha gu am do i ag le nach is bho airson iad sin ach mar ri chan ma gun bhith cha seo mi sa chaidh gum aig s nan nam dha mu thuirt robh bheil cuideachd leis ro barrachd sinn",
    "gl": "de a que e o do da en os para un no na as unha se con por dos ao é non máis como das á pola polo sobre foi nos pero ten ser son este ou está anos galicia tamén seu súa esta estes cando entre xa aos ás onde ata hai dunha dun moi todo iso sen galego",
    "ha": "da a na ya ta cewa ne ba wannan su ke shi kuma yi ce sun don ga ko domin zai yadda wani wata kan shugaban ita cikin daga tare an kasar mai suka wasu masu duk bayan amma hakan jihar mutane idan inda babu wadanda lokacin gwamnatin har sa zuwa ranar fi",
    "hr": "je i u na da se za od su koji a s o iz će kako nije ili koja bi po ali biti kao koje bio do samo smo još godine sve nakon može zbog te više ovo treba jer ovaj što prije također gdje tko tijekom sa djece vrijeme svijeta netko uvijek mjesto čovjek hrvatske hrvatska hrvatski tisuća uvjet predsjednik tjedna općine točno europske izvješće svatko unatoč siječnja veljače ožujka travnja lipnja srpnja rujna listopada studenoga prosinca sati",
    "ht": "ki nan yo ak pou a la yon te li se pa sa k ap fè ke nou tout men gen m sou ou peyi lè anpil moun ka ayiti tankou pi depi ann avèk lòt kote si kont pran apre jan di va menm prezidan",
    "hu": "a az és hogy nem is egy meg ez csak volt van de már azt mint még ha el ki le vagy után kell szerint lesz itt be több most minden nagy sem volna ezt pedig lehet amely ami akkor fel aki magyar majd két arra nincs így sok alatt között ennek olyan mert ő én ezért ahol vannak lett azonban illetve közölte nagyon jó kellett elnök hozzá valamint pénteken",
    "id": "yang dan di ini itu dengan untuk pada dalam tidak akan dari karena adalah bahwa oleh bisa ada tersebut atau dapat mereka saat telah kata juga para sebagai menjadi kepada banyak ke setelah lebih namun saya tapi kita masih sudah hingga satu anda orang harus negara sementara hari terhadap tahun ujar setiap sekitar seorang merupakan antara pemerintah serta kami secara dia sejak bagi",
    "ig": "na nke ndị ahụ bụ a n ka ya ha ọ o di dị eme maka ga ihe mere bu gị anyị mba onye otu nwere ma ndi si oge mgbe niile onwe kwuru obodo ọzọ kwa ụmụ mmadụ iji ebe",
    "is": "og að í á er sem til við um hann en var það með ekki af fyrir því þá eru þess frá eftir hafa svo verið hefur eða ég þetta upp þar þeir hún þegar sé sagði þó segir vera komið síðan hans einnig okkur ári verður fram vegna sig nú þeim mjög yfir þessi",
    "it": "di e il la che in a un per è del una i non con si da le l sono della al come più ha anche dei nel alla ma gli lo ci delle o se dal questo suo ne nella d dalla stato stata cui sul essere anni tra tutto quando perché quello dopo due prima hanno chi fa era degli solo ai sua",
    "jv": "ing lan sing kang iku iki karo kanggo uga saka ora ana menyang wong dadi marang yaiku nalika iya yen uwis wis isih kabeh liyane utawa taun sawijining kaliyan punika ingkang saking wonten dhewe bisa luwih akeh kuwi duwe awit amarga",
    "ku": "û ku di de ji bi li ye jî bo ev ew wê ya yê xwe ne her be ên wan hat ba dike wekî da hemû kir were kurdistanê din navbera piştî bû tê ser hatin an gelek jê digel kurd nav lê divê e yek hebû kirin hatiye",
    "lb": "de d an den a vun ass fir net dat am mat ze der et op och si datt zu un hunn sech dem eng als gëtt bei en huet sinn vum wéi nach awer mir just wann hat méi wier kann zum no well do hu goufen iwwer gouf wat ginn",
    "lt": "ir kad į iš tai yra su buvo nuo kaip jo ne apie už per bet jau taip tik dėl po metų lietuvos jis bus ar kuris savo labai gali nėra dar pat iki kurie jie pagal daugiau metu tačiau mano jų turi o jei prie sako prieš kai ši teigė ko mes dabar lietuvoje šiuo ji todėl",
    "lv": "un ir ka no ar par uz tas kas arī bet tika gada latvijas lai ne tā nav kā vai gan jau pēc to bija viņš tik pie ļoti savu līdz tiek pa vēl latvijā būs gadā kur bez es kuru ko viņa mēs vairāk šo tikai šī var jo būt kad visu daudz starp",
    "mg": "ny sy fa dia amin tsy no izay ary an izany ho ka ireo ao noho i na ihany ity hoy eo koa raha mba tamin rehetra toy nisy efa misy isika tany avy hatramin indrindra mbola araka olona momba azy tao tokony malagasy",
    "ms": "yang dan di ini itu dengan untuk pada dalam tidak akan dari kerana adalah bahawa oleh boleh ada beliau atau daripada mereka katanya telah turut juga bagi sebagai semua kepada selepas ke manakala lebih malaysia saya perlu kita lagi sudah berkata satu ketika orang selain negara hendaklah hari ialah tahun iaitu setiap supaya seorang sahaja antara kerajaan serta pihak secara tiap polis",
    "mt": "li ta il fil u ma tal l f minn biex kien għal hu dan mill din kif qal kienet huwa b wara jew fuq dwar iktar se hemm lill jkun hija meta bil it kollha kellu mhux qed aktar jista dawn għall bħala malta fost imma tkun għandu fejn tiegħu d bejn qabel is bħal",
    "nb": "og i er det på som en til å for av at med de har den ikke om et han var fra vi jeg men seg ble sier kan så skal over være hun vil etter ved også blir mot eller bli må mer opp dette da nå ut når bare selv hadde enn noe hva hvor sin år ha kommer andre mange går deg",
    "nl": "de van het een en in is dat op te voor met die zijn niet aan er om ook als dan maar bij nog door uit naar over heeft hij wordt ze tot was worden deze na al kan we meer ik wel jaar geen zich hun haar dit nu zo kunnen omdat of waar zegt hebben moet wat tegen volgens",
    "nn": "og i er det på som ein til å for av at med dei har den ikkje om eit han var frå vi eg men seg vart seier kan så skal vere ho vil etter ved også blir mot eller må meir opp dette då no ut når berre sjølv hadde enn noko kva kor sin år kjem andre mange ei vore desse nokre",
    "pl": "w i na z się nie do to że o jest za od jak po a dla co przez ale tak już jego tym który także czy są być oraz tylko które może jej ich będzie był ma przy która pod lub tego roku nad ze było ten przed nas bardzo jednak jako też gdy więcej kiedy jeśli ja mnie mówi aby",
    "pt": "de a o que e do da em um para com é não uma os no se na por mais as dos como mas foi ao das à pelo ele tem seu sua ou ser pela são nos até também sobre já está entre quando anos era isso muito depois nas disse aos eles sem às há ainda segundo mesmo num após este",
    "ro": "de și în a la cu care nu din pe că o pentru se un mai sunt este au al fi ce prin fost să după lui sau dar ca până cele această către acest despre ale ai ei are unei între anul doar dacă fără cel iar unui poate spus vor am lor când va ne fie si in sa",
    "rw": "mu ku na no ya wa ba kandi ko ni yo by muri cyane cyangwa ubwo bya ari aho kuri iyi uyu u rwanda icyo abantu bari avuga gukora iki yari umuntu uko yavuze kuko ngo bamwe byo nyuma benshi nk ubu ibi igihe",
    "sk": "a sa v na je že s z do to o i k vo pre za by ale si po ako ktoré sú od ktorý som tak čo bude zo ktorá podľa až však už aj jeho alebo bol bolo nie má pri len než pred byť bola sme viac môže ktorí medzi ďalšie roku uviedol kde keď tiež ich slovenska",
    "sl": "je in v na se da za so ki pa z tudi s ne bi po kot bo od pri iz ali še do le lahko bil o k že če ter ni ga bila jih več leta bodo sem kako tem smo ko bilo imajo samo pred zaradi med tako jo ker leto svoje vse zelo torej slovenije",
    "so": "oo ka in iyo ku ay ah uu waxaa ee waa u la soo waxay aan si ayaa kale isku lagu ugu badan waxa sida inuu inay dalka ma dadka loo hor laga iska dowladda ahaa magaalada uga haa mid wuxuu kaas ayuu markii kuwa leh kasoo muqdisho soomaaliya mudane laakiin kadib",
    "sq": "të e në dhe për i me një që se nga është më nuk do ka u por si janë ishte tha këtë së po ai edhe kjo ky kanë pas nëse ajo pasi duke kur ata vetëm mund tij shqipërisë shumë ku qenë para ti kishte saj qeverisë ose sot deri kosovës vit tyre ende kam unë asnjë",
    "sr-Latn": "je i u na da se za od su koji a s o iz će kako nije ili koja bi po ali biti kao koje bio do samo smo još godine sve nakon može zbog te više ovo treba jer ovaj što sa pre takođe gde šta ko tokom dece vreme sveta neko uvek mesto čovek srbije srbija beograd hiljada uslov predsednik nedelje opštine tačno evropske svako posle ovde dve januara februara marta aprila juna jula septembra oktobra novembra decembra sati kazao reč",
    "st": "ka ho le ya e ba ea ha sa tsa la hore ke li se oa na o di mme tse hae empa bona batho hape kapa eo hla joalo teng joang ena eng leha ntho bo lefatshe mosebetsi motho moo tsohle lesotho ne",
    "su": "nu jeung anu di dina ka ku teu ieu nyaéta keur ti éta kana jadi aya ogé urang lian tina sarta pikeun mah jalma atawa hiji ngan bisa geus lamun sok nepi loba unggal boga taun saha sunda",
    "sv": "och i att det en som på är av för med den till har inte de om ett han men var jag sig från vi så kan man när år säger under också efter eller nu sin där vid mot ska skulle kommer ut få finns vara hade alla andra mycket än här då sedan över bara in blir upp även vad får hon",
    "sw": "ya na wa kwa ni katika la za hiyo cha kuwa huo alisema hii kama wake watu mwa yake kutoka hilo lakini baada huyo nchi rais hayo huku pia wao nchini vya ambao hata kila mwaka ili hivyo zaidi wakati kwamba yeye siku wengi alikuwa mtu ambayo kufanya serikali hadi sasa au wakiwa hao bila mimi kwenye",
    "tk": "we bu bir bilen hem üçin ýa ol bolup şol türkmenistanyň boýunça ýylyň özüniň olaryň onuň türkmen her diýip boldy döwlet ähli bolan hakynda şeýle edip edildi özara beýleki adam uly däl ýyl soň ýurdumyzyň",
    "tn": "le go ya a mo e ka ba ke o di wa fa se kwa tsa gore mme bo la na ga bone batho dira jaanong gape jwa ne kgotsa nna re tse ntse tla motho tsotlhe botswana teng fela ene bangwe yo eo",
    "tr": "ve bir bu da için de ile olarak çok olan daha gibi en ne kadar sonra dedi göre var değil o ise her ama ya ki olduğunu yeni ancak oldu ben iki olduğu büyük mi nasıl önce diye türkiye biz bunu tarafından ilk yüzde tüm karşı hem etti bin şu başkanı ettiği veya içinde bile şöyle ifade edilen olması gün yıl milyon devam genel yer son eden yapılan üzerine açıklama olmak üzere çünkü hiç",
    "ts": "ku ya na leswi ni va a ka hi swi leyi loko laha ra ti lava mi ri xi vanhu kumbe kambe hambi ha naswona hinkwavo wa yena swa xa ta munhu u vona n wana nga eka tiko lowu vula",
    "uz": "va bu bilan ham uchun bir o edi bo esa deb ning lgan yicha yil haqida kerak lekin mumkin ekan u emas har biz ko bor shu ular zbekiston hamda eng kabi yangi orqali men ushbu qilish keyin so katta barcha kishi davlat ldi necha yilda tomonidan p qildi ularning",
    "vi": "và của là có trong được cho các với những một không đã này người khi để từ về đến cũng ở tại như ra vào năm nhiều theo trên ông sẽ việc còn phải nhưng bị nam thì tôi sau đó ngày làm chỉ hơn lại hai đang nước trước mình chúng do bà công số nhà mới đi qua thể",
    "wo": "ci ak di la bu ne na mu te am ñu yi bi nga ku wax dañu lu ba ko nit fi dafa mi gi ñi waaye ki moo def jàmm réew senegaal bañ yu mën leen ndax gëna war sax lépp ay tey ñoo dem",
    "xh": "ukuba kwaye le kunye na ye ke ngoko okanye nga xa into kodwa oko kwi njengoko abantu wakhe zonke kuba kakhulu lo yonke nje ngenxa umntu ilungelo apho loo kule wonke nto wathi kufuneka emva ngaphandle yakhe ngokuba kananjalo ezi ezo bonke ngalo abo yabo ukuze",
    "yo": "ní ti tí ni ó àwọn náà wọn pé láti fún bí sí kan ṣe ń kí jẹ́ nínú ló mo tó sì yìí a rẹ̀ lọ gbogbo ọ̀rọ̀ awọn ilẹ̀ wá fi orí ìjọba bá lórí pẹ̀lú yóò ènìyàn fẹ́ mi ẹni nígbà ẹ̀ ara dá",
    "zu": "ukuthi futhi uma kanye lo ngoba kodwa abantu le noma ke yini ku okuthi umuntu ukuba yena lapho bonke kakhulu ngemuva lokhu yonke ngesikhathi leli manje kwakhe nje ilungelo akhe yakhe esho uthe nokuthi ngaphandle lesi kusho lapha njengoba kufanele sithi ukuze abe zonke sokuthi wonke unelungelo ngaphambi kwabo nawo laba kule zabo kuze bona",
    # Cyrillic
    "be": "і у на што не з да як гэта а па за ён для было але яго ад быў ўжо калі яны так толькі таксама якія быць яшчэ ці таго ў гэтага гэты яе больш беларусі мы пасля які якая была каб пра іх гэтым можа чалавек дзе вельмі я ды таму усё ўсе сваю ва",
    "bg": "на и да за от се в с че са по е не като до си ще при това то или той но а след през му които който има още във беше както само между бъде към със ли което може тя време така два вече защото година бе го когато им ни където ги тази преди българия повече също",
    "kk": "және мен бір бұл да де үшін деп болып бар бойынша деген еді осы жылы қазақстан ол болды сол туралы көп емес болған керек кейін ең екі пен қазақ оның тағы ғана жоқ өз қала мемлекеттік жыл астана сондай отыр бірақ барлық үлкен біз мұндай оны кезінде дейін арқылы жаңа",
    "ky": "жана менен бул деп бир бар үчүн эле да болгон керек анын ал болуп эмес болсо кыргызстан кыргыз деген болду ошол жок көп биз мындай ар гана туурасында бирок мамлекеттик өз ошондой аны кийин айтты тууралуу жылы дагы эл бойунча чейин боюнча мен алар экен",
    "mk": "на и во да се за од е со не што ќе го ја ги ке тоа како по но до а при или кои која кој сè дека ова бидејќи сум беше има само може нема биде исто меѓу македонија повеќе година откако според оваа ние овој бил кога така бе кон многу му уште им каде без две",
    "mn": "нь юм байна энэ бол тэр гэж ба байгаа болон хүн монгол дээр улсын би болно их нэг гэсэн юу байсан хийх ч л өгөх хүний эрх бүх мөн хэлэв биш он гэдэг бөгөөд хувийн зүйл та бид учир дараа тухай хоёр үед байх бүр түүний ард шинэ сайн хүмүүс өөрийн",
    "ru": "и в не на что с по как это он а к из за у от его для но так же о до все бы было то только или мы был уже при также я если ее она они их во где быть может года когда после были со еще том сказал этого чтобы году который которые более под между очень",
    "sr": "је и у на да се за од су који а с о то из ће како није што или која би по али са бити као које био до само смо још године све након пре такође где шта може због те више ово треба ко дана јер овај током србије србија сати хиљада уз рекао када има ли",
    "tg": "ва дар ба аз ки бо ин барои он мешавад аст буд ҳам шуд ҳамчун намуд тоҷикистон ҳар як бояд то худ кард онҳо соли шуда кардааст мо аммо хеле ҷумҳурии тоҷик надорад дигар дорад баъди вай мегӯяд миёни сол",
    "tt": "һәм белән бу дә да өчен бер дип кеше бар булган ул була бик инде татарстан татар булып буенча юк ике аны аның безнең шул кирәк иде елда ел түгел дигән тиеш хокукы хәзер үз соң яңа ә генә бары безгә алар",
    "uk": "і в на що не з та до у за як це й від про його для а але він є по був так було ще які при вже або також того її щоб який може бути ми вони коли україни були після якщо лише тому я їх була де цього під чи більше із років україні року без між дуже цьому через",
    # Arabic script
    "ar": "في من على إلى أن التي عن مع هذا الذي ما لا هذه بعد كان قد كما بين ذلك خلال أو كانت قبل حيث كل لم حول ولا منذ أي عام بن به فيها عند غير دون وقال ضد لها إن وهو يوم بها له وفي أنه ثم وأن عليه هو هي تم الى ومن قال عدد أكثر هناك",
    "ckb": "لە بە و کە بۆ ئەو لەگەڵ ئەم کرد هەیە دەکات بوو هەموو بەڵام دەبێت یان ئەوە خۆی ناو ئێمە لەسەر دوای ئەگەر سەر کردن زۆر کوردستان هەرێمی ڕۆژی دەکرێت نییە چونکە ئەوەی بکات هەر عێراق نێوان پێش ئێستا هیچ",
    "fa": "و در به از که این را با است برای آن یک خود تا بر کرد شده بود شد هم های می ما نیز بودند وی ایران اما هر گفت شود دو پس باید یا او اگر کند نمی سال ها دیگر همه کرده دارد بین آنها چه هستند من روز داد توسط وجود داشت بیش پیش",
    "ps": "د په او چې ته کې له سره دی دا نه يې یې هم هغه ده خو شوي کړي وي وو دغه شي شو هر يو پر دې افغانستان باندې خپل کال خلک کړ لري لپاره شوی یو ویلي وايي وروسته هغو ولسمشر",
    "sd": "۾ جي جو کي آهي ۽ کان سان تي به نه جا اهو هن هڪ ڪري هو هي پر آهن لاءِ ان سنڌ کيس ڪرڻ ته ڪيو پنهنجي هئي ڪا هئا انهن ٿو وارو جنهن سڀ ڪن ٿي پوءِ وقت وڌيڪ",
    "ug": "بىلەن ۋە بۇ بىر ئۇ ئۇيغۇر بولغان ھەم ئۈچۈن دەپ قىلىش كېرەك شۇ مەن بولۇپ بار ئۇنىڭ ئادەم ھەر قىلغان ئىدى يىلى ھەممە ئەمەس بىز ياكى ئۇلار خىتاي ھوقۇقى شۇنداق",
    "ur": "کے کی میں ہے اور سے کا کو اس نے کہ پر ہیں یہ بھی ایک نہیں کر تھا کیا ان ہو گیا تو وہ تک ساتھ بعد لیے کہا گئی رہے جو اپنے پاکستان تھے ہی کرنے لئے تھی جس کوئی رہا ہوئے دیا والے جا گئے ہوں انہوں دو کسی خان کچھ حکومت سال لوگوں",
    # Hebrew script
    "he": "של את על לא הוא זה עם גם כי אל היא כל אני אבל מה יותר אין יש רק או אם היה כך לאחר בין כדי אותו עד לו הם זו כמו היתה אנחנו אמר שלו שלא מי היום אלא להיות עוד הזה בו ישראל פי שנים ידי אך היו שלה ב מאוד אז הייתה לפני",
    "yi": "און איז די דער צו אין פון אַז ניט נישט מיט זיך האָט דאָס וואָס מען פֿון אויף האבן האט דאס א עס וואס ער פאר מיר זײַן ווי זיי זענען אויך האָבן אַ צי יעדער מענטש געווען ביי דעם נאר איך נאך",
    # Scripts of India
    "as": "আৰু এই কৰা হয় কৰে পৰা বাবে অসম কৰিছে এক হৈছে যে এটা কৰিব তেওঁ লগত নাই তাৰ এজন আছে অসমৰ মাজত হʼব কৰাৰ বুলি অধিকাৰ প্ৰতি থকা ৰাজ্যৰ ইয়াৰ পিছত কিন্তু কোনো",
    "bn": "ও এই করে এর থেকে না হয় এক এবং জন্য তার করা করতে হয়েছে করেন তিনি কিন্তু বলে সঙ্গে যে একটি মধ্যে বলেন কোনো আর পর হবে নিয়ে কথা আমার এ সে তাদের হচ্ছে দিয়ে নেই আমরা সালে তা কি জানান আছে কাজ সময় করার পারে মানুষ ছিল প্রতিটি আমি সব কর",
    "hi": "के में की है और से को का ने कि पर हैं भी यह इस नहीं कर एक ही हो था लिए वह तो साथ कहा गया बाद तक अपने रहे रहा वाले थे जो किया करने उन थी या गई ये हुए जा कोई दिया अब कुछ होने दो उनके बता सकते लेकिन",
    "mr": "आहे या आणि व हे ते तर त्या मध्ये नाही की ही केली असे करण्यात आहेत होते आली होता काही त्यांनी एक यांनी पण साठी केला झाली झाले हा येथे होती म्हणून असून त्यांच्या सर्व आला त्यामुळे त्यांना मी किंवा केले अशी मात्र यांच्या करून मुंबई सांगितले होऊन त्याच्या असल्याचे दिली सुरू गेल्या तसेच यावेळी आपल्या एका कोणत्याही त्याला",
    "ne": "र को मा छ छन् गर्न पनि भएको गरेको लागि यो हो गर्ने भने भन्ने एक तर गरी ले थियो हुने नेपाल हुन् उनले गर्दै नेपाली सो गरिएको छैन त्यो बताए आफ्नो भएका लाई तथा सबै दुई हुन वा गर्यो भयो नै हाल देखि केही उनको गर्नु हुन्छ सक्ने उनी अहिले जस्तो गएको दिन",
    # Ethiopic
    "am": "ነው ላይ እና ውስጥ ይህ ወደ ግን ጋር ነበር ሆነ እንደ አንድ በኋላ ደግሞ ያለው ብቻ ነበሩ ይህን ሁሉ ኢትዮጵያ ነገር ሰው መሆኑን እንዲሁም ምክንያት አዲስ እስከ ብለዋል የሚል ናቸው አይደለም ይሆናል በተለይ ሌሎች በዚህ ከዚህ በላይ የነበረው ማንኛውም መብት ውስጥም ሆኖም ሲሆን ሁለት ዓመት ሰዎች",
    "ti": "እዩ ናይ ካብ ኣብ ድማ ዝኾነ ከም ምስ ናብ እዚ ግን እቲ ወይ እዮም ነይሩ ሰብ ዝነበረ ሓደ ኤርትራ ትግራይ ኮይኑ ብምዃን እታ ነቲ ብዛዕባ ኣለዎ ንምግባር ከኣ",
}

# By how much prose in a language fits it, in nats a word: about what the Universal Declaration of Human Rights comes to,
# and news where there was enough. A text in a language that is not here fits its nearest neighbour half as well.
FITS: Mapping[str, float] = {
    code: float(fit)
    for code, _, fit in (
        pair.partition(":")
        for pair in """
        af:2.5 az:1.2 bs:1.7 ca:2.5 ceb:2.7 cs:1.4 cy:2.2 da:2.3 de:2.0 en:2.2 eo:2.1 es:2.6 et:1.5 eu:1.2 fi:1.1
        fil:2.5 fo:2.1 fr:2.3 ga:2.4 gd:2.5 gl:2.2 ha:2.4 hr:1.6 ht:2.6 hu:1.6 id:1.4 ig:2.5 is:1.8 it:2.0 jv:1.2 ku:1.9
        lb:2.0 lt:1.1 lv:1.6 mg:2.4 ms:1.8 mt:2.1 nb:2.1 nl:2.6 nn:2.4 pl:1.5 pt:2.3 ro:2.2 rw:0.8 sk:1.6 sl:1.7 so:1.8
        sq:2.7 sr-Latn:1.8 st:3.0 su:1.5 sv:1.8 sw:2.3 tk:1.2 tn:3.1 tr:0.9 ts:2.4 uz:1.1 vi:1.6 wo:2.1 xh:0.7 yo:2.1
        zu:0.6 be:1.6 bg:2.3 kk:0.8 ky:1.2 mk:2.4 mn:0.9 ru:1.4 sr:1.7 tg:1.7 tt:1.1 uk:1.5 ar:1.2 ckb:1.5 fa:1.9 ps:2.3
        sd:1.8 ug:1.0 ur:2.2 he:1.0 yi:1.9 as:1.0 bn:1.0 hi:2.0 mr:1.0 ne:1.2 am:0.4 ti:0.7
        """.split()
    )
}

# The languages that a script alone speaks for: its characters, and the language (of those that are here).
SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3040-\u30ff\uff66-\uff9d"),
    ("ko", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"),
    ("zh", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
    ("hy", "\u0530-\u058f"),
    ("ka", "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f"),
    ("pa", "\u0a00-\u0a7f"),
    ("gu", "\u0a80-\u0aff"),
    ("or", "\u0b00-\u0b7f"),
    ("ta", "\u0b80-\u0bff"),
    ("te", "\u0c00-\u0c7f"),
    ("kn", "\u0c80-\u0cff"),
    ("ml", "\u0d00-\u0d7f"),
    ("si", "\u0d80-\u0dff"),
    ("th", "\u0e00-\u0e7f"),
    ("lo", "\u0e80-\u0eff"),
    ("bo", "\u0f00-\u0fff"),
    ("my", "\u1000-\u109f"),
    ("km", "\u1780-\u17ff"),
    ("dv", "\u0780-\u07bf"),
)
