"""Words that tell little about who somebody is: legal forms, titles, particles and words of trade. Tables, and nothing
else.

Every spelling is in the form that ``names`` makes of a name before it looks here: lower case, Latin letters, without
dots ("S.A." is ``sa``). A row says ``word: spelling | spelling``; the word before the colon stands for all of them.
Whoever adds a row adds no rule: the classes below say how much such a word weighs. Words of ``_MEANING`` weigh as
much as any other; they are here because names translate them. Names of persons have a table
of their own, ``given_names``.
"""

from __future__ import annotations

from moratorium.screening.given_names import GIVEN

_LEGAL = """
llc: youxian zeren gongsi | limited liability company | limited liability co | limited liability partnership company
 | limited liability | ooo | tov | too | mchj | tdv | mmc | shpk | co llc | company with limited liability
 | with limited liability | obshchestvo s ogranichennoy otvetstvennostyu
 | obshchestvo s ogranichennoi otvetstvennostyu | obshchestvo s ogranichennoj otvetstvennostyu
 | obschestvo s ogranichennoy otvetstvennostyu | obshchestvo s ogranichennoi otvetstvennostiu
 | obshchestvo s ogranichennoy otvetstvennostiu | obschestvo s ogranichennoi otvetstvennostyu
 | obshchestvo s ogranichennoi otvetstvennostju | obshestvo s ogranichennoy otvetstvennostyu
 | tovarystvo z obmezhenoyu vidpovidalnistyu | tovaristvo z obmezhenoyu vidpovidalnistyu
 | tovarystvo z obmezhenoiu vidpovidalnistiu | tovarishchestvo s ogranichennoy otvetstvennostyu
 | tavarystva z abmezhavanai adkaznastsiu | tavarystva z abmezhavanay adkaznastsyu | dmcc llc | osoo | oodo
 | obshchestvo s ogranichenoy otvetstvennostyu | society with limited liability | mas uliyati cheklangan jamiyati
ltd: limited | ltda | limitada | limitee | ltd sti | ltd sirketi | co ltd | corp ltd | youxian gongsi
 | gufen youxian gongsi | jusikhoesa | pty ltd | pte ltd | pvt ltd | public ltd | limited sirketi | sirketi limited
 | lda | ltee
 | ltd co | limted | limitid
jsc: joint stock company | joint stock co | joint stock | ao | ad | aktsionernoe obshchestvo
 | aktsionernoye obshchestvo | aktsionernoe obschestvo | aktsionerne tovarystvo | aktsiyonernoe obshchestvo
 | aktsionernoye obschestvo | aktsiyanernae tavarystva | akcionerno drushtvo | aktsionerno druzhestvo
 | aksiyadorlik jamiyati | aktsionerlik kogamy | akcionarsko drustvo | azioniari | national joint stock company | njsc
pjsc: public joint stock company | public joint stock co | joint public stock company | pao | pat
 | publichnoe aktsionernoe obshchestvo
 | publichnoye aktsionernoye obshchestvo | publichne aktsionerne tovarystvo | publichnoe aktsionernoe obschestvo
 | publichnoe ao | public jsc
ojsc: open joint stock company | open joint stock co | oao | vat | otkrytoe aktsionernoe obshchestvo
 | otkrytoye aktsionernoye obshchestvo | otkrytoe aktsionernoe obschestvo | aat | vidkryte aktsionerne tovarystvo
 | aktsionernoe obshchestvo otkrytogo tipa | open jsc | joint stock company of open type
cjsc: closed joint stock company | closed joint stock co | zao | zat | zakrytoe aktsionernoe obshchestvo
 | zakrytoye aktsionernoye obshchestvo | zakrytoe aktsionernoe obschestvo | zakryte aktsionerne tovarystvo
 | aktsionernoe obshchestvo zakrytogo tipa | closed jsc
psc: private joint stock company | private joint stock co | prat | pvt joint stock co
 | pvt jsc
fsue: federal state unitary enterprise | fgup | fgunp | federalnoe gosudarstvennoe unitarnoe predpriyatie
 | federalnoye gosudarstvennoye unitarnoye predpriyatiye
sue: state unitary enterprise | gup | rup | mup | kup | gosudarstvennoe unitarnoe predpriyatie
 | republican unitary enterprise | unitary enterprise | ue | rue | communal unitary enterprise | pue
 | private unitary enterprise | unitarnoe predpriyatie | respublikanskoe unitarnoe predpriyatie | up | chup | prup
fsbi: federal state budgetary institution | fgbu | fgbun | fgbuk | fgbou
 | federalnoe gosudarstvennoe byudzhetnoe uchrezhdenie | federal state budget institution | fgau | fgku | fgkou
 | federal state budgetary institution of science
ip: individual entrepreneur | sole proprietor | individualnyy predprinimatel | chp | fop
 | fizychna osoba pidpryyemets
ano: avtonomnaya nekommercheskaya organizatsiya | autonomous non profit organization | anoo
co: company | cie | compagnie | companhia | compania | kompaniya | kompani | kompania | kompaniia | coy | companies
 | sherkat | sharikat | sharika | sharikah | sherkate | gongsi | kaisha | hoesa | cong ty | firma | sirket | sirketi
 | kampani | kampaniya | kompanija | kompaniyasi | compania | societa
corp: corporation | corpn | corporacion | korporatsiya | korporatsiia | korporaciya | corporacao | corporate
inc: incorporated | co inc | incorporation
plc: public limited company | public limited co
pvt: private | pte | pty | proprietary
 | propriety
gmbh: mbh | gesellschaft mit beschrankter haftung | gesellschaft mbh | ges mbh | gesmbh | ggmbh
gmbhcokg: gmbh und co kg | gmbh co kg | gmbh co kommanditgesellschaft
ag: aktiengesellschaft | ag co kgaa | kgaa
bv: besloten vennootschap | bvba | bv met beperkte aansprakelijkheid
sprl: societe privee a responsabilite limitee | scrl
nv: naamloze vennootschap
sa: societe anonyme | sociedad anonima | sociedade anonima | societa anonima | spolka akcyjna
 | sociedad anonima cerrada | sa cerrada | compania anonima | societatea pe actiuni
sadecv: sa de cv | sociedad anonima de capital variable | sapi de cv | s de rl de cv | srl de cv | sab de cv
 | s de rl | sociedad de responsabilidad limitada de capital variable | s de r l de cv
sarl: societe a responsabilite limitee | surl | suarl | eurl | sarlu | sarlau
sas: sasu | societe par actions simplifiee | sociedad por acciones simplificada
srl: societa a responsabilita limitata | sociedad de responsabilidad limitada | srls
spa: societa per azioni
as: anonim sirketi | anonim sti | as sirketi | aktieselskab | aksjeselskap | akciova spolecnost | anonim sirket
 | anonim co
spzoo: sp zoo | spolka z ograniczona odpowiedzialnoscia | spolka z oo | sp z oo
sro: spol sro | spolecnost s rucenim omezenym | spolocnost s rucenim obmedzenym
doo: drustvo s ogranicenom odgovornoscu | drustvo sa ogranicenom odgovornoscu
fze: free zone establishment | fzco | fzc | fz llc | free zone company | free zone co | fzllc | dmcc | dwc llc | fz
 | difc | jlt | fzs
llp: limited liability partnership
lp: limited partnership | scottish limited partnership | slp
kg: kommanditgesellschaft
sdnbhd: sdn bhd | sendirian berhad | bhd | berhad
wll: with limited liability wll | spc | saog | saoc | bsc | ksc | kscc | qsc | qpsc | mashoulia mahdouda
sal: sal offshore | sal holding | offshore sal
 | off shore sal | sal off shore
pt: perseroan terbatas | pt tbk
kk: kabushiki kaisha | kabushikigaisha | kabushikikaisha | kabushiki gaisha | yugen kaisha | yugengaisha
 | godo kaisha | godogaisha
oy: oyj | osakeyhtio
ab: aktiebolag
"""
_LEGAL_ALONE = (
    "sl ug ohg asa aps kft zrt nyrt ood eood ead tbk dd sia uab oue eirl sae jmc gie ca sac scs sca snc pllc pc ev cv"
)

