"""Words that tell little about who somebody is: legal forms and words of trade. Tables, and nothing else.

Keys and spellings are in the form that ``names.tokens`` produces: lower case, Latin, without dots ("S.A." is ``sa``).
"""

from __future__ import annotations

_FORMS: dict[str, str] = {
    "llc": "llc|limited liability company|limited liability co|limited liability|ooo|tov|too|mchj|"
    "obshchestvo s ogranichennoy otvetstvennostyu|obshchestvo s ogranichennoi otvetstvennostyu|"
    "obshchestvo s ogranichennoj otvetstvennostyu|obschestvo s ogranichennoy otvetstvennostyu|"
    "tovarystvo z obmezhenoyu vidpovidalnistyu|tovarishchestvo s ogranichennoy otvetstvennostyu",
    "ltd": "ltd|limited|ltda|limitada|limitee|ltd sti|limited sirketi|ltd sirketi",
    "jsc": "jsc|joint stock company|joint stock co|ao|aktsionernoe obshchestvo|aktsionernoye obshchestvo|"
    "aktsionerne tovarystvo|aktsiyonernoe obshchestvo",
    "pjsc": "pjsc|public joint stock company|pao|pat|publichnoe aktsionernoe obshchestvo|"
    "publichnoye aktsionernoye obshchestvo|publichne aktsionerne tovarystvo",
    "ojsc": "ojsc|open joint stock company|oao|vat|"
    "otkrytoe aktsionernoe obshchestvo|otkrytoye aktsionernoye obshchestvo",
    "cjsc": "cjsc|closed joint stock company|zao|zat|"
    "zakrytoe aktsionernoe obshchestvo|zakrytoye aktsionernoye obshchestvo",
    "fsue": "fsue|federal state unitary enterprise|fgup|federalnoe gosudarstvennoe unitarnoe predpriyatie",
    "co": "co|company|cie|compagnie|companhia|compania|kompaniya|kompani",
    "corp": "corp|corporation|corporacion|korporatsiya",
    "inc": "inc|incorporated",
    "plc": "plc|public limited company",
    "pvt": "pvt|private|pte|pty|proprietary",
    "gmbh": "gmbh|mbh|gesellschaft mit beschrankter haftung|gesellschaft mbh",
    "ag": "ag|aktiengesellschaft",
    "bv": "bv|besloten vennootschap",
    "nv": "nv|naamloze vennootschap",
    "sa": "sa|societe anonyme|sociedad anonima|sociedade anonima|societa anonima",
    "sadecv": "sa de cv|sociedad anonima de capital variable|sapi de cv|s de rl de cv",
    "sarl": "sarl|societe a responsabilite limitee",
    "srl": "srl|societa a responsabilita limitata|sociedad de responsabilidad limitada",
    "as": "as|anonim sirketi|anonim sti",
    "spzoo": "sp zoo|spolka z ograniczona odpowiedzialnoscia|spolka z oo",
    "fze": "fze|free zone establishment|fzco|fzc|fz llc|free zone company",
    "llp": "llp|limited liability partnership",
    "lp": "lp|limited partnership",
    "kg": "kg|kommanditgesellschaft",
    "sdnbhd": "sdn bhd|sendirian berhad|bhd|berhad",
}
_ALONE = "sas spa sl sro ug ohg ab oy oyj asa aps kft zrt doo ood eood ead tbk kk wll sal saoc"

FORMS: dict[str, tuple[tuple[str, ...], ...]] = {
    form: tuple(tuple(spelling.split()) for spelling in spellings.split("|")) for form, spellings in _FORMS.items()
} | {form: ((form,),) for form in _ALONE.split()}
"""Legal forms and their spellings, as tokens. Forms are not ranked: a form never tells two parties apart."""

CHINESE_FORMS = {"股份有限公司": "jsc", "有限责任公司": "llc", "有限公司": "ltd", "有限公司分公司": "ltd", "公司": "co"}
"""Legal forms at the end of Chinese names, which are written without blanks; longest first."""

_GENERIC = """
agency associates bank branch business cargo center centre city client commerce commercial consulting customer
dealer development distribution distributor electronics energy engineering enterprise enterprises equipment
exchange export exports factory finance firm foreign foundation general global goods group handel handelsgesellschaft
holding holdings house import imports individual industrial industries industry institute international intl
investment investments joint logistics machinery management manufacturing marine marketing national office oil
organization partner person plant product production products project projects resources retail sales service
services shipping shop solution solutions stock store supplies supply system systems tech technical technologies
technology test torgovyy dom trade trading transport transportation travel unit university unknown various venture
wholesale world worldwide none na tbd of for de la el the i ii iii first new
"""

GENERIC = frozenset(_GENERIC.split())
"""Words that many names share: a name made only of them and of legal forms cannot be compared."""
