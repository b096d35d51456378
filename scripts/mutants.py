"""Mutants of a module: small changes of its functions, each of which some test ought to notice.

Only bodies of functions and methods are changed (properties and class methods too), never tables, signatures,
docstrings or annotations. Each change is one of these:

- a comparison turned round or moved by its boundary, ``and`` for ``or``, a ``not`` more or less
- ``True``, ``False`` and ``None`` for one another; a number one higher; another text
- ``+`` for ``-``, ``|`` for ``&`` and the like
- ``return None``; a call, a ``raise``, an addition or a ``case`` left out; ``break`` for ``continue``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class Mutant:
    """One change.

    Attributes:
        function: Qualified name of the function within its module.
        line: Where the change is.
        words: What was changed, for people.
        code: The function's code with the change.
    """

    function: str
    line: int
    words: str
    code: CodeType


def mutants(source: str, path: str) -> Iterator[Mutant]:
    """All mutants of a module."""
    tree = ast.parse(source)
    for name, function in _functions(tree, ""):
        for place in list(_inner(function)):
            for line, words, undo in _changes(function, place):
                code = _code_of(compile(ast.fix_missing_locations(tree), path, "exec"), name)
                undo()
                yield Mutant(name, line, words, code)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Functions of the module and methods of its classes; a function within a function is part of the outer one."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield prefix + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")


def _inner(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Nodes of the body, without docstrings and annotations."""
    yield function
    body = function.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    for statement in body[1:] if documented else body:
        yield from _nodes(statement)


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FunctionDef):
        yield from _inner(node)
        return
    if isinstance(node, ast.Assert):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "ctx", "type_comment"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child)


Change = tuple[int, str, "Undo"]


class Undo:
    """Puts a field back as it was."""

    def __init__(self, node: ast.AST, field: str, value: object) -> None:
        self._node, self._field, self._before = node, field, getattr(node, field)
        setattr(node, field, value)

    def __call__(self) -> None:
        """Put it back."""
        setattr(self._node, self._field, self._before)


def _changes(function: ast.FunctionDef, node: ast.AST) -> Iterator[Change]:
    """Apply each change of one node in turn; the caller undoes it before it asks for the next."""
    line = _line(node, function.lineno)
    before = _first_line(node)
    for undo in _of_expression(node):
        yield line, f"{before}  ->  {_first_line(node)}", undo
    for place, words, undo in _of_children(node):
        yield _line(place, line), words, undo


def _line(node: ast.AST, otherwise: int) -> int:
    """Line of a node; a comprehension or a case has none, but its first part has."""
    found = getattr(node, "lineno", None)
    return found or next((one.lineno for one in ast.iter_child_nodes(node) if hasattr(one, "lineno")), otherwise)


def _first_line(node: ast.AST) -> str:
    return next(iter(ast.unparse(ast.fix_missing_locations(node)).splitlines()), type(node).__name__)


def _of_expression(node: ast.AST) -> Iterator[Undo]:
    match node:
        case ast.Compare(ops=[operator, *rest]):
            for other in _COMPARISONS[type(operator)]:
                yield Undo(node, "ops", [other(), *rest])
            for last in _COMPARISONS[type(rest[0])] if rest else ():
                yield Undo(node, "ops", [operator, last()])
        case ast.BoolOp(op=operator):
            yield Undo(node, "op", ast.Or() if isinstance(operator, ast.And) else ast.And())
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            yield Undo(node, "op", _OPERATORS[type(operator)]())
        case ast.AugAssign(op=operator) if type(operator) in _OPERATORS:
            yield Undo(node, "op", _OPERATORS[type(operator)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield Undo(node, "operand", ast.UnaryOp(ast.Not(), operand))
        case ast.UnaryOp(op=ast.USub()):
            yield Undo(node, "op", ast.UAdd())
        case ast.IfExp(test=test) | ast.If(test=test) | ast.While(test=test) if _is_plain(test):
            yield Undo(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=value) if value is not None and not (
            isinstance(value, ast.Constant) and value.value is None
        ):
            yield Undo(node, "value", ast.Constant(None))
        case ast.Constant(value=value) if value is True or value is False or value is None:
            yield Undo(node, "value", value is False)
        case ast.Constant(value=int() as number):
            yield Undo(node, "value", number + 1)
        case ast.Constant(value=str() as text):
            yield Undo(node, "value", f"XX{text}")


def _of_children(node: ast.AST) -> Iterator[tuple[ast.AST, str, Undo]]:
    """Statements and cases left out, conditions of comprehensions and cases turned round."""
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(node, field, None)
        for number, one in enumerate(statements if isinstance(statements, list) else ()):
            for other in _instead(one):
                undo = Undo(node, field, [*statements[:number], other, *statements[number + 1 :]])
                yield one, f"{_first_line(one)}  ->  {_first_line(other)}", undo
    if isinstance(node, ast.Match) and len(node.cases) > 1:
        for number, case in enumerate(node.cases):
            undo = Undo(node, "cases", [*node.cases[:number], *node.cases[number + 1 :]])
            yield case, f"case {ast.unparse(case.pattern)} left out", undo
    if isinstance(node, ast.match_case) and node.guard is not None and _is_plain(node.guard):
        yield node, f"not {ast.unparse(node.guard)}", Undo(node, "guard", ast.UnaryOp(ast.Not(), node.guard))
    if isinstance(node, ast.comprehension):
        for number, test in enumerate(node.ifs):
            if _is_plain(test):
                turned = [*node.ifs[:number], ast.UnaryOp(ast.Not(), test), *node.ifs[number + 1 :]]
                yield test, f"if not {ast.unparse(test)}", Undo(node, "ifs", turned)


def _instead(statement: ast.stmt) -> Iterator[ast.stmt]:
    match statement:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Expr() | ast.Raise() | ast.AugAssign():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _is_plain(test: ast.expr) -> bool:
    """Whether a condition has no change of its own that turns it round."""
    return not isinstance(test, ast.Compare | ast.UnaryOp)


def _code_of(code: CodeType, name: str) -> CodeType:
    """The code object of a function, by its qualified name."""
    for part in name.split("."):
        code = next(one for one in code.co_consts if isinstance(one, CodeType) and one.co_name == part)
    return code
