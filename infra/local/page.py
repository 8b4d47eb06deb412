"""The frame of every HTML page here: no inline script, no inline style, nothing from elsewhere."""

from collections.abc import Sequence
from html import escape

from aiohttp import web


def page(title: str, main: str, *, scripts: Sequence[str] = (), styles: Sequence[str] = (), status: int = 200) -> web.Response:
    """`main` is HTML; everything variable in it must have gone through `text` before."""
    links = "".join(f'<link rel="stylesheet" href="/static/{name}">' for name in ("base.css", *styles))
    code = "".join(f'<script type="module" src="/static/{name}"></script>' for name in scripts)
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><link rel="icon" href="/static/icon.svg"><title>{text(title)}</title>{links}{code}'
        f"</head><body>{main}</body></html>"
    )
    return web.Response(text=html, content_type="text/html", status=status)


def text(value: str) -> str:
    """The value as HTML text or attribute."""
    return escape(value, quote=True)
