"""Settings are read once, and secrets are made once."""

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.fernet import Fernet

from resident import create_app
from resident.addresses import in_clear
from resident.config import Settings, SettingsError, read_settings
from resident.serving import require_servable
from tests.conftest import POSTGRES as POSTGRES_HERE
from tests.conftest import has_postgres

STRONG = {
    "RESIDENT_SECRET_KEY": "s" * 32,
    "RESIDENT_LOOKUP_KEY": "l" * 32,
    "RESIDENT_DATA_KEY": Fernet.generate_key().decode(),
}
POSTGRES = "postgresql://resident@db/resident"


def read(tmp_path, **environ: str) -> Settings:
    return read_settings({"RESIDENT_DATA_DIR": str(tmp_path), **environ})


def test_without_any_setting_there_is_a_sqlite_file_in_the_data_folder(tmp_path):
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'resident.sqlite3'}"
    assert settings.is_sqlite
    assert settings.demo is False
    assert settings.throttle_factor == 1


def test_secrets_are_made_once_and_are_all_different(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert (first.secret_key, first.data_keys, first.lookup_key) == (
        second.secret_key,
        second.data_keys,
        second.lookup_key,
    )
    assert len({first.secret_key, *first.data_keys, first.lookup_key}) == 3
    Fernet(first.data_keys[0])


def test_kept_secrets_are_for_their_owner_alone(tmp_path):
    read(tmp_path)
    secrets = list(tmp_path.glob("*.secret"))
    assert len(secrets) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}


def test_many_that_start_at_once_agree_on_the_secrets(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = {settings.secret_key for settings in pool.map(lambda _: read(tmp_path), range(16))}
    assert len(keys) == 1
    assert len(list(tmp_path.iterdir())) == 3


KEYS = ["SECRET_KEY", "LOOKUP_KEY", "DATA_KEY"]


@pytest.mark.parametrize("name", KEYS)
def test_another_database_needs_keys_that_are_given(tmp_path, name):
    given = {key: value for key, value in STRONG.items() if key != f"RESIDENT_{name}"}
    with pytest.raises(SettingsError, match=f"RESIDENT_{name} is missing"):
        read(tmp_path, RESIDENT_DATABASE_URL=POSTGRES, **given)


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("value", ["", "   ", "short", "s" * 31, ",", "s" * 31 + "\n"])
@pytest.mark.parametrize("mode", ["", "1"])
def test_an_empty_or_short_key_is_refused_whatever_the_database_and_the_mode(tmp_path, name, value, mode):
    with pytest.raises(SettingsError, match=f"RESIDENT_{name} is"):
        read(tmp_path, RESIDENT_DEMO=mode, **(STRONG | {f"RESIDENT_{name}": value}))
    (tmp_path / f"{name.lower()}.secret").write_text(value)
    with pytest.raises(SettingsError, match=rf"{name.lower()}\.secret is"):
        read(tmp_path, RESIDENT_DEMO=mode)


@pytest.mark.parametrize(
    "value",
    ["f" * 44, "key,", STRONG["RESIDENT_DATA_KEY"] + ",", "，".join(["a" * 43 + "="] * 2)],
    ids=["no base64 of 32 bytes", "too short", "one and an empty one", "a Chinese comma"],
)
def test_a_data_key_that_cannot_encrypt_is_refused(tmp_path, value):
    with pytest.raises(SettingsError, match="RESIDENT_DATA_KEY is no key"):
        read(tmp_path, RESIDENT_DATA_KEY=value)


def test_what_an_editor_leaves_around_a_key_does_not_matter(tmp_path):
    first = read(tmp_path)
    for kept in tmp_path.glob("*.secret"):
        kept.write_text(f" {kept.read_text()}\r\n")
    again = read(tmp_path)
    assert (first.secret_key, first.data_keys, first.lookup_key) == (
        again.secret_key,
        again.data_keys,
        again.lookup_key,
    )


@pytest.mark.skipif(not has_postgres(), reason="no PostgreSQL")
def test_a_demo_may_invent_them_there_too(tmp_path):
    """Where nobody is registered yet; it has to look."""
    empty = f"postgresql://postgres@{POSTGRES_HERE}/postgres"
    assert read(tmp_path, RESIDENT_DATABASE_URL=empty, RESIDENT_DEMO="1").demo


def test_no_key_is_made_for_a_database_that_cannot_be_asked(tmp_path):
    (tmp_path / "resident.sqlite3").write_bytes(b"not a database, or one that is damaged" * 100)
    with pytest.raises(SettingsError, match="cannot be read"):
        read(tmp_path)
    assert not list(tmp_path.glob("*.secret"))


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("mode", ["", "1"])
def test_no_key_is_made_beside_people(tmp_path, name, mode):
    read(tmp_path)
    with sqlite3.connect(tmp_path / "resident.sqlite3") as database:
        database.execute("CREATE TABLE person (id)")
        database.execute("INSERT INTO person VALUES (1)")
    database.close()
    lost = tmp_path / f"{name.lower()}.secret"
    lost.unlink()
    with pytest.raises(SettingsError, match=f"RESIDENT_{name} is missing, and this database has people"):
        read(tmp_path, RESIDENT_DEMO=mode)
    assert not lost.exists()


def test_new_files_are_for_their_owner_alone(tmp_path):
    before = os.umask(0o022)
    try:
        read(tmp_path / "new")
        (tmp_path / "new" / "photo").touch()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "photo").stat().st_mode) == 0o600


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_an_address_of_postgresql_gets_our_driver(tmp_path, scheme):
    settings = read(tmp_path, RESIDENT_DATABASE_URL=f"{scheme}://resident@db/resident", **STRONG)
    assert settings.database_url == "postgresql+psycopg://resident@db/resident"


