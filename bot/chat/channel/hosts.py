"""Which connectors may be written to. What a card or a sentence says never leaves for anywhere else, whoever names the address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.loopback import is_loopback

MOST_LETTERS = 500
_HTTPS = 443


class ServiceHosts:
    """The hosts of the settings. `may_be_local`: a stand-in on this machine may be one, by http; only where this machine alone calls us."""

    def __init__(self, hosts: Iterable[str], *, may_be_local: bool) -> None:
        hosts = [host.lower() for host in hosts]
        self._exact = frozenset(host for host in hosts if not host.startswith("."))
        self._suffixes = tuple(host for host in hosts if host.startswith("."))
        self._may_be_local = may_be_local

    def allows(self, service_url: str) -> bool:
        """Whether that connector is one of ours; an address that browsers and libraries may read in two ways is not."""
        if len(service_url) > MOST_LETTERS or not service_url.isascii() or any(letter in service_url for letter in "\\@?# \t\r\n"):
            return False
        try:
            parts = urlsplit(service_url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if host not in self._exact and not host.endswith(self._suffixes or ("\n",)):
            return False
        if is_loopback(host):
            return self._may_be_local and parts.scheme in {"http", "https"}
        return parts.scheme == "https" and port in {None, _HTTPS}
