"""Common given names and words of names in Arabic letters, with the vowels that the script leaves out.

Written from general knowledge, for Arabic, Persian and Urdu. A name that is not here is read by its consonants.
"""

from __future__ import annotations

_NAMES = """
محمد muhammad احمد ahmad أحمد ahmad محمود mahmud حمد hamad حامد hamid حميد hamid حمدي hamdi حمدان hamdan حمود hammud
حماد hammad حمزة hamza حمزه hamza حسن hasan حسين husayn حسنين hasanayn حسان hassan حسني husni حسون hassun محسن muhsin
علي ali علی ali على ali عليا alya علوي alawi علاء ala عمر umar عمرو amr عمار ammar عامر amir عمران imran عمير umayr
عثمان uthman عبد abd عبدالله abdullah عبيد ubayd عبادي abadi عباس abbas عبود abbud عابد abid عبيدالله ubaydullah
ابراهيم ibrahim إبراهيم ibrahim ابراهیم ibrahim اسماعيل ismail إسماعيل ismail اسماعیل ismail اسحاق ishaq إسحاق ishaq
يعقوب yaqub يوسف yusuf یوسف yusuf يونس yunus یونس yunus يحيى yahya یحیی yahya يحيي yahya ياسر yasir ياسين yasin
یاسین yasin موسى musa موسی musa عيسى isa عیسی isa داود dawud داوود dawud سليمان sulayman سلیمان sulayman سلمان salman
سالم salim سليم salim سلیم salim سلامة salama سلام salam سلطان sultan سعد saad سعيد said سعید said سعود saud
سعدي saadi سعدون sadun مسعود masud اسعد asad أسعد asad اسد asad أسد asad سامي sami سمير samir سامر samir اسامة usama
أسامة usama اسامه usama سيف sayf سید sayyid سيد sayyid السيد sayyid سهيل suhayl سهيلة suhayla سراج siraj سفيان sufyan
صالح salih صلاح salah صباح sabah صبري sabri صابر sabir صادق sadiq صديق siddiq صدام saddam صفوت safwat صفوان safwan
صقر saqr صهيب suhayb طارق tariq طاهر tahir طه taha طلال talal طلحة talha طيب tayyib طالب talib طلعت talaat عادل adil
عارف arif عاصم asim عاطف atif عبدو abdu عدنان adnan عدي uday عرفات arafat عرفان irfan عز izz عزيز aziz عزت izzat
عزام azzam عصام isam عصمت ismat عطا ata عطاء ata عطية atiya عقيل aqil عماد imad عوض awad عواد awwad عودة awda عون awn
عيد id عياد iyad عياش ayyash اياد iyad إياد iyad اياس iyas الياس ilyas إلياس ilyas غازي ghazi غسان ghassan غالب ghalib
غلام ghulam غانم ghanim فادي fadi فارس faris فاروق faruq فاضل fadil فؤاد fuad فواد fuad فاطمة fatima فاطمه fatima
فتحي fathi فتح fath فخر fakhr فخري fakhri فرج faraj فرحان farhan فرید farid فريد farid فضل fadl فهد fahd فهمي fahmi
فوزي fawzi فواز fawwaz فيصل faysal فیصل faysal قاسم qasim قيس qays قصي qusay قدري qadri كامل kamil كمال kamal
كريم karim کریم karim كاظم kazim خالد khalid خليل khalil خلیل khalil خلف khalaf خليفة khalifa خليفه khalifa خضر khidr
خير khayr خيري khayri خديجة khadija جابر jabir جاسم jasim جعفر jafar جلال jalal جمال jamal جمعة juma جمعه juma
جميل jamil جميلة jamila جهاد jihad جواد jawad جودت jawdat جمشيد jamshid جنيد junayd حبيب habib حبیب habib حاتم hatim
حاج haj حاجي haji حاجی haji حارث harith حازم hazim حافظ hafiz حكيم hakim حکیم hakim حليم halim حيدر haydar حیدر haydar
حق haqq حسام husam حنيف hanif حنيفة hanifa ذو dhu ذيب dhib ذاكر dhakir راشد rashid رشيد rashid رشید rashid رشدي rushdi
رضا rida رامي rami رائد raid رياض riyad ریاض riyad ربيع rabi رجب rajab رحمن rahman رحمان rahman رحیم rahim رحيم rahim
رعد raad رفعت rifat رفيق rafiq رمزي ramzi رمضان ramadan رؤوف rauf رءوف rauf زاهر zahir زايد zayd زكريا zakariya
زکریا zakariya زكي zaki زهير zuhayr زهرة zahra زهراء zahra زياد ziyad زيد zayd زين zayn زينب zaynab زبير zubayr
الزبير zubayr شاكر shakir شريف sharif شریف sharif شعبان shaban شفيق shafiq شكري shukri شهاب shihab شوقي shawqi
شيخ shaykh شمس shams شاه shah شهيد shahid شهید shahid شير shir شیر sher شوكت shawkat نادر nadir ناصر nasir ناجي naji
نايف nayif نبيل nabil نجيب najib نجم najm نجاح najah نديم nadim نزار nizar نصر nasr نصير nasir نعمان numan نعيم naim
نعمة nima نواف nawaf نوح nuh نور nur نوري nuri نظام nizam نعمت nimat هاشم hashim هاني hani هادي hadi هادی hadi
هارون harun هشام hisham هلال hilal هيثم haytham همام hammam هبة hiba واثق wathiq وائل wail وليد walid ولید walid
وهاب wahhab وحيد wahid ياسمين yasmin يزيد yazid مالك malik مأمون mamun مامون mamun ماجد majid ماهر mahir مبارك mubarak
مجيد majid مجدي majdi مجتبى mujtaba محيي muhyi محي muhyi مختار mukhtar مدحت midhat مراد murad مرتضى murtada
مروان marwan مريم maryam مصطفى mustafa مصطفی mustafa مصعب musab مظفر muzaffar معاذ muadh معاوية muawiya معتز mutazz
معتصم mutasim معروف maruf معن maan مقداد miqdad ممدوح mamduh ممتاز mumtaz منذر mundhir منصور mansur منير munir
منیر munir مهدي mahdi مهدی mahdi مهند muhannad مولوي mawlawi مولوی mawlawi مولى mawla مولانا mawlana مؤمن mumin
مؤيد muayyad ميثم maytham مير mir ملا mullah اكرم akram أكرم akram اکرم akram اكبر akbar أكبر akbar اکبر akbar
امير amir أمير amir امیر amir امين amin أمين amin امین amin امل amal ايمن ayman أيمن ayman ايهاب ihab انس anas
أنس anas انور anwar أنور anwar انصار ansar أنصار ansar اشرف ashraf أشرف ashraf ادهم adham أدهم adham اديب adib
ارسلان arslan اسلام islam إسلام islam الله allah اللہ allah ام umm أم umm ابو abu أبو abu ابا abu أبا abu ابي abu
أبي abu ابن ibn بن bin بنت bint آل al اخوان ikhwan اية aya ايوب ayyub أيوب ayyub باسم basim باسل basil بشار bashar
بشير bashir بكر bakr بلال bilal بهاء baha بهجت bahjat بدر badr بدوي badawi برهان burhan بنيامين binyamin توفيق tawfiq
تيسير taysir تامر tamir تميم tamim ثابت thabit ثامر thamir ثناء thana دين din قذافي qadhafi نعمه nima غوث ghawth
غيث ghayth لطيف latif لطفي lutfi لقمان luqman ليث layth ليلى layla حمدالله hamdullah نصرالله nasrallah
سعدالله sadullah آقا agha اغا agha آغا agha خان khan گل gul جان jan گلبدين gulbuddin زاده zada زی zay خیل khel
اللهي allahi محب muhib عبيده ubayda عبيدة ubayda عبادة ubada مسلم muslim مؤسسة muassasa جماعة jamaat جماعه jamaat
حركة harakat حزب hizb جبهة jabhat جيش jaysh دولة dawla لجنة lajna تنظيم tanzim كتيبة katibat كتائب kataib لواء liwa
مجلس majlis شورى shura نصرة nusra قاعدة qaida القاعدة qaida خلافة khilafa وقف waqf صندوق sunduq روح ruh روضة rawda
حوراء hawra صواب sawab عواطف awatif طويل tawil قواسمة qawasima دوري duri زوبعي zubai عويد uwayd عويضة uwayda
سويد suwayd سويدان suwaydan حواري hawari حويجة huwayja ورد ward وردة warda سوري suri حوراني hawrani ثوري thawri
هواري hawari ولد wuld في fi حواله hawala عبدلله abdullah عبداللە abdullah غول ghul شريعة sharia رواي rawi راوي rawi
حلو hilw طوفان tufan
"""
_ALIKE = str.maketrans(
    {**dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیې", "ي"), **dict.fromkeys("ةہۀھ", "ه")}
    | {"ک": "ك", "ؤ": "و", "ئ": "ي", "ء": None, "\u200c": None}
)


def key(word: str) -> str:
    """The word with those letters in one form that writers interchange."""
    return word.translate(_ALIKE)


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return {key(word): latin for word, latin in zip(words[::2], words[1::2], strict=True)}


NAMES: dict[str, str] = _pairs(_NAMES)
"""Vowelled Latin spellings by :func:`key` of the word in Arabic letters, without article."""

_COMPANY = """
شركة co شركه co شرکت co کمپنی co شرکة co مصرف bank بنك bank بانک bank مؤسسة foundation موسسه institute مجموعة group
گروه group تجارة trading تجاري commercial تجارية commercial التجارية trading بازرگانی trading تجارت trade عامة general
عام general محدودة ltd محدوده ltd محدود ltd دولية international دولي international بین‌المللی international
صناعة industry صناعات industries صناعية industrial صنایع industries صنعت industry صنعتی industrial نفط oil نفت oil
غاز gas گاز gas طيران airlines هواپیمایی airlines طاقة energy انرژی energy مقاولات contracting استيراد import
تصدير export واردات import صادرات export استثمار investment استثمارات investments سرمایه investment قابضة holding
هولدینگ holding وطنية national وطني national ملی national اسلامي islamic إسلامي islamic اسلامية islamic
إسلامية islamic اسلامی islamic خيرية charity خيري charitable جمعية association منظمة organization سازمان organization
وزارة ministry وزارت ministry جامعة university دانشگاه university مركز centre مرکز centre معهد institute
پژوهشگاه research پژوهش research تحقيقات research هندسة engineering مهندسی engineering خدمات services نقل transport
حمل transport بحري shipping بحرية marine کشتیرانی shipping ملاحة shipping اتصالات telecommunications تقنية technology
تكنولوجيا technology فناوری technology الکترونیک electronics الكترونيات electronics پتروشیمی petrochemical
بتروكيماويات petrochemical كيماويات chemicals شیمیایی chemical دفاع defense دفاعی defense حديد iron فولاد steel
مصنع factory کارخانه factory صرافة exchange صرافی exchange للصرافة exchange حوالات hawala أدوية pharmaceutical
دارو pharmaceutical اغاثة relief إغاثة relief سوريا syria سورية syria عراق iraq ايران iran ایران iran لبنان lebanon
يمن yemen ليبيا libya مصر egypt سودان sudan تركيا turkey الإمارات emirates روسيا russia فلسطين palestine
افغانستان afghanistan أفغانستان afghanistan باكستان pakistan
"""
COMPANY: dict[str, str] = _pairs(_COMPANY)
"""Words of companies that English names translate, by :func:`key`."""

LETTERED = {
    "ذمم": "llc",
    "شمم": "llc",
    "شذمم": "llc",
    "شمل": "sal",
    "شمك": "ksc",
    "شمع": "psc",
    "شمب": "bsc",
    "شم": "co",
}
"""Legal forms abbreviated to letters, by these letters."""
