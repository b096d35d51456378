"""Documents that people write: a strict subset of YAML in which every value knows its place.

Strict on purpose. Only maps, lists and scalars: no anchors, aliases, merge keys, tags or second documents, so nothing
can explode, refer elsewhere or become code. ``NO`` is Norway and not "false"; the only booleans are ``true`` and
``false``. A repeated key is a fault. Numbers become whole numbers or decimals, never binary fractions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Protocol, TypeVar

import yaml

from moratorium.errors import Fault, InputError

MAX_CHARACTERS = 4 * 1024 * 1024
MAX_DEPTH = 40

T = TypeVar("T")
Scalar = None | bool | int | Decimal | str | date
Content = Scalar | list["Node"] | dict[str, "Node"]

_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Node:
    """A value with its place.

    Attributes:
        content: A scalar, a list of nodes, or a map of nodes.
        at: ``file:line:column``, counted from one.
    """

    __slots__ = ("at", "content")

    def __init__(self, content: Content, at: str) -> None:
        self.content = content
        self.at = at

    @property
    def word(self) -> str:
        """What kind of value it is, in the user's words."""
        match self.content:
            case None:
                return "nothing"
            case dict():
                return "a map"
            case list():
                return "a list"
            case bool():
                return "yes or no"
            case date():
                return "a day"
            case int() | Decimal():
                return "a number"
        return f"`{self.content}`"

    def plain(self) -> object:
        """The value without places: maps, lists and scalars."""
        if isinstance(self.content, dict):
            return {key: node.plain() for key, node in self.content.items()}
        if isinstance(self.content, list):
            return [node.plain() for node in self.content]
        return self.content


def read_document(text: str, name: str) -> Node:
    """The one document in ``text``.

    Args:
        text: The document, at most 4 Mi characters.
        name: Shown in places, usually the file's name.

    Raises:
        InputError: not YAML, or beyond the strict subset; carries line and column.

    >>> node = read_document("measure: a\\nwithin: [NO, 'on']", "a.yaml")
    >>> node.plain()
    {'measure': 'a', 'within': ['NO', 'on']}
    >>> node.content["within"].content[1].at
    'a.yaml:2:14'
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"the document has {len(text):,} characters", name, f"keep it under {MAX_CHARACTERS:,}")
    try:
        return _Builder(name).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        at = _place_of(error.problem_mark or error.context_mark, name)
        raise InputError(f"not readable as YAML: {error.problem or error.context}", at, "check indentation") from error
    except yaml.YAMLError as error:
        raise InputError(f"not readable as YAML: {error}", name, "save it as UTF-8 text") from error


class _Mark(Protocol):
    """Where the parser was; its Python and C versions each have a class for it."""

    line: int
    column: int


def _place_of(mark: _Mark | None, name: str) -> str:
    return f"{name}:{mark.line + 1}:{mark.column + 1}" if mark is not None else name


class _Builder:
    """Builds the tree from parser events, without recursion, so depth can be bounded."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.stack: list[Node] = []
        self.keys: list[Node | None] = []
        self.root: Node | None = None

    def build(self, events: Iterable[yaml.Event]) -> Node:
        for event in events:
            self._take(event)
        if self.faults:
            raise InputError.of(self.faults)
        return self.root if self.root is not None else Node(None, f"{self.name}:1:1")

    def _at(self, event: yaml.Event) -> str:
        return _place_of(event.start_mark, self.name)

    def _take(self, event: yaml.Event) -> None:
        at = self._at(event)
        if isinstance(event, yaml.AliasEvent):
            raise InputError("anchors and aliases are not allowed", at, "write the value out where it is needed")
        if isinstance(event, yaml.NodeEvent) and (event.anchor or getattr(event, "tag", None)):
            if event.anchor:
                raise InputError("anchors and aliases are not allowed", at, "write the value out where it is needed")
            raise InputError("tags are not allowed", at, "remove the `!`")
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise InputError("a second document begins here", at, "one document a file")
        if isinstance(event, yaml.ScalarEvent):
            self._place(Node(_scalar(event), at))
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(Node({}, at))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(Node([], at))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.stack.pop()
            self.keys.pop()

    def _open(self, node: Node) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise InputError(f"nested more than {MAX_DEPTH} deep", node.at, "flatten it")
        if self._place(node):
            self.stack.append(node)
            self.keys.append(None)

    def _place(self, node: Node) -> bool:
        """Put a node where it belongs; a scalar met as a map key waits for its value."""
        if not self.stack:
            self.root = node
            return True
        parent = self.stack[-1].content
        if isinstance(parent, list):
            parent.append(node)
            return True
        assert isinstance(parent, dict)  # noqa: S101 - the stack holds only maps and lists
        key = self.keys[-1]
        if key is None:
            if isinstance(node.content, dict | list):
                raise InputError("a map key must be a word", node.at)
            self.keys[-1] = Node("" if node.content is None else str(node.content), node.at)
            return True
        self.keys[-1] = None
        name = str(key.content)
        if name in parent:
            self.faults.append(Fault(f"`{name}` is written twice", key.at, "keep one of them"))
        parent[name] = node
        return True


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    text = event.value
    if event.style:  # quoted or block text; plain scalars have none
        return text
    if text in {"", "null", "~"}:
        return None
    if text in {"true", "false"}:
        return text == "true"
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    return text


