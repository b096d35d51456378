"""The check of words: what it must find in three languages, and what it must let pass."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.desk import package
from moratorium.desk.wording import shipped_rules
from moratorium.errors import SourceError
from moratorium.measures import read_rulebook
from moratorium.registers.wording import About, Found, Inside, check, place
from moratorium.registers.wording_rules import read_rules

OWN = About("public", "own-policy", {date(2022, 4, 26): "in force from"})

SAID_IN_2022 = (
    "We are internally reassessing compliance requirements in various jurisdictions. Pending the current review, we "
    "will temporarily suspend all business activities in Russia and Ukraine. We are engaging with customers, partners "
    "and other stakeholders regarding the temporary suspension of business operations in the affected territories.",
    "This is not a statement about any country, but a statement about our principles. We abhor any use of our drones "
    "to cause harm, and we are temporarily suspending sales in these countries in order to help ensure no one uses our "
    "drones in combat.",
    "We absolutely deplore any use of our products to cause harm. We do not market or sell our products for military "
    "use. We provide no after-sales services where a military use is identified. We oppose attaching weapons to our "
    "products. Our distributors have agreed not to sell to customers who clearly plan to use them for such ends.",
    "We support no use that harms the lives, rights or interests of people, and promote civilian applications alone.",
    "We cannot influence how our drones are being used once they leave our control.",
    "We have seen footage that suggests such a use. It was not confirmed, and we have no control over the use.",
)
NOTHING = Inside()


def found(text: str, language: str = "en", inside: Inside = NOTHING, about: About = OWN) -> tuple[Found, ...]:
    return check(text, language, shipped_rules(), inside, about)


def rules(text: str, language: str = "en", inside: Inside = NOTHING, about: About = OWN) -> set[str]:
    return {one.rule for one in found(text, language, inside, about)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We suspend our business because Russia attacked Ukraine."),
        ("nl", "Wij schorten onze activiteiten op omdat Rusland Oekraïne heeft aangevallen."),
        ("zh", "因为俄罗斯攻击了乌克兰，我们暂停业务。"),
        ("en", "In response to the decisions of the Kremlin we pause."),
        ("nl", "Vanwege het optreden van de Russische regering pauzeren wij."),
        ("zh", "鉴于俄方的行为，我们暂停业务。"),
        ("en", "Russia's conduct leaves us no choice."),
        ("nl", "Het gedrag van Rusland dwingt ons hiertoe."),
        ("zh", "俄罗斯的行为迫使我们暂停业务。"),
        ("en", "Due to pressure from Washington we stop selling."),
        ("en-GB", "We stop, owing to the government of Iran."),
    ],
)
def test_a_state_that_is_told_as_the_cause_is_found(language: str, text: str) -> None:
    hits = found(text, language)
    assert "cause" in {one.rule for one in hits}
    for one in hits:
        assert text[one.start : one.end] == one.words
        assert one.why
        assert one.mend
        assert one.id == f"{one.rule}:{one.start}-{one.end}"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We temporarily suspend all business activities in Russia and Ukraine."),
        ("en", "Because of a review of our own, we pause in Russia."),
        ("en", "Because of a review we pause all business in Russia."),
        ("en", "This helps us to review what we owe our partners in the US."),
        ("nl", "Wegens een eigen beoordeling schorten wij de activiteiten in Rusland op."),
        ("nl", "Door deze maatregel nemen wij in Rusland geen orders aan."),
        ("zh", "因此，我们将暂停在俄罗斯和乌克兰的所有业务活动。"),
        ("zh", "由于内部评估，我们暂停在俄罗斯的业务。"),
    ],
)
def test_a_territory_may_be_told_as_the_place(language: str, text: str) -> None:
    assert found(text, language) == ()


@pytest.mark.parametrize("text", SAID_IN_2022)
def test_what_was_said_in_2022_passes(text: str) -> None:
    assert found(text) == ()


def test_neutral_texts_of_the_starter_rulebook_pass_in_all_languages() -> None:
    """Beside the measure's own ground, and by whatever rule applies to its kind."""
    atlas = package.atlas()
    measures = read_rulebook(package.starter(), atlas.knows, atlas.suggest, controls=frozenset(package.goods().entries))
    texts = [(one, language, text) for one in measures.measures for language, text in one.statement.items()]
    assert {language for _, language, _ in texts} == {"en", "nl", "zh"}
    for one, language, text in texts:
        ground = Inside((one.ground.principle, one.source.text, one.source.check), tuple(one.statement.values()))
        assert found(text, language, ground, About("public", one.ground.kind)) == ()