def test_data_keys_are_a_list_whose_first_one_writes(tmp_path):
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    assert read(tmp_path, RESIDENT_DATA_KEY=",".join(keys)).data_keys == tuple(keys)


@pytest.mark.parametrize(("text", "demo"), [("1", True), ("true", True), ("0", False), ("", False)])
def test_demo_mode_multiplies_throttles(tmp_path, text, demo):
    settings = read(tmp_path, RESIDENT_DEMO=text)
    assert settings.demo is demo
    assert settings.throttle_factor == (20 if demo else 1)


def test_numbers_are_numbers(tmp_path):
    assert read(tmp_path, RESIDENT_TRUSTED_PROXIES="2").trusted_proxies == 2
    with pytest.raises(SettingsError, match="RESIDENT_CODE_TRIES"):
        read(tmp_path, RESIDENT_CODE_TRIES="many")


def test_the_public_address_ends_without_a_slash(tmp_path):
    assert read(tmp_path, RESIDENT_PUBLIC_URL="https://example.org/").public_url == "https://example.org"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("", ""),
        ("https://linli.example.cn/", "https://linli.example.cn"),
        (" HTTPS://linli.example.cn ", "https://linli.example.cn"),
        ("https://linli.example.cn:8443", "https://linli.example.cn:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.8.8.8", "http://127.8.8.8"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://resident.localhost", "http://resident.localhost"),
    ],
)
def test_an_address_over_https_or_on_this_machine_is_taken(tmp_path, address, kept):
    assert read(tmp_path, RESIDENT_PUBLIC_URL=address).public_url == kept


@pytest.mark.parametrize(
    "address",
    [
        "http://linli.example.cn",
        "HTTP://linli.example.cn/",
        "http://0.0.0.0:8000",
        "http://192.168.1.20:8000",
        "http://[fe80::1]:8000",
        "http://localhost.example.cn",
        "http://127.0.0.1.example.cn",
    ],
)
def test_plain_http_on_a_host_name_is_read_for_commands_and_nobody_is_served_there_but_in_a_demo(tmp_path, address):
    for demo in ("", "1"):
        settings = read(tmp_path, RESIDENT_PUBLIC_URL=address, RESIDENT_DEMO=demo, RESIDENT_CODES_TO_LOG="1")
        app = create_app(settings)
        if demo:
            require_servable(app)
        else:
            with pytest.raises(SettingsError, match=r"(?s)plain http nobody can sign in.*reverse_proxy 127.0.0.1:8000"):
                require_servable(app)