_TRADE = """
agency: agentstvo | agencia | agence | agentur | agencies
agent: agents
association: associates | assotsiatsiya | asociacion | assoc | assn
 | assotsiatsiia | obedinenie | obyedinenie | obyedineniye | obiedinenie | asociatia | associazione
bank: bankasi | banka | banque | banco | banca
branch: filial | sucursal
 | branch office
bureau: byuro | biuro | buro
business: biznes | businesses
centre: center | ctr | cntr | tsentr | centro | centrum | centr | merkez | merkezi
component: components | komponenty
commerce: commercial | kommercheskiy | comercial | comercio | comercializadora
 | commerical | comerciale | commerciale | kommerts | kommercheskaya | komercni
concern: kontsern
 | konzern
consulting: konsalting | consultants | consultancy
department: dept | dpt | departament | departamento | upravleniya
design: konstruktorskoe | konstruktorskiy
development: developments | razvitie | fazhan
 | devt | devel | develop | developing | razvitiya
distribution: distributor | distributors | distribuidora
electric: electrical | elektrik | elektricheskiy | electrica | elektrische
electronics: electronic | elektronik | elektroniks | dianzi
 | elektronika | elektronnyy | elektronnaya | elettronica | electronica | electronique
engineering: inzhiniring | engineers | muhendislik | muhandisi | inzhenernyy
 | engg | engrg | ingenieria | ingenierie | ingegneria | inzhiniringovaya | mohandesi
enterprise: enterprises | predpriyatie | predpriyatiye | pidpryyemstvo | entreprise
equipment: equip | eqpt | equipments | oborudovanie | ekipman | shebei
establishment: est | muassasa | muassasat | mouassasat
 | establishments
export: exports | eksport | ihracat | exportadora
 | exp | exporting | exporter | exporters | exportation | exportacion | eksportnyy
factory: fabrika | fabrik | fabrica
finance: financial | finans
foreign: dis
 | inostrannoe | inostrannoye
foundation: fond | fondation | vakfi | muessese
goods: tovary
group: groupe | grupo | grupp | gruppa | grup | gruppe | gruppo | jituan | majmueh
holding: holdings | kholding
hongkong: hong kong | hk | xianggang
impex: import export | export import | importexport | impeks | import eksport
import: imports | ithalat | importadora
 | imp | importing | importer | importers | importation | importacion
industry: promyshlennyy | promyshlennaya | industries | industrial | industriya | sanayi | sanayii | sanayyi | sanat
 | sanaye | sanayeh | promyshlennost | ind | gongye | shiye
 | industrie | industria | industrias | industriel | industrielle | industrialnyy | promishlennaya
 | promyshlennoe | promyshlenniy | inds | indus
freight: fret
institute: institut | instituto | yanjiuyuan | insituto
 | institution | inst | instituti | instituta
international: intl | mezhdunarodnyy | internacional | internationale | uluslararasi | guoji | gukje
 | int | internasional | internazionale | internationaux | internacionalnyy | mezhdunarodnaya | mezhdunarodnoe
 | uluslar arasi
jv: joint venture | jvc
investment: investitsionnaya | investitsionnyy | investments | invest | investitsii | inversiones | yatirim | touzi
laboratory: lab | labs | laboratories | laboratoriya | laboratoire | laboratorio
leasing: lizing
logistics: logistic | logistika | lojistik | logistik | wuliu
 | logistica | logistique | logisticheskaya
management: upravlenie | menedzhment
 | mgmt | mgt | managing | upravlyayushchaya | upravlyayushchaia
manufacturing: mfg | manufacture | manufacturers | manufacturer | zhizao
 | manuf | mnfg | mfrs
obshchestvo: obschestvo | obshestvo | obshcestvo | obshchestva | obshhestvo | obsestvo
ogranichennoy: ogranichennoi | ogranichennoj | organichennoy | organichennoi | ogranichenoi | ogranichennoju
otvetstvennostyu: otvetstvennostiu | otvetstvennostju | otvetstvennostiyu | otvetsvennostyu | otvetstvenostyu
aktsionernoe: aktsionernoye | aktsionernoie | aktsyonernoe | aksionernoe | akcionernoe
publichnoe: publichnoye | publichnoie
otkrytoe: otkrytoye | otkritoe
zakrytoe: zakrytoye | zakritoe
national: natsionalnyy | natsionalnaya | nasional | nacional | nationale
 | natl | nazionale | natsionalnoe
organization: organisation | organizatsiya | sazman | sazeman
 | org | organisasjonen | orgn | organizacion | organizacao | organizatsiia | organizasyonu | organisasjon | organisasi
parts: spares | spare parts
plant: zavod | usine | werk | werke | works
product: products | produkty | productos
precision: precizion | pretsizionnyy
production: productions | proizvodstvo | proizvodstvennoe | proizvodstvennaya | virobnitstvo
 | prod | proizvodstvennyy
project: projects | proekt | proyekt | projet | projets | proyecto
research: issledovatelskiy | issledovatelski | nauchno issledovatelskiy | yanjiu
resources: resource | resursy
sales: sale
service: services | servis | hizmetleri | servicios | servicio
 | serv | svc | svcs | servizi | servisi
shipping: ship | ships
 | shpg | shipment | shipments
society: sociedad | societe
solution: solutions
designbureau: design bureau | kb | okb | konstruktorskoe byuro | experimental design bureau
 | special design bureau | opytno design bureau
companygroup: gk | group of companies | gruppa kompaniy | companies group
productionassociation: production association | po | npo | research production association
 | science production association | nauchno production association
oilcompany: nk | neftyanaya kompaniya
productionenterprise: npp | research production enterprise | science production enterprise
researchinstitute: nii | research institute | science research institute
technologycentre: ntc | ntts | science technology centre
state: gosudarstvennyy | gosudarstvennyi | gosudarstvennoe | gosudarstvennaya
store: stores | magazin
supply: supplies | snab | supplier | suppliers
system: systems | sys | sistemy | sistema | sistemleri | sistem | sistems | sistemas | systeme | systemes
technology: tekhnologicheskiy | tekhnologicheskaya | technologies | tech | tekhnologii | tekhnologiya | teknoloji
 | teknologi | tecnologia | technologie | technological | keji | jishu | fanavari
 | technol | techn | tekhnicheskiy | tekhnicheskaya | technical | teknik | tekhnologiyi | tekhnologiia | teknologiya
trading: trade | trades | torgovlya | torgovyy | torgovaya | trdg | ticaret | ticareti | handel | tijarat | maoyi
 | bazargani | muyok
tradinghouse: torgovyy dom | torgovy dom | torgoviy dom | torgovyi dom | torgovij dom | trading house | torgovyj dom
 | torhovyy dim | torhovyi dim | td
transport: transportnaya | transportnyy | transportation | transporte | transports | tasimacilik | perevozki
 | transporting
travel: turizm | tourism | travels | tours
university: universitet | universidad | universite | daxue | universitesi
 | univ | universitas | universitesi
wholesale: optovyy
"""
_TRADE_ALONE = """
air building cargo city clearing client committee concern control customer customs dealer devices division
exchange firm first hawala general global handelsgesellschaft house individual insurance
line lines market marketing money motors new office partner partners private properties
public real estate refinery retail shop software special stock tools tv unit united venture ventures world
worldwide i ii iii iv
"""

