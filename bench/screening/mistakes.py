"""Set b: listed names with the mistakes that people, forms and scanners make; the index is left whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bench.screening.dice import Random, dice
from bench.screening.published import is_latin
from bench.screening.values import Query, QuerySet
from moratorium.screening import Entry, ListVersion
from moratorium.screening.lists.entry import Kind

_KEYS = "qwertyuiop asdfghjkl zxcvbnm"
_SCANNED = (
    *(("O", "0"), ("o", "0"), ("l", "1"), ("I", "1"), ("I", "l"), ("rn", "m"), ("m", "rn"), ("S", "5"), ("B", "8")),
    *(("Z", "2"), ("cl", "d"), ("vv", "w"), ("e", "c"), ("E", "F"), ("h", "b"), ("U", "V")),
)
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?:limited liability company|l\.?l\.?c\.?|ooo)", ("LLC", "Ltd", "OOO", "Limited Liability Company")),
    (r"(?:joint[- ]stock company|jsc|ojsc|cjsc|pjsc|oao|zao|pao|ao)", ("JSC", "Joint Stock Company", "AO")),
    (r"(?:co\.?,? ?ltd\.?|company limited|limited|ltd\.?)", ("Ltd.", "Co., Ltd", "Limited", "LLC")),
    (r"(?:gmbh)", ("GmbH", "Gesellschaft mit beschraenkter Haftung")),
    (r"(?:s\.? ?a\.? de c\.?v\.?)", ("SA de CV", "S.A.")),
    (r"(?:inc\.?|incorporated|corp\.?|corporation)", ("Inc", "Corp", "Corporation")),
    (r"(?:fzco|fze|fzc|fz-llc)", ("FZE", "FZCO", "FZ-LLC")),
)
_FORM = tuple((re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE), others) for form, others in _FORMS)

Change = Callable[[str, Random], str | None]
"""Makes one mistake in a name; None where the name has no place for it."""


def natural(name: str) -> str:
    """A person's name as it stands on an order: given names first.

    >>> natural("IVANOV, Ivan Ivanovich"), natural("IVAN IVANOV")
    ('Ivan Ivanovich IVANOV', 'IVAN IVANOV')
    """
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name


def _place(name: str, chance: Random) -> int | None:
    """A letter that is not the first of its word, in a word of four letters or more."""
    places = [place for word in re.finditer(r"\w{4,}", name) for place in range(word.start() + 1, word.end())]
    return chance.choice(places) if places else None


def _like(letter: str, of: str) -> str:
    return letter.upper() if of.isupper() else letter


def substitution(name: str, chance: Random) -> str | None:
    """A letter becomes its neighbour on the keyboard."""
    place = _place(name, chance)
    if place is None or (at := _KEYS.find(name[place].lower())) < 0:
        return None
    beside = [key for key in _KEYS[max(at - 1, 0) : at + 2] if key not in {" ", name[place].lower()}]
    return name[:place] + _like(chance.choice(beside), name[place]) + name[place + 1 :]


def deletion(name: str, chance: Random) -> str | None:
    """A letter is left out."""
    place = _place(name, chance)
    return None if place is None else name[:place] + name[place + 1 :]


def insertion(name: str, chance: Random) -> str | None:
    """A letter is typed twice, or one too many."""
    place = _place(name, chance)
    if place is None:
        return None
    letter = chance.choice((name[place], _like(chance.choice("aeinrst"), name[place])))
    return name[:place] + letter + name[place:]


def transposition(name: str, chance: Random) -> str | None:
    """Two letters beside each other change places."""
    places = [word.start() + at for word in re.finditer(r"\w{4,}", name) for at in range(1, len(word[0]) - 1)]
    places = [place for place in places if name[place] != name[place + 1]]
    if not places:
        return None
    place = chance.choice(places)
    return name[:place] + name[place + 1] + name[place] + name[place + 2 :]


def two_mistakes(name: str, chance: Random) -> str | None:
    """Two of the above in a name of twelve letters or more."""
    if len(name) < 12:
        return None
    first = chance.choice((substitution, deletion, insertion, transposition))(name, chance)
    return first and chance.choice((substitution, deletion, insertion, transposition))(first, chance)


def scanned(name: str, chance: Random) -> str | None:
    """A scanner takes a letter for another: O and 0, l and 1, rn and m."""
    offered = [(found.start(), old, new) for old, new in _SCANNED for found in re.finditer(re.escape(old), name)]
    if not offered:
        return None
    place, old, new = chance.choice(offered)
    return name[:place] + new + name[place + len(old) :]


def joined(name: str, chance: Random) -> str | None:
    """A blank or hyphen between two words is lost."""
    gaps = [gap.start() + 1 for gap in re.finditer(r"\w[ -]\w", name)]
    if not gaps:
        return None
    place = chance.choice(gaps)
    return name[:place] + name[place + 1 :]


def split(name: str, chance: Random) -> str | None:
    """A blank comes into a long word."""
    places = [word.start() + at for word in re.finditer(r"\w{7,}", name) for at in range(3, len(word[0]) - 2)]
    if not places:
        return None
    place = chance.choice(places)
    return f"{name[:place]} {name[place:]}"


def middle_dropped(name: str, chance: Random) -> str | None:
    """Of a person's three names or more, one in the middle (a patronymic, a middle name) is left out."""
    parts = natural(name).split()
    if len(parts) < 3:
        return None
    drop = chance.randrange(1, len(parts) - 1)
    return " ".join(part for place, part in enumerate(parts) if place != drop)