class Reader:
    """Reads a node into values, gathering every fault instead of stopping at the first.

    Each ``take`` function returns None where the value is missing or wrong, and has then noted why.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, node: Node, message: str, help: str = "") -> None:
        """Note a fault at the node's place."""
        self.faults.append(Fault(message, node.at, help))

    def finish(self) -> None:
        """Raise all faults found, if any.

        Raises:
            InputError: at least one fault was noted.
        """
        if self.faults:
            raise InputError.of(self.faults)

    def fields(self, node: Node, allowed: Iterable[str], required: Iterable[str] = ()) -> dict[str, Node]:
        """The map's fields; unknown and missing ones are faults with the nearest name offered.

        >>> reader = Reader()
        >>> _ = reader.fields(read_document("efect: deny", "m.yaml"), ["effect"], ["effect"])
        >>> [str(fault) for fault in reader.faults]
        ['m.yaml:1:1: unknown field `efect`; did you mean `effect`?', 'm.yaml:1:1: `effect` is missing']
        """
        if not isinstance(node.content, dict):
            self.fault(node, f"expected a map, found {node.word}", f"fields: {', '.join(allowed)}")
            return {}
        names = list(allowed)
        for name, value in node.content.items():
            if name not in names:
                place = value if value.content is not None else node
                self.faults.append(Fault(f"unknown field `{name}`", _key_place(place, node), nearest(name, names)))
        for name in required:
            if name not in node.content:
                self.fault(node, f"`{name}` is missing")
        return {name: value for name, value in node.content.items() if name in names}

    def text(self, node: Node | None) -> str | None:
        """A text; a bare number or day is taken as it was written."""
        if node is None or node.content is None:
            return None
        if isinstance(node.content, dict | list | bool):
            self.fault(node, f"expected text, found {node.word}")
            return None
        return str(node.content)

    def day(self, node: Node | None) -> date | None:
        """A day as ``2022-04-26``, or nothing."""
        if node is None or node.content is None:
            return None
        if isinstance(node.content, date):
            return node.content
        self.fault(node, f"expected a day, found {node.word}", "write it as 2022-04-26, or null if not known")
        return None

    def flag(self, node: Node | None) -> bool | None:
        """``true`` or ``false``, or nothing."""
        if node is None or node.content is None:
            return None
        if isinstance(node.content, bool):
            return node.content
        self.fault(node, f"expected true or false, found {node.word}")
        return None

    def number(self, node: Node | None) -> Decimal | None:
        """A number, or nothing."""
        if node is None or node.content is None:
            return None
        if isinstance(node.content, int | Decimal) and not isinstance(node.content, bool):
            return Decimal(node.content)
        self.fault(node, f"expected a number, found {node.word}")
        return None

    def choice(self, node: Node | None, words: Iterable[str]) -> str | None:
        """One of the words, or nothing."""
        text = self.text(node)
        known = list(words)
        if node is None or text is None or text in known:
            return text
        self.fault(node, f"`{text}` is none of {', '.join(known)}", nearest(text, known))
        return None

    def items(self, node: Node | None, take: Callable[[Node], T | None]) -> tuple[T, ...]:
        """A list, each item read by ``take``; a single value stands for a list of one."""
        if node is None or node.content is None:
            return ()
        nodes = node.content if isinstance(node.content, list) else [node]
        return tuple(value for value in map(take, nodes) if value is not None)

    def pairs(self, node: Node | None) -> Iterator[tuple[str, Node]]:
        """The entries of a free map."""
        if node is None or node.content is None:
            return
        if isinstance(node.content, dict):
            yield from node.content.items()
        else:
            self.fault(node, f"expected a map, found {node.word}")


def _key_place(value: Node, parent: Node) -> str:
    """The line of the value is the key's line for all that people write on one line."""
    return parent.at if isinstance(value.content, dict | list) else f"{value.at.rsplit(':', 1)[0]}:1"


def nearest(word: str, known: Iterable[str]) -> str:
    """A question that offers the nearest known words, or an empty text.

    >>> nearest("end_usr", ["end_user", "buyer"])
    'did you mean `end_user`?'
    """
    close = get_close_matches(word, list(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(f'`{one}`' for one in close)}?" if close else ""