_MEANING = """
academy: akademiya | akademia | acad
airline: airlines | airways | airway | aviakompaniya
charity: charitable | khayriyya | khayriya | khairiya
chemical: chemicals | khimicheskiy
communication: communications
computer: computers
construction: stroitelstvo | insaat | construcciones | constructora
 | constr | constructions | stroitelnaya | stroitelnyy | stroitelnoe | costruzioni
energy: energeticheskaya | energeticheskiy | enerji | energetika
aviation: hangkong | aircraft | aviatsionnyy | aviatsionnaya | aviatsiya | havacilik
information: informatsiya | info | xinxi
innovation: innovations | innovative | innovatsii | innovatsionnyy | innovatsionnaya | innovatsionnye
publishing: publication | publications | publisher | publishers | izdatelstvo
expert: experts
network: networks
petrochemical: petrochemicals | petrochem
pharmaceutical: pharmaceuticals | pharma | pharm
semiconductor: semiconductors | semicon
telecommunication: telecommunications | telecom | telecoms
biotechnology: biotech | biotechnologies
microelectronics: microelectronic | microelectronique | mikroelektronika
optoelectronics: optoelectronic | optoelektronika | optronics
cable: cables | kabel | kabelnyy | kabelnyi
saint: sankt
petersburg: peterburg
machinery: machine | machines | mashinostroenie | makina | makine | jixie
 | mashinostroitelnyy | mashinostroitelny | mashinostroitelnaya
marine: maritime | morskoy | denizcilik
metal: metals | metall
maung: mg
brothers: bros | freres | hermanos | fratelli | gebruder | gebrueder | baradaran
oil: neft | naft
science: sciences | sci | scientific | nauchno | nauchnyy
special: spetsialnyy | spetsialnaya | spetsialnoe
afghanistan: afghan
algeria: algerian | algerie
armenia: armenian | armeniya
azerbaijan: azerbaijani | azerbaidzhan | azerbaycan
bangladesh: bangladeshi
belarus: belarusian | belarussian | byelorussia | belorussian | belorusskiy | belorusskaya | belarusskaya
bosnia: bosnian | bosna
brazil: brazilian | brasil
china: chinese | zhongguo | prc | peoples republic of china
colombia: colombian
congo: congolese
crimea: crimean | krym | krymskiy | krymskaya | krimea
cuba: cuban | cubana
egypt: egyptian | misr | masr
ethiopia: ethiopian
france: francaise | francais
germany: deutschland | deutsche
india: indian
indonesia: indonesian
iran: iranian
iraq: iraqi
italy: italian | italia | italiana
japan: japanese | nippon
jordan: jordanian
kazakhstan: kazakh
korea: korean | dprk | hanguk | choson | chosun
kuwait: kuwaiti
kyrgyzstan: kyrgyz
lebanon: lebanese | liban
libya: libyan
malaysia: malaysian
mexico: mexican | mexicana
moldova: moldovan
myanmar: burma | burmese | myanma
nigeria: nigerian
pakistan: pakistani
palestine: palestinian
philippines: philippine | filipino
qatar: qatari
russia: russian | rossiya | rossiyskiy | rossiyskaya | rossiiskii | rossiyskoe | rossii | rus
 | rossija | rossijskaja | rossijskij
serbia: serbian | srbija
singapore: singaporean
somalia: somali
spain: spanish
sudan: sudanese
syria: syrian | suriya
tajikistan: tajik
tunisia: tunisian
turkey: turkish | turkiye
turkmenistan: turkmen | turkman | turkoman | turkmani
ukraine: ukrainian | ukraina | ukrainskiy | ukrainska
uzbekistan: uzbek | uzbeki
venezuela: venezuelan | venezolana
vietnam: vietnamese
yemen: yemeni
zimbabwe: zimbabwean
"""

