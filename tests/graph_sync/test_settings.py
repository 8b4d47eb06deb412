from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from core.model import Rules
from core.settings import BadSettings, PolicySettings
from graph_sync import settings
from graph_sync.notices import Addresses
from graph_sync.settings import ENTRA, GRAPH

WEB = '[web]\npublic_url = "https://office.contoso.example"\nlisten = "127.0.0.1:3978"\n'
IDS = 'tenant = "6c3f1a52-8d0e-4b7a-9e25-1f4d7a90c3b8"\nclient_id = "9f47c0a6-1e3b-4d85-b2c7-60a8d5e13f94"\n'


def read(tmp_path: Path, graph: str, **environ: str) -> settings.Settings:
    file = tmp_path / "office-booker.toml"
    file.write_text(f"{WEB}[graph]\n{graph}", "utf-8")
    return settings.read(file, {f"OFFICE_BOOKER__{name}": value for name, value in environ.items()})


def faults(tmp_path: Path, graph: str) -> list[str]:
    with pytest.raises(BadSettings) as bad:
        read(tmp_path, graph)
    return bad.value.faults


def test_two_ids_are_enough_for_microsofts_cloud(tmp_path: Path) -> None:
    told = read(tmp_path, IDS)
    assert (told.graph.url, told.graph.authority, told.graph.credential) == (GRAPH, ENTRA, "managed_identity")
    assert told.public_url == "https://office.contoso.example"


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, IDS, GRAPH__PARALLEL="9", STORE__PATH="/data/house.db").graph.parallel == 9


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    named = faults(tmp_path, 'tenant = "contoso"\nparallel = 0\ncredentials = "secret"\n')
    assert [fault.split(":")[0] for fault in named] == ["[graph] credentials", "[graph] tenant", "[graph] client_id", "[graph] parallel"]


@pytest.mark.parametrize(
    "address", ["http://graph.microsoft.com/v1.0", "graph.microsoft.com", "ftp://127.0.0.1", "http://127.0.0.1.evil.example"]
)
def test_tokens_never_travel_in_the_clear_to_another_machine(tmp_path: Path, address: str) -> None:
    assert faults(tmp_path, f'{IDS}url = "{address}"\n') == ["[graph] url: must be an https address (http only on this machine)"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:3979", "login.microsoftonline.com"])
def test_an_authority_that_msal_would_refuse_is_refused_at_the_start(tmp_path: Path, address: str) -> None:
    assert faults(tmp_path, f'{IDS}authority = "{address}"\n') == ["[graph] authority: must be an https address"]


def test_a_certificate_that_is_not_there_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    named = faults(tmp_path, f'{IDS}credential = "certificate"\ncertificate_file = "gone.pem"\nca_file = "gone-too.pem"\n')
    assert named == ["[graph] certificate_file: there is no such file", "[graph] ca_file: there is no such file"]


def test_without_addresses_there_are_no_notices(tmp_path: Path) -> None:
    assert read(tmp_path, IDS).notice is None


@pytest.mark.parametrize("sender", ["9f47c0a6-1e3b-4d85-b2c7-60a8d5e13f94", "notices@contoso.example"])
def test_notices_go_from_a_mailbox_to_an_address(tmp_path: Path, sender: str) -> None:
    told = read(tmp_path, f'{IDS}[notice]\nto = "desk@contoso.example"\nfrom = "{sender}"\n')
    assert told.notice == Addresses("desk@contoso.example", sender)


def test_the_environment_names_both_addresses(tmp_path: Path) -> None:
    told = read(tmp_path, IDS, NOTICE__TO="desk@contoso.example", NOTICE__FROM="notices@contoso.example")
    assert told.notice == Addresses("desk@contoso.example", "notices@contoso.example")


@pytest.mark.parametrize(
    ("section", "faulty"),
    [
        ('to = "desk@contoso.example"', ["[notice] from"]),
        ('from = "notices@contoso.example"', ["[notice] to"]),
        ('to = "desk"\nfrom = "the desk"', ["[notice] to", "[notice] from"]),
        ('to = "Desk <desk@contoso.example>"\nfrom = "notices@contoso.example"', ["[notice] to"]),
        ('sender = "notices@contoso.example"', ["[notice] sender"]),
    ],
)
def test_half_an_address_is_a_fault_of_the_settings(tmp_path: Path, section: str, faulty: list[str]) -> None:
    assert [fault.split(":")[0] for fault in faults(tmp_path, f"{IDS}[notice]\n{section}\n")] == faulty


def test_the_clerk_keeps_things_as_long_as_the_house_does(tmp_path: Path) -> None:
    assert read(tmp_path, IDS).rules == Rules()
    policy = '[policy]\nretention_days = 90\nadvance_booking_days = 7\nsystem_admins = ["x"]\n'
    assert read(tmp_path, f"{IDS}{policy}").rules.retention_days == 90
    assert faults(tmp_path, f"{IDS}[policy]\nretention_days = 0\n")[0].startswith("[policy] retention_days")


def test_the_clerk_takes_for_retention_exactly_what_the_house_takes() -> None:
    """Two shapes of one setting: what one process starts with, the other must not refuse."""
    ours = {field.name: field for field in msgspec.structs.fields(settings._Policy)}  # pyright: ignore[reportPrivateUsage] - to compare them
    for field in msgspec.structs.fields(PolicySettings):
        if field.name in ours:
            assert (ours[field.name].type, ours[field.name].default) == (field.type, field.default)
    assert ours.keys() <= {field.name for field in msgspec.structs.fields(PolicySettings)}
