"""Names that documents of several countries write differently: one word for each name.

Who is Сергей in a Russian passport is Сергій in a Ukrainian and Сяргей in a Belarusian one, and lists write Sergey,
Serhii and Siarhei of one person; so it is with patronymics (Siarheevich), and with Arabic names in which one letter is
th here and s or z there (Uthman, Osman). Where sound and letters bring the forms together (Andrey, Andrii) nothing need
stand here. A row says ``name: form | form``, in the letters that ``names`` makes of a word. Pet names are not in it: a
Sasha may be Aleksandr or Aleksandra.

Written from general knowledge of the romanisations in use: of passports (Russia: ICAO; Ukraine: resolution 55 of 2010;
Belarus: instruction of 2007), of newspapers, and the French and German ways.
"""

from __future__ import annotations

from collections.abc import Iterator

_GIVEN = """
aleksandr: oleksandr | oleksander | olexandr | olexander | aliaksandr | alyaksandr | alaksandr | aleksander | alexandr
 | alexander | alexandre
aleksandra: oleksandra | olexandra | aliaksandra | alyaksandra | alexandra
aleksey: oleksiy | oleksii | oleksij | olexiy | olexii | aliaksei | aliaksey | alyaksey | alyaksei | aleksei | aleksej
 | alexey | alexei | aleksiy
anastasiya: nastassia | nastassya | anastasia | anastasiia | anastassia
artem: artsiom | arciom | artsem | artsyom | artyom | artiom
bogdan: bohdan | bahdan
boris: barys | borys
dmitriy: dmytro | dmitro | dzmitry | dzmitryi | dzmitri | dmitry | dmitri | dmitrii | dmitrij | dimitri | dimitriy
 | dmytrii
denis: dzianis | dzyanis | denys
ekaterina: kateryna | katsiaryna | katsyaryna | yekaterina | ekateryna | iekaterina | jekaterina
elena: olena | alena | yelena | jelena | ielena | aliona | alyona
evgeniy: yevhen | yevhenii | yevheniy | yevgen | ievgen | ievgenii | evhen | evhenii | evheniy | yauhen | yauheni
 | yauhenii | yauheniy | evgeny | evgeni | evgenii | evgenij | yevgeny | yevgeni | yevgeniy | yevgenii | yevgenij
 | evgueni | evgen | jewgeni | jewgenij
evgeniya: yevheniia | yevheniya | yevhenia | yauheniya | yauhenia | evgenia | evgeniia | yevgenia | yevgeniya
 | yevgeniia
fedor: fedir | fiodar | fyodar | fyodor | fiodor | feodor | fjodor
galina: halyna | halina | galyna
gavriil: havryil | havrylo | havriil | gavril
gennadiy: hennadiy | hennadii | hennadi | henadz | henadzi | hienadz | hienadzi | genadiy | genadi | gennady
 | gennadi | gennadii | gennadij | genadij | guennadi
georgiy: heorhiy | heorhii | heorhi | heorgiy | georgi | georgy | georgii | georgij | gueorgui
gleb: hlib | hleb
grigoriy: hryhoriy | hryhorii | hryhory | hryhori | hryhorij | ryhor | hryhor | grigory | grigori | grigorii
 | grigorij | grygoriy | grygorii | grigor
ignat: ihnat
igor: ihor | ihar
ilya: illya | illia | ilia | ilja | iliya
irina: iryna
kirill: kyrylo | kirylo | kiryl | kyryl | kiril
konstantin: kostyantyn | kostiantyn | kanstantsin | kanstantyn | kanstancin | kanstantin | constantin
leonid: leanid
lyubov: liubov | liubou | ljubov
lyudmila: liudmyla | lyudmyla | liudmila | ludmila | ludmyla | ljudmila
matvey: matviy | matvii | matsvei | matsvey | matvei
mikhail: mykhailo | mykhaylo | mikhailo | mikhaylo | mykhajlo | mihail | mihailo | michail | mikhal | mykhail
 | michael
nadezhda: nadzeya | nadzeia | nadejda
natalya: nataliya | nataliia | natalia | natallia | natallya | natalija
nikita: mykyta | mikita
nikolay: mykola | mikola | mikalai | mikalay | nikolai | nikolaj | mykolay | mikalaj | nicolai | nicolay
oksana: aksana
oleg: oleh | aleh
olga: olha | volha
pavel: pavlo | paval | pawel
petr: petro | piatro | pyatro | pyotr | piotr | pjotr
rostislav: rostyslav | rastsislau | rastislau | rostislau
sergey: serhiy | serhii | serhij | serhey | serhei | sergiy | sergii | sergij | siarhei | siarhey | siarhiei | siargei
 | siargey | syarhey | syarhei | syargey | siarhej | sergei | sergej | serguei | serghei | sergy
stanislav: stanislau | stanislaw
stepan: stsiapan | stsyapan
svetlana: svitlana | sviatlana | svyatlana | swetlana
svyatoslav: sviatoslav | sviataslau | svyataslau
tatyana: tetiana | tetyana | tatsiana | tatsyana | tatiana | tatjana
timofey: tymofiy | tymofii | tsimafei | tsimafey | timofei
vadim: vadzim | vadym | wadim
valentin: valiantsin | valyantsin | valentyn | walentin
valeriy: valeryi | valery | valeri | valerii | valerij | waleri
vasiliy: vasyl | vasil | vasili | vasily | vasilii | vasilij | vassily | vassili | wassili
viktor: viktar | victor | wiktor
viktoriya: viktoryia | viktoriia | viktoria | victoria | victoriya
vitaliy: vital | vitalii | vitaly | vitali | vitalij | witali
vladimir: volodymyr | volodymir | volodimir | uladzimir | uladzimer | vladymyr | wladimir | wolodymyr
vladislav: vladyslav | uladzislau | uladzislav | uladzislaw | vladislau
vsevolod: usevalad | vsevalod
vyacheslav: viacheslav | viachaslau | vyachaslau | viachaslav | vyachaslav | viacheslau | viatcheslav
yaroslav: yaraslau | iaroslav | jaroslav | yaraslav
yuliya: iuliia | yuliia | yulia | iulia
yuriy: iurii | yurii | iuriy | iury | yury | yuri | jurij | youri | iouri
haris: harith | hareth | hares
haysam: haytham | haitham | haisam | haithem | heysam
lays: layth | laith | lais | leith
muaz: muadh | moaz | maath | moath | muath | maaz | muadz
sabit: thabit | thabet | sabet
usman: uthman | othman | osman | ousmane | ottoman | usmon | outhmane | uthmann | othmane
"""