_TITLES = """
mr: mister
mrs: missis | madame | mme
ms: miss
dr: doctor | doktor
prof: professor
engineer: engr | muhandis | mohandes
 | muhandes | mohandis | mohandess
haji: hajji | hadji | haj | hajj | hadj | alhaj | alhaji | hajjah
mullah: mulla | molla | mollah
maulana: mawlana | moulana | molana
maulvi: mawlawi | maulawi | molvi | moulavi | molavi | mawlavi | moulvi
 | molawi | mowlawi | mawlavi | mullawi
col: colonel | polkovnik
lt: lieutenant
capt: captain | kapitan
ustad: ustaz | ostad | ustadh
"""
_TITLES_ALONE = """
sir brig brigadier maj sgt commander admiral jr sr esq ayatollah hojjatoleslam comrade phd qari mufti
"""

_HONORIFICS = """
sheikh: shaykh | sheik | shaikh | cheikh | shekh | sheikha | shaikha
sayyid: sayed | seyed | seyyed | sayyed | syed | saiyid | seyid
hafiz: hafez | hafidh
amir: emir | ameer
khwaja: khawaja | khoja | khaja
mirza: meerza
agha: aqa
"""
_HONORIFICS_ALONE = """
imam prince princess lord lady major marshal gen rev malik
"""

