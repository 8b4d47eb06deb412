"""Who signs passes, by the settings: a folder that is made on the first start, or a vault; and every fault in words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import read
from core import pass_opening, pass_vault
from core.clock import Clock
from core.pass_keys import FileKeys, PassKeysError, new_key
from core.pass_opening import open_keys
from core.pass_vault import Vault
from core.passes import Passes
from core.settings import BadSettings, PassSettings, StoreSettings
from tests.bot.test_settings import GOOD, settings_of
from tests.fakes import FakeClock
from tests.house_of import NOON
from tests.passes.making import Ring, booking
from tests.product import ROOT

VAULT = '[passes]\nvault = "https://desks.vault.azure.net"\nkey = "pass-signing"\nclient_id = "an-identity"\n'
COSMOS = '[store]\nkind = "cosmos"\nendpoint = "https://desks.documents.azure.com"\nclient_id = "an-identity"\n'
LOCAL = GOOD.replace("https://desks.contoso.example", "http://127.0.0.1:3978").replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - what the text says


def faults_of(text: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "office-booker.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadSettings) as bad:
        read(path, {})
    return bad.value.faults


def test_a_house_that_says_nothing_keeps_its_keys_beside_its_store(tmp_path: Path) -> None:
    settings = settings_of(GOOD, tmp_path, OFFICE_BOOKER__STORE__PATH="/data/house.db")
    assert settings.passes.folder_beside(settings.store) == Path("/data/pass-keys")
    assert PassSettings(folder="elsewhere").folder_beside(settings.store) == Path("elsewhere")


def test_a_vault_is_enough_for_many_machines(tmp_path: Path) -> None:
    settings = settings_of(GOOD + COSMOS + VAULT, tmp_path)
    assert (settings.passes.vault, settings.passes.key) == ("https://desks.vault.azure.net", "pass-signing")


@pytest.mark.parametrize("folder", ["", '[passes]\nfolder = "keys"\n'])
def test_many_machines_must_sign_alike(tmp_path: Path, folder: str) -> None:
    (fault,) = faults_of(GOOD + COSMOS + folder, tmp_path)
    assert fault.startswith("[passes] vault: is missing")
    assert "alike" in fault


def test_on_this_machine_alone_a_folder_does_with_any_store(tmp_path: Path) -> None:
    assert settings_of(LOCAL + COSMOS, tmp_path).passes == PassSettings()


def test_a_service_behind_a_proxy_of_this_machine_is_not_alone(tmp_path: Path) -> None:
    proxied = GOOD.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - what the text says
    assert faults_of(proxied + COSMOS, tmp_path)[0].startswith("[passes] vault: is missing")


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    faults = "\n".join(faults_of(GOOD + '[passes]\nvault = "http://desks.vault.azure.net/keys"\nfolder = "keys"\n', tmp_path))
    for word in ("[passes] vault: must be the https address", "[passes] folder:", "[passes] key:", "[passes] client_id:"):
        assert word in faults


@pytest.mark.parametrize("half", ['key = "pass-signing"', 'client_id = "an-identity"'])
def test_half_a_vault_is_a_fault(tmp_path: Path, half: str) -> None:
    (fault,) = faults_of(f"{GOOD}[passes]\n{half}\n", tmp_path)
    assert fault == "[passes] vault: is missing; key and client_id are for a vault"


@pytest.mark.parametrize("line", ['key = "a/b"', "folder = 3", 'colour = "red"'])
def test_what_can_not_be_is_a_fault(tmp_path: Path, line: str) -> None:
    assert any(fault.startswith("[passes] ") for fault in faults_of(f"{GOOD}[passes]\n{line}\n", tmp_path))


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("no folder")
    (fault,) = faults_of(f'{GOOD}[passes]\nfolder = "{(tmp_path / "keys").as_posix()}"\n', tmp_path)
    assert "is no folder" in fault


async def test_the_first_start_makes_a_key_for_its_owner_alone_and_the_next_finds_it(tmp_path: Path) -> None:
    store, clock = StoreSettings(path=str(tmp_path / "data" / "house.db")), FakeClock(NOON)
    async with open_keys(PassSettings(), store, clock) as keys:
        token = await Passes(keys).issue(booking())
    folder = tmp_path / "data" / "pass-keys"
    (file,) = folder.iterdir()
    if os.name == "posix":
        assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    async with open_keys(PassSettings(), store, clock) as keys:
        assert await Passes(keys).check(token) is not None
    assert list(folder.iterdir()) == [file]


async def test_a_process_that_comes_second_takes_the_key_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slower(folder: Path, _: object) -> Path:
        new_key(folder, NOON)
        raise PassKeysError("holds a newer one")

    monkeypatch.setattr(pass_opening, "new_key", slower)
    async with open_keys(PassSettings(folder=str(tmp_path / "keys")), StoreSettings(), FakeClock(NOON)) as keys:
        assert isinstance(keys, FileKeys)


async def test_a_folder_that_can_not_be_used_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(PassKeysError, match="can't be written"):
        async with open_keys(PassSettings(folder=str(tmp_path / "file" / "keys")), StoreSettings(), FakeClock(NOON)):
            pass


class Opened(Ring):
    """Keys as a vault hands them out."""

    closed = False

    async def close(self) -> None:
        self.closed = True


async def test_a_vault_is_opened_as_the_settings_say_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Vault] = []
    opened = Opened()

    async def open_vault(vault: Vault, _: Clock) -> Opened:
        asked.append(vault)
        return opened

    monkeypatch.setattr(pass_vault, "open_vault", open_vault)
    settings = PassSettings(vault="https://desks.vault.azure.net", key="pass-signing", client_id="an-identity")
    async with open_keys(settings, StoreSettings(), FakeClock(NOON)) as keys:
        assert keys is opened
        assert not opened.closed
    assert opened.closed
    assert asked == [Vault(url=settings.vault, key=settings.key, client_id=settings.client_id)]


def test_a_house_with_a_folder_never_imports_azure(tmp_path: Path) -> None:
    code = """
import asyncio, sys
from core.clock import SystemClock
from core.pass_opening import open_keys
from core.settings import PassSettings, StoreSettings
async def main():
    async with open_keys(PassSettings(), StoreSettings(path=sys.argv[1]), SystemClock()): pass
asyncio.run(main())
print("azure:", *(name for name in sys.modules if name.startswith("azure")))
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "house.db")], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "azure:"
