"""Invented messages for tests and benches: a campaign of copies, and reports that share their subject and phrases.

Whoever tunes the comparison looks at seeds below :data:`HELD_APART`; what is stated of it is measured on later ones.
Those from 1,000 on were held apart until the comparison was found to join reports on three of them, and mended.
"""

from __future__ import annotations

import random

from moratorium.registers.copies import Message, collapse

HELD_APART = 2_000

_CAMPAIGN = (
    "{maker} must switch off its drones over our cities now! Every day people die while the company looks away. "
    "Shame on {maker}, stop selling to the aggressor and tell us what you are doing about it."
)
_SUBSTITUTES = {
    "must": ("has to", "should"),
    "now": ("today", "at once"),
    "people": ("civilians", "children"),
    "company": ("firm", "maker"),
    "Shame": ("Disgrace",),
    "Every": ("Each",),
    "tell": ("show",),
}
_WHO = (
    "My neighbour",
    "I",
    "A colleague of mine",
    "Our fire brigade",
    "A farmer",
    "The school's caretaker",
    "Two hikers",
)
_SAW = (
    "saw a {unit} circling above {place}",
    "found the remains of a {unit} in {place}",
    "filmed a {unit} that dropped something near {place}",
    "was followed by a {unit} on the road to {place}",
    "heard a {unit} hovering over {place} for an hour",
    "picked up a battery of a {unit} behind {place}",
)
_UNIT = (
    "crop sprayer",
    "small camera drone",
    "white quadcopter",
    "thermal inspection drone",
    "grey fixed wing",
    "mapping drone",
)
_PLACE = (
    "the old mill",
    "the grain depot",
    "the bus station",
    "the river crossing",
    "the chapel",
    "the solar park",
    "the dairy",
)
_WHEN = (
    "on Monday before sunrise",
    "last night around eleven",
    "on 29 March at noon",
    "during the market",
    "after the storm",
    "at dusk",
)
_DETAIL = (
    "The label was burnt and no number could be read.",
    "It carried a box taped below, about the size of a loaf.",
    "The serial number ended in {number}, I have a photograph.",
    "Two men collected it later in a grey van with a {number} plate.",
    "It flew away northwards; the sound was higher than that of a toy.",
    "I handed the memory card to the police, file number {number}.",
    "There was a second one further off, perhaps {number} metres high.",
    "Nobody was hurt, the roof has a hole of {number} centimetres.",
)
_ASK = (
    "Can you tell me who bought it?",
    "Please call me back in the evening.",
    "Whom should I give the parts to?",
    "I do not want my name to be published.",
    "Is that still allowed in our district?",
    "",
)


def campaign(chance: random.Random, identical: int = 1_000, changed: int = 200) -> list[str]:
    """Copies of one text: some equal, some lightly changed as bots and people do."""
    text = _CAMPAIGN.format(maker=chance.choice(("Kestrel", "Northwing", "Aerolab")))
    return [text] * identical + [_changed(text, chance) for _ in range(changed)]


def _changed(text: str, chance: random.Random) -> str:
    """Two to four of the changes that one sees: another word, a slip, links, tags, capitals, something left out."""
    made = text
    for change in chance.sample(("word", "slip", "tags", "link", "capitals", "greeting", "cut"), chance.randint(2, 4)):
        match change:
            case "word":
                old = chance.choice(sorted(_SUBSTITUTES))
                made = made.replace(old, chance.choice(_SUBSTITUTES[old]), 1)
            case "slip":
                place = chance.randrange(len(made) - 1)
                made = made[:place] + made[place + 1] + made[place] + made[place + 2 :]
            case "tags":
                made += f" #stop #drones{chance.randrange(100)}"
            case "link":
                made += f" https://example.org/{chance.randrange(10**6)}"
            case "capitals":
                made = made.upper() if chance.random() < 0.5 else made.replace(".", "!!!")
            case "greeting":
                made = f"@account{chance.randrange(1000)} " + made
            case "cut":
                made = made.replace(" and tell us what you are doing about it", "")
    return made


def reports(chance: random.Random, count: int = 50) -> list[str]:
    """Reports of different people about different things, in words that they share."""
    made: dict[str, None] = {}
    while len(made) < count:
        saw = chance.choice(_SAW).format(unit=chance.choice(_UNIT), place=chance.choice(_PLACE))
        details = [one.format(number=chance.randrange(100, 1000)) for one in chance.sample(_DETAIL, 2)]
        words = [f"{chance.choice(_WHO)} {saw} {chance.choice(_WHEN)}.", *details, chance.choice(_ASK)]
        made[" ".join(filter(None, words))] = None
    return list(made)


def generated(seed: int, identical: int = 1_000, changed: int = 200, different: int = 50) -> list[tuple[Message, int]]:
    """Messages in a mixed order, each with the number of the source that it really goes back to."""
    chance = random.Random(seed)  # noqa: S311 - invented texts
    texts = [(text, 0) for text in campaign(chance, identical, changed)]
    texts += [(text, number) for number, text in enumerate(reports(chance, different), 1)]
    chance.shuffle(texts)
    return [(Message(str(place), text), truth) for place, (text, truth) in enumerate(texts)]


def precision_and_recall(messages: list[tuple[Message, int]]) -> tuple[float, float, int]:
    """Of pairs that are called copies, and of pairs that are; and how many sources were found."""
    truth = {one.key: source for one, source in messages}
    clusters = collapse(one for one, _ in messages)
    together = sum(_pairs(len(one.keys)) for one in clusters)
    right = sum(
        _pairs(sum(truth[key] == source for key in one.keys))
        for one in clusters
        for source in {truth[k] for k in one.keys}
    )
    sizes: dict[int, int] = {}
    for source in truth.values():
        sizes[source] = sizes.get(source, 0) + 1
    all_pairs = sum(map(_pairs, sizes.values()))
    return right / together if together else 1.0, right / all_pairs if all_pairs else 1.0, len(clusters)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
