"""What the authority is called and how it looks: the settings, with what administrators have set over them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final, overload
from urllib.parse import urlsplit

from casework.municipality import current
from casework.municipality.contrast import LEAST, is_colour, weakest
from casework.municipality.errors import OwnSettingError
from casework.privacy.masking import mask
from casework.settings import AUTHORITY, Settings

PREFIX: Final = "branding."
#: Every field, and how long it may be.
LONGEST: Final = {
    "authority_name": 80, "authority_phone": 20, "authority_email": 120, "authority_address": 160,
    "authority_hours": 160, "authority_web": 200, "authority_greeting": 400, "authority_colour": 7,
    "authority_logo": 80,
}  # fmt: skip
FIELDS: Final = (*AUTHORITY[:4], "authority_hours", *AUTHORITY[4:])
#: A logo is loaded with every page.
LARGEST_LOGO: Final = 200 * 1024
PICTURES: Final = {".svg": "image/svg+xml", ".png": "image/png"}
_PHONE: Final = re.compile(r"\+?\d(?: ?\d){7,14}")
_EMAIL: Final = re.compile(r"[^@\s<>\"'()]+@[^@\s<>\"'()]+\.[^@\s<>\"'().]+")


class _Last:
    """The settings that were made last: they are asked for many times between two changes."""

    __slots__ = ("entry",)

    def __init__(self) -> None:
        #: From what they were made, and what they are. One value, so that no thread sees half of another's.
        self.entry: tuple[Settings, Mapping[str, str], Settings] | None = None


@cache
def _last() -> _Last:
    return _Last()


def as_now(settings: Settings) -> Settings:
    """The settings with what administrators have set over them. Waits for nothing."""
    values, entry = current.values(), _last().entry
    if entry is not None and entry[0] is settings and entry[1] is values:
        return entry[2]
    own = {name: values[PREFIX + name] for name in FIELDS if PREFIX + name in values}
    made = replace(settings, **own) if own else settings  # type: ignore[arg-type]  # each of these fields is a text
    _last().entry = settings, values, made
    return made


class NowSettings:
    """An attribute that is set to the settings of the environment and read as they are now.

    class Desk:
        settings = NowSettings()
    """

    @overload
    def __get__(self, owner: None, kind: type) -> "NowSettings": ...
    @overload
    def __get__(self, owner: object, kind: type) -> Settings: ...
    def __get__(self, owner: object | None, kind: type) -> "Settings | NowSettings":
        """The settings as they are now."""
        return self if owner is None else as_now(owner.__dict__["_base_settings"])

    def __set__(self, owner: object, value: Settings) -> None:
        """Keep the settings of the environment."""
        owner.__dict__["_base_settings"] = value


def logos(settings: Settings) -> tuple[str, ...]:
    """The names of the pictures that can be the logo, in order."""
    folder = settings.logo_dir
    if folder is None or not folder.is_dir():
        return ()
    return tuple(sorted(path.name for path in folder.iterdir() if _is_picture(path)))


def logo_file(settings: Settings) -> Path | None:
    """The picture that is the logo; None = there is none, or it is gone."""
    name = settings.authority_logo
    return settings.logo_dir / name if settings.logo_dir and name in logos(settings) else None


def checked(wish: Mapping[str, str], settings: Settings) -> dict[str, str | None]:
    """The changes that a form asks for, by the names they are kept under. `settings` = those of the environment.

    An empty field, and one that says what the setting says, is the default. Raises OwnSettingError with the first
    thing that is wrong.
    """
    found: dict[str, str | None] = {}
    for name in FIELDS:
        value = " ".join(wish.get(name, "").split()) if name != "authority_greeting" else wish.get(name, "").strip()
        if name == "authority_colour":
            value = value.casefold()
        if value:
            _check(name, value, settings)
        found[PREFIX + name] = value if value and value != getattr(settings, name) else None
    return found


def _check(name: str, value: str, settings: Settings) -> None:
    if len(value) > LONGEST[name]:
        raise OwnSettingError("too_long", name, about=(str(LONGEST[name]),))
    if name == "authority_phone" and not _PHONE.fullmatch(value):
        raise OwnSettingError("phone", name)
    if name not in {"authority_phone", "authority_colour"} and mask(value).text != value:
        raise OwnSettingError("cpr", name)
    if name == "authority_email" and not _EMAIL.fullmatch(value):
        raise OwnSettingError("email", name)
    if name == "authority_web" and not _is_web(value):
        raise OwnSettingError("web", name)
    if name == "authority_colour":
        _check_colour(value)
    if name == "authority_logo" and value not in logos(settings):
        raise OwnSettingError("logo", name)


def _check_colour(value: str) -> None:
    if not is_colour(value):
        raise OwnSettingError("colour_form", "authority_colour")
    found = weakest(value)
    if found < LEAST:
        raise OwnSettingError("contrast", "authority_colour", about=(f"{found:.1f}".replace(".", ","),))


def _is_web(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username and value.isprintable()


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES and path.is_file() and path.stat().st_size <= LARGEST_LOGO
