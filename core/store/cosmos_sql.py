"""The sentences that Azure Cosmos DB is asked. Pure. Values go in as parameters; into the text only checked names and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.store.cosmos_layout import EXPIRES, FIELDS
from core.store.port import Condition, Field, Listing

Value = str | int
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


@dataclass(frozen=True, slots=True)
class Query:
    """A question and its values by name."""

    text: str
    values: tuple[tuple[str, Value], ...]

    @property
    def parameters(self) -> list[dict[str, object]]:
        """The values as the wire wants them."""
        return [{"name": name, "value": value} for name, value in self.values]


def predicate(conditions: Sequence[Condition], now: int) -> str:
    """What must hold for a patch. Predicates take no parameters, so paths are checked and values can only be numbers or truths.

    An expired item that the database still keeps must not be patched: for everyone else it is gone.
    """
    alive = f"{_at(EXPIRES)} > {now:d}"
    return "from c where " + " and ".join([*(_comparison(condition) for condition in conditions), alive])


def several(ids: Sequence[str], now: int) -> Query:
    """Those of the ids that exist, within one partition."""
    names = [f"@id{number}" for number in range(len(ids))]
    text = f"SELECT * FROM c WHERE {_at('id')} IN ({', '.join(names)}) AND {_at(EXPIRES)} > @now"  # noqa: S608 - names of parameters only
    return Query(text, (*zip(names, ids, strict=True), ("@now", now)))


def listed(listing: Listing, after: tuple[str, str] | None, count: int, now: int) -> Query:
    """The first of a listing, or of what follows `after`. The order begins with the equal fields, as the composite index does."""
    kind, field, order, identifier = path("kind"), path(listing.field), path(listing.order), _at("id")
    begins = f"{order} >= @first" if after is None else f"({order} > @after OR ({order} = @after AND {identifier} > @afterId))"
    text = (
        f"SELECT TOP {count:d} * FROM c WHERE {kind} = @kind AND {field} = @value AND {begins} AND {order} <= @last"  # noqa: S608 - checked names only
        f" AND {_at(EXPIRES)} > @now ORDER BY {kind}, {field}, {order}, {identifier}"
    )
    bounds = (("@first", listing.first),) if after is None else (("@after", after[0]), ("@afterId", after[1]))
    return Query(text, (("@kind", listing.kind), ("@value", listing.value), *bounds, ("@last", listing.last), ("@now", now)))


def path(dotted: str) -> str:
    """A field of ours in SQL. In brackets, because `order`, `value` and others are words of the language."""
    return _at(FIELDS, *names_in(dotted))


def names_in(dotted: str) -> list[str]:
    """The names of a dotted path; ValueError for anything that is not a plain name."""
    names = dotted.split(".")
    if not all(_NAME.fullmatch(name) for name in names):
        raise ValueError(f"{dotted!r} is no path to a field")
    return names


def _comparison(condition: Condition) -> str:
    return f"{path(condition.path)} {condition.relation.value} {_operand(condition.than)}"


def _operand(than: Field | int | bool) -> str:  # noqa: FBT001 - the value compared with
    match than:
        case Field():
            return path(than.path)
        case bool():
            return "true" if than else "false"
        case int():
            return f"{than:d}"


def _at(*names: str) -> str:
    return "c" + "".join(f'["{name}"]' for name in names)