_PARTICLES = """
al: el | ul | aal
bin: ibn
bint: binti | binte
oglu: ogly | ogli | uulu
kyzy: qizi | kizi | gizi
aka: fka | nka
"""
_PARTICLES_ALONE = (
    "ben ould wuld af av de del della der den des dos das la las les los dit dem el lo of for from by with \
van von vom zu zum zur ve wa wal fi son named after imeni im"
)

_PLACEHOLDERS = """
none na nil null unknown various tbd tba test xxx anonymous unnamed nn noname nobody undisclosed confidential
unspecified neizvestno nieznany unbekannt inconnu aka
"""

DROPPED = frozenset({"and", "the", "und"})
"""Words left out of every name."""

_AMBIGUOUS = "ao too tov pat vat zat prat ad ip td up po nk gk kb ue rue nii"
AMBIGUOUS = frozenset(_AMBIGUOUS.split())
"""Spellings of forms that are also given names, surnames or syllables: such a name is read both ways."""

FORM, TITLE, PARTICLE, TRADE, HONORIFIC = 0.2, 0.2, 0.2, 0.7, 0.8
"""How much a word of each class weighs beside an ordinary one, which weighs 1."""


def _rows(table: str) -> dict[str, list[str]]:
    """Spellings by the word that stands for them."""
    lines = table.replace("\n |", " |").strip().splitlines()
    parted = (line.partition(":") for line in lines)
    return {word.strip(): [each.strip() for each in spellings.split("|")] for word, _, spellings in parted}