def initials(name: str, chance: Random) -> str | None:
    """A person's given names become initials; two are needed, or one long family name."""
    family, comma, given = name.partition(", ")
    if not comma or len(family) < 5 or "," in given:
        return None
    dotted = [f"{part[0]}." for part in given.split() if part[0].isalpha()]
    return chance.choice((f"{family} {' '.join(dotted)}", f"{' '.join(dotted)} {family}")) if dotted else None


def reordered(name: str, chance: Random) -> str | None:
    """The words in another order."""
    parts = name.replace(",", "").split()
    if len(parts) < 2:
        return None
    turned = parts[1:] + parts[:1]
    return " ".join(chance.choice((turned, parts[::-1])) if len(parts) == 3 else turned)


def form_changed(name: str, chance: Random) -> str | None:
    """A company's legal form becomes another one."""
    for form, others in _FORM:
        if form.search(name):
            return form.sub(chance.choice(others), name, count=1)
    return None


def form_dropped(name: str, _: Random) -> str | None:
    """A company's legal form is left out, where two words or one long word remain."""
    for form, _others in _FORM:
        if form.search(name):
            rest = " ".join(form.sub(" ", name, count=1).split()).strip(" ,.-")
            return rest if len(rest) >= 6 else None
    return None


def form_added(name: str, chance: Random) -> str | None:
    """A company's legal form is given where the list has none."""
    return None if any(form.search(name) for form, _ in _FORM) else f"{name} {chance.choice(('LLC', 'Ltd', 'JSC'))}"


ANY: dict[str, Change] = {
    "substitution": substitution,
    "deletion": deletion,
    "insertion": insertion,
    "transposition": transposition,
    "two mistakes": two_mistakes,
    "scanner": scanned,
    "joined words": joined,
    "split word": split,
    "word order": reordered,
}
PERSON: dict[str, Change] = {"middle name dropped": middle_dropped, "initials": initials}
COMPANY: dict[str, Change] = {
    "legal form changed": form_changed,
    "legal form dropped": form_dropped,
    "legal form added": form_added,
}


def mistaken(name: str, version: ListVersion, seed: int = 4, each: int = 150) -> QuerySet:
    """Listed names, so many for each kind of mistake, each of another entry.

    Args:
        name: Short name of the list, for the set's name.
        version: The list.
        seed: Of the draw.
        each: Queries for each kind of mistake.
    """
    queries: list[Query] = []
    for trait, change in (ANY | PERSON | COMPANY).items():
        chance = dice(seed, name, trait)
        kinds = _kinds(trait)
        entries = [entry for entry in version.entries if entry.kind in kinds]
        chance.shuffle(entries)
        made = (query for entry in entries if (query := _query(entry, trait, change, chance)))
        queries.extend(query for query, _ in zip(made, range(each), strict=False))
    return QuerySet(f"mistakes/{name}", (version,), tuple(queries), ABOUT)


def _kinds(trait: str) -> tuple[Kind, ...]:
    if trait in PERSON:
        return ("person",)
    return ("entity",) if trait in COMPANY else ("person", "entity", "unknown")


def _query(entry: Entry, trait: str, change: Change, chance: Random) -> Query | None:
    names = list(_usable(entry))
    if not names:
        return None
    listed = chance.choice(names)
    written = listed if trait in PERSON else natural(listed) if entry.kind == "person" else listed
    changed = change(written, chance)
    changed = changed if changed and changed.casefold() != listed.casefold() else None
    return Query(changed, entry.kind, entry.key, trait, listed) if changed else None


def _usable(entry: Entry) -> Iterator[str]:
    """Names that identify: Latin, not weak, six letters or more."""
    return (
        name.text
        for name in entry.names
        if name.quality != "weak" and is_latin(name.text) and sum(map(str.isalpha, name.text)) >= 6
    )


ABOUT = (
    "listed names (not weak, six letters or more) with one mistake each, in the order in which people write them; "
    "mistakes in letters spare the first letter of a word and words of three letters or fewer"
)
