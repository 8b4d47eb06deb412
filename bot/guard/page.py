"""The guard's page as HTML. Every word of the store goes through `escape`; there is no script and no style in the page itself."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from bot.guard.verdict import Verdict
from bot.guard.words import Said, Tone, day_of, office_of, parking_of, said
from core.days import zone_named

_LAYOUT = Template((Path(__file__).parent / "pass.html").read_text("utf-8"))
_ICONS: Mapping[Tone, str] = {
    "good": "m5 12.5 4.5 4.5L19 7.5",
    "bad": "m6.5 6.5 11 11m0-11-11 11",
    "unsure": "M12 5.5v8m0 4.5v.1",
}


def verdict_page(verdict: Verdict) -> str:
    """The page for a verdict."""
    return _page(said(verdict), _facts(verdict), _clock(verdict))


def unsure_page(words: Said) -> str:
    """The page for when nothing could be found out."""
    return _page(words, "", "")


def _page(words: Said, facts: str, clock: str) -> str:
    return _LAYOUT.substitute(
        tone=words.tone, icon=_ICONS[words.tone], title=escape(words.title), detail=escape(words.detail), facts=facts, clock=clock
    )


def _facts(verdict: Verdict) -> str:
    if verdict.shown is None:
        return ""
    rows = (("Name", verdict.name), ("Office", office_of(verdict)), ("Day", day_of(verdict)), ("Parking", parking_of(verdict)))
    return "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in rows if value)


def _clock(verdict: Verdict) -> str:
    """The office's time as it was checked; the page's script lets it run on, by the service's clock and not the phone's."""
    if verdict.office is None:
        return ""
    local = verdict.now.astimezone(zone_named(verdict.office.zone))
    zone, name = escape(verdict.office.zone), escape(verdict.office.name)
    time = f'<time id="clock" datetime="{verdict.now.isoformat()}" data-zone="{zone}">{local:%H:%M:%S}</time>'
    return f"<p>{time}<span>Time in {name}</span></p>"
