"""The whole page: the layout, filled from the document. There is no script and no style in the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template

from bot.api.problem_types import ProblemType
from bot.docs.document import Document, Operation, Tag
from bot.docs.markup import Markup, Piece, address, many, paragraphs, prose, tag
from bot.docs.operations import Around, badge, operation_id, operation_section
from bot.docs.problems import problem_id, problem_sections
from bot.docs.shapes import shape_id, shape_section

_LAYOUT = Template((Path(__file__).parent / "page.html").read_text("utf-8"))
_UNTAGGED = "Calls"


def page_of(document: Document, problems: Mapping[str, ProblemType], origin: str) -> str:
    """The page for a document. `origin`: where the service is, as people reach it."""
    shapes = document.components.schemas
    around = Around(shapes, origin, _everywhere(document))
    return _LAYOUT.substitute(
        title=many([document.info.title]).text,
        version=many([document.info.version]).text,
        lead=prose(document.info.description.partition("\n\n")[0]).text,
        origin=many([origin]).text,
        contents=_contents(document, problems).text,
        calls=many(_group(group, document, around) for group in _groups(document)).text,
        problems=problem_sections(problems).text,
        shapes=many(shape_section(name, shape) for name, shape in sorted(shapes.items())).text,
    )


def _everywhere(document: Document) -> frozenset[str]:
    """The codes that each call for people who are signed in can answer."""
    codes = [operation.codes for _, _, operation in _calls(document) if operation.security]
    return frozenset(set[str].intersection(*codes) if codes else ())


def _groups(document: Document) -> list[Tag]:
    """The tags in the document's order; those that it only uses, after them."""
    named = {one.name: one for one in document.tags}
    used = {name: Tag(name=name) for _, _, operation in _calls(document) for name in _tags_of(operation)}
    return [named.get(name, used[name]) for name in {**named, **used} if name in used]


def _group(group: Tag, document: Document, around: Around) -> Markup:
    calls = (operation_section(method, path, operation, around) for method, path, operation in _calls_of(group, document))
    return tag("section", tag("h2", _title(group)), paragraphs(group.description), *calls, id=_group_id(group))


def _contents(document: Document, problems: Mapping[str, ProblemType]) -> Markup:
    parts = [_list("Overview", "#content", [_entry("#start", "Start here"), _entry("#ways", "How it works")])]
    for group in _groups(document):
        calls = [
            _entry(f"#{operation_id(operation)}", badge(method), tag("code", address(path.removeprefix("/api"))), find=operation.summary)
            for method, path, operation in _calls_of(group, document)
        ]
        parts.append(_list(_title(group), f"#{_group_id(group)}", calls))
    named = [_entry(f"#{problem_id(code)}", tag("code", code)) for code in sorted(problems)]
    shapes = [_entry(f"#{shape_id(name)}", tag("code", name)) for name in sorted(document.components.schemas)]
    return many([*parts, _list("Problems", "#problems", named), _list("Shapes", "#shapes", shapes)])


def _list(title: str, target: str, entries: Iterable[Markup]) -> Markup:
    return tag("div", tag("a", title, href=target), tag("ul", *entries), class_="group")


def _entry(target: str, *pieces: Piece, find: str = "") -> Markup:
    """`find`: what else the filter finds it by."""
    return tag("li", tag("a", *pieces, href=target), data_find=find)


def _calls(document: Document) -> Iterator[tuple[str, str, Operation]]:
    for path, operations in document.paths.items():
        for method, operation in operations.items():
            yield method, path, operation


def _calls_of(group: Tag, document: Document) -> Iterator[tuple[str, str, Operation]]:
    return (call for call in _calls(document) if group.name in _tags_of(call[2]))


def _tags_of(operation: Operation) -> list[str]:
    """A call stands on the page once, under the first of its tags."""
    return operation.tags[:1] or [_UNTAGGED]


def _group_id(group: Tag) -> str:
    return "group-" + re.sub(r"[^a-z0-9]+", "-", group.name.lower()).strip("-")


def _title(group: Tag) -> str:
    return group.name[:1].upper() + group.name[1:]
