"""The text of a pass: what goes in comes out, and nothing else is taken for one."""

from __future__ import annotations

import string
from datetime import date

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import example, given
from hypothesis import strategies as st
from jwt import PyJWK

from core.model import Booking, State
from core.passes import CONTEXT, MAX_LENGTH, MAX_OFFICE, MAX_PERSON, MAX_REVISION, Pass, key_of, verify
from tests.passes.making import DAY, LONGEST_OFFICE, PERSON, TENANT, Ring, booking, to_bytes, to_text, token_of, token_over

ALPHABET = string.ascii_letters + string.digits + "-_"
RING = Ring()
TOKEN = token_of(booking(parking=True, revision=7), RING)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

offices = st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)
real_people = st.tuples(st.uuids(), st.uuids()).map(lambda guids: f"{guids[0]}.{guids[1]}")
people = real_people | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=25)


@given(offices, people, st.dates(), st.booleans(), st.integers(1, MAX_REVISION))
def test_a_pass_says_what_its_booking_is(office: str, person: str, day: date, parking: bool, revision: int) -> None:
    made = booking(office=office, person=person, day=day, parking=parking, revision=revision)
    token = token_of(made, RING)
    assert verify(token, RING.public) == Pass.of(made)
    assert set(token) <= set(ALPHABET)
    assert len(token) <= MAX_LENGTH


@given(st.text())
@example("")
@example("=")
@example("A")
@example("\ud800")
@example("A" * MAX_LENGTH)
@example("A" * (MAX_LENGTH + 1))
@example("AQ" * 1_000_000)
@example(" " + TOKEN)
@example(TOKEN + "\n")
def test_no_other_text_is_a_pass(text: str) -> None:
    assert verify(text, RING.public) is None
    key_of(text)


@given(st.binary(max_size=250), st.booleans())
def test_no_other_bytes_are_a_pass(data: bytes, has_our_head: bool) -> None:
    token = to_text((to_bytes(TOKEN)[:9] if has_our_head else b"") + data)
    assert verify(token, RING.public) is None


@given(st.binary(max_size=160))
@example(b"")
@example(bytes(9))
def test_even_a_signed_body_is_read_only_as_it_is_written(body: bytes) -> None:
    found = verify(token_over(body, RING), RING.public)
    assert found is None or to_bytes(token_of(booking_of(found), RING))[9:-64] == body


def booking_of(named: Pass) -> Booking:
    return booking(office=named.office, person=named.person, day=named.day, parking=named.parking, revision=named.revision)


def test_every_single_changed_sign_is_noticed() -> None:
    for at, was in enumerate(TOKEN):
        others = {ALPHABET[(ALPHABET.index(was) + step) % 64] for step in (1, 2, 4, 16, 32, 63)} | set("=.+/ é") - {was}
        for other in others:
            assert verify(TOKEN[:at] + other + TOKEN[at + 1 :], RING.public) is None, (at, other)


def test_every_single_changed_bit_is_noticed() -> None:
    data = to_bytes(TOKEN)
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        assert verify(to_text(bytes(changed)), RING.public) is None, bit


def test_a_pass_cut_short_or_made_longer_is_none() -> None:
    for length in range(len(TOKEN)):
        assert verify(TOKEN[:length], RING.public) is None
        assert verify(TOKEN[length + 1 :], RING.public) is None
    other = token_of(booking(office="paris"), RING)
    for joined in (TOKEN + TOKEN, TOKEN + other, TOKEN + "A", TOKEN + "AAAA", "AAAA" + TOKEN, TOKEN + "." + other):
        assert verify(joined, RING.public) is None
    assert verify(to_text(to_bytes(TOKEN) + b"\0"), RING.public) is None


@pytest.mark.parametrize(("office", "other_endings"), [("abc", 0), ("abcd", 15), ("abcde", 3)])
def test_a_pass_is_written_in_one_way_only(office: str, other_endings: int) -> None:
    """Base64's last sign may hold bits that mean nothing, and Python's decoder overlooks much more."""
    token = token_of(booking(office=office), RING)
    data = to_bytes(token)
    same_bytes = [token[:-1] + sign for sign in ALPHABET if sign != token[-1] and to_bytes(token[:-1] + sign) == data]
    assert len(same_bytes) == other_endings
    same_bytes += [token + "=", token + "==", token + "===", token + "=AAAA", token[:20] + "\n" + token[20:], token[:20] + "*" + token[20:]]
    standard = token.replace("-", "+").replace("_", "/")
    for text in same_bytes + [standard] * (standard != token):
        assert verify(text, RING.public) is None, text


def test_numbers_that_no_signature_has_are_refused() -> None:
    head = to_bytes(TOKEN)[:-64]
    for r in (0, 1, ORDER - 1, ORDER, 2**256 - 1):
        for s in (0, 1, ORDER, 2**256 - 1):
            assert verify(to_text(head + r.to_bytes(32, "big") + s.to_bytes(32, "big")), RING.public) is None


def test_a_text_that_is_too_long_is_refused_by_its_length_alone() -> None:
    class Untouchable(str):
        __slots__ = ()

        def isascii(self) -> bool:
            raise AssertionError("it was looked at")

    assert verify(Untouchable("A" * (MAX_LENGTH + 1)), RING.public) is None
    with pytest.raises(AssertionError, match="looked at"):
        verify(Untouchable("A" * MAX_LENGTH), RING.public)


