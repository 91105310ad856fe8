"""All settings of the product, read once from environment variables with the prefix RETPLIGT_."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from casework.errors import SettingsError
from casework.handoff.weekly_hours import read_weekly_hours
from casework.identity.openid.settings import StaffOpenId, read_staff_openid
from casework.privacy.keep import Keep, read_keep
from casework.reminders.settings import ReminderSettings, read_reminder_settings

PREFIX = "RETPLIGT_"
DEFAULT_DATABASE_URL = "sqlite:///var/retpligt.db"
HIGHEST_PORT = 65535
HIGHEST_PERCENT = 100
SHORTEST_TOKEN = 16
REDIS_SCHEMES = frozenset({"redis", "rediss", "unix", "valkey", "valkeys", "redis+sentinel", "valkey+sentinel"})

#: Settings that are whole numbers and nothing more.
COUNTS = ("longest_queue", "callback_open_hours", "callbacks_per_hour", "messages_per_minute", "openings_per_minute")

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What an installation can choose. Every field is `RETPLIGT_<NAME>` and stands in .env.example."""

    internal_token: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = field(default=DEFAULT_DATABASE_URL, repr=False)
    rasa_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055"
    today: date | None = None
    answer_timeout_seconds: float = 8.0
    authority_name: str = "Jobcenter Eksempelkøbing"
    authority_phone: str = "70 10 20 30"
    authority_email: str = "jobcenter@eksempelkoebing.example"
    authority_address: str = "Rådhuspladsen 1, 9999 Eksempelkøbing"
    #: In words; when the setting is empty they are made from the opening hours below.
    authority_hours: str = "mandag-onsdag kl. 9-15, torsdag kl. 9-17 og fredag kl. 9-13"
    #: The authority's own file of opening hours; None = the one that comes with the product.
    opening_hours: Path | None = None
    #: Citizens who may wait for a person at the same time; the next one is offered a call-back.
    longest_queue: int = 15
    #: A call-back is promised within so many hours of opening, and at most so many for each of them.
    callback_open_hours: int = 4
    callbacks_per_hour: int = 4
    #: A citizen who owes a person an answer is reminded after so many minutes, and the talk is closed so many later.
    idle_warn_minutes: float = 10.0
    idle_close_minutes: float = 5.0
    allowed_origins: tuple[str, ...] = ()
    #: So many messages a conversation may send, and so many conversations may be opened from one address, in a minute.
    messages_per_minute: int = 1_200
    openings_per_minute: int = 3_000
    # So many per cent of the conversations are put in the review queue whatever happened in them.
    review_sample_percent: float = 5.0
    # Who brings this token may read /metrics; None = only the machine itself may.
    metrics_token: str | None = field(default=None, repr=False)
    # Where several web processes tell each other of new messages; None = one web process, no Redis.
    redis_url: str | None = field(default=None, repr=False)
    # A folder with the municipality's own practice, laid over the rules; None = the law alone.
    local_rules: Path | None = None
    # Who keeps the times, as module:factory (casework/booking/planner.py); empty = the own calendar.
    booking_planner: str = ""
    # Channels, quiet hours and the worker of reminders; each field is a setting of its own.
    reminders: ReminderSettings = field(default_factory=ReminderSettings)
    #: For how long conversations are kept; each field is a setting of its own.
    keep: Keep = field(default_factory=Keep)
    # "own" = each member of staff decides whether a code is asked for too; "required" = all of them.
    staff_second_step: str = "own"
    # The provider by which staff log in; each field is a setting of its own.
    staff_openid: StaffOpenId = field(default_factory=StaffOpenId)

    @property
    def has_https(self) -> bool:
        """Whether citizens reach us over https."""
        return any(origin.startswith("https://") for origin in self.allowed_origins)


