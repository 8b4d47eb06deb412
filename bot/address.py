"""From which address a call comes. It only says whose calls are counted together, and is never proof of who somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from aiohttp import web

FORWARDED_FOR = "X-Forwarded-For"
NETWORK_BITS = 64
"""A household or a machine gets a whole /64 of IPv6 and may use a new address of it for every call."""
_NOWHERE = "nowhere"
"""A peer without an address, such as a proxy on a Unix socket."""


def address_of(request: web.Request, trusted_proxies: int) -> str:
    """The caller's address for counting: of IPv6 the network alone."""
    lines = request.headers.getall(FORWARDED_FOR, ()) if trusted_proxies else ()
    return counted_address(request.remote, lines, trusted_proxies)


def counted_address(peer: str | None, lines: Sequence[str], trusted_proxies: int) -> str:
    """The n-th address from the right of the X-Forwarded-For lines, n being the proxies that stand before us; else the peer's.

    Every proxy writes the address that it was called from at the right end. What stands further left was written by the caller.
    """
    told = _from_right(lines, trusted_proxies) if trusted_proxies else None
    found = _read(told) or _read(peer)
    if found is None:
        return _NOWHERE
    return str(ip_network((found, NETWORK_BITS), strict=False)) if isinstance(found, IPv6Address) else str(found)


def _from_right(lines: Sequence[str], number: int) -> str | None:
    hops = ",".join(lines).rsplit(",", number)
    return hops[-number] if len(hops) >= number else None


def _read(text: str | None) -> IPv4Address | IPv6Address | None:
    """The address in `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:443`."""
    host = (text or "").strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host)
    except ValueError:
        return None
    # A socket for both families shows IPv4 so; taken by their network, all of its callers would be one.
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
