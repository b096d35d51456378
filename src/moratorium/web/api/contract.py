"""The OpenAPI document (3.1): made of the table of operations and the shapes, so that it says what the program does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

import msgspec

from moratorium import __version__
from moratorium.web.api.operation import JSON, Operation
from moratorium.web.api.problems import MEDIA_TYPE
from moratorium.web.api.shapes import Problem

_REFERENCE = "#/components/schemas/{name}"
_FIELD = re.compile(r"^\s*(\w+): (.*(?:\n {12,}.*)*)", re.MULTILINE)

_MEANINGS = {
    304: "As the ETag in `If-None-Match` says.",
    400: "Not readable.",
    401: "No key, or one that opens nothing.",
    403: "The role of the key, or the procedure, forbids it.",
    404: "There is no such thing.",
    405: "Not with this method.",
    408: "It came too slowly.",
    409: "Somebody was faster, or the idempotency key was used for another request.",
    412: "It was changed since it was read.",
    413: "Too large.",
    415: "Not JSON.",
    422: "It does not fit; all faults are told.",
    429: "Too often; see `Retry-After`.",
    500: "Something went wrong here.",
    503: "It cannot be judged or recorded at the moment; see `Retry-After`. Never taken for an allow.",
}


@cache
def examples() -> dict[str, Any]:
    """An answer of each operation that has one at hand, by its name; ``scripts/print_examples.py`` makes them."""
    content = (files("moratorium.web.api") / "data" / "examples.json").read_bytes()
    found: dict[str, Any] = msgspec.json.decode(content)
    return found


def statuses(operation: Operation) -> list[int]:
    """Every status that an operation may answer beside its success."""
    found = {500, 503, *operation.statuses}
    if operation.permission is not None:
        found |= {401, 403, 429}
    if operation.body is not None:
        found |= {400, 408, 413, 415, 422}
    if operation.query.__struct_fields__:
        found |= {422}
    if operation.has_etag:
        found |= {304}
    if operation.takes_key:
        found |= {409, 422}
    return sorted(found | {422})


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole document."""
    kinds = [kind for one in operations for kind in (one.body, *one.answers, one.accepts) if kind is not None]
    schemas, components = msgspec.json.schema_components([*kinds, Problem], ref_template=_REFERENCE)
    shown = dict(zip(map(str, kinds), schemas, strict=False))
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, shown)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "moratorium",
            "version": __version__,
            "summary": "Trade-suspension control. Not legal advice.",
            "description": "Orders meet the measures in force and come out decided, provably. See docs/api.md.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": {name: _described(schema) for name, schema in components.items()},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "moratorium key new"}},
        },
    }


def _operation(one: Operation, shown: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": list(_parameters(one)),
        "responses": {
            **_successes(one, shown),
            **{str(status): _problem(status) for status in statuses(one)},
        },
    }
    if one.description:
        made["description"] = one.description
    if one.permission is None:
        made["security"] = []
    else:
        made["x-permission"] = one.permission
    if one.body is not None:
        content: dict[str, Any] = {"schema": shown[str(one.body)]}
        if one.example is not None:
            content["example"] = one.example
        made["requestBody"] = {"required": True, "content": {JSON: content}}
    return made


def _parameters(one: Operation) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", one.path):
        kind = {"type": "integer", "minimum": 0} if name == "number" else {"type": "string", "minLength": 1}
        yield {"name": name, "in": "path", "required": True, "schema": kind}
    schema = msgspec.json.schema_components([one.query], ref_template=_REFERENCE)[1][one.query.__name__]
    for name, kind in _described(schema)["properties"].items():
        inner = {key: value for key, value in kind.items() if key not in ("description", "default")}
        listed = [part for part in inner.get("anyOf", ()) if part != {"type": "null"}]
        inner = listed[0] if len(listed) == 1 else inner
        yield {"name": name, "in": "query", "description": kind.get("description", ""), "schema": inner}
    if one.takes_key:
        words = "A key of your choice: the same request with the same key is done once, for a day."
        schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        yield {"name": "Idempotency-Key", "in": "header", "description": words, "schema": schema}
    if HTTPStatus.PRECONDITION_FAILED in one.statuses:
        words = "The ETag of what you saw: nothing is done if it was changed since. Without it nobody asks."
        yield {"name": "If-Match", "in": "header", "description": words, "schema": {"type": "string"}}
    if one.has_etag:
        words = "The ETag of what you have: the answer is 304 if that is what there is."
        yield {"name": "If-None-Match", "in": "header", "description": words, "schema": {"type": "string"}}


def _successes(one: Operation, shown: dict[str, Any]) -> dict[str, Any]:
    found = {"200": _success(one, shown)} if one.answers or one.accepts is None else {}
    if one.accepts is not None:
        content = {JSON: {"schema": shown[str(one.accepts)]}}
        location = {"description": "The job.", "schema": {"type": "string"}}
        found["202"] = {"description": "It is begun.", "content": content, "headers": {"Location": location}}
    return found


def _success(one: Operation, shown: dict[str, Any]) -> dict[str, Any]:
    schemas = [shown[str(kind)] for kind in one.answers] or [{"type": "string"}]
    schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    content: dict[str, Any] = {"schema": schema}
    if one.name in examples():
        content["example"] = examples()[one.name]
    made: dict[str, Any] = {"description": "Done.", "content": {one.media_type: content}}
    if one.has_etag:
        made["headers"] = {"ETag": {"description": "Names this content.", "schema": {"type": "string"}}}
    return made


def _problem(status: int) -> dict[str, Any]:
    words = _MEANINGS.get(status) or HTTPStatus(status).phrase
    if status == HTTPStatus.NOT_MODIFIED:
        return {"description": words}
    return {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(name="Problem")}}}}


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """A shape whose fields say what its docstring says of them."""
    words, _, fields = schema.get("description", "").partition("Attributes:\n")
    made = {**schema, "description": " ".join(words.split())}
    told = {name: " ".join(text.split()) for name, text in _FIELD.findall(fields)}
    made["properties"] = {
        name: {**kind, "description": kind.get("description") or told.get(name, "")}
        for name, kind in schema.get("properties", {}).items()
    }
    return made