def test_parts_of_two_genuine_passes_are_none() -> None:
    other = to_bytes(token_of(booking(parking=False, revision=7), RING))
    data = to_bytes(TOKEN)
    assert len(data) == len(other)
    for at in range(9, len(data)):
        for mixed in (data[:at] + other[at:], other[:at] + data[at:]):
            assert mixed in (data, other) or verify(to_text(mixed), RING.public) is None


def test_the_key_must_be_one_of_ours_and_the_one_that_signed() -> None:
    both = Ring(*RING.keys, *Ring().keys)
    theirs = token_of(booking(), both)
    assert verify(theirs, both.public) == Pass.of(booking())
    assert verify(theirs, RING.public) is None
    ours = to_bytes(TOKEN)
    renamed = ours[:1] + to_bytes(theirs)[1:9] + ours[9:]
    assert verify(to_text(renamed), both.public) is None


def test_a_signature_of_anything_else_is_no_pass() -> None:
    body = to_bytes(TOKEN)[9:-64]
    assert verify(token_over(body, RING), RING.public) is not None
    for context in (b"", b"office-booker pass v2\0", CONTEXT[:-1]):
        assert verify(token_over(body, RING, context=context), RING.public) is None
    for version in (0, 2, 255):
        assert verify(token_over(body, RING, version=version), RING.public) is None


@pytest.mark.parametrize(
    ("at", "value"),
    [(7, 0b101), (7, 0b1000_0000), (7, 0b001), (8, 0), (8, 41), (8, 255), (0, 255), (3, 255)],
    ids=["third flag", "eighth flag", "person no text", "no office", "office too long", "office beyond the end", "no such day", "fits"],
)
def test_a_signed_body_of_another_form_is_refused(at: int, value: int) -> None:
    body = bytearray(to_bytes(TOKEN)[9:-64])
    body[at] = value
    found = verify(token_over(bytes(body), RING), RING.public)
    assert (found is not None) == (at == 3)


def test_two_guids_are_packed_or_refused() -> None:
    body = to_bytes(TOKEN)[9:-64]
    unpacked = body[:7] + bytes([0b01]) + body[8:15] + PERSON.encode()
    assert verify(token_over(unpacked, RING), RING.public) is None
    for person in (PERSON.upper(), f"{{{TENANT}}}.{TENANT}", f"{TENANT}", f"{TENANT}.{TENANT}.", f"{TENANT}.{TENANT.replace('-', '')}"):
        found = verify(token_of(booking(person=person), RING), RING.public)
        assert found is not None
        assert found.person == person


def test_the_longest_pass_fits_a_qr_code_that_is_easy_to_read() -> None:
    assert len(LONGEST_OFFICE) == MAX_OFFICE == 40
    assert len(PERSON) == 73
    assert len(token_of(booking(office=LONGEST_OFFICE, person=PERSON, revision=MAX_REVISION, parking=True), RING)) == 206
    assert len(token_of(booking(office=LONGEST_OFFICE, person="p" * MAX_PERSON), RING)) == MAX_LENGTH == 296


@pytest.mark.parametrize(
    "changes", [{"office": "a" * 41}, {"person": "p" * 101}, {"person": ""}, {"office": ""}, {"revision": 2**32}, {"revision": 0}]
)
def test_a_booking_that_does_not_fit_gets_no_pass(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="for a pass"):
        token_of(booking(**changes), RING)  # pyright: ignore[reportArgumentType] - one of each kind


def test_a_cancelled_booking_gets_no_pass() -> None:
    with pytest.raises(ValueError, match="a cancelled booking has no pass"):
        token_of(booking(state=State.CANCELLED), RING)


def test_a_pass_carries_no_name() -> None:
    found = verify(TOKEN, RING.public)
    assert found is not None
    assert found == Pass(office=booking().office, person=PERSON, day=DAY, parking=True, revision=7)
    assert found.booking == booking().id


def test_a_checker_needs_no_more_than_the_exported_key_and_the_page_that_describes_the_form() -> None:
    ring = Ring()
    ring.rotate()
    token = token_of(booking(), ring)
    jwk = next(one for one in ring.public.jwks() if one["kid"] == key_of(token))
    assert set(jwk) == {"kid", "kty", "crv", "x", "y", "alg"}
    data = to_bytes(token)
    assert to_text(data[1:9]) == jwk["kid"]
    message, signature = b"office-booker pass v1\0" + data[9:-64], data[-64:]
    imported = PyJWK(dict(jwk))
    assert imported.Algorithm.verify(message, imported.key, signature)
    assert not imported.Algorithm.verify(message + b"x", imported.key, signature)
    # And once more by hand, for PyJWT could be as wrong as we are about r and s.
    der = encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    imported.key.verify(der, message, ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        imported.key.verify(der, b"x" + message, ECDSA(SHA256()))
    assert (int.from_bytes(data[9:12], "big"), data[16], data[17], data[18:24]) == (DAY.toordinal(), 0b10, 6, b"london")
