"""Entities as one readable line, so that a test case is a sentence and what it gives."""

from datetime import date

from bot.danish.entities import Entity, find_entities

TODAY = date(2026, 11, 20)
ASKED_REGISTERED = {"fact": "tilmeldt_dato", "kind": "date"}
ASKED_JOB = {"fact": "job_start", "kind": "date"}
ASKED_BENEFIT = {"fact": "ydelse", "kind": "enum"}


def short(entity: Entity) -> str:
    """An entity as one word: ``ydelse=dagpenge``, ``tilmeldt_dato=2026-11-02``, ``aar=2020``."""
    value = entity.value
    if entity.name == "dato":
        when = value["error"] or (f"{value['date']}/{value['until']}" if value["until"] else value["date"])
        return f"{value['fact'] or 'dato'}={when}"
    if entity.name == "aar":
        return f"aar{'<' if value['before'] else '='}{value['year']}"
    if entity.name == "fakta":
        denied = f"{value['benefit']}:" if "benefit" in value else ""
        return f"{denied or value['fact'] + ':'}{value['value']}"
    if entity.name == "gruppe":
        return f"gruppe={value['value']}"
    return f"{entity.name}={value}"


def read(text: str, asked: dict[str, str] | None = None) -> str:
    return " ".join(short(entity) for entity in find_entities(text, TODAY, asked))
