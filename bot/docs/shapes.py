"""Shapes in words: what a value is, how far it may go, and where the shape that it has is described."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from bot.docs.document import Schema
from bot.docs.markup import NOTHING, Markup, Piece, many, paragraphs, prose, tag
from bot.docs.samples import line


def shape_id(name: str) -> str:
    """Where on the page a shape is described."""
    return f"shape-{name}"


def shape_section(name: str, shape: Schema) -> Markup:
    """A shape with all that it holds."""
    title = tag("h3", tag("a", tag("code", name), href=f"#{shape_id(name)}"))
    return tag("article", title, paragraphs(shape.description), fields(shape), id=shape_id(name), class_="shape")


def row(name: str, shape: Schema, *, required: bool, text: str = "", where: str = "") -> Markup:
    """A parameter, or a property of a shape."""
    marks = ", ".join(filter(None, [where, "" if required else "optional"]))
    what = tag("dd", kind(shape), " ", tag("small", marks) if marks else NOTHING, class_="kind")
    about = [piece for piece in (prose(text or _about(shape)), _limits(shape)) if piece != NOTHING]
    return tag("div", tag("dt", tag("code", name)), " ", what, tag("dd", many(about, " ")) if about else NOTHING)


def kind(shape: Schema) -> Markup:
    """What a value is, in a few words."""
    if shape.name:
        return tag("a", shape.name, href=f"#{shape_id(shape.name)}")
    if shape.any_of:
        return many([kind(choice) for choice in shape.any_of], " or ")
    if shape.enum:
        return many([tag("code", str(value)) for value in shape.enum], " or ")
    if shape.items is not None:
        return many(["array of ", kind(shape.items)])
    if isinstance(shape.additional_properties, Schema):
        return many(["object of ", kind(shape.additional_properties)])
    return many([shape.format or shape.type or "anything"])


def fields(shape: Schema) -> Markup:
    """What a shape holds, one under the other."""
    if not shape.properties:
        return tag("p", "One of ", many((tag("code", str(value)) for value in shape.enum), ", "), ".") if shape.enum else NOTHING
    rows = [row(name, one, required=name in shape.required) for name, one in shape.properties.items()]
    return tag("dl", *rows, class_="fields")


def _about(shape: Schema) -> str:
    """What is said of a value; of a value that may be null, what is said of it when it is not."""
    parts = [shape, *shape.any_of, *([shape.items] if shape.items else [])]
    return next((part.description for part in parts if part.description), "")


def _limits(shape: Schema) -> Markup:
    limits = [limit for part in (shape, *shape.any_of) for limit in _limits_of(part)]
    if shape.items is not None:
        limits += [many(["Each: ", limit]) for limit in _limits_of(shape.items)]
    if shape.default is not UNSET and shape.default is not None and shape.default != "":
        limits.append(many([tag("code", line(shape.default)), " if left out."]))
    return tag("span", many(limits, " "), class_="limits") if limits else NOTHING


def _limits_of(shape: Schema) -> Iterator[Piece]:
    bounds = (
        (shape.minimum, shape.maximum, ""),
        (shape.min_length, shape.max_length, " characters"),
        (shape.min_items, shape.max_items, " of them"),
    )
    for least, most, of_what in bounds:
        if least is not None and most is not None:
            yield f"{least} to {most}{of_what}."
        elif most is not None:
            yield f"At most {most}{of_what}."
        elif least is not None:
            yield f"At least {least}{of_what}."
    if shape.pattern and "\\u" not in shape.pattern:  # what forbids control characters says so in words
        yield tag("code", shape.pattern.removesuffix("(?!\\n)"))
