"""`[chat]`: every fault at once, nothing that only this machine may have in the open; and without the section, nothing of a bot at all."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.app import build_app, parts_of
from bot.chat.channel.credentials import credentials_of
from bot.chat.settings import OPENID, SERVICE_HOSTS, ChatSettings
from bot.settings import Settings
from core.clock import SystemClock
from tests.bot.fake_entra import KEY, OTHER_TENANT, TENANT
from tests.bot.test_settings import GOOD, faults_of, settings_of
from tests.chat.fake_bot_framework import APP, FakeBotFramework
from tests.chat.rig import chat_settings
from tests.product import ROOT

CHAT = f'[chat]\napp_id = "{APP}"\n'
LOCAL = GOOD.replace("0.0.0.0:8080", "127.0.0.1:3978").replace("https://desks.contoso.example", "http://127.0.0.1:3978")


def test_without_the_section_there_is_no_bot(tmp_path: Path) -> None:
    assert settings_of(GOOD, tmp_path).chat is None


def test_an_id_is_enough(tmp_path: Path) -> None:
    assert settings_of(GOOD + CHAT, tmp_path).chat == ChatSettings(
        app_id=APP, credential="managed_identity", openid_url=OPENID, service_hosts=list(SERVICE_HOSTS), reminder_hour=17
    )


def test_the_environment_switches_it_on_as_well(tmp_path: Path) -> None:
    chat = settings_of(GOOD, tmp_path, OFFICE_BOOKER__CHAT__APP_ID=APP, OFFICE_BOOKER__CHAT__REMINDER_HOUR="9").chat
    assert (chat.app_id, chat.reminder_hour) == (APP, 9) if chat else pytest.fail("no bot")


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    wrong = GOOD.replace("capacity = 10", "capacity = -1") + CHAT
    wrong += 'service_hosts = ["https://evil.example/", "*"]\nopenid_url = "http://127.0.0.1:1/x"\n'
    wrong += 'credential = "none"\nsecret_file = "x"\n'
    faults = "\n".join(faults_of(wrong, tmp_path))
    for place in ("capacity", "[chat] service_hosts: 'https", "[chat] service_hosts: '*'", "openid_url", "credential", "secret_file"):
        assert place in faults


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('credential = "password"', "[chat] credential"),
        ('credential = "none"', "[chat] credential: none is only for"),
        ("reminder_hour = 24", "[chat] reminder_hour"),
        ("reminder_hour = -1", "[chat] reminder_hour"),
        ("service_hosts = []", "[chat] service_hosts"),
        ('service_hosts = ["a..b:80"]', "[chat] service_hosts"),
        ('service_hosts = ["EVIL"]', "[chat] service_hosts"),
        ('openid_url = "ftp://x"', "[chat] openid_url"),
        ('openid_url = "http://login.botframework.com/x"', "[chat] openid_url: http is only for"),
        ('tenant = "x"', "[chat] tenant: is for the credential single_tenant"),
        ('secret = "x"', "[chat] secret: there is no such setting"),
        ('credential = "single_tenant"', "[chat] secret_file: the credential single_tenant takes either"),
        ('credential = "single_tenant"\nsecret_file = "nowhere"', "[chat] secret_file: there is no such file"),
        ('credential = "single_tenant"\nsecret_file = "a"\ncertificate_file = "b"', "takes either"),
        (f'credential = "single_tenant"\nsecret_file = "a"\ntenant = "{OTHER_TENANT}"', "[chat] tenant: must be one of"),
    ],
)
def test_what_must_not_be_is_named(tmp_path: Path, more: str, fault: str) -> None:
    assert any(fault in one for one in faults_of(f"{GOOD}{CHAT}{more}\n", tmp_path))


def test_a_section_without_an_id_is_a_fault(tmp_path: Path) -> None:
    assert "[chat] app_id: is missing" in faults_of(f"{GOOD}[chat]\nreminder_hour = 9\n", tmp_path)
    assert any("[chat] app_id" in fault for fault in faults_of(f'{GOOD}[chat]\napp_id = "me"\n', tmp_path))


def test_of_several_tenants_one_must_be_named(tmp_path: Path) -> None:
    several = GOOD.replace(f'tenants = ["{TENANT}"]', f'tenants = ["{TENANT}", "{OTHER_TENANT}"]').replace(
        'admins = ["', f'admins = ["{TENANT}/'
    )
    (tmp_path / "secret").write_text("sesame")
    single = f'{CHAT}credential = "single_tenant"\nsecret_file = "{tmp_path / "secret"}"\n'
    assert faults_of(several + single, tmp_path) == ["[chat] tenant: is missing; several tenants sign in"]
    assert settings_of(f'{several}{single}tenant = "{OTHER_TENANT}"\n', tmp_path).chat


def test_a_bot_without_authentication_is_for_this_machine_alone(tmp_path: Path) -> None:
    none = f'{CHAT}credential = "none"\nopenid_url = "http://127.0.0.1:1/x"\n'
    assert settings_of(LOCAL + none, tmp_path).chat
    for wrong in (
        LOCAL.replace("127.0.0.1:3978", "0.0.0.0:3978", 2),
        LOCAL.replace("http://127.0.0.1:3978", "https://desks.contoso.example"),
    ):
        assert any("[chat] credential: none is only for" in fault for fault in faults_of(wrong + none, tmp_path))


def test_a_secret_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("sesame\n")
    settings = ChatSettings(app_id=APP, credential="single_tenant", secret_file=str(tmp_path / "secret"))
    made: Any = credentials_of(settings, [TENANT])
    assert (made.microsoft_app_id, made.microsoft_app_password, made.tenant) == (APP, "sesame", TENANT)
    assert made.oauth_endpoint.endswith(f"/{TENANT}")


def test_a_certificate_is_read_from_its_file_with_its_key(tmp_path: Path) -> None:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bot")])
    now = datetime(2026, 11, 24, tzinfo=UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(KEY.public_key()).serial_number(5)
    certificate = built.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(KEY, hashes.SHA256())
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    (tmp_path / "bot.pem").write_bytes(pem)
    settings = ChatSettings(app_id=APP, credential="single_tenant", certificate_file=str(tmp_path / "bot.pem"), tenant=OTHER_TENANT)
    made: Any = credentials_of(settings, [TENANT, OTHER_TENANT])
    assert (made.tenant, made.certificate_thumbprint) == (OTHER_TENANT, certificate.fingerprint(hashes.SHA1()).hex())  # noqa: S303
    assert made.certificate_private_key == pem.decode()


LIBRARY = ("botbuilder", "botframework", "msrest", "requests", "msal", "rapidfuzz")
SHOWN = f"print(sorted({{name.split('.')[0] for name in sys.modules}} & {set(LIBRARY)}))"


def test_the_process_loads_nothing_of_the_library_before_there_is_a_bot() -> None:
    code = f"import sys, bot.__main__, bot.app; {SHOWN}"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.strip() == "[]"


def test_a_control_shows_that_it_would_be_seen() -> None:
    code = f"import sys, bot.chat.house; {SHOWN}"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert "botbuilder" in said.stdout


def test_a_service_without_a_bot_never_loads_it(tmp_path: Path) -> None:
    code = f"""
