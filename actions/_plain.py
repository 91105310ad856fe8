"""A card in plain words: the text of the message, for readers without the page and for the transcript."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from actions._texts import say, sentence
from rules_core import load_ruleset
from rules_core.dates import danish_date

Card = Mapping[str, Any]

SAFE_STATUSES = ("applies", "unresolved", "overdue")
"""Statuses in which something can be missed, so that the consequence is worth saying."""


def plain_text(cards: Sequence[Card], intro: str = "", outro: str = "") -> str:
    """The whole message in paragraphs: intro, what the rules say, how it was found, since when, sources, outro."""
    parts = [intro, *(main_text(card) for card in cards)]
    parts += [_headed(card, len(cards) > 1) for card in cards]
    parts += [_caveats(cards), "\n".join(source_lines(cards)), outro]
    return "\n\n".join(part for part in parts if part)


def _headed(card: Card, several: bool) -> str:
    """The details; with several rules under the rule's title, so that it is clear which one they belong to."""
    details = _details(card)
    if not several or not details:
        return "\n\n".join(details)
    return "\n".join((say("answer.heading", title=card["title"]), *details))


def consequence_line(card: Card) -> str:
    """What it may cost to miss it; "" when nothing can be missed."""
    if not card["consequence"] or card["status"] not in SAFE_STATUSES:
        return ""
    dated = (card["deadline"] or {}).get("date")
    key = "answer.consequence" if dated else "answer.consequence_no_date"
    return say(key, consequence=sentence(card["consequence"]))


def main_text(card: Card) -> str:
    """What the rule says about this person, with the possibilities when it depends."""
    if card["status"] != "unresolved" or not card["options"]:
        return card["text"] or card["title"] or ""
    return "\n".join((card["text"], *(option_line(option, card["decided_by"]) for option in card["options"])))


def option_line(option: Card, decided_by: str | None = None) -> str:
    """One possibility in a line: `• Hvis du får dagpenge: senest mandag den 16. november 2026.`"""
    when, status = option["when"], option["status"]
    if option.get("text"):
        return say("answer.option_text", when=when, text=sentence(option["text"]))
    if status == "applies":
        return _applying_line(when, option.get("deadline") or {}, option.get("value") or {})
    if status == "discretionary" and decided_by:
        return say("answer.option_discretionary", when=when, decided_by=decider(decided_by))
    key = {"exempt": "exempt", "discretionary": "discretionary_open", "does_not_apply": "does_not_apply"}
    return say(f"answer.option_{key.get(status, 'applies')}", when=when)


def _applying_line(when: str, deadline: Card, value: Card) -> str:
    if deadline.get("date"):
        return say("answer.option_date", when=when, date=day(deadline["date"]))
    if deadline.get("length"):
        return say("answer.option_length", when=when, length=deadline["phrase"])
    if value.get("amount") is not None:
        unit = load_ruleset().texts.unit(value["unit"], value["amount"])
        # The line ends with a full stop of its own, so "kr." loses its.
        amount = f"{value['amount']:,}".replace(",", ".")
        return say("answer.option_value", when=when, amount=f"{amount} {unit}".strip().removesuffix("."))
    return say("answer.option_applies", when=when)


def decider(decided_by: str) -> str:
    """Who decides, in Danish: `kommunen`."""
    return load_ruleset().texts.decider(decided_by)


def day(iso: str) -> str:
    """An ISO date as `mandag den 16. november 2026`."""
    return danish_date(date.fromisoformat(iso))


def _details(card: Card) -> list[str]:
    """How the date was found, what happens if it is missed, and since when the rule has been in force."""
    deadline = card["deadline"] or {}
    lines = []
    if deadline.get("calculation"):
        lines.append(say("answer.calculation", calculation=deadline["calculation"].rstrip(".")))
    if deadline.get("warning"):
        lines.append(sentence(deadline["warning"]))
    if consequence_line(card):
        lines.append(consequence_line(card))
    lines.append(since_line(card))
    return [line for line in lines if line]


FIRST_KNOWN = "2017-01-01"
"""Where the timeline of the rules begins; a rule that stands from that day may well be older."""


def since_line(card: Card) -> str:
    """Since when the rule has been in force, or from when to when it was; "" when no day is known."""
    first, last = card.get("unchanged_since") or card["version_from"], card["version_to"]
    if not first:
        return ""
    if last:
        return say("answer.period", first=_short(first), last=_short(last))
    return say("answer.since_first_known" if first == FIRST_KNOWN else "answer.since", date=_short(first))


def _short(iso: str) -> str:
    """A date without its weekday: when a law took effect is no appointment."""
    return danish_date(date.fromisoformat(iso), weekday=False)


def _caveats(cards: Sequence[Card]) -> str:
    lines = dict.fromkeys(say("answer.bullet", text=sentence(caveat)) for card in cards for caveat in card["caveats"])
    return "\n".join((say("answer.good_to_know"), *lines)) if lines else ""


def source_lines(cards: Sequence[Card]) -> list[str]:
    """Each source once, in a line of its own."""
    return list(dict.fromkeys(_source(source) for card in cards for source in card["sources"]))


def _source(source: Card) -> str:
    title, section, url = source["title"], source.get("section"), source.get("url")
    if not section:
        return say("answer.source_no_section", title=title, url=url)
    if not url:
        return say("answer.source_no_url", title=title, section=section)
    return say("answer.source", title=title, section=section, url=url)
