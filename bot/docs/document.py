"""The parts of an OpenAPI document that the page shows. What else is in it is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType, field

PROBLEM = "application/problem+json"
_NAMED = "#/components/schemas/"


class Schema(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A shape: a reference, a choice, or a type with its limits."""

    ref: str = field(default="", name="$ref")
    type: str = ""
    format: str = ""
    description: str = ""
    any_of: list[Schema] = field(default_factory=list["Schema"])
    items: Schema | None = None
    properties: dict[str, Schema] = field(default_factory=dict[str, "Schema"])
    additional_properties: bool | Schema = True
    required: list[str] = field(default_factory=list[str])
    enum: list[Any] = field(default_factory=list[Any])
    default: Any | UnsetType = UNSET
    examples: list[Any] = field(default_factory=list[Any])
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    pattern: str = ""

    @property
    def name(self) -> str:
        """The name of the shape that it refers to, if it does."""
        return self.ref.removeprefix(_NAMED)


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A value that somebody might send or be sent."""

    summary: str = ""
    value: Any | UnsetType = UNSET


class Media(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What stands in a body."""

    schema: Schema = field(default_factory=Schema)
    example: Any | UnsetType = UNSET
    examples: dict[str, Example] = field(default_factory=dict[str, Example])

    def shown(self) -> Iterator[tuple[str, Any]]:
        """The examples that the document has, each with what it is an example of."""
        if self.example is not UNSET:
            yield "", self.example
        for name, one in self.examples.items():
            if one.value is not UNSET:
                yield one.summary or name, one.value


class Parameter(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What is said in the address or in a header."""

    name: str
    where: str = field(name="in")
    required: bool = False
    description: str = ""
    schema: Schema = field(default_factory=Schema)
    example: Any | UnsetType = UNSET

    def shown(self) -> Any | UnsetType:
        """The value to show, if the document has one."""
        known = [self.example, *self.schema.examples, self.schema.default, *self.schema.enum]
        return next((value for value in known if value is not UNSET), UNSET)


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent."""

    content: dict[str, Media]
    required: bool = False


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What comes back. `codes`: which problems it can be."""

    description: str = ""
    content: dict[str, Media] = field(default_factory=dict[str, Media])
    headers: dict[str, Any] = field(default_factory=dict[str, Any])
    codes: list[str] = field(default_factory=list[str], name="x-codes")

    @property
    def answers(self) -> dict[str, Media]:
        """What comes back where it is no problem; one status can be both."""
        return {content_type: media for content_type, media in self.content.items() if content_type != PROBLEM}


class Operation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One call. Who may make it is said in its description."""

    operation_id: str
    summary: str = ""
    description: str = ""
    tags: list[str] = field(default_factory=list[str])
    security: list[Any] = field(default_factory=list[Any])
    parameters: list[Parameter] = field(default_factory=list[Parameter])
    request_body: Body | None = None
    responses: dict[str, Response] = field(default_factory=dict[str, Response])

    @property
    def codes(self) -> set[str]:
        """The codes of all problems that it can answer."""
        return {code for response in self.responses.values() for code in response.codes}


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A group of calls."""

    name: str
    description: str = ""


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """What the document is about."""

    title: str
    version: str
    description: str = ""


class Components(msgspec.Struct, frozen=True, kw_only=True):
    """What has a name of its own."""

    schemas: dict[str, Schema] = field(default_factory=dict[str, Schema])


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The whole document."""

    info: Info
    paths: dict[str, dict[str, Operation]]
    tags: list[Tag] = field(default_factory=list[Tag])
    components: Components = field(default_factory=Components)


def read(document: Mapping[str, object]) -> Document:
    """The document in its parts; plain values go in."""
    return msgspec.convert(document, Document)
