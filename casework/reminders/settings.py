"""What an installation chooses about reminders. Every channel is off until it is set up."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from casework.settings_words import choices, setting, wrong

HOURS = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderSettings:
    """Every field is `RETPLIGT_<NAME>` and stands in .env.example. An empty one = that channel is not offered."""

    #: "web" = in the web process; "separate" = `retpligt worker` does it.
    worker: str = "web"
    #: The address citizens reach us by, for the links in messages; empty = the address of the web process.
    public_url: str = ""
    quiet_until_hour: int = 9
    quiet_from_hour: int = 22
    smtp_host: str = ""
    smtp_port: int = 587
    #: starttls, tls or none.
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    #: The sender's address; empty = the authority's own.
    smtp_from: str = ""
    #: gatewayapi or cpsms.
    sms_provider: str = ""
    sms_user: str = ""
    sms_token: str = field(default="", repr=False)
    #: What stands as the sender, at most 11 letters.
    sms_sender: str = ""
    #: Another address of the gateway than its usual one.
    sms_url: str = ""
    #: Digital Post and NemSMS through Serviceplatformen: the authority's CVR number and its certificate as a PEM file.
    digital_post_cvr: str = ""
    digital_post_certificate: str = ""
    #: For development: a folder in which each message becomes a file.
    outbox_dir: str = ""

    @property
    def can_reach(self) -> bool:
        """Whether a message can really reach a citizen elsewhere than in the chat."""
        return bool(self.smtp_host or (self.sms_provider and self.sms_token))

    @property
    def hours(self) -> tuple[int, int]:
        """The hours in which people may be written to: from the first until the second."""
        return self.quiet_until_hour, self.quiet_from_hour


_CHOICES = {
    "worker": ("web", "separate"),
    "smtp_security": ("starttls", "tls", "none"),
    "sms_provider": ("", "gatewayapi", "cpsms"),
}
_NUMBERS = {"quiet_until_hour": (0, HOURS), "quiet_from_hour": (0, HOURS), "smtp_port": (1, 65535)}


def read_reminder_settings(env: Mapping[str, str] = os.environ) -> ReminderSettings:
    """Read the settings of reminders. Raises SettingsError, which names the variable and the remedy."""
    given: dict[str, str | int] = {}
    for name in ReminderSettings.__dataclass_fields__:
        raw = (env.get(setting(name)) or "").strip()
        if raw:
            given[name] = _number(name, raw) if name in _NUMBERS else _text(name, raw)
    settings = ReminderSettings(**given)  # type: ignore[arg-type]  # the fields are texts and numbers, read as such
    if settings.quiet_until_hour >= settings.quiet_from_hour:
        raise wrong(
            "hours_order",
            setting("quiet_until_hour"),
            given=settings.quiet_until_hour,
            other=setting("quiet_from_hour"),
            other_given=settings.quiet_from_hour,
        )
    return settings


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanningSettings:
    """What planning alone needs, also in processes that send nothing."""

    today: date | None
    local_rules: Path | None
    hours: tuple[int, int]


def planning_settings(env: Mapping[str, str] = os.environ) -> PlanningSettings:
    """The settings that planning needs. Raises SettingsError."""
    today, local = (env.get(setting(name)) or "" for name in ("today", "local_rules"))
    try:
        day = date.fromisoformat(today.strip()) if today.strip() else None
    except ValueError as error:
        raise wrong("day", setting("today"), given=today.strip()) from error
    return PlanningSettings(
        today=day,
        local_rules=Path(local.strip()) if local.strip() else None,
        hours=read_reminder_settings(env).hours,
    )


def _number(name: str, raw: str) -> int:
    least, most = _NUMBERS[name]
    if not raw.isascii() or not raw.isdigit() or not least <= int(raw) <= most:
        raise wrong("whole", setting(name), given=raw, least=least, most=most)
    return int(raw)


def _text(name: str, raw: str) -> str:
    known = _CHOICES.get(name)
    if known is not None and raw not in known:
        raise wrong("choice", setting(name), given=raw, choices=choices(tuple(filter(None, known))))
    return raw.rstrip("/") if name.endswith("_url") else raw
