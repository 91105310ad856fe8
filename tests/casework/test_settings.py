"""Settings and the clock."""

import re
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from casework.clock import FrozenClock, today_copenhagen
from casework.errors import SettingsError
from casework.identity.openid.citizen_settings import CitizenOpenId
from casework.identity.openid.settings import StaffOpenId
from casework.privacy.keep import Keep
from casework.reminders.settings import ReminderSettings
from casework.settings import Settings, load_settings

TOKEN = "x" * 16
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def read(**values: str) -> Settings:
    return load_settings(
        {"RETPLIGT_INTERNAL_TOKEN": TOKEN} | {f"RETPLIGT_{key}": value for key, value in values.items()}
    )


def test_every_setting_stands_in_the_example_and_back():
    named = set(re.findall(r"^RETPLIGT_(\w+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    parts = (Settings, ReminderSettings, StaffOpenId, CitizenOpenId, Keep)
    of_parts = {"REMINDERS", "STAFF_OPENID", "CITIZEN_OPENID", "KEEP"}
    assert named == {field.name.upper() for part in parts for field in fields(part)} - of_parts


def test_the_example_holds_no_secret_and_its_values_are_the_defaults():
    lines = re.findall(r"^(RETPLIGT_\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    example = dict(lines)
    assert example["RETPLIGT_INTERNAL_TOKEN"] == ""
    assert load_settings(example | {"RETPLIGT_INTERNAL_TOKEN": TOKEN}) == read()


@pytest.mark.parametrize("token", ["", "x" * 15])
def test_without_a_long_secret_nothing_starts(token: str):
    with pytest.raises(SettingsError, match="RETPLIGT_INTERNAL_TOKEN"):
        load_settings({"RETPLIGT_INTERNAL_TOKEN": token})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"), ("PORT", "0"), ("PORT", "65536"), ("RASA_URL", "rasa"), ("ACTIONS_URL", "ftp://x"),
        ("TODAY", "2026-02-30"), ("ANSWER_TIMEOUT_SECONDS", "-1"), ("ANSWER_TIMEOUT_SECONDS", "nan"),
        ("LOCAL_RULES", "/findes/ikke"), ("OPENING_HOURS", "/findes/ikke.yml"), ("LONGEST_QUEUE", "0"),
        ("CALLBACK_OPEN_HOURS", "x"), ("CALLBACKS_PER_HOUR", "0"),
        ("REDIS_URL", "127.0.0.1:6379"), ("REDIS_URL", "http://x"),
        ("TRUSTED_PROXIES", "*"), ("TRUSTED_PROXIES", "proxy.example"), ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("IDLE_WARN_MINUTES", "0"), ("IDLE_CLOSE_MINUTES", "x"),
        ("WORKER", "nej"), ("QUIET_UNTIL_HOUR", "22"), ("QUIET_FROM_HOUR", "25"), ("SMTP_PORT", "0"),
        ("SMTP_SECURITY", "ssl"), ("SMS_PROVIDER", "twilio"),
        ("STAFF_OIDC_ISSUER", "http://login.example"), ("STAFF_OIDC_ISSUER", "https://login.example/?a=1"),
        ("STAFF_OIDC_SCOPE", "profile"), ("STAFF_OIDC_ROLES", "Raadgiver"), ("STAFF_OIDC_ROLES", "A=chef"),
        ("STAFF_OIDC_PASSWORDS", "ja"), ("CITIZEN_OIDC_ISSUER", "http://mitid.example"),
        ("CITIZEN_OIDC_SCOPE", "mitid"), ("CITIZEN_OIDC_EXTRA", "mitid"), ("CITIZEN_OIDC_EXTRA", "idp_values="),
        ("CITIZEN_OIDC_LEVELS", ","),
        ("STAFF_SECOND_STEP", "ja"),
        ("MESSAGES_PER_MINUTE", "0"), ("OPENINGS_PER_MINUTE", "x"),
        ("KEEP_GUIDANCE_DAYS", "0"), ("KEEP_CASE_DAYS", "36501"), ("KEEP_LOG_DAYS", "et år"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_what_stands_there(name: str, value: str):
    with pytest.raises(SettingsError, match=f"RETPLIGT_{name} skal") as refused:
        read(**{name: value})
    assert f"»{value}«" in str(refused.value) or name == "REDIS_URL"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RASA_URL", "ftp://os:kodeord@rasa"),
        ("ACTIONS_URL", "os:kodeord@actions"),
        ("REDIS_URL", "http://:kodeord@redis"),
        ("STAFF_OIDC_ISSUER", "http://os:kodeord@login.example"),
        ("CITIZEN_OIDC_ISSUER", "http://os:kodeord@mitid.example"),
        ("INTERNAL_TOKEN", "kodeord"),
        ("SECRET_KEY", "kodeord"),
    ],
)
def test_a_secret_in_a_wrong_value_is_not_repeated(name: str, value: str):
    with pytest.raises(SettingsError, match=f"RETPLIGT_{name}") as refused:
        read(**{name: value})
    assert "kodeord" not in str(refused.value)


def test_what_may_stand_there_is_told():
    with pytest.raises(SettingsError, match=r"starttls, tls eller none\. Der står »ssl«"):
        read(SMTP_SECURITY="ssl")
    with pytest.raises(SettingsError, match=r"RETPLIGT_QUIET_FROM_HOUR\. Der står »12« og »9«"):
        read(QUIET_UNTIL_HOUR="12", QUIET_FROM_HOUR="9")


def test_a_value_that_is_a_whole_file_is_cut_and_stands_on_one_line():
    with pytest.raises(SettingsError) as refused:
        read(TODAY="linje et\nlinje to " + "x" * 500)
    assert "»linje et linje to xxx" in str(refused.value)
    assert len(str(refused.value)) < 200


def test_every_word_about_a_setting_is_used():
    sources = "".join(one.read_text(encoding="utf-8") for one in (EXAMPLE.parent / "casework").rglob("*.py"))
    known = yaml.safe_load((EXAMPLE.parent / "casework/settings_words.yml").read_text(encoding="utf-8"))["setting"]
    assert set(re.findall(r'wrong\(\s*"([a-z_]+)"', sources)) == set(known)


def test_several_copies_of_an_inner_service_stand_with_commas_between():
    found = read(RASA_URL="http://a:5005/, http://b:5005", ACTIONS_URL="http://c:5055")
    assert found.rasa_urls == ("http://a:5005", "http://b:5005")
    assert found.actions_urls == ("http://c:5055",)


@pytest.mark.parametrize("value", ["http://a:5005,", "http://a:5005,b:5005"])
def test_one_wrong_address_among_several_is_refused(value: str):
    with pytest.raises(SettingsError, match="RETPLIGT_RASA_URL"):
        read(RASA_URL=value)


PROVIDER = {
    "STAFF_OIDC_ISSUER": "https://login.example",
    "STAFF_OIDC_CLIENT_ID": "ret-og-pligt",
    "STAFF_OIDC_CLIENT_SECRET": "x",
    "STAFF_OIDC_ROLES": "RP-Raadgiver=caseworker, RP-Leder=administrator",
}


def test_a_provider_gives_the_role_that_may_do_most():
    openid = read(**PROVIDER).staff_openid
    assert openid.on
    assert openid.role_of(("RP-Leder", "RP-Raadgiver", "Alle")) == "administrator"
    assert openid.role_of(("Alle",)) is None


@pytest.mark.parametrize("missing", ["CLIENT_ID", "CLIENT_SECRET", "ROLES"])
def test_a_provider_without_the_rest_is_named(missing: str):
    given = {name: value for name, value in PROVIDER.items() if name != f"STAFF_OIDC_{missing}"}
    with pytest.raises(SettingsError, match=f"RETPLIGT_STAFF_OIDC_{missing}"):
        read(**given)


def test_a_provider_on_this_machine_needs_no_https():
    assert read(**PROVIDER | {"STAFF_OIDC_ISSUER": "http://127.0.0.1:9000"}).staff_openid.on


def test_the_hours_in_words_are_those_of_the_file_unless_they_are_given(tmp_path: Path):
    own = tmp_path / "tider.yml"
    own.write_text('days: {monday: "10-12"}', encoding="utf-8")
    assert read(OPENING_HOURS=str(own)).authority_hours == "mandag kl. 10-12"
    assert read(OPENING_HOURS=str(own), AUTHORITY_HOURS="efter aftale").authority_hours == "efter aftale"


def test_a_wrong_file_of_opening_hours_is_named(tmp_path: Path):
    own = tmp_path / "tider.yml"
    own.write_text("days: {monday: 9}", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"tider\.yml: days\.monday"):
        read(OPENING_HOURS=str(own))


def test_our_own_address_is_the_only_origin_unless_others_are_named():
    assert read(PORT="8123").allowed_origins == ("http://127.0.0.1:8123", "http://localhost:8123")
    named = read(ALLOWED_ORIGINS="https://a.example/, https://b.example")
    assert named.allowed_origins == ("https://a.example", "https://b.example")


def test_local_practice_is_a_folder_or_nothing(tmp_path: Path):
    assert read().local_rules is None
    assert read(LOCAL_RULES=str(tmp_path)).local_rules == tmp_path


@pytest.mark.parametrize("needs", ["login", "contact"])
def test_what_nobody_could_ever_show_cannot_be_asked_for_before_booking(needs: str):
    with pytest.raises(SettingsError, match="RETPLIGT_BOOKING_NEEDS"):
        read(BOOKING_NEEDS=needs)
    login = {"CITIZEN_OIDC_ISSUER": "https://mitid.example", "CITIZEN_OIDC_CLIENT_ID": "vi"}
    more = {"CITIZEN_OIDC_CLIENT_SECRET": "s", "SECRET_KEY": "n" * 32}
    assert read(BOOKING_NEEDS=needs, **login, **more).booking_needs == needs


def test_a_code_that_everybody_must_have_needs_a_key_to_lock_its_secret_with():
    with pytest.raises(SettingsError, match="RETPLIGT_SECRET_KEY"):
        read(STAFF_SECOND_STEP="required")
    assert read(STAFF_SECOND_STEP="required", SECRET_KEY="n" * 32).secret_key == ("n" * 32,)


def test_secrets_are_not_shown_when_settings_are_printed():
    assert TOKEN not in repr(read())
    assert "nnn" not in repr(read(SECRET_KEY="n" * 32))
    assert "hemmelig" not in repr(read(DATABASE_URL="postgresql://u:hemmelig@h/d"))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_today_changes_at_midnight_in_denmark(moment: datetime, day: date):
    assert today_copenhagen(FrozenClock(moment), read()) == day


def test_a_frozen_day_wins():
    clock = FrozenClock(datetime(2026, 11, 20, tzinfo=UTC))
    assert today_copenhagen(clock, read(TODAY="2020-02-29")) == date(2020, 2, 29)


@pytest.mark.parametrize("value", ["0", "5", "100"])
def test_any_share_of_the_conversations_can_be_reviewed(value: str):
    assert read(REVIEW_SAMPLE_PERCENT=value).review_sample_percent == float(value)


@pytest.mark.parametrize("value", ["-1", "101", "mange", "nan"])
def test_a_share_that_is_none_is_refused(value: str):
    with pytest.raises(SettingsError, match="0 til 100"):
        read(REVIEW_SAMPLE_PERCENT=value)


def test_redis_is_left_out_unless_named_and_its_password_is_never_repeated():
    assert read().redis_url is None
    assert read(REDIS_URL="redis://:kode@127.0.0.1:6379/0").redis_url == "redis://:kode@127.0.0.1:6379/0"
    with pytest.raises(SettingsError) as refused:
        read(REDIS_URL="http://:kode@127.0.0.1")
    assert "kode" not in str(refused.value)
