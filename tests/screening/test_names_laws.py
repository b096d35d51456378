from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moratorium.screening.forms import FORMS
from moratorium.screening.names import keys, normalised

PHRASES = sorted({word for spellings in FORMS.values() for spelling in spellings for word in spelling})
OF_FORMS = st.lists(st.sampled_from([*PHRASES, "and", "a", "b", "e.t.", "romashka"]), max_size=6).map(" ".join)


@given(st.text(max_size=40) | OF_FORMS)
def test_normalising_again_changes_nothing(name: str) -> None:
    assert normalised(normalised(name)) == normalised(name)


@given(st.text(max_size=40))
def test_case_and_surrounding_punctuation_do_not_count(name: str) -> None:
    assert normalised(f" «{name}», ") == normalised(name)


@given(st.text("abcdefghijklmnopqrstuvwxyzABCXYZ .,-", max_size=40))
def test_capitals_do_not_count(name: str) -> None:
    assert normalised(name.upper()) == normalised(name.lower())


@given(
    st.lists(st.sampled_from(["romashka", "john", "smith", "ltd", "sever", "gmbh"]), min_size=1, max_size=5).flatmap(
        lambda words: st.tuples(st.just(words), st.permutations(words))
    )
)
def test_the_order_of_words_does_not_count(case: tuple[list[str], list[str]]) -> None:
    one, other = case
    assert keys(" ".join(one)).core == keys(" ".join(other)).core
