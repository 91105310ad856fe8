"""The Danish texts of the web part, read once from the YAML files beside this module."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.conversations.records import NewMessage
from casework.municipality.branding import as_now
from casework.municipality.texts import own_text
from casework.settings import Settings

_HERE = Path(__file__).parent


@cache
def load_texts(name: str) -> dict[str, Any]:
    """The texts of `<name>.yml`."""
    texts: dict[str, Any] = yaml.safe_load((_HERE / f"{name}.yml").read_text(encoding="utf-8"))
    return texts


def problem_text(code: str) -> dict[str, str]:
    """Title and detail of a refusal."""
    text: dict[str, str] = load_texts("problems")[code]
    return text


def chat_message(
    key: str,
    settings: Settings,
    *,
    author: str = "system",
    answer: Mapping[str, Any] | None = None,
    file: str = "chat",
    **values: object,
) -> NewMessage:
    """A message of the chat itself (from `<file>.yml`), with the authority's names and `values` filled in.

    What the municipality says instead goes before the file.
    """
    entry, settings = load_texts(file)[key], as_now(settings)
    text = (own_text(f"web.{file}.{key}") or entry["text"]).format(
        authority_name=settings.authority_name,
        authority_phone=settings.authority_phone,
        authority_hours=settings.authority_hours,
        **values,
    )
    # A value that is missing, such as a time nobody can tell, must leave no blank behind.
    text = "\n".join(line.rstrip() for line in text.splitlines())
    return NewMessage(text=text, author=author, buttons=tuple(entry.get("buttons", ())), answer=answer)
