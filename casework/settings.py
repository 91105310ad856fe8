"""All settings of the product, read once from environment variables with the prefix RETPLIGT_."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from casework import logs
from casework.handoff.weekly_hours import read_weekly_hours
from casework.identity.openid.citizen_settings import CitizenOpenId, read_citizen_openid
from casework.identity.openid.settings import StaffOpenId, read_staff_openid
from casework.privacy.keep import Keep, read_keep
from casework.reminders.settings import ReminderSettings, read_reminder_settings
from casework.settings_reader import SettingsReader
from casework.settings_together import check_together
from casework.settings_words import setting
from casework.vault import read_keys

DEFAULT_DATABASE_URL = "sqlite:///var/retpligt.db"

#: Settings that are whole numbers and nothing more.
COUNTS = ("longest_queue", "callback_open_hours", "callbacks_per_hour", "messages_per_minute", "openings_per_minute")

#: What the authority is called and how it looks. Administrators can change it too: see `casework.municipality`.
AUTHORITY = tuple(
    f"authority_{name}" for name in ("name", "phone", "email", "address", "web", "greeting", "colour", "logo")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What an installation can choose. Every field is `RETPLIGT_<NAME>` and stands in .env.example."""

    internal_token: str = field(repr=False)
    log_format: str = "text"
    #: What secrets in the database are locked with, the newest first; see casework/vault.py.
    secret_key: tuple[str, ...] = field(default=(), repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = field(default=DEFAULT_DATABASE_URL, repr=False)
    #: One address, or one for each copy with commas between.
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
    #: Its web address, and words of its own after the greeting; empty = none.
    authority_web: str = ""
    authority_greeting: str = ""
    #: The colour of buttons and links as #rrggbb; empty = the product's own.
    authority_colour: str = ""
    #: The name of a picture in `logo_dir`; empty = none.
    authority_logo: str = ""
    #: A folder with pictures that can be chosen as the logo; None = there is none.
    logo_dir: Path | None = None
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
    #: Addresses and networks whose word is taken for who asks and over what (X-Forwarded-For, X-Forwarded-Proto).
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
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
    # Who finds names for the masking, as module:factory (casework/privacy/names.py); empty = the lists alone.
    names: str = ""
    # Who takes filings, as module:factory (casework/journal/adapter.py); empty = the folder.
    journal: str = ""
    #: The folder that filings are put in.
    journal_dir: Path = Path("var/journal")
    #: The folder that backups are written to, for `retpligt doctor` to look at; None = it is not looked at.
    backup_dir: Path | None = None
    # What must be shown before a time is booked (casework/booking/confirming.py).
    booking_needs: str = "auto"
    # Channels, quiet hours and the worker of reminders; each field is a setting of its own.
    reminders: ReminderSettings = field(default_factory=ReminderSettings)
    #: For how long conversations are kept; each field is a setting of its own.
    keep: Keep = field(default_factory=Keep)
    # "own" = each member of staff decides whether a code is asked for too; "required" = all of them.
    staff_second_step: str = "own"
    # The provider by which staff log in; each field is a setting of its own.
    staff_openid: StaffOpenId = field(default_factory=StaffOpenId)
    # The broker by which citizens log in; each field is a setting of its own.
    citizen_openid: CitizenOpenId = field(default_factory=CitizenOpenId)

    @property
    def has_https(self) -> bool:
        """Whether citizens reach us over https. The allowed origins may be those of other sites too."""
        return self.https_address is not None

    @property
    def https_address(self) -> str | None:
        """The address citizens reach us by, when it is over https."""
        given = (self.reminders.public_url,) if self.reminders.public_url else self.allowed_origins
        return next((one for one in given if one.startswith("https://")), None)

    @property
    def rasa_urls(self) -> tuple[str, ...]:
        """The address of each Rasa."""
        return tuple(self.rasa_url.split(","))

    @property
    def actions_urls(self) -> tuple[str, ...]:
        """The address of each action server; a server's own process has only its own."""
        return tuple(self.actions_url.split(","))


def load_settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from `env`.

    Empty values count as not set. Raises SettingsError, whose message names the variable and the remedy,
    when a value cannot be read, the one secret without a default is missing, or the file of opening hours is wrong.
    """
    read = SettingsReader(env, Settings.__dataclass_fields__)
    host, port = read.text("host"), read.number("port", int)
    own = _own_origins(host, port)
    opening_hours = read.file("opening_hours")
    counts: dict[str, Any] = {name: read.number(name, int) for name in COUNTS}
    authority: dict[str, Any] = {name: read.text(name) for name in AUTHORITY}
    settings = Settings(
        **counts,
        internal_token=read.secret("internal_token"),
        log_format=read.one_of("log_format", logs.FORMATS),
        secret_key=read_keys(env),
        host=host,
        port=port,
        database_url=read.text("database_url"),
        rasa_url=read.addresses("rasa_url"),
        actions_url=read.addresses("actions_url"),
        today=read.day("today"),
        answer_timeout_seconds=read.number("answer_timeout_seconds", float),
        **authority,
        logo_dir=read.folder("logo_dir"),
        authority_hours=read.given("authority_hours") or read_weekly_hours(opening_hours).sentence(),
        opening_hours=opening_hours,
        idle_warn_minutes=read.number("idle_warn_minutes", float),
        idle_close_minutes=read.number("idle_close_minutes", float),
        allowed_origins=read.names("allowed_origins") or own,
        trusted_proxies=read.networks("trusted_proxies"),
        review_sample_percent=read.percent("review_sample_percent"),
        metrics_token=read.given("metrics_token"),
        redis_url=read.redis("redis_url"),
        local_rules=read.folder("local_rules"),
        booking_planner=read.given("booking_planner") or "",
        names=read.given("names") or "",
        journal=read.given("journal") or "",
        journal_dir=Path(read.text("journal_dir")),
        backup_dir=read.place("backup_dir"),
        booking_needs=read.one_of("booking_needs", ("auto", "nothing", "contact", "login")),
        reminders=read_reminder_settings(env),
        keep=read_keep(env),
        staff_second_step=read.one_of("staff_second_step", ("own", "required")),
        staff_openid=read_staff_openid(env),
        citizen_openid=read_citizen_openid(env),
    )
    check_together(settings)
    return settings


def database_url(env: Mapping[str, str] = os.environ) -> str:
    """The database address alone, for tools that need no other setting."""
    return env.get(setting("database_url")) or DEFAULT_DATABASE_URL


def opening_hours_file(env: Mapping[str, str] = os.environ) -> Path | None:
    """The file of opening hours alone, for tools that need no other setting; None = the one that comes with us.

    Raises SettingsError when there is no such file.
    """
    return SettingsReader(env, Settings.__dataclass_fields__).file("opening_hours")


def _own_origins(host: str, port: int) -> tuple[str, ...]:
    names = [host] if host not in {"127.0.0.1", "localhost", "0.0.0.0", "::1"} else ["127.0.0.1", "localhost"]  # noqa: S104 - compared, not bound
    return tuple(f"http://{name}:{port}" for name in names)
