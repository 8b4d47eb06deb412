"""An entry's body as lines of plain runs, some of them links: all that a page needs to show it without trusting its HTML."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from infra.local.graph_types import ItemBody

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol"})
_SILENT = frozenset({"script", "style", "title"})
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
Run = dict[str, str]


def lines_of(body: ItemBody | None) -> list[list[Run]]:
    """Lines of {text} and {text, href}; only http and https links stay links."""
    if body is None or not body.content:
        return []
    if body.content_type != "html":
        return [_linked(line) for line in body.content.splitlines() if line.strip()]
    reader = _Lines()
    reader.feed(body.content)
    reader.close()
    return [line for line in map(_tidy, reader.lines) if line]


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Run]] = [[]]
        self._href: str | None = None
        self._muted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._muted += 1
        elif tag in _BREAKS:
            self.lines.append([])
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            self._href = href if _is_web(href) else None

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._muted = max(0, self._muted - 1)
        elif tag in _BREAKS:
            self.lines.append([])
        elif tag == "a":
            self._href = None

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", data)
        if not self._muted and words:
            self.lines[-1].append({"text": words} if self._href is None else {"text": words, "href": self._href})


def _tidy(line: list[Run]) -> list[Run]:
    """A line without blanks at its ends; a line of blanks is none."""
    if not "".join(run["text"] for run in line).strip():
        return []
    first, last = line[0], line[-1]
    first["text"] = first["text"].lstrip()
    last["text"] = last["text"].rstrip()
    return [run for run in line if run["text"]]


def _linked(line: str) -> list[Run]:
    """Plain text, in which Outlook makes addresses clickable."""
    runs: list[Run] = []
    at = 0
    for match in _ADDRESS.finditer(line):
        runs += [{"text": line[at : match.start()]}, {"text": match[0], "href": match[0]}]
        at = match.end()
    return _tidy([*runs, {"text": line[at:]}])


def _is_web(href: str) -> bool:
    try:
        return urlsplit(href).scheme in ("http", "https")
    except ValueError:
        return False