_FATHERS = """
aleksandr alexandr oleksandr aliaksandr alyaksandr
alekse alexe aleksi oleksi oleksii oleksiy aliakse alyakse
anatol anatoli anatoly anatolii anatoliy
andre andri andrii andriy
boris barys borys
bogdan bohdan bahdan
denis denys dzianis dzyanis
dmitri dmitriy dmitr dmytr dzmitry dzmitri
evgen yevgen evgeni yevgeni yevhen yevheni yevhenii yauhen yauheni
fedor fiodar fyodar
gennad gennadi gennadiy hennadi hennadii henadz hienadz genad genadi
georg georgi georgiy heorhi heorhii heorh
grigor grigori hryhor hryhori ryhor
igor ihor ihar
ivan ivan
konstantin kostyantyn kostiantyn kanstantsin kanstantin
leonid leanid
maksim maksym maxim
mikhail mikhayl mykhail mykhayl mihail mikhal
nikola mykola mikala nikolai mykolai mykolay mikalai
oleg oleh aleh
pavl paul pawl
petr piatr pyatr piotr
serge sergi serhi serhii serhiy siarhe syarhe siarhie
stanislav stanislau
stepan stsiapan stsyapan
valentin valiantsin valyantsin valentyn
valer valeri valerii valeriy
vasil vasyl vasili
viktor viktar victor
vital vitali vitalii vitaliy
vladimir volodymyr uladzimir volodimir
vladislav vladyslav uladzislav
vyacheslav viacheslav viachaslav vyachaslav
yur iuri yuri yury iur yurii iurii
"""
"""Beginnings of patronymics, those of one father's name in a row."""

_SON = "ovich avich ovych evich yevich ievich jevich iovych yovych ovitch evitch"
_DAUGHTER = "ovna avna auna evna yevna ievna jevna ivna yivna iivna euna yeuna ieuna"


def _forms() -> Iterator[tuple[str, str]]:
    """Every form that is written, and the name that stands for it."""
    for line in _GIVEN.replace("\n |", " |").strip().splitlines():
        name, _, forms = line.partition(":")
        yield from ((form.strip(), name) for form in forms.split("|"))
    for line in _FATHERS.strip().splitlines():
        beginnings = line.split()
        for endings in (_SON.split(), _DAUGHTER.split()):
            father = beginnings[0] + endings[0]
            yield from ((beginning + ending, father) for beginning in beginnings for ending in endings)


GIVEN: dict[str, str] = {form: name for form, name in _forms() if form != name}
"""Forms of names, and the name that stands for each."""
