"""Reads single settings from environment variables. A wrong one raises SettingsError: its name, what stands
there, and what may."""

from collections.abc import Mapping
from dataclasses import Field
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from casework.settings_words import choices, setting, wrong

HIGHEST_PORT = 65535
HIGHEST_PERCENT = 100
SHORTEST_TOKEN = 16
REDIS_SCHEMES = frozenset({"redis", "rediss", "unix", "valkey", "valkeys", "redis+sentinel", "valkey+sentinel"})

Number = TypeVar("Number", int, float)


class SettingsReader:
    """Reads one variable after the other and says which one is wrong. What is not given has its default of `fields`."""

    def __init__(self, env: Mapping[str, str], fields: Mapping[str, Field[Any]]) -> None:
        self._env = env
        self._fields = fields

    def given(self, name: str) -> str | None:
        return (self._env.get(setting(name)) or "").strip() or None

    def text(self, name: str) -> str:
        default = self._fields[name].default
        return self.given(name) or str(default)

    def secret(self, name: str) -> str:
        value = self.given(name)
        if value is None or len(value) < SHORTEST_TOKEN:
            raise wrong("secret", setting(name), least=SHORTEST_TOKEN)
        return value

    def number(self, name: str, kind: type[Number]) -> Number:
        raw = self.given(name)
        default = cast(Number, self._fields[name].default)
        if raw is None:
            return default
        try:
            value = kind(raw)
        except ValueError as error:
            raise wrong("number", setting(name), given=raw) from error
        if not 0 < value <= HIGHEST_PORT:
            raise wrong("number_range", setting(name), given=raw, least=0, most=HIGHEST_PORT)
        return value

    def percent(self, name: str) -> float:
        raw = self.given(name)
        try:
            value = float(raw or cast(float, self._fields[name].default))
        except ValueError:
            value = -1.0
        if not 0 <= value <= HIGHEST_PERCENT:
            raise wrong("percent", setting(name), given=raw)
        return value

    def addresses(self, name: str) -> str:
        each = [part.strip().rstrip("/") for part in self.text(name).split(",")]
        for parts in map(urlsplit, each):
            if parts.scheme not in {"http", "https"} or not parts.netloc:
                raise wrong("addresses", setting(name), given=parts.geturl().rpartition("@")[2])
        return ",".join(each)

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        value = self.text(name)
        if value not in known:
            raise wrong("choice", setting(name), given=value, choices=choices(known))
        return value

    def redis(self, name: str) -> str | None:
        raw = self.given(name)
        if raw is not None and urlsplit(raw).scheme not in REDIS_SCHEMES:
            # Not repeated: a password may stand in it.
            raise wrong("redis", setting(name))
        return raw

    def day(self, name: str) -> date | None:
        raw = self.given(name)
        if raw is None:
            return None
        try:
            return date.fromisoformat(raw)
        except ValueError as error:
            raise wrong("day", setting(name), given=raw) from error

    def folder(self, name: str) -> Path | None:
        raw = self.given(name)
        if raw is None:
            return None
        path = Path(raw)
        if not path.is_dir():
            raise wrong("folder", setting(name), given=raw)
        return path

    def place(self, name: str) -> Path | None:
        """A folder that need not be there: nothing should fail to start because a disk for backups is not mounted."""
        raw = self.given(name)
        return Path(raw) if raw else None

    def file(self, name: str) -> Path | None:
        raw = self.given(name)
        if raw is None:
            return None
        path = Path(raw)
        if not path.is_file():
            raise wrong("file", setting(name), given=raw)
        return path

    def networks(self, name: str) -> tuple[str, ...]:
        given = self.names(name)
        for one in given:
            try:
                ip_network(one)
            except ValueError as error:
                raise wrong("networks", setting(name), given=one) from error
        return given or cast(tuple[str, ...], self._fields[name].default)

    def names(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip().rstrip("/") for part in (self.given(name) or "").split(",") if part.strip())