@pytest.mark.parametrize(
    ("url", "listens", "said"),
    [
        ("", "127.0.0.1", ""),
        ("http://127.0.0.1:8000", "127.0.0.1", ""),
        ("http://localhost:8000", "::1", ""),
        ("https://linli.example.cn", "0.0.0.0", ""),
        ("http://0.0.0.0:8000", "0.0.0.0", "    linli.example.cn {"),
        ("http://localhost:8000", "0.0.0.0", "    linli.example.cn {"),
        ("http://192.168.1.20", "192.168.1.20", "    linli.example.cn {"),
        ("http://yulan.example.cn:8080", "127.0.0.1", "    yulan.example.cn {"),
    ],
)
def test_what_is_served_in_clear_is_refused_with_the_lines_that_mend_it(url, listens, said):
    refusal = in_clear(url, listens=listens, port=8080)
    assert (said in refusal.splitlines()) if said else refusal == ""
    if said:
        assert "        reverse_proxy 127.0.0.1:8080" in refusal.splitlines()
        assert f"RESIDENT_PUBLIC_URL=https://{said.split()[0]} RESIDENT_TRUSTED_PROXIES=1" in refusal


@pytest.mark.parametrize(
    "address",
    ["linli.example.cn", "ftp://linli.example.cn", "https://", "https://a b", "https://a.cn/app", "http://[x"],
)
def test_what_is_no_address_is_refused(tmp_path, address):
    for demo in ("", "1"):
        with pytest.raises(SettingsError, match="is no address such as https://"):
            read(tmp_path, RESIDENT_PUBLIC_URL=address, RESIDENT_DEMO=demo)


def test_people_come_in_by_code_or_by_the_counter_and_nothing_else(tmp_path) -> None:
    assert read(tmp_path).sign_in == "code"
    assert read(tmp_path, RESIDENT_SIGN_IN=" Counter ").sign_in == "counter"
    with pytest.raises(SettingsError, match="RESIDENT_SIGN_IN"):
        read(tmp_path, RESIDENT_SIGN_IN="sms")


SMS = {
    "RESIDENT_SMS": "aliyun",
    "RESIDENT_SMS_KEY_ID": "LTAIkey",
    "RESIDENT_SMS_KEY_SECRET": "secret",
    "RESIDENT_SMS_SIGN": "【桂花社区】",
    "RESIDENT_SMS_TEMPLATE_CODE": "SMS_1",
}


def test_text_messages_are_set_whole_and_shown_to_nobody(tmp_path):
    assert read(tmp_path).sms is None
    sms = read(tmp_path, **SMS, RESIDENT_SMS_TEMPLATE_DONE=" SMS_2 ").sms
    assert sms is not None
    assert (sms.sign, sms.templates) == ("桂花社区", {"code": "SMS_1", "done": "SMS_2"})
    assert "secret" not in repr(sms)
    assert read(tmp_path, **SMS, RESIDENT_DEMO="1").sends_sms is False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"RESIDENT_SMS": ""}, "names the provider"),
        ({"RESIDENT_SMS": "mail"}, "aliyun, tencent"),
        ({"RESIDENT_SMS": "tencent"}, "RESIDENT_SMS_APP"),
        ({"RESIDENT_SMS_KEY_SECRET": " "}, "needs RESIDENT_SMS_KEY_SECRET"),
        ({"RESIDENT_SMS_SIGN": "", "RESIDENT_SMS_TEMPLATE_CODE": ""}, "RESIDENT_SMS_SIGN, RESIDENT_SMS_TEMPLATE_CODE"),
        ({"RESIDENT_SMS_KEY": "x"}, "no setting RESIDENT_SMS_KEY"),
        ({"RESIDENT_SMS_KEY_ID": "密钥"}, "letters, digits"),
    ],
)
def test_text_messages_half_set_are_refused_with_what_is_missing(tmp_path, change, said):
    with pytest.raises(SettingsError, match=said):
        read(tmp_path, **(SMS | change))