def load_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from `env`.

    Empty values count as not set. Raises SettingsError, whose message names the variable and the remedy,
    when a value cannot be read, the one secret without a default is missing, or the file of opening hours is wrong.
    """
    read = _Reader(env)
    host, port = read.text("host"), read.number("port", int)
    own = _own_origins(host, port)
    opening_hours = read.file("opening_hours")
    counts: dict[str, Any] = {name: read.number(name, int) for name in COUNTS}
    return Settings(
        **counts,
        internal_token=read.secret("internal_token"),
        host=host,
        port=port,
        database_url=read.text("database_url"),
        rasa_url=read.address("rasa_url"),
        actions_url=read.address("actions_url"),
        today=read.day("today"),
        answer_timeout_seconds=read.number("answer_timeout_seconds", float),
        authority_name=read.text("authority_name"),
        authority_phone=read.text("authority_phone"),
        authority_email=read.text("authority_email"),
        authority_address=read.text("authority_address"),
        authority_hours=read.given("authority_hours") or read_weekly_hours(opening_hours).sentence(),
        opening_hours=opening_hours,
        idle_warn_minutes=read.number("idle_warn_minutes", float),
        idle_close_minutes=read.number("idle_close_minutes", float),
        allowed_origins=read.names("allowed_origins") or own,
        review_sample_percent=read.percent("review_sample_percent"),
        metrics_token=read.given("metrics_token"),
        redis_url=read.redis("redis_url"),
        local_rules=read.folder("local_rules"),
        booking_planner=read.given("booking_planner") or "",
        reminders=read_reminder_settings(env),
        keep=read_keep(env),
        staff_second_step=read.one_of("staff_second_step", ("own", "required")),
        staff_openid=read_staff_openid(env),
    )


def database_url(env: Mapping[str, str] = os.environ) -> str:
    """The database address alone, for tools that need no other setting."""
    return env.get(f"{PREFIX}DATABASE_URL") or DEFAULT_DATABASE_URL


def opening_hours_file(env: Mapping[str, str] = os.environ) -> Path | None:
    """The file of opening hours alone, for tools that need no other setting; None = the one that comes with us.

    Raises SettingsError when there is no such file.
    """
    return _Reader(env).file("opening_hours")


def _own_origins(host: str, port: int) -> tuple[str, ...]:
    names = [host] if host not in {"127.0.0.1", "localhost", "0.0.0.0", "::1"} else ["127.0.0.1", "localhost"]  # noqa: S104 - compared, not bound
    return tuple(f"http://{name}:{port}" for name in names)


class _Reader:
    """Reads one variable after the other and says which one is wrong."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def given(self, name: str) -> str | None:
        return (self._env.get(PREFIX + name.upper()) or "").strip() or None

    def text(self, name: str) -> str:
        default = Settings.__dataclass_fields__[name].default
        return self.given(name) or str(default)

    def secret(self, name: str) -> str:
        value = self.given(name)
        if value is None or len(value) < SHORTEST_TOKEN:
            raise SettingsError(
                f"{PREFIX}{name.upper()} must be set to a secret of at least {SHORTEST_TOKEN} characters; "
                "`make setup` writes one to .env."
            )
        return value

    def number(self, name: str, kind: type[Number]) -> Number:
        raw = self.given(name)
        default = cast(Number, Settings.__dataclass_fields__[name].default)
        if raw is None:
            return default
        try:
            value = kind(raw)
        except ValueError as error:
            raise SettingsError(f"{PREFIX}{name.upper()} must be a number, not {raw!r}.") from error
        if not 0 < value <= HIGHEST_PORT:
            raise SettingsError(f"{PREFIX}{name.upper()} must lie between 0 and {HIGHEST_PORT}, not {raw!r}.")
        return value

    def percent(self, name: str) -> float:
        raw = self.given(name)
        try:
            value = float(raw or cast(float, Settings.__dataclass_fields__[name].default))
        except ValueError:
            value = -1.0
        if not 0 <= value <= HIGHEST_PERCENT:
            raise SettingsError(f"{PREFIX}{name.upper()} must be a number from 0 to 100, not {raw!r}.")
        return value

    def address(self, name: str) -> str:
        value = self.text(name).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise SettingsError(f"{PREFIX}{name.upper()} must be an address such as http://127.0.0.1:5005.")
        return value

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.text(name)
        if value not in choices:
            raise SettingsError(f"{PREFIX}{name.upper()} must be {' or '.join(choices)}, not {value!r}.")
        return value

    def redis(self, name: str) -> str | None:
        raw = self.given(name)
        if raw is not None and urlsplit(raw).scheme not in REDIS_SCHEMES:
            # Not repeated: a password may stand in it.
            raise SettingsError(f"{PREFIX}{name.upper()} must be an address such as redis://127.0.0.1:6379/0.")
        return raw

    def day(self, name: str) -> date | None:
        raw = self.given(name)
        if raw is None:
            return None
        try:
            return date.fromisoformat(raw)
        except ValueError as error:
            raise SettingsError(f"{PREFIX}{name.upper()} must be a date such as 2026-11-20, not {raw!r}.") from error

    def folder(self, name: str) -> Path | None:
        raw = self.given(name)
        if raw is None:
            return None
        path = Path(raw)
        if not path.is_dir():
            raise SettingsError(f"{PREFIX}{name.upper()} must name a folder that exists, not {raw!r}.")
        return path

    def file(self, name: str) -> Path | None:
        raw = self.given(name)
        if raw is None:
            return None
        path = Path(raw)
        if not path.is_file():
            raise SettingsError(f"{PREFIX}{name.upper()} must name a file that exists, not {raw!r}.")
        return path

    def names(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip().rstrip("/") for part in (self.given(name) or "").split(",") if part.strip())
