"""Whose calls are counted together: by the socket's peer, or by what the trusted proxies say, never by what the caller says."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.address import address_of, counted_address

PEER = "10.0.0.7"


@pytest.mark.parametrize(
    ("lines", "proxies", "address"),
    [
        (["203.0.113.5"], 1, "203.0.113.5"),
        (["203.0.113.5, 10.0.0.9"], 2, "203.0.113.5"),
        (["203.0.113.5", "10.0.0.9"], 2, "203.0.113.5"),
        (["203.0.113.5,10.0.0.9", "10.0.0.8"], 3, "203.0.113.5"),
        (["  203.0.113.5  "], 1, "203.0.113.5"),
        (["203.0.113.5:51234"], 1, "203.0.113.5"),
    ],
)
def test_the_address_is_the_one_that_the_outermost_trusted_proxy_was_called_from(lines: list[str], proxies: int, address: str) -> None:
    assert counted_address(PEER, lines, proxies) == address


@pytest.mark.parametrize(
    ("lines", "proxies", "address"),
    [
        (["198.51.100.1, 203.0.113.5"], 1, "203.0.113.5"),
        (["198.51.100.1", "203.0.113.5"], 1, "203.0.113.5"),
        (["198.51.100.1, 198.51.100.2, 203.0.113.5, 10.0.0.9"], 2, "203.0.113.5"),
        (["198.51.100.1," * 500 + "203.0.113.5"], 1, "203.0.113.5"),
        ([",,,,203.0.113.5"], 1, "203.0.113.5"),
    ],
)
def test_what_the_caller_wrote_further_left_is_not_believed(lines: list[str], proxies: int, address: str) -> None:
    assert counted_address(PEER, lines, proxies) == address


def test_without_a_proxy_the_header_says_nothing() -> None:
    assert counted_address(PEER, ["203.0.113.5"], 0) == PEER


@pytest.mark.parametrize(
    ("lines", "proxies"),
    [
        ([], 1),
        ([""], 1),
        ([" , "], 1),
        (["unknown"], 1),
        (["_hidden"], 1),
        (["203.0.113.5"], 2),
        (["203.0.113.500"], 1),
        (["203.0.113.5, "], 1),
        (["[2001:db8::1"], 2),
        (["2001:db8::zz"], 1),
        (["203.0.113.5\x00"], 1),
    ],
)
def test_what_can_not_be_read_leaves_the_peer(lines: list[str], proxies: int) -> None:
    assert counted_address(PEER, lines, proxies) == PEER


@pytest.mark.parametrize(
    "text", ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "[2001:db8:1:2::1]", "[2001:db8:1:2::1]:443", "2001:DB8:1:2:0::3"]
)
def test_an_ipv6_address_counts_by_its_network(text: str) -> None:
    assert counted_address(PEER, [text], 1) == counted_address(text.strip("[]").split("]")[0], [], 0) == "2001:db8:1:2::/64"


def test_two_networks_of_ipv6_are_two() -> None:
    assert counted_address("2001:db8:1:2::1", [], 0) != counted_address("2001:db8:1:3::1", [], 0)
    assert counted_address("fe80::1%eth0", [], 0) == "fe80::/64"


def test_ipv4_in_the_clothes_of_ipv6_counts_as_ipv4() -> None:
    """Else everybody who comes by IPv4 to a socket for both would share one bucket."""
    assert counted_address("::ffff:203.0.113.5", [], 0) == "203.0.113.5"
    assert counted_address(PEER, ["[::ffff:203.0.113.5]:80"], 1) == "203.0.113.5"


def test_a_peer_without_an_address_is_counted_all_the_same() -> None:
    assert counted_address(None, [], 0) == counted_address("", ["unknown"], 1) == "nowhere"


def test_a_requests_headers_are_read_whole_and_by_any_spelling() -> None:
    headers = CIMultiDict([("x-forwarded-for", "198.51.100.1"), ("X-Forwarded-For", "203.0.113.5")])
    request = make_mocked_request("GET", "/", headers=headers)
    assert address_of(request, 1) == "203.0.113.5"
    assert address_of(request, 2) == "198.51.100.1"
