"""A call on the page: what it is for, who may make it, what goes in, what comes out, and how it looks in the shell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from bot.docs.curl import curl
from bot.docs.document import Media, Operation, Response, Schema
from bot.docs.markup import NOTHING, Markup, Piece, address, many, paragraphs, prose, tag
from bot.docs.problems import code_link
from bot.docs.samples import pretty, sample
from bot.docs.shapes import fields, kind, row


@dataclass(frozen=True, slots=True)
class Around:
    """What a call refers to: the shapes, where the service is, and the codes that every call can answer."""

    shapes: Mapping[str, Schema]
    origin: str
    everywhere: frozenset[str]


def operation_id(operation: Operation) -> str:
    """Where on the page a call is described."""
    return f"call-{operation.operation_id}"


def badge(method: str) -> Markup:
    """The method as a coloured word."""
    return tag("span", method.upper(), class_=f"method {method.lower()}")


def operation_section(method: str, path: str, operation: Operation, around: Around) -> Markup:
    """All of a call."""
    told = (
        tag("h3", tag("a", prose(operation.summary), href=f"#{operation_id(operation)}")),
        tag("p", badge(method), " ", tag("code", address(path)), class_="address"),
        paragraphs(operation.description, class_="about"),
        _parameters(operation),
        _body(operation, around.shapes),
        _answers(operation),
        _problems(operation, around.everywhere),
    )
    call = sample("Call", curl(around.origin, method.upper(), path, operation))
    shown = tag("div", call, *_further_bodies(operation), _answer_sample(operation))
    return tag("article", tag("div", *told), shown, id=operation_id(operation), class_="call")


def _parameters(operation: Operation) -> Markup:
    rows = [
        row(one.name, one.schema, required=one.required, text=one.description, where=f"in the {one.where}") for one in operation.parameters
    ]
    return _part("Parameters", tag("dl", *rows, class_="fields")) if rows else NOTHING


def _body(operation: Operation, shapes: Mapping[str, Schema]) -> Markup:
    parts: list[Piece] = []
    for media in operation.request_body.content.values() if operation.request_body else ():
        shape = shapes.get(media.schema.name, media.schema)
        parts += [many([tag("p", kind(media.schema)), paragraphs(shape.description, class_="about"), fields(shape)])]
    return _part("Body", *parts) if parts else NOTHING


def _answers(operation: Operation) -> Markup:
    good = [(status, response) for status, response in sorted(operation.responses.items()) if response.answers or not response.codes]
    rows = [many([_status(status), tag("dd", _answer(status, response))]) for status, response in good]
    return _part("Answers", tag("dl", *rows, class_="answers"))


def _answer(status: str, response: Response) -> Markup:
    said = [] if response.description == _phrase(status) else [prose(response.description)]
    tagged = [tag("code", name) for name in response.headers]
    return many([*said, *_kinds(response.answers), *tagged], " · ")


def _kinds(content: Mapping[str, Media]) -> Iterable[Markup]:
    for content_type, media in content.items():
        yield kind(media.schema) if media.schema.name else tag("code", content_type)


def _problems(operation: Operation, everywhere: frozenset[str]) -> Markup:
    """The problems of this call, and after them, in one line, those of every call."""
    own = [
        (status, [code for code in response.codes if code not in everywhere]) for status, response in sorted(operation.responses.items())
    ]
    rows = [_problem_row(_status(status), codes) for status, codes in own if codes]
    others = [code for _, response in sorted(operation.responses.items()) for code in response.codes if code in everywhere]
    if others:
        rows.append(_problem_row(tag("dt", "As any call"), others))
    return _part("Problems", tag("dl", *rows, class_="answers")) if rows else NOTHING


def _problem_row(term: Markup, codes: Iterable[str]) -> Markup:
    return many([term, tag("dd", many((code_link(code) for code in codes), " "))])


def _status(status: str) -> Markup:
    return tag("dt", tag("b", status), " ", _phrase(status))


def _phrase(status: str) -> str:
    return HTTPStatus(int(status)).phrase if status.isdigit() else ""


def _further_bodies(operation: Operation) -> Iterator[Markup]:
    """The first is in the call."""
    for media in operation.request_body.content.values() if operation.request_body else ():
        for title, value in list(media.shown())[1:]:
            yield sample(f"Body: {title}", pretty(value))


def _answer_sample(operation: Operation) -> Markup:
    for status, response in sorted(operation.responses.items()):
        for media in response.answers.values():
            for _, value in media.shown():
                return sample(f"Answer {status}", value if isinstance(value, str) else pretty(value))
    return NOTHING


def _part(title: str, *pieces: Piece) -> Markup:
    return tag("section", tag("h4", title), *pieces)
