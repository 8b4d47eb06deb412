"""The query options of the Graph subset: $filter, $select, $expand, $orderby, $top, $skip. Anything else is refused."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from msgspec import UNSET

from infra.local.graph_error import bad_request
from infra.local.graph_rules import span
from infra.local.graph_types import Entry, ExtendedProperty

TOP_DEFAULT = 10
TOP_MAX = 1000
_FILTER = re.compile(
    r"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq '((?:[^']|'')+)' and \1/value eq '((?:[^']|'')*)'\s*\)", re.IGNORECASE
)
_EXPAND = re.compile(r"singleValueExtendedProperties(?:\(\s*\$filter=(.+)\))?", re.IGNORECASE)
_EXPAND_IDS = re.compile(r"id eq '((?:[^']|'')+)'", re.IGNORECASE)
_ORDER = re.compile(r"(start/dateTime|createdDateTime|lastModifiedDateTime|subject)(?:\s+(asc|desc))?", re.IGNORECASE)
_OPTIONS = frozenset({"$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$count"})

_ORDERS: Mapping[str, Callable[[Entry], float | str]] = {
    "start/datetime": lambda entry: span(entry.content)[0].timestamp(),
    "createddatetime": lambda entry: entry.created_s,
    "lastmodifieddatetime": lambda entry: entry.modified_s,
    "subject": lambda entry: entry.content.subject or "",
}


@dataclass(frozen=True, slots=True)
class Query:
    """The options of one request, checked."""

    select: frozenset[str] | None
    expand: frozenset[str] | None
    """Which extended properties to show: None for no expansion, empty for all."""
    wanted: tuple[str, str] | None
    """The extended property and value that $filter asks for."""
    order: tuple[str, bool] | None
    top: int
    skip: int


def parse_query(query: Mapping[str, str], *, own: frozenset[str] = frozenset()) -> Query:
    """Raises GraphError for what Graph or this subset doesn't know; `own` are the address's own parameters."""
    unknown = sorted(name for name in query if name not in _OPTIONS and name not in own)
    if unknown:
        raise bad_request("ErrorInvalidUrlQuery", f"The query parameter '{unknown[0]}' is not supported here.")
    select = query.get("$select")
    return Query(
        select=None if select is None else frozenset(name.strip() for name in select.split(",")),
        expand=_expand(query.get("$expand")),
        wanted=_filter(query.get("$filter")),
        order=_order(query.get("$orderby")),
        top=_number(query, "$top", TOP_DEFAULT, least=1, most=TOP_MAX),
        skip=_number(query, "$skip", 0, least=0, most=1_000_000),
    )


def page_of(entries: Sequence[Entry], query: Query) -> tuple[list[Entry], bool]:
    """The asked page, and whether more follow."""
    found = [entry for entry in entries if query.wanted is None or _has(entry, *query.wanted)]
    if query.order is not None:
        name, backwards = query.order
        found.sort(key=_ORDERS[name], reverse=backwards)
    end = query.skip + query.top
    return found[query.skip : end], end < len(found)


def next_link(url: str, query: Mapping[str, str], *, skip: int) -> str:
    """The same question for the page that follows."""
    return f"{url}?{urlencode({**query, '$skip': str(skip)}, quote_via=quote, safe='$')}"


def extended(entry: Entry) -> list[ExtendedProperty]:
    """The entry's extended properties."""
    properties = entry.content.single_value_extended_properties
    return [] if properties is UNSET else properties


def _has(entry: Entry, name: str, value: str) -> bool:
    return any(prop.id.casefold() == name and prop.value == value for prop in extended(entry))


def _filter(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    match = _FILTER.fullmatch(text.strip())
    if match is None:
        raise bad_request("ErrorInvalidUrlQueryFilter", f"The query filter contains one or more invalid nodes: {text}")
    return match[2].replace("''", "'").casefold(), match[3].replace("''", "'")


def _expand(text: str | None) -> frozenset[str] | None:
    if text is None:
        return None
    match = _EXPAND.fullmatch(text.strip())
    if match is None:
        raise bad_request("ErrorInvalidUrlQuery", f"Could not find a property to expand in '{text}'.")
    return frozenset(name.replace("''", "'").casefold() for name in _EXPAND_IDS.findall(match[1] or ""))


def _order(text: str | None) -> tuple[str, bool] | None:
    if text is None:
        return None
    match = _ORDER.fullmatch(text.strip())
    if match is None:
        raise bad_request("ErrorInvalidUrlQuery", f"The entries can't be ordered by '{text}' here.")
    return match[1].casefold(), (match[2] or "").casefold() == "desc"


def _number(query: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    text = query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise bad_request("ErrorInvalidUrlQuery", f"The limit of '{most}' for {name} has been exceeded, or '{text}' is no number.")
    return int(text)