_ROWS = {
    word: spellings
    for table in (_PARTICLES, _HONORIFICS, _TITLES, _MEANING, _TRADE, _LEGAL)
    for word, spellings in _rows(table).items()
}

ONE_WORD: dict[str, str] = GIVEN | {
    spelling: word for word, spellings in _ROWS.items() for spelling in spellings if " " not in spelling
}
"""Spellings of one word, and the word that stands for each."""


def _unified(phrase: str) -> tuple[str, ...]:
    return tuple(ONE_WORD.get(word, word) for word in phrase.split() if word not in DROPPED)


def _by_head() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases by first word, longest first. Their words are unified already, as those of a name are by then."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for word, spellings in _ROWS.items():
        for phrase in (_unified(spelling) for spelling in spellings if " " in spelling):
            found.setdefault(phrase[0], {})[phrase] = word
    return {
        head: tuple(sorted(phrases.items(), key=lambda item: (-len(item[0]), item[0])))
        for head, phrases in found.items()
    }


PHRASES = _by_head()
"""Phrases that one word stands for, by their first word, the longest first."""

FACTORS: dict[str, float] = {
    word: factor
    for factor, table, alone in (
        (PARTICLE, _PARTICLES, _PARTICLES_ALONE),
        (HONORIFIC, _HONORIFICS, _HONORIFICS_ALONE),
        (TRADE, _TRADE, _TRADE_ALONE),
        (TITLE, _TITLES, _TITLES_ALONE),
        (FORM, _LEGAL, _LEGAL_ALONE),
    )
    for word in (*_rows(table), *alone.split())
    if word
}
"""Words that weigh less than an ordinary one."""

LEGAL_FORMS = frozenset((*_rows(_LEGAL), *_LEGAL_ALONE.split()))
"""Legal forms as they stand in a name that has been read."""

_INDUSTRY = """
airline aviation biotechnology cable charity chemical communication computer construction energy information innovation
machinery marine metal microelectronics network oil optoelectronics petrochemical pharmaceutical publishing science
semiconductor software telecommunication
"""

COMPANY_WORDS = LEGAL_FORMS | _rows(_TRADE).keys() | frozenset(_INDUSTRY.split())
"""Legal forms, words of trade and branches of industry by which a party of unknown kind is taken for a company."""

HONORIFICS = frozenset((*_rows(_HONORIFICS), *_HONORIFICS_ALONE.split()))
"""Titles that are also names."""

TITLES = frozenset((*_rows(_TITLES), *_TITLES_ALONE.split()))
"""Titles as they stand in a name that has been read."""

PLACEHOLDERS = frozenset(_PLACEHOLDERS.split())
"""What people write where they know no name."""
