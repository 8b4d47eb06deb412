"""The keys of one machine: a folder of files, of which the newest signs."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat, PublicFormat

from core.pass_keys import FileKeys, KeyId, PassKeysError, key_id_of, new_key, retired
from core.passes import Pass, Passes, key_of
from tests.fakes import FakeClock
from tests.passes.key_vault import NOW
from tests.passes.making import booking

FIRST = "pass-20261124T090000000000Z.pem"
DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path, clock: FakeClock) -> Path:
    new_key(tmp_path / "keys", clock.now())
    return tmp_path / "keys"


def put(folder: Path, content: bytes, at: datetime = NOW + DAY) -> Path:
    file = folder / at.strftime("pass-%Y%m%dT%H%M%S%fZ.pem")
    file.write_bytes(content)
    file.chmod(0o600)
    return file


def test_a_new_key_is_its_owners_alone_and_leaves_nothing_else(folder: Path) -> None:
    assert [file.name for file in folder.iterdir()] == [FIRST]
    if os.name == "posix":
        assert [path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())] == [0o700, 0o600]


async def test_a_new_key_signs_and_vouches(folder: Path, clock: FakeClock) -> None:
    passes = Passes(FileKeys(folder, clock))
    assert await passes.check(await passes.issue(booking())) == Pass.of(booking())


def test_no_key_is_ever_replaced(folder: Path, clock: FakeClock) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(PassKeysError, match="is there already"):
        new_key(folder, clock.now())
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_key_that_would_never_sign_is_not_made(folder: Path, clock: FakeClock) -> None:
    with pytest.raises(PassKeysError, match="would never sign"):
        new_key(folder, clock.now() - DAY)
    assert len(list(folder.iterdir())) == 1


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PassKeysError, match=r"file.*can't be written"):
        new_key(tmp_path / "file", NOW)


async def test_after_a_rotation_the_new_key_signs_and_old_passes_hold(folder: Path, clock: FakeClock) -> None:
    passes = Passes(FileKeys(folder, clock))
    old = await passes.issue(booking())
    # The file's own times say the opposite; the name decides.
    new = new_key(folder, clock.now() + timedelta(microseconds=1))
    os.utime(new, (0, 0))
    clock.forward(timedelta(minutes=10))
    latest = await passes.issue(booking(revision=2))
    assert key_of(latest) != key_of(old)
    for opened in (passes, Passes(FileKeys(folder, clock))):
        assert await opened.check(old) == Pass.of(booking())
        assert await opened.check(latest) == Pass.of(booking(revision=2))


async def test_a_key_made_by_another_process_is_known_within_a_minute(folder: Path, clock: FakeClock) -> None:
    here = Passes(FileKeys(folder, clock))
    new_key(folder, clock.now() + DAY)
    token = await Passes(FileKeys(folder, clock)).issue(booking())
    assert await here.check(token) is None
    clock.forward(timedelta(seconds=59))
    assert await here.check(token) is None
    clock.forward(timedelta(seconds=1))
    assert await here.check(token) == Pass.of(booking())


async def test_a_removed_key_vouches_no_longer(folder: Path, clock: FakeClock) -> None:
    passes = Passes(FileKeys(folder, clock))
    token = await passes.issue(booking())
    new_key(folder, clock.now() + DAY)
    (folder / FIRST).unlink()
    clock.forward(timedelta(minutes=10))
    assert await passes.check(token) is None


async def test_a_folder_that_is_spoiled_later_sends_nobody_away(folder: Path, clock: FakeClock) -> None:
    passes = Passes(FileKeys(folder, clock))
    token = await passes.issue(booking())
    spoiled = put(folder, b"rubbish")
    clock.forward(timedelta(minutes=10))
    assert await passes.check(token) == Pass.of(booking())
    assert key_of(await passes.issue(booking(revision=2))) == key_of(token)
    spoiled.unlink()
    new_key(folder, clock.now())
    clock.forward(timedelta(minutes=1))
    assert key_of(await passes.issue(booking(revision=3))) != key_of(token)


async def test_a_clock_that_was_set_back_does_not_hide_new_keys(folder: Path, clock: FakeClock) -> None:
    keys = FileKeys(folder, clock)
    new_key(folder, clock.now() + DAY)
    clock.set(NOW - timedelta(days=300))
    assert len((await keys.public_keys()).jwks()) == 2


async def test_forged_ids_are_looked_up_once_a_minute(folder: Path, clock: FakeClock) -> None:
    keys = FileKeys(folder, clock)
    for at in range(3):
        new_key(folder, clock.now() + DAY * (at + 1))
        clock.forward(timedelta(seconds=25))
        counts = {len((await keys.public_keys(KeyId(f"forged-{number}"))).jwks()) for number in range(20)}
        assert counts == {4 if at == 2 else 1}


async def test_a_folder_that_is_gone_sends_nobody_away(folder: Path, clock: FakeClock) -> None:
    keys = FileKeys(folder, clock)
    shutil.rmtree(folder)
    clock.forward(timedelta(minutes=10))
    assert len((await keys.public_keys(KeyId("forged"))).jwks()) == 1


def pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey, password: bytes | None = None) -> bytes:
    lock = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


P256 = ec.generate_private_key(ec.SECP256R1())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is not a private key in PEM"),
        (b"rubbish", "is not a private key in PEM"),
        (pem(P256)[:-60], "is not a private key in PEM"),
        (pem(P256, b"password"), "is not a private key in PEM without a password"),
        (P256.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), "is not a private key in PEM"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "not one of the curve P-256"),
        (pem(ec.generate_private_key(ec.SECP256K1())), "not one of the curve P-256"),
        (pem(ed25519.Ed25519PrivateKey.generate()), "not one of the curve P-256"),
    ],
    ids=["empty", "rubbish", "cut short", "locked", "public", "P-384", "secp256k1", "Ed25519"],
)
def test_a_file_that_is_no_key_is_named_and_told_why(folder: Path, clock: FakeClock, content: bytes, why: str) -> None:
    file = put(folder, content)
    with pytest.raises(PassKeysError, match=why) as told:
        FileKeys(folder, clock)
    assert str(told.value).startswith(str(file))


@pytest.mark.skipif(os.name != "posix", reason="only POSIX files have a mode")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o644])
def test_a_key_that_others_may_open_is_refused(folder: Path, clock: FakeClock, mode: int) -> None:
    next(folder.iterdir()).chmod(mode)
    with pytest.raises(PassKeysError, match="its mode must be 600"):
        FileKeys(folder, clock)


def test_a_folder_without_keys_or_none_at_all_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "README").write_text("not a key")
    with pytest.raises(PassKeysError, match="holds no pass key"):
        FileKeys(tmp_path, clock)
    with pytest.raises(PassKeysError, match="can't be read"):
        FileKeys(tmp_path / "nowhere", clock)


def test_one_key_in_two_files_is_refused(folder: Path, clock: FakeClock) -> None:
    put(folder, next(folder.iterdir()).read_bytes())
    with pytest.raises(PassKeysError, match="two pass keys have the same id"):
        FileKeys(folder, clock)


@pytest.mark.parametrize(
    "name", ["old.pem", "pass-.pem", "pass-20261324T090000000000Z.pem", "pass-2026-11-24.pem", "pass-20261124T09Z.pem"]
)
def test_a_name_that_says_no_instant_is_refused(folder: Path, clock: FakeClock, name: str) -> None:
    next(folder.iterdir()).rename(folder / name)
    with pytest.raises(PassKeysError, match="is not named as a pass key is"):
        FileKeys(folder, clock)
    with pytest.raises(PassKeysError, match="is not named as a pass key is"):
        retired([name], NOW, 16)


def names(*days: int) -> list[str]:
    return [(NOW + DAY * day).strftime("pass-%Y%m%dT%H%M%S%fZ.pem") for day in days]


def test_a_key_is_kept_until_the_bookings_made_while_it_signed_have_ended() -> None:
    old, newer, newest = names(0, 100, 200)
    just_rotated = NOW + DAY * 200
    assert retired([old, newer, newest], just_rotated, 16) == [old]
    assert retired([newest, newer, old], just_rotated + DAY * 16, 16) == [old]
    assert retired([old, newer, newest], just_rotated + DAY * 16 + timedelta(microseconds=1), 16) == [old, newer]


def test_the_newest_key_is_never_retired() -> None:
    assert retired([], NOW, 16) == []
    assert retired(names(0), NOW + DAY * 10_000, 16) == []
    assert retired(names(0, 1), NOW + DAY * 10_000, 16) == names(0)


def test_a_keys_id_is_the_beginning_of_its_thumbprint() -> None:
    numbers = P256.public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode() for n in (numbers.x, numbers.y))
    canonical = json.dumps({"crv": "P-256", "kty": "EC", "x": x, "y": y}, separators=(",", ":"))
    thumbprint = base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()[:8]).rstrip(b"=").decode()
    assert key_id_of(P256.public_key()) == thumbprint
