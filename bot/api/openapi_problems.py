"""The problems in the OpenAPI document: which codes an address can answer under which status, each with an example."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus

import msgspec

from bot.api.endpoint import Route, Who
from bot.api.problem_types import PROBLEM_TYPES, ProblemType
from bot.api.versions import VERSION_MISSING, Match
from bot.errors import STATUS, ProblemBody, type_of
from core.decision import Code

PROBLEM = "Problem"
REFERENCE = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
_SAID = {
    HTTPStatus.BAD_REQUEST: "The request could not be understood",
    HTTPStatus.UNAUTHORIZED: "Nobody is signed in",
    HTTPStatus.REQUEST_TIMEOUT: "The body came too slowly",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large",
    HTTPStatus.PRECONDITION_REQUIRED: "The version is missing",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many calls; try again",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side",
    HTTPStatus.SERVICE_UNAVAILABLE: "Busy; try again",
}
_ALWAYS = ("bad_request", "too_many_calls", "failed", "busy")
_OF_A_BODY = ("too_slow", "too_large")
_HEADERS = {
    HTTPStatus.UNAUTHORIZED: "WWW-Authenticate",
    HTTPStatus.TOO_MANY_REQUESTS: "Retry-After",
    HTTPStatus.SERVICE_UNAVAILABLE: "Retry-After",
}


def responses(route: Route) -> dict[str, object]:
    """Every problem that the address can answer, by status."""
    return {str(status.value): _response(status, codes) for status, codes in sorted(codes_of(route).items())}


def codes_of(route: Route) -> dict[HTTPStatus, list[str]]:
    """The codes of those problems by status; those of the rules in the order in which the route names them."""
    codes: dict[HTTPStatus, list[str]] = {}
    for code in route.codes:
        codes.setdefault(_status(code, route), []).append(code.value)
    for status, code in route.also.items():
        codes.setdefault(status, []).append(code)
    for code in _of_any_rule(route):
        codes.setdefault(PROBLEM_TYPES[code].statuses[0], []).append(code)
    return codes


def examples() -> dict[str, object]:
    """Every kind of problem as it is answered, under a name that tells the status, too, where there are two."""
    return {
        _example_name(kind, status): {"summary": kind.meaning, "value": msgspec.to_builtins(_body(kind, status))}
        for kind in PROBLEM_TYPES.values()
        for status in kind.statuses
    }


def schema(made: Mapping[str, object]) -> dict[str, object]:
    """The shape of all problems, from what msgspec says of it: the codes are named, so that programs can tell them apart."""
    properties = dict(_mapping(made["properties"]))
    properties["type"] = {"type": "string", "format": "uri-reference", "description": "The address of a page about this kind of problem."}
    properties["status"] = {"type": "integer", "minimum": 400, "maximum": 599, "description": "The same as the status of the answer."}
    properties["code"] = {"type": "string", "enum": list(PROBLEM_TYPES), "description": "The kind of problem, for programs."}
    properties["detail"] = {"type": "string", "description": "A whole sentence for the person."}
    properties["reference"] = {"type": "string", "description": "The id of this call, to be told to the operator."}
    return {**made, "title": PROBLEM, "properties": properties}


def _mapping(value: object) -> Mapping[str, object]:
    return msgspec.convert(value, dict[str, object])


def _of_any_rule(route: Route) -> Iterable[str]:
    """What has nothing to do with what the address is about."""
    yield from _ALWAYS
    if route.who is not Who.ANYONE:
        yield "sign_in"
    if route.door.body is not None:
        yield from _OF_A_BODY
    if route.door.match is Match.MUST:
        yield VERSION_MISSING
    if "{" in route.path:
        yield "no_such_page"


def _status(code: Code, route: Route) -> HTTPStatus:
    is_late_change = code is Code.DAY_PAST and route.method == "DELETE"
    return HTTPStatus.FORBIDDEN if is_late_change else STATUS[code]


def _response(status: HTTPStatus, codes: list[str]) -> dict[str, object]:
    kinds = [PROBLEM_TYPES[code] for code in codes if code in PROBLEM_TYPES]
    named = {kind.code: {"$ref": f"#/components/examples/{_example_name(kind, status)}"} for kind in kinds}
    content = {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}, "examples": named}
    answer: dict[str, object] = {
        "description": _SAID.get(status) or "Refused: " + ", ".join(codes),
        "x-codes": codes,
        "content": {"application/problem+json": content},
    }
    if status in _HEADERS:
        answer["headers"] = {_HEADERS[status]: {"$ref": f"#/components/headers/{_HEADERS[status]}"}}
    return answer


def _example_name(kind: ProblemType, status: HTTPStatus) -> str:
    return kind.code if status is kind.statuses[0] else f"{kind.code}_{status.value}"


def _body(kind: ProblemType, status: HTTPStatus) -> ProblemBody:
    return ProblemBody(
        type=type_of(kind.code),
        title=status.phrase,
        status=status.value,
        code=kind.code,
        detail=kind.detail,
        facts=dict(kind.facts),
        reference=REFERENCE,
    )
