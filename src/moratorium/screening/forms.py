"""Words that tell little about who somebody is: legal forms, titles, particles and words of trade. Tables, and nothing
else.

Every spelling is in the form that ``names`` makes of a name before it looks here: lower case, Latin letters, without
dots ("S.A." is ``sa``). A row says ``word: spelling | spelling``; the word before the colon stands for all of them.
Whoever adds a row adds no rule: the classes below say how much such a word weighs. Words of ``_MEANING`` weigh as
much as any other; they are here because names translate them.
"""

from __future__ import annotations

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
ltd: limited | ltda | limitada | limitee | ltd sti | ltd sirketi | co ltd | corp ltd | youxian gongsi
 | gufen youxian gongsi | jusikhoesa | pty ltd | pte ltd | pvt ltd | public ltd | limited sirketi | sirketi limited
 | lda | ltee
jsc: joint stock company | joint stock co | joint stock | ao | ad | aktsionernoe obshchestvo
 | aktsionernoye obshchestvo | aktsionernoe obschestvo | aktsionerne tovarystvo | aktsiyonernoe obshchestvo
 | aktsionernoye obschestvo | aktsiyanernae tavarystva | akcionerno drushtvo | aktsionerno druzhestvo
 | aksiyadorlik jamiyati | aktsionerlik kogamy | akcionarsko drustvo | azioniari
pjsc: public joint stock company | public joint stock co | pao | pat | publichnoe aktsionernoe obshchestvo
 | publichnoye aktsionernoye obshchestvo | publichne aktsionerne tovarystvo | publichnoe aktsionernoe obschestvo
ojsc: open joint stock company | open joint stock co | oao | vat | otkrytoe aktsionernoe obshchestvo
 | otkrytoye aktsionernoye obshchestvo | otkrytoe aktsionernoe obschestvo | aat | vidkryte aktsionerne tovarystvo
cjsc: closed joint stock company | closed joint stock co | zao | zat | zakrytoe aktsionernoe obshchestvo
 | zakrytoye aktsionernoye obshchestvo | zakrytoe aktsionernoe obschestvo | zakryte aktsionerne tovarystvo
psc: private joint stock company | private joint stock co | prat | pvt joint stock co
fsue: federal state unitary enterprise | fgup | fgunp | federalnoe gosudarstvennoe unitarnoe predpriyatie
 | federalnoye gosudarstvennoye unitarnoye predpriyatiye
sue: state unitary enterprise | gup | rup | mup | kup | gosudarstvennoe unitarnoe predpriyatie
fsbi: federal state budgetary institution | fgbu | fgbun | fgbuk | fgbou
 | federalnoe gosudarstvennoe byudzhetnoe uchrezhdenie | federal state budget institution | fgau | fgku | fgkou
 | federal state budgetary institution of science
ip: individual entrepreneur | sole proprietor | individualnyy predprinimatel | chp | fop
 | fizychna osoba pidpryyemets
ano: avtonomnaya nekommercheskaya organizatsiya | autonomous non profit organization | anoo
co: company | cie | compagnie | companhia | compania | kompaniya | kompani | kompania | kompaniia | coy | companies
 | sherkat | sharikat | sharika | sharikah | sherkate | gongsi | kaisha | hoesa | cong ty | firma | sirket | sirketi
corp: corporation | corporacion | korporatsiya | korporatsiia | korporaciya | corporacao | corporate
inc: incorporated | co inc | incorporation
plc: public limited company | public limited co
pvt: private | pte | pty | proprietary
gmbh: mbh | gesellschaft mit beschrankter haftung | gesellschaft mbh | ges mbh | gesmbh | ggmbh
gmbhcokg: gmbh und co kg | gmbh co kg | gmbh co kommanditgesellschaft
ag: aktiengesellschaft | ag co kgaa | kgaa
bv: besloten vennootschap | bvba | bv met beperkte aansprakelijkheid
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
agency: agentstvo | agencia | agence | agentur
association: associates | assotsiatsiya | asociacion | assoc | assn
bank: bankasi | banka | banque | banco | banca
branch: filial | sucursal
bureau: byuro | biuro | buro
business: biznes | businesses
centre: center | tsentr | centro | centrum | centr | merkez | merkezi
commerce: commercial | kommercheskiy | comercial | comercio | comercializadora
concern: kontsern
consulting: konsalting | consultants | consultancy
design: konstruktorskoe | konstruktorskiy
development: developments | razvitie | fazhan
distribution: distributor | distributors | distribuidora
electronics: electronic | elektronik | elektroniks | dianzi
engineering: inzhiniring | engineers | muhendislik | muhandisi | inzhenernyy
enterprise: enterprises | predpriyatie | predpriyatiye | pidpryyemstvo | entreprise
equipment: oborudovanie | ekipman | shebei
establishment: est | muassasa | muassasat | mouassasat
export: exports | eksport | ihracat | exportadora
factory: fabrika | fabrik | fabrica
finance: financial | finans
foreign: dis
foundation: fond | fondation | vakfi | muessese
goods: tovary
group: groupe | grupo | grupp | gruppa | grup | gruppe | gruppo | jituan | majmueh
holding: holdings | kholding
hongkong: hong kong | hk | xianggang
import: imports | ithalat | importadora
industry: promyshlennyy | promyshlennaya | industries | industrial | industriya | sanayi | sanayii | sanayyi | sanat
 | sanaye | sanayeh | promyshlennost | ind | gongye | shiye
