"""Settings: every fault at once, nothing local in the open, typing errors never become defaults."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, read
from core.model import OfficeId, person_id
from core.settings import BadSettings

TENANT = "11111111-1111-4111-8111-111111111111"
OID = "66666666-6666-4666-8666-666666666666"
GOOD = f"""
[web]
public_url = "https://desks.contoso.example"
listen = "0.0.0.0:8080"
[entra]
tenants = ["{TENANT}"]
client_id = "33333333-3333-4333-8333-333333333333"
[policy]
system_admins = ["{OID}"]
[[offices]]
id = "london"
name = "London"
zone = "Europe/London"
capacity = 10
open_weekdays = [1, 2, 3, 4, 5]
admins = ["{OID}"]
closures = [{{ day = "2026-12-25", note = "Christmas" }}]
"""


def settings_of(text: str, tmp_path: Path, **environ: str) -> Settings:
    path = tmp_path / "office-booker.toml"
    path.write_text(text, "utf-8")
    return read(path, environ)


def faults_of(text: str, tmp_path: Path, **environ: str) -> list[str]:
    with pytest.raises(BadSettings) as bad:
        settings_of(text, tmp_path, **environ)
    return bad.value.faults


def test_good_settings_are_read_whole(tmp_path: Path) -> None:
    settings = settings_of(GOOD, tmp_path)
    (office,) = settings.offices
    assert settings.address == ("0.0.0.0", 8080)  # noqa: S104 - what the text says
    assert [(special.day.isoformat(), special.open, special.note) for special in office.special_days] == [
        ("2026-12-25", False, "Christmas")
    ]
    assert office.open_weekdays == frozenset(range(5))
    assert settings.system_admins == frozenset({person_id(TENANT, OID)})
    assert settings.office_admins == {person_id(TENANT, OID): frozenset({OfficeId("london")})}


def test_the_environment_has_the_last_word(tmp_path: Path) -> None:
    settings = settings_of(
        GOOD,
        tmp_path,
        OFFICE_BOOKER__POLICY__DEFAULT_ALLOWANCE="2",
        OFFICE_BOOKER__POLICY__ONE_OFFICE_PER_DAY="true",
        OFFICE_BOOKER__STORE__PATH="/data/house.db",
        OFFICE_BOOKER__ENTRA__TENANTS=f'["{TENANT}"]',
        UNRELATED="x",
    )
    assert (settings.policy.default_allowance, settings.policy.one_office_per_day) == (2, True)
    assert settings.store.path == "/data/house.db"


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    """Fault B11 of the original: its checks only wrote to the log, and a quota of -3 was accepted."""
    bad = (
        GOOD.replace("capacity = 10", "capacity = -3")
        .replace('id = "london"', 'id = "BAD ID!!"')
        .replace("Europe/London", "Europe/Atlantis")
    )
    bad = bad.replace(
        "[policy]", '[policy]\nadvance_booking_days = "abc"\ndefault_allowance = 1.5\nadvance_boking_days = 3\n[polcy]\n[policy2]'
    )
    text = "\n".join(faults_of(bad, tmp_path))
    for word in (
        "capacity",
        "] number 1 id",
        "advance_booking_days",
        "default_allowance",
        "advance_boking_days",
        "[polcy]",
        "[policy2]",
        "system_admins",
    ):
        assert word in text


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('zone = "Europe/London"', 'zone = "Europe/Atlantis"', "time zone"),
        ('day = "2026-12-25"', 'day = "2026-02-30"', "london"),
        (f'system_admins = ["{OID}"]', 'system_admins = ["ada@contoso.example"]', "object id"),
        (f'system_admins = ["{OID}"]', "system_admins = []", "system_admins"),
        (f'tenants = ["{TENANT}"]', "tenants = []", "tenants"),
        ('listen = "0.0.0.0:8080"', 'listen = "8080"', "host:port"),
        ("https://desks.contoso.example", "https://desks.contoso.example/", "no slash"),
        ("https://desks.contoso.example", "desks.contoso.example", "must be an address"),
        ("[[offices]]", "[offices]", "list of sections"),
        ("[web]", "[web", "office-booker.toml"),
    ],
)
def test_a_fault_is_said_in_words(tmp_path: Path, old: str, new: str, word: str) -> None:
    assert any(word in fault for fault in faults_of(GOOD.replace(old, new), tmp_path))


def test_an_office_can_not_be_there_twice(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("[[offices]]") :]
    assert any("there twice" in fault for fault in faults_of(twice, tmp_path))


@pytest.mark.parametrize(
    "local",
    [
        {"OFFICE_BOOKER__ENTRA__AUTHORITY": "http://127.0.0.1:3979"},
        {"OFFICE_BOOKER__WEB__HOST_ORIGINS": '["http://127.0.0.1:3981"]'},
        {"OFFICE_BOOKER__WEB__PUBLIC_URL": "http://127.0.0.1:3978"},
    ],
)
def test_nothing_local_is_switched_on_unless_only_this_machine_can_reach_the_service(tmp_path: Path, local: dict[str, str]) -> None:
    assert any("http is only for" in fault for fault in faults_of(GOOD, tmp_path, **local))
    settings_of(GOOD, tmp_path, **local, OFFICE_BOOKER__WEB__LISTEN="127.0.0.1:3978")


def test_http_of_another_machine_is_never_taken(tmp_path: Path) -> None:
    environ = {"OFFICE_BOOKER__WEB__LISTEN": "127.0.0.1:3978", "OFFICE_BOOKER__ENTRA__AUTHORITY": "http://login.contoso.example"}
    assert faults_of(GOOD, tmp_path, **environ)


def test_a_missing_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="No such file"):
        read(tmp_path / "nowhere.toml", {})


@pytest.mark.parametrize(
    ("store", "word"),
    [
        ({"KIND": "oracle"}, "kind"),
        ({"KIND": "cosmos"}, "endpoint"),
        ({"KIND": "cosmos", "ENDPOINT": "http://account.example", "CLIENT_ID": TENANT}, "https address"),
        ({"KIND": "cosmos", "ENDPOINT": "https://account.example"}, "managed identity is missing"),
        ({"KIND": "cosmos", "ENDPOINT": "https://account.example", "CLIENT_ID": TENANT, "KEY_FILE": "/key"}, "stand-in on this machine"),
        ({"KIND": "cosmos", "ENDPOINT": "http://127.0.0.1:8081", "KEY_FILE": "/no/such/key"}, "no such file"),
    ],
)
def test_a_cosmos_account_is_spoken_to_as_a_managed_identity_and_by_https(tmp_path: Path, store: dict[str, str], word: str) -> None:
    environ = {f"OFFICE_BOOKER__STORE__{name}": value for name, value in store.items()}
    assert any(word in fault for fault in faults_of(GOOD, tmp_path, **environ))


def test_a_cosmos_account_with_its_identity_is_taken(tmp_path: Path) -> None:
    store = {"KIND": "cosmos", "ENDPOINT": "https://account.example:443/", "CLIENT_ID": TENANT}
    vault = {"VAULT": "https://desks.vault.azure.net", "KEY": "passes", "CLIENT_ID": TENANT}
    environ = {f"OFFICE_BOOKER__STORE__{name}": value for name, value in store.items()}
    environ |= {f"OFFICE_BOOKER__PASSES__{name}": value for name, value in vault.items()}
    settings = settings_of(GOOD, tmp_path, **environ)
    assert settings.store.kind == "cosmos"


def test_the_app_role_of_system_admins_counts_only_where_it_was_switched_on(tmp_path: Path) -> None:
    assert not settings_of(GOOD, tmp_path).entra.system_admin_role
    assert settings_of(GOOD, tmp_path, OFFICE_BOOKER__ENTRA__SYSTEM_ADMIN_ROLE="true").entra.system_admin_role
    assert faults_of(GOOD.replace("[policy]", 'system_admin_role = "SystemAdmin"\n[policy]'), tmp_path)


def test_people_are_remembered_for_longer_than_they_can_book_ahead(tmp_path: Path) -> None:
    """Nobody may be forgotten who holds a booking or stands in line."""
    ahead = {"OFFICE_BOOKER__POLICY__ADVANCE_BOOKING_DAYS": "60"}
    (fault,) = faults_of(GOOD, tmp_path, **ahead, OFFICE_BOOKER__POLICY__PEOPLE_RETENTION_DAYS="66")
    assert "people_retention_days" in fault
    assert settings_of(GOOD, tmp_path, **ahead, OFFICE_BOOKER__POLICY__PEOPLE_RETENTION_DAYS="67").policy.people_retention_days == 67


def test_more_offices_than_one_batch_makes_are_named_before_the_start(tmp_path: Path) -> None:
    row = '\n[[offices]]\nid = "o{0}"\nname = "O{0}"\nzone = "UTC"\ncapacity = 1\n'
    many = GOOD + "".join(row.format(number) for number in range(100))
    assert any("101" in fault and "100 at most" in fault for fault in faults_of(many, tmp_path))
