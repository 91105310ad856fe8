"""From a conversation to the paragraphs of its transcript. Pure: no database, no file, no clock.

The Danish words come in as `words` (web/texts/archive.yml), so that they can be changed without touching code.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from casework.archive.records import Line, Said, Talk
from casework.clock import COPENHAGEN
from casework.rulebook.words import plain_date
from rules_core.loader import DEFAULT_TRACK

Words = Mapping[str, str]


def transcript(talk: Talk, words: Words, authority: str) -> list[Line]:
    """The transcript, top to bottom: who is behind the chat and that it is a robot, then day by day what was said.

    Under an answer stand the rules it rests on with their sources. Times are Danish.
    """
    return [*_top(talk, words, authority), *_messages(talk, words)]


def plain_text(lines: list[Line]) -> str:
    """The transcript as a text file: blank lines between messages, sources with their addresses."""
    parts: list[str] = []
    above = ""
    for line in lines:
        if line.kind in {"day", "who"} or (above == "title" and line.kind == "note"):
            parts.append("")
        parts += _as_plain(line).splitlines()
        above = line.kind
    # A text file for whoever opens it on any machine.
    return "\r\n".join([*parts, ""])


def _top(talk: Talk, words: Words, authority: str) -> Iterator[Line]:
    yield Line(kind="title", text=words["title"])
    yield Line(kind="note", text=words["sender"].format(authority=authority))
    started = talk.opened_at.astimezone(COPENHAGEN)
    yield Line(kind="note", text=words["started"].format(day=plain_date(started.date()), time=f"{started:%H.%M}"))
    yield Line(kind="note", text=words["number"].format(number=talk.id))
    if talk.on_behalf_of:
        yield Line(kind="note", text=words["on_behalf_of"].format(person=talk.on_behalf_of))
    yield Line(kind="note", text=words["robot"])


def _messages(talk: Talk, words: Words) -> Iterator[Line]:
    day = None
    for said in talk.messages:
        at = said.created_at.astimezone(COPENHAGEN)
        if at.date() != day:
            day = at.date()
            yield Line(kind="day", text=words["day"].format(day=plain_date(day)))
        yield Line(kind="who", text=words["who"].format(time=f"{at:%H.%M}", who=_who(said, words)))
        yield Line(kind="text", text=said.text)
        yield from _rules(said.answer, words)


def _who(said: Said, words: Words) -> str:
    """The name that the citizen saw, or the word for the kind of author."""
    if said.author == "caseworker" and said.name:
        return words["author_named"].format(name=said.name)
    return words.get(f"author_{said.author}", words["author_system"])


def _rules(answer: Mapping[str, Any] | None, words: Words) -> Iterator[Line]:
    for rule in (answer or {}).get("rules") or ():
        yield Line(kind="rule", text=_rule_text(rule, words))
        for source in rule.get("sources") or ():
            # Only web addresses become links; anything else stays text.
            url = str(source.get("url") or "")
            named = ", ".join(part for part in (source.get("title"), source.get("section")) if part)
            safe = url if urlsplit(url).scheme in {"http", "https"} else None
            if named or safe:
                yield Line(kind="source", text=words["source"].format(source=named or url), url=safe)


def _rule_text(rule: Mapping[str, Any], words: Words) -> str:
    title = str(rule.get("title") or rule.get("id") or "")
    since = _day(rule.get("version_from"))
    text = words["rule_since"].format(rule=title, day=plain_date(since)) if since else words["rule"].format(rule=title)
    proposal = rule.get("track") not in {None, "", DEFAULT_TRACK}
    return f"{text} {words['proposal']}" if proposal else text


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _as_plain(line: Line) -> str:
    if line.kind in {"title", "day"}:
        return f"{line.text}\n{('=' if line.kind == 'title' else '-') * len(line.text)}"
    if line.kind == "rule":
        return f"  {line.text}"
    if line.kind == "source":
        return f"    {line.text}" + (f"\n    {line.url}" if line.url else "")
    return line.text
