"""The part of the query language that our adapter speaks, and not a word more: anything else is a 400, so that no test passes by luck.

query      SELECT [TOP n] * FROM c WHERE condition [ORDER BY path {, path}]
predicate  from c where condition
condition  any {OR any},  any = term {AND term},  term = (condition) | path IN (value {, value}) | path =|<|>|<=|>= value
value      path | @parameter | integer | true | false;      path = c["name"]["name"]…
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.cosmos_gateway.values import Json, Object, bad_request

_TOKEN = re.compile(r"""\s*(?:(?P<number>-?\d+)|(?P<name>"\w+")|(?P<parameter>@\w+)|(?P<word>[A-Za-z]+)|(?P<sign><=|>=|[=<>()\[\],*]))""")


@dataclass(frozen=True, slots=True)
class Path:
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constant:
    value: Json


Operand = Path | Constant


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Path
    sign: str
    right: Operand


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]


Condition = Comparison | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class Select:
    top: int | None
    where: Condition
    order: tuple[Path, ...]


class _Absent:
    """What a path leads to when there is nothing there; equal to no value of any type."""


_ABSENT = _Absent()


class _Parser:
    def __init__(self, text: str, parameters: Mapping[str, Json]) -> None:
        self._parameters = parameters
        self._tokens: list[tuple[str, str]] = []
        self._at = 0
        position, text = 0, text.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise bad_request(f"Syntax error near {text[position : position + 20]!r}")
            self._tokens.append((match.lastgroup, match.group(match.lastgroup)))
            position = match.end()

    def take(self, kind: str, *texts: str) -> str | None:
        """The next token if it is of that kind and one of the texts."""
        if self._at == len(self._tokens):
            return None
        found, text = self._tokens[self._at]
        if found != kind or (texts and text.upper() not in texts):
            return None
        self._at += 1
        return text

    def need(self, kind: str, *texts: str) -> str:
        taken = self.take(kind, *texts)
        if taken is None:
            raise bad_request(f"Syntax error: {' or '.join(texts) or kind} expected, found {self._tokens[self._at : self._at + 3]}")
        return taken

    def end(self) -> None:
        if self._at != len(self._tokens):
            raise bad_request(f"Syntax error near {self._tokens[self._at][1]!r}")

    def source(self) -> None:
        self.need("word", "FROM")
        self.need("word", "C")

    def condition(self) -> Condition:
        parts = [self._all()]
        while self.take("word", "OR"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Condition:
        parts = [self._term()]
        while self.take("word", "AND"):
            parts.append(self._term())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _term(self) -> Condition:
        if self.take("sign", "("):
            inner = self.condition()
            self.need("sign", ")")
            return inner
        left = self.path()
        if not self.take("word", "IN"):
            return Comparison(left, self.need("sign", "=", "<", ">", "<=", ">="), self._operand())
        self.need("sign", "(")
        values = [Comparison(left, "=", self._operand())]
        while self.take("sign", ","):
            values.append(Comparison(left, "=", self._operand()))
        self.need("sign", ")")
        return AnyOf(tuple(values))

    def path(self) -> Path:
        self.need("word", "C")
        names: list[str] = []
        while self.take("sign", "["):
            names.append(self.need("name").strip('"'))
            self.need("sign", "]")
        if not names:
            raise bad_request("Syntax error: a property was expected")
        return Path(tuple(names))

    def _operand(self) -> Operand:
        number, parameter, truth = self.take("number"), self.take("parameter"), self.take("word", "TRUE", "FALSE")
        if number is not None:
            return Constant(int(number))
        if truth is not None:
            return Constant(truth.upper() == "TRUE")
        if parameter is None:
            return self.path()
        if parameter not in self._parameters:
            raise bad_request(f"the parameter {parameter} has no value")
        return Constant(self._parameters[parameter])


def parse_query(text: str, parameters: Mapping[str, Json]) -> Select:
    parser = _Parser(text, parameters)
    parser.need("word", "SELECT")
    top = int(parser.need("number")) if parser.take("word", "TOP") else None
    parser.need("sign", "*")
    parser.source()
    parser.need("word", "WHERE")
    where = parser.condition()
    order: list[Path] = []
    if parser.take("word", "ORDER"):
        parser.need("word", "BY")
        order.append(parser.path())
        while parser.take("sign", ","):
            order.append(parser.path())
    parser.end()
    return Select(top, where, tuple(order))


def parse_predicate(text: str) -> Condition:
    parser = _Parser(text, {})
    parser.source()
    parser.need("word", "WHERE")
    where = parser.condition()
    parser.end()
    return where


def is_met(condition: Condition, body: Object) -> bool:
    """Undefined is not true, and only true lets an item through."""
    match condition:
        case AllOf():
            return all(is_met(part, body) for part in condition.parts)
        case AnyOf():
            return any(is_met(part, body) for part in condition.parts)
        case Comparison():
            right = condition.right.value if isinstance(condition.right, Constant) else _at(body, condition.right.names)
            return _compares(_at(body, condition.left.names), condition.sign, right)


def ids_in(condition: Condition) -> set[str] | None:
    """The ids that an item must have one of; None if it may have any. Found so, a query need not look at everything else."""
    match condition:
        case AllOf():
            return next((ids for part in condition.parts if (ids := ids_in(part)) is not None), None)
        case AnyOf():
            found = [ids_in(part) for part in condition.parts]
            return set[str]().union(*(ids for ids in found if ids is not None)) if None not in found else None
        case Comparison(Path(("id",)), "=", Constant(str() as value)):
            return {value}
        case Comparison():
            return None


def sort_key(order: Sequence[Path], body: Object) -> tuple[tuple[int, bool | float | str], ...] | None:
    """Where an item comes in the order; None if it lacks one of the properties, as composite indexes leave such items out."""
    key: list[tuple[int, bool | float | str]] = []
    for path in order:
        value = _at(body, path.names)
        rank = _rank(value)
        if rank is None or not isinstance(value, bool | int | float | str):
            return None
        key.append((rank, value))
    return tuple(key)


def _at(body: Json, names: tuple[str, ...]) -> Json | _Absent:
    value: Json = body
    for name in names:
        if not isinstance(value, Mapping) or name not in value:
            return _ABSENT
        value = value[name]
    return value


def _rank(value: Json | _Absent) -> int | None:
    if isinstance(value, bool):
        return 1
    if isinstance(value, int | float):
        return 2
    return 3 if isinstance(value, str) else None


def _compares(left: Json | _Absent, sign: str, right: Json | _Absent) -> bool:
    """Values of different types compare to undefined. Lists, objects and null are never compared by our adapter; undefined here, too."""
    if _rank(left) is None or _rank(left) != _rank(right):
        return False
    if isinstance(left, str) and isinstance(right, str):
        order = (left > right) - (left < right)
    else:
        assert isinstance(left, bool | int | float)
        assert isinstance(right, bool | int | float)
        order = (left > right) - (left < right)
    return {"=": order == 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[sign]