@pytest.mark.parametrize(
    ("rule", "language", "text"),
    [
        ("conflict", "en", "Since the invasion we have paused."),
        ("conflict", "nl", "Sinds de inval pauzeren wij."),
        ("conflict", "zh", "自入侵以来，我们暂停业务。"),
        ("sides", "en", "We stand with all who suffer."),
        ("sides", "nl", "Wij veroordelen dit."),
        ("sides", "zh", "我们支持乌克兰。"),
        ("law", "en", "We comply with EU sanctions."),
        ("law", "nl", "Wij volgen de sancties."),
        ("law", "zh", "我们遵守制裁。"),
        ("truth", "en", "Our drones are safe, and every order is cleared."),
        ("truth", "nl", "Wij garanderen dat onze drones veilig zijn."),
        ("truth", "zh", "我们保证产品安全。"),
        ("confirmed", "en", "We confirmed that a unit was used."),
        ("endless", "en", "We leave the market permanently."),
        ("date", "en", "We pause from 1 May 2022."),
        ("date", "nl", "Wij pauzeren vanaf 1 mei 2022."),
        ("date", "zh", "自2022年5月1日起暂停。"),
        ("date", "en", "We pause from 2022-02-30."),
        ("date", "en", "We pause from May 1st, 2022."),
        ("hidden", "en", "We pa\u200buse."),
        ("name", "en", "See MR-2022-0007."),
    ],
)
def test_each_rule_finds_what_it_is_for(rule: str, language: str, text: str) -> None:
    assert rule in rules(text, language)


def test_a_rule_holds_where_it_is_meant() -> None:
    law = "We follow the sanctions of our seat."
    assert "law" not in rules(law, about=About("public", "law"))
    assert "law" not in rules(law, about=About("authority", "own-policy"))
    said = "It was confirmed by two sources."
    assert "confirmed" not in rules(said, about=OWN._replace(is_confirmed=True))
    assert rules("It is paused until further notice.") == set()
    assert rules("It is paused until further notice.", about=OWN._replace(has_end=True)) == {"open_end"}
    assert rules("It starts on 26 April 2022.") == set()
    assert rules("It starts on 1 May 2022.", about=About()) == set()


def test_names_and_ids_of_ours_are_found_whatever_their_case() -> None:
    inside = Inside(names={"OWN-2022-04-26-RU-UA": "a measure", "Sky Chariot": "a party", "ann": "somebody"})
    text = "own-2022-04-26-ru-ua was decided by Ann for SKY  CHARIOT; an annual report is no Ann-Marie."
    hits = [one.words for one in found(text, inside=inside, about=About())]
    assert hits == ["own-2022-04-26-ru-ua", "Ann", "SKY  CHARIOT"]


def test_the_ground_is_found_in_other_dress_and_the_public_text_is_not() -> None:
    ground = "Fear of being listed after pressure from a large customer; see https://example.org/fear-of-being-listed"
    inside = Inside((ground, "bankers"), ("We review compliance requirements in various places.",))
    assert rules("We pause for fear, being listed, after a time.", inside=inside) == {"ground"}
    assert rules("We pause for the pressure from the large customer.", inside=inside) == {"ground"}
    assert rules("Our bankers asked us.", inside=inside) == {"ground"}
    assert rules("We review compliance requirements in various places.", inside=inside) == set()
    both = Inside(("compliance requirements in various places are an excuse",), inside.public)
    assert rules("We review compliance requirements in various places.", inside=both) == set()
    assert rules("Various places are an excuse.", inside=both) == {"ground"}
    chinese = Inside(("我们担心被列入名单后失去银行账户",))
    assert rules("我们担心被列入名单，因此暂停。", "zh", chinese) == {"ground"}


def test_places_are_told_by_line_and_column() -> None:
    text = "A headline\n\nWe are safe."
    (hit,) = found(text)
    assert (hit.words, place(text, hit.start)) == ("safe", "3:8")


def test_a_language_without_rules_is_still_compared() -> None:
    assert rules("Nous: Sky Chariot, safe", "fr", Inside(names={"Sky Chariot": "a party"})) == {"name"}


def test_rules_that_cannot_be_read_are_told() -> None:
    with pytest.raises(SourceError, match="rules for wording"):
        read_rules(b"rules: [{id: a}]\ncompared: []\nempty: {}\nmonths: {}\nstates: {}", {})
