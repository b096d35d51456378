"""Forms: what a browser sends, bounded and read into its shape; every field that does not fit is told, all at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar, get_args, get_origin

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from moratorium.errors import Fault, InputError
from moratorium.web.api.bodies import spoken
from moratorium.web.api.problems import StatusError

MARKS = frozenset({"_token", "_form", "_carried"})
"""Fields that are ours: never shown again, never read into a shape."""

FILES = "_files"
"""Under which a form that goes through the sign-in says that files were with it; they do not come along."""

_MOST_TYPED = 200_000
"""Characters of a form that can be carried through a sign-in."""

T = TypeVar("T", bound=msgspec.Struct)


class Upload(NamedTuple):
    """A file that was sent with a form.

    Attributes:
        name: As the browser calls it.
        content: Its bytes.
    """

    name: str
    content: bytes


@dataclass(frozen=True)
class Fields:
    """What was sent.

    Attributes:
        words: Values of each field, in their order.
        files: The files of each field that holds some.
    """

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """The last value of a field; empty if it was not sent."""
        return self.words[name][-1] if self.words.get(name) else ""

    @property
    def is_secret(self) -> bool:
        """Whether a password is among it, which is never shown again."""
        return any(map(_secret, self.words))

    def texts(self) -> tuple[str, ...]:
        """What somebody may have written by hand, to be copied from an error: no mark of ours, no password."""
        kept = (values for name, values in self.words.items() if name not in MARKS and not _secret(name))
        return tuple(one for values in kept for one in values if " " in one.strip())

    def digest(self, path: str) -> str:
        """The same for a form that is sent twice, and for no other."""
        files = {name: [(one.name, one.content) for one in sent] for name, sent in self.files.items()}
        return hashlib.sha256(msgspec.json.encode((path, self.words, files))).hexdigest()

    def typed(self, faults: Sequence[Fault] = ()) -> Typed:
        """The form as it was typed."""
        kept = {name: tuple(values) for name, values in self.words.items() if name not in MARKS and not _secret(name)}
        return Typed(self.word("_form"), kept, tuple(faults))


NOTHING_SENT = Fields()


@dataclass(frozen=True)
class Typed:
    """A form as somebody typed it, to be shown again.

    Attributes:
        form: Its name, of which each form of a page has another; empty if there is none.
        words: Values of each field.
        faults: What is wrong; the place of each is the name of its field.
    """

    form: str = ""
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Sequence[Fault] = ()

    def value(self, form: str, name: str, usual: Any = "") -> Any:
        """What stands in a field: what was typed, or the usual."""
        if form != self.form:
            return "" if usual is None else usual
        return self.words[name][-1] if self.words.get(name) else ""

    def values(self, form: str, name: str, usual: Sequence[str] = ()) -> Sequence[str]:
        """The same of a field with several values."""
        return self.words.get(name, ()) if form == self.form else usual

    def of(self, form: str, name: str) -> tuple[Fault, ...]:
        """What is wrong with a field."""
        return tuple(one for one in self.faults if one.at == name) if form == self.form else ()

    def on_top(self, faults: Sequence[Fault]) -> Typed:
        """The same with some faults told on top of the page, since no field that people see is theirs."""
        moved = [Fault(one.message, "", one.help) if one in faults else one for one in self.faults]
        return Typed(self.form, self.words, tuple(moved))


NOTHING_TYPED = Typed()


def _secret(name: str) -> bool:
    return "password" in name


async def fields_of(request: Request[Any, Any, Any]) -> Fields:
    """What a form holds.

    Raises:
        StatusError: it is no form.
        RequestEntityTooLarge: it is larger than it may be.
    """
    kind, _ = request.content_type
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise StatusError(415, "this is no form")
    words: dict[str, list[str]] = {}
    files: dict[str, list[Upload]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.setdefault(name, []).append(Upload(value.filename, await value.read()))
        else:
            words.setdefault(name, []).append(str(value).replace("\r\n", "\n"))
    return Fields(words, files)


def read_form(fields: Fields, kind: type[T]) -> T:
    """A form as its shape: blanks around a text go, a field that is left empty has its usual value.

    A field of the shape whose type is :class:`Fields` is handed all that was sent: for forms whose fields follow from a
    table and not from a shape.

    Raises:
        InputError: fields that do not fit, all of them; the place of each is its name.
    """
    read: dict[str, Any] = {}
    faults: list[Fault] = []
    for one in msgspec.structs.fields(kind):
        if one.type is Fields:
            read[one.name] = fields
            continue
        value = _sent(fields, one)
        if value is None or value == []:
            if one.required:
                faults.append(Fault("this is needed", one.name))
            continue
        try:
            read[one.name] = value if _is_file(value) else msgspec.convert(value, one.type, strict=False)
        except msgspec.ValidationError as error:
            faults.append(_spoken(one, error))
    if faults:
        raise InputError.of(faults)
    return kind(**read)


def _is_file(value: Any) -> bool:
    """Whether a value is a file, or several."""
    return isinstance(value, Upload) or (isinstance(value, tuple) and all(isinstance(one, Upload) for one in value))


def _sent(fields: Fields, one: msgspec.structs.FieldInfo) -> Any:
    if one.name in fields.files:
        found = tuple(fields.files[one.name])
        return found if get_origin(one.type) in (tuple, list) else found[-1]
    values = [value if _secret(one.name) else value.strip() for value in fields.words.get(one.name, ())]
    kept = [value for value in values if value]
    if get_origin(one.type) in (tuple, list):
        return kept
    return kept[-1] if kept else None


_EXPECTED: tuple[tuple[type, str], ...] = (
    (date, "write a day as 2022-04-26"),
    (int, "write a whole number"),
    (Decimal, "write a number with a point, such as 1250.50"),
)


def _spoken(one: msgspec.structs.FieldInfo, error: msgspec.ValidationError) -> Fault:
    kinds = {one.type, *get_args(one.type)}
    help_ = next((words for kind, words in _EXPECTED if kind in kinds), "")
    return Fault("this cannot be read" if help_ else spoken(error).message, one.name, help_)


def carried_form(path: str, fields: Fields) -> str:
    """A form as a hidden field that goes through the sign-in; empty if there is nothing, or too much, to carry."""
    typed = fields.typed()
    words = {**typed.words, FILES: ["files"]} if fields.files else typed.words
    text = msgspec.json.encode({"path": path, "form": typed.form, "typed": words}).decode()
    return text if len(text) <= _MOST_TYPED else ""