import asyncio, sys
from pathlib import Path
from bot.app import build_app, parts_of
from bot.settings import read
from core.clock import SystemClock
async def main():
    async with parts_of(read(Path({str(tmp_path / "house.toml")!r}), {{}}), SystemClock()) as parts:
        build_app(parts)
asyncio.run(main())
{SHOWN}
"""
    (tmp_path / "house.toml").write_text(f'{GOOD}[store]\npath = "{tmp_path / "house.db"}"\n')
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert said.stdout.splitlines()[-1] == "[]"


async def test_with_a_bot_the_whole_house_answers_teams(house_settings: Settings, framework: FakeBotFramework, platform: None) -> None:
    settings = replace(house_settings, chat=chat_settings(framework))
    async with parts_of(settings, SystemClock()) as parts, TestClient(TestServer(build_app(parts, Path("nowhere")))) as client:
        assert (await framework.call(client, framework.activity("installationUpdate", action="add"))).status == 200
        assert (await framework.call(client, framework.activity(text="help"))).status == 200
        answer = await framework.call(client, framework.invoke("composeExtension/query", {"parameters": []}))
        assert (answer.status, "composeExtension" in await answer.json()) == (200, True)
    assert len(framework.messages) == 2, "a greeting, and what the bot can do"
    assert all("attachments" in message for message in framework.messages)
