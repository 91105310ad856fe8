"""What the pages about the municipality's own settings show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from casework.municipality import branding, notices, service, switches, texts
from casework.municipality.errors import OwnSettingError
from casework.municipality.records import Change
from casework.settings import Settings
from web.console.pages import FieldProblem
from web.texts import load_texts


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownText:
    """A text in the list: what it says now, its LIX, and whether it is the municipality's own."""

    id: str
    title: str
    said: str
    lix: float
    is_easy: bool
    is_own: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownChange:
    """A change in the history, with the Danish name of what was changed."""

    change: Change
    title: str
    value: str
    can_put_back: bool


def words() -> dict[str, Any]:
    """The texts of these pages."""
    return load_texts("console_own")


def own_problem(error: OwnSettingError) -> FieldProblem:
    """What the page says about a wish that cannot be."""
    told: str = words()["wrong_own"][error.code]
    return FieldProblem(field=error.field, text=told.replace("{about}", ", ".join(error.about)))


def text_groups(settings: Settings) -> list[dict[str, Any]]:
    """The texts that can be changed, group by group, as they stand."""
    return [
        {"title": group.title, "lead": group.lead, "texts": [_shown_text(one, settings) for one in group.texts]}
        for group in texts.groups()
    ]


def _shown_text(one: texts.EditableText, settings: Settings) -> ShownText:
    own = texts.own_text(one.id)
    said = own or one.original
    lix, is_easy = texts.reading(said, settings)
    return ShownText(id=one.id, title=one.title, said=said, lix=lix, is_easy=is_easy, is_own=own is not None)


def text_reading(said: str, settings: Settings) -> dict[str, Any]:
    """The text as a citizen sees it and how it reads."""
    lix, is_easy = texts.reading(said, settings)
    told = words()["text_lix_easy" if is_easy else "text_lix_hard"]
    return {
        "lines": texts.preview(said, settings).split("\n\n"),
        "lix": told.format(lix=f"{lix:.1f}".replace(".", ",")),
    }


def gap_rows(one: texts.EditableText) -> list[tuple[str, str, bool]]:
    """The gaps of a text: name, what it is, and whether it must be there."""
    return [(name, texts.variables()[name]["is"], name in one.needed) for name in one.allowed]


def branding_rows(settings: Settings) -> list[dict[str, Any]]:
    """The fields of the authority, with what the settings of the environment say. `settings` = those."""
    told = words()
    return [
        {
            "name": name,
            "label": told["branding_fields"][name],
            "help": _help(name, getattr(settings, name)),
            "longest": branding.LONGEST[name],
        }
        for name in branding.FIELDS
    ]


def _help(name: str, value: str) -> str:
    told = words()
    default = told["branding_now"].format(value=value) if value else told["branding_none"]
    return " ".join(filter(None, (told["branding_help"].get(name), f"{default}.")))


def shown_changes(prefix: str = "", before: int | None = None) -> list[ShownChange]:
    """The history, as `service.history` gives it. Blocks."""
    return list(_shown_changes(service.history(prefix, before=before)))


def _shown_changes(changes: Iterable[Change]) -> Iterable[ShownChange]:
    for one in changes:
        part = next((known for known in (branding.PREFIX, texts.PREFIX) if one.name.startswith(known)), "")
        again = bool(part) and not one.is_newest
        yield ShownChange(change=one, title=title_of(one.name), value=_value(one), can_put_back=again)


def _value(one: Change) -> str:
    """What it was set to, as a person reads it."""
    if one.name.startswith(switches.PREFIX):
        return str(load_texts("console_settings")["switch_off" if one.value else "switch_on"])
    if one.value is None:
        return str(words()["own_none" if one.name == notices.NAME else "own_default"])
    return notices.text_of(one.value) if one.name == notices.NAME else one.value


def title_of(name: str) -> str:
    """The Danish name of a setting; its own name when it is no longer known."""
    if name.startswith(branding.PREFIX):
        return str(words()["branding_fields"].get(name.removeprefix(branding.PREFIX), name))
    if name == notices.NAME:
        return str(words()["notice_title"])
    if name.startswith(switches.PREFIX):
        return str(load_texts("console_settings")["switches"][name.removeprefix(switches.PREFIX)]["name"])
    known = texts.editable().get(name.removeprefix(texts.PREFIX))
    return known.title if known else name