institute: institut | instituto | yanjiuyuan | insituto
international: intl | mezhdunarodnyy | internacional | internationale | uluslararasi | guoji | gukje
investment: investitsionnaya | investitsionnyy | investments | invest | investitsii | inversiones | yatirim | touzi
logistics: logistic | logistika | lojistik | logistik | wuliu
management: upravlenie | menedzhment
manufacturing: mfg | manufacture | manufacturers | manufacturer | zhizao
national: natsionalnyy | natsionalnaya | nasional | nacional | nationale
organization: organisation | organizatsiya | sazman | sazeman
plant: zavod | usine | werk | werke | works
product: products | produkty | productos
production: productions | proizvodstvo | proizvodstvennoe | proizvodstvennaya | virobnitstvo
project: projects | proekt
research: issledovatelskiy | issledovatelski | nauchno issledovatelskiy | yanjiu
resources: resource | resursy
sales: sale
service: services | servis | hizmetleri | servicios | servicio
shipping: ship | ships
society: sociedad | societe
solution: solutions
state: gosudarstvennyy | gosudarstvennyi | gosudarstvennoe | gosudarstvennaya
store: stores | magazin
supply: supplies | snab | supplier | suppliers
system: systems | sistemy | sistema | sistemleri
technical: tekhnicheskiy | tekhnicheskaya | teknik
technology: tekhnologicheskiy | tekhnologicheskaya | technologies | tech | tekhnologii | tekhnologiya | teknoloji
 | teknologi | tecnologia | technologie | technological | keji | jishu | fanavari
trading: trade | trades | torgovlya | torgovyy | torgovaya | trdg | ticaret | ticareti | handel | tijarat | maoyi
 | bazargani | muyok
tradinghouse: torgovyy dom | torgovy dom | torgoviy dom | torgovyi dom | torgovij dom | trading house | torgovyj dom
 | torhovyy dim | torhovyi dim | td
transport: transportnaya | transportnyy | transportation | transporte | transports | tasimacilik | perevozki
 | transporting
travel: turizm | tourism | travels
university: universitet | universidad | universite | daxue | universitesi
wholesale: optovyy
"""
_TRADE_ALONE = """
air building cargo city clearing client committee concern control customer customs dealer department devices division
electric exchange firm first freight hawala general global handelsgesellschaft house individual insurance lab
laboratory leasing line lines market marketing money motors new office parts partner partners private properties
public real estate refinery retail shop software special stock tools technical tv unit united venture ventures world
worldwide i ii iii iv
"""

_MEANING = """
charity: charitable | khayriyya | khayriya | khairiya
chemical: chemicals | khimicheskiy
communication: communications
construction: stroitelstvo | insaat | construcciones | constructora
energy: energeticheskaya | energeticheskiy | enerji | energetika
aviation: hangkong | aviatsionnyy | aviatsionnaya | aviatsiya | havacilik
information: informatsiya | xinxi
machinery: machine | machines | mashinostroenie | makina | makine | jixie
marine: maritime | morskoy | denizcilik
metal: metals | metall
oil: neft | naft
science: sciences | scientific | nauchno | nauchnyy
special: spetsialnyy | spetsialnaya | spetsialnoe
"""

_TITLES = """
mr: mister
mrs: missis | madame | mme
ms: miss
dr: doctor | doktor
prof: professor
engineer: engr | muhandis | mohandes
haji: hajji | hadji | haj | hajj | hadj | alhaj | alhaji | hajjah
mullah: mulla | molla | mollah
maulana: mawlana | moulana | molana
maulvi: mawlawi | maulawi | molvi | moulavi | molavi | mawlavi | moulvi
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

AMBIGUOUS = frozenset(["ao", "too", "tov", "pat", "vat", "zat", "prat", "ad", "ip", "td"])
"""Spellings of forms that are also given names, surnames or syllables: such a name is read both ways."""

FORM, TITLE, PARTICLE, TRADE, HONORIFIC = 0.1, 0.1, 0.2, 0.35, 0.6
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

ONE_WORD: dict[str, str] = {
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

HONORIFICS = frozenset((*_rows(_HONORIFICS), *_HONORIFICS_ALONE.split()))
"""Titles that are also names."""

TITLES = frozenset((*_rows(_TITLES), *_TITLES_ALONE.split()))
"""Titles as they stand in a name that has been read."""

PLACEHOLDERS = frozenset(_PLACEHOLDERS.split())
"""What people write where they know no name."""
