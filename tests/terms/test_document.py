"""Documents that people write: what is read, with its place, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import yaml

from moratorium.errors import InputError
from moratorium.terms import document
from moratorium.terms.document import MAX_CHARACTERS, MAX_DEPTH, Node, Reader, nearest, read_document


def read(text: str) -> Node:
    return read_document(text, "m.yaml")


def fault(text: str) -> str:
    with pytest.raises(InputError) as raised:
        read(text)
    (only,) = raised.value.faults
    return str(only)


def item(text: str) -> Node:
    """The value of the only field."""
    content = read(text).content
    assert isinstance(content, dict)
    return next(iter(content.values()))


# -- scalars and places -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("null", None),
        ("~", None),
        ("true", True),
        ("false", False),
        ("NO", "NO"),
        ("yes", "yes"),
        ("True", "True"),
        ("'true'", "true"),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("007", "007"),
        ("1.50", Decimal("1.50")),
        ("-0.5", Decimal("-0.5")),
        ("1e5", "1e5"),
        (".5", ".5"),
        ("'12'", "12"),
        ("2022-04-26", date(2022, 4, 26)),
        ("2022-02-30", "2022-02-30"),
        ("'2022-04-26'", "2022-04-26"),
        ("2022-04-26 09:00", "2022-04-26 09:00"),
        (">\n    folded\n    text\n", "folded text\n"),
        ("Россия", "Россия"),
    ],
)
def test_a_scalar_is_what_it_looks_like_and_quoted_text_is_text(text: str, value: object) -> None:
    found = item(f"a: {text}").content
    assert found == value
    assert type(found) is type(value)


def test_every_value_knows_its_line_and_column() -> None:
    node = read("a:\n  b: [1, x]\n  c: {d: null}\n")
    assert node.at == "m.yaml:1:1"
    assert isinstance(node.content, dict)
    inner = node.content["a"]
    assert inner.at == "m.yaml:2:3"
    assert isinstance(inner.content, dict)
    listed = inner.content["b"].content
    assert isinstance(listed, list)
    assert [one.at for one in listed] == ["m.yaml:2:7", "m.yaml:2:10"]
    assert node.plain() == {"a": {"b": [1, "x"], "c": {"d": None}}}


def test_keys_are_words_even_where_they_look_like_numbers_or_nothing() -> None:
    assert read("1: a\n2022-04-26: b\n~: c\ntrue: d\n").plain() == {"1": "a", "2022-04-26": "b", "": "c", "True": "d"}


def test_an_empty_document_is_nothing_at_the_first_place() -> None:
    node = read("# only a comment\n")
    assert (node.content, node.at) == (None, "m.yaml:1:1")


def test_lists_within_lists_and_after_maps_stay_where_they_are() -> None:
    assert read("- [1, [2]]\n- {a: [3]}\n- 4\n").plain() == [[1, [2]], {"a": [3]}, 4]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "nothing"),
        ("{b: 1}", "a map"),
        ("[1]", "a list"),
        ("true", "yes or no"),
        ("2022-04-26", "a day"),
        ("12", "a number"),
        ("1.5", "a number"),
        ("deny", "`deny`"),
    ],
)
def test_what_a_value_is_in_the_users_words(text: str, word: str) -> None:
    assert item(f"a: {text}").word == word


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\n", "m.yaml:1:4: anchors and aliases are not allowed; write the value out where it is needed"),
        ("a: &x [1]\n", "m.yaml:1:4: anchors and aliases are not allowed; write the value out where it is needed"),
        ("a: *x\n", "m.yaml:1:4: anchors and aliases are not allowed; write the value out where it is needed"),
        ("a: !!str 1\n", "m.yaml:1:4: tags are not allowed; remove the `!`"),
        ("a: !x {b: 1}\n", "m.yaml:1:4: tags are not allowed; remove the `!`"),
        ("a: 1\n---\nb: 2\n", "m.yaml:2:1: a second document begins here; one document a file"),
        ("[a]: 1\n", "m.yaml:1:1: a map key must be a word"),
        ("? {a: 1}\n: 2\n", "m.yaml:1:3: a map key must be a word"),
        ("b: 0\na: 1\nb: 2\n", "m.yaml:3:1: `b` is written twice; keep one of them"),
    ],
)
def test_what_could_explode_refer_elsewhere_or_mislead_is_refused(text: str, message: str) -> None:
    assert fault(text) == message


def test_every_repeated_key_is_told() -> None:
    with pytest.raises(InputError) as raised:
        read("a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [one.at for one in raised.value.faults] == ["m.yaml:2:1", "m.yaml:3:11"]


def test_broken_yaml_is_told_with_its_place() -> None:
    told = fault("a: [1\nb: 2\n")
    assert told.startswith("m.yaml:2:")
    assert "not readable as YAML: " in told
    assert told.endswith("; check indentation")


def test_a_character_that_yaml_does_not_know_is_told_with_the_file() -> None:
    told = fault("a: \x00\n")
    assert told.startswith("m.yaml")
    assert "not readable as YAML: " in told
    assert told.endswith(("; save it as UTF-8 text", "; check indentation"))


def test_depth_and_length_are_bounded() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read(deep).content
    told = fault("[" + deep + "]")
    assert told == f"m.yaml:1:{MAX_DEPTH + 1}: nested more than {MAX_DEPTH} deep; flatten it"


def test_a_document_at_the_bound_is_read_and_one_beyond_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_CHARACTERS == 4 * 1024 * 1024
    monkeypatch.setattr(document, "MAX_CHARACTERS", 1000)
    assert item("a: " + "x" * 997).content == "x" * 997
    assert fault("a: " + "x" * 998) == "m.yaml: the document has 1,001 characters; keep it under 1,000"


@pytest.mark.parametrize("text", ["a: &x 1\n", "a: [1\nb: 2\n", "a: !x 1\n", "b: {c: 1, c: 2}\n"])
def test_the_python_and_the_c_parser_tell_the_same_place(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_c = fault(text).partition(": ")[0]
    monkeypatch.setattr(document, "_LOADER", yaml.BaseLoader)
    assert fault(text).partition(": ")[0] == with_c


# -- the reader -------------------------------------------------------------------------------------------------------


def told(reader: Reader) -> list[str]:
    return [str(one) for one in reader.faults]


def test_fields_gives_what_is_known_and_tells_what_is_not() -> None:
    reader = Reader()
    found = reader.fields(read("a: 1\nbee:\n  c: 1\nd:\n"), ["a", "be", "d", "e"], ["a", "e"])
    assert set(found) == {"a", "d"}
    assert told(reader) == [
        "m.yaml:1:1: unknown field `bee`; did you mean `be`?",
        "m.yaml:1:1: `e` is missing",
    ]


def test_an_unknown_field_is_placed_at_the_line_on_which_it_is_written() -> None:
    reader = Reader()
    reader.fields(read("a: 1\n  \nzzz:   2\n"), ["a"])
    reader.fields(read("a: 1\nyyy:\n"), ["a"])
    assert told(reader) == ["m.yaml:3:1: unknown field `zzz`", "m.yaml:1:1: unknown field `yyy`"]


def test_fields_of_what_is_no_map() -> None:
    reader = Reader()
    assert reader.fields(read("[1]"), ["a", "b"], ["a"]) == {}
    assert told(reader) == ["m.yaml:1:1: expected a map, found a list; fields: a, b"]


@pytest.mark.parametrize(
    ("take", "text", "value"),
    [
        ("text", "deny", "deny"),
        ("text", "12", "12"),
        ("text", "2022-04-26", "2022-04-26"),
        ("day", "2022-04-26", date(2022, 4, 26)),
        ("flag", "true", True),
        ("flag", "false", False),
        ("number", "12", Decimal(12)),
        ("number", "1.5", Decimal("1.5")),
    ],
)
def test_a_value_of_the_right_type_is_taken(take: str, text: str, value: object) -> None:
    reader = Reader()
    found = getattr(reader, take)(item(f"a: {text}"))
    assert found == value
    assert type(found) is type(value)
    assert reader.faults == []
    reader.finish()


@pytest.mark.parametrize("take", ["text", "day", "flag", "number"])
def test_nothing_is_none_and_no_fault(take: str) -> None:
    reader = Reader()
    assert getattr(reader, take)(None) is None
    assert getattr(reader, take)(item("a:")) is None
    assert reader.choice(None, ["x"]) is None
    assert reader.choice(item("a:"), ["x"]) is None
    assert reader.items(None, reader.text) == ()
    assert reader.items(item("a:"), reader.text) == ()
    assert list(reader.pairs(None)) == []
    assert list(reader.pairs(item("a:"))) == []
    assert reader.faults == []


@pytest.mark.parametrize(
    ("take", "text", "message"),
    [
        ("text", "{b: 1}", "m.yaml:1:4: expected text, found a map"),
        ("text", "[b]", "m.yaml:1:4: expected text, found a list"),
        ("text", "true", "m.yaml:1:4: expected text, found yes or no"),
        (
            "day",
            "soon",
            "m.yaml:1:4: expected a day, found `soon`; write it as 2022-04-26, or null if not known",
        ),
        ("flag", "1", "m.yaml:1:4: expected true or false, found a number"),
        ("flag", "yes", "m.yaml:1:4: expected true or false, found `yes`"),
        ("number", "true", "m.yaml:1:4: expected a number, found yes or no"),
        ("number", "many", "m.yaml:1:4: expected a number, found `many`"),
    ],
)
def test_a_value_of_another_type_is_a_fault_at_its_place(take: str, text: str, message: str) -> None:
    reader = Reader()
    assert getattr(reader, take)(item(f"a: {text}")) is None
    assert told(reader) == [message]
    with pytest.raises(InputError):
        reader.finish()


def test_a_choice_is_one_of_the_words() -> None:
    reader = Reader()
    assert reader.choice(item("a: deny"), ["hold", "deny"]) == "deny"
    assert reader.choice(item("a: denny"), ["hold", "deny"]) is None
    assert reader.choice(item("a: [deny]"), ["hold", "deny"]) is None
    assert told(reader) == [
        "m.yaml:1:4: `denny` is none of hold, deny; did you mean `deny`?",
        "m.yaml:1:4: expected text, found a list",
    ]


def test_a_single_value_stands_for_a_list_of_one_and_faulty_items_are_left_out() -> None:
    reader = Reader()
    assert reader.items(item("a: RU"), reader.text) == ("RU",)
    assert reader.items(item("a: [RU, {x: 1}, UA]"), reader.text) == ("RU", "UA")
    assert told(reader) == ["m.yaml:1:9: expected text, found a map"]


def test_pairs_are_the_entries_of_a_free_map() -> None:
    reader = Reader()
    assert [(name, node.content) for name, node in reader.pairs(item("a: {en: x, nl: y}"))] == [
        ("en", "x"),
        ("nl", "y"),
    ]
    assert list(reader.pairs(item("a: 3"))) == []
    assert told(reader) == ["m.yaml:1:4: expected a map, found a number"]


def test_all_faults_are_raised_together() -> None:
    reader = Reader()
    reader.fault(item("a: 1"), "first", "mend it")
    reader.fault(item("a: 1"), "second")
    with pytest.raises(InputError) as raised:
        reader.finish()
    assert [str(one) for one in raised.value.faults] == ["m.yaml:1:4: first; mend it", "m.yaml:1:4: second"]


def test_the_nearest_words_are_offered_and_none_if_none_is_near() -> None:
    assert nearest("buyr", ["buyer", "seller"]) == "did you mean `buyer`?"
    assert nearest("territry", ["territory", "territories", "x"]) == "did you mean `territory` or `territories`?"
    assert nearest("zzz", ["buyer"]) == ""
    near = ["abcd1", "abcd2", "abcd3", "abcd4"]
    assert nearest("abcd", near).count("`") == 6
