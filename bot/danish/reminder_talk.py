"""What is said about reminders: what a wish names, and what one does with those that are on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.danish.normalise import words

LIST, CONTACT, TEST, ON, OFF = "reminder_list", "reminder_contact", "reminder_test", "reminder_on", "reminder_off"
LEAD, AGAIN, NO = "reminder_lead", "reminder_again", "reminder_no"
_ALWAYS = frozenset(("distress", "handoff_human", "forget_me", "on_behalf", "callback_wish", "leave_queue"))

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("joblog", r"\b(?:joblog\w*|jobsoegning\w*|log\b|logge)"),
        ("cv", r"\b(?:cv\w*|cvet)\b"),
        ("min_plan", r"\b(?:min plan|planen|minplan)\b"),
        ("sick_note", r"\b(?:syg\w*|oplysningsskema\w*|mulighedserklaering\w*|friattest)\b"),
        ("complaint", r"\b(?:klag\w*|ankefrist\w*)\b"),
        ("offer", r"\b(?:tilbud\w*|praktik\w*|kursus\w*|loentilskud\w*|aktivering\w*)\b"),
        ("book_by", r"\b(?:book\w*|bestille? (?:en )?tid|selvbook\w*)\b"),
        ("talk", r"\b(?:samtale\w*|moede\w*|moeder\w*|aftale\w*)\b"),
    )
)
_CHANNELS = (
    ("sms", re.compile(r"\b(?:sms\w*|s m s|mobil\w*|telefon\w*|besked paa mobilen|tekstbesked\w*|nummer\w*)\b")),
    ("email", re.compile(r"\b(?:e ?)?mail(?:s|en|ene|adresse\w*)?\b|\be ?post\w*\b")),
    ("digital_post", re.compile(r"\b(?:digital post|e boks|eboks|mit dk)\b")),
    ("chat", re.compile(r"\b(?:her i chatten|i chatten|her paa siden|chat(?:ten)?)\b")),
)
_NUMBERS = {"en": 1, "et": 1, "to": 2, "et par": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7, "otte": 8}
_NUMBERS |= {"ti": 10, "fjorten": 14, "halv": 0}
_BEFORE = r"(?:foer|inden|i forvejen|varsel|tidligere)"
_EARLY = re.compile(
    rf"\b(?P<n>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}) (?:hele )?"
    rf"(?P<unit>minut\w*|timer?|dages?|uger?)(?:s)? ?{_BEFORE}\b"
)
_THE_ONE_BEFORE = {"timen": {"hours": 1}, "dagen": {"days": 1}, "aftenen": {"days": 1}, "ugen": {"days": 7}}
_HALF_HOUR = re.compile(rf"\ben halv time {_BEFORE}\b")
_SAME_DAY = re.compile(r"\b(?:paa dagen|samme dag|om morgenen samme dag)\b")
_ALL = re.compile(r"\b(?:alle|alting|alt|det hele|mine frister|alle frister|noget som helst)\b")

# What comes after these words stays ("stop sms'erne, men behold mail"), and what stands before those does.
_KEEP = re.compile(r"\b(?:behold\w*|bevar\w*|bortset fra|undtagen|kun|bare|hellere|noejes|stadig(?:vaek)?|gerne)\b")
_NOT = re.compile(r"\b(?:stop\w*|ikke|ik|ingen|uden|drop\w*|fjern\w*|sluk\w*|slaa\w*|afmeld\w*|frameld\w*|slut|skip)\b")
_INSTEAD_OF = re.compile(r"\b(?:i stedet for|istedet for|fremfor|frem for)\b")

_REMINDERS = r"(?:paamind\w*|reminder\w*|notifikation\w*|huskebesked\w*|varsling\w*|advisering\w*)"
_LISTING: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^(?:hej )?(?:hvilke|hvor mange|hvad for)\b.*\b{_REMINDERS}",
        rf"^(?:er|har|faar|staar)\b (?:jeg|mine|der|min)\b.*\b{_REMINDERS}",
        rf"^(?:vis|se|oversigt|liste|list)\b.*\b{_REMINDERS}",
        rf"^(?:kan|maa) jeg (?:se|faa at se|faa en (?:oversigt|liste))\b.*\b{_REMINDERS}",
        rf"^hv(?:or|ordan) (?:kan jeg se|ser jeg|finder jeg)\b.*\b{_REMINDERS}",
        rf"^(?:mine|min) {_REMINDERS}$",
        rf"\b(?:aendre?|skift|ret|tilpas|juster)\w* (?:lige |jeg |i |paa ){{0,2}}(?:mine |min )?{_REMINDERS}",
        r"^hvornaar (?:minder|skriver|sender|faar jeg besked)\b.*\b(?:mig|besked|i|du)\b",
        rf"^hvornaar (?:kommer|faar jeg|bliver jeg)\b.*\b(?:{_REMINDERS}|mindet)\b",
        r"^hvad (?:bliver jeg mindet|minder (?:i|du|jer) mig|har jeg bedt om at blive mindet|har jeg bedt jer minde)\b",
        r"^hvad (?:har (?:jeg|du|i)|er) (?:slaaet|sat) til\b",
        r"^hvilke(?:n|t) (?:e )?(?:mail\w*|adresse|nummer|telefon\w*|mobil\w*)\b.*\bsend\w* (?:i|du)\b",
    )
)
_NO_LISTING = re.compile(r"\b(?:hvis|bange|fjern\w*|stop\w*|en paamindelse|sms foer|mail foer)\b")
_ADDRESS = r"(?:e ?)?(?:mail|post|mailadresse|mobil|telefon|mobilnummer|telefonnummer|nummer|mobilnr|tlf|nr|adresse)"
_NEW_ADDRESS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:skift\w*|aendre?\w*|ret(?:te)?|opdater\w*|udskift\w*)\b (?:lige )?"
        rf"(?:(?:min|mit) {_ADDRESS}|adressen|nummeret|mailen)\b",
        rf"^(?:jeg har (?:faaet )?)?(?:en |et )?(?:ny|nyt|anden|andet) {_ADDRESS}(?: nu)?$",
        rf"\b(?:brug|send (?:det |dem )?til|skriv til)\b.*\b(?:en anden|et andet|min nye|mit nye) {_ADDRESS}\b",
    )
)
_TESTING = re.compile(
    r"^(?:kan du |vil du |proev at |maa jeg faa )?(?:sende? )?(?:mig )?(?:lige )?en (?:proeve|test)\w*\b"
)
_TRYING = re.compile(r"^(?:proev|test)\b.*\b(?:paamind\w*|sms|mail|den)\b")
_STOPPING = re.compile(
    r"^(?:nej )?(?:stop|drop|sluk|afmeld|afbestil|skip)\b(?! ikke| ik\b)"
    rf".*\b(?:{_REMINDERS}|mail\w*|sms\w*|besked\w*|alt|det hele)\b"
    r"|^stop (?:det|dem)$"
)
_STAYING = re.compile(r"\b(?:stop\w* (?:ikke|ik)|(?:ikke|ik) (?:glem\w*|gaa glip|undvaere))\b")
_ENDING = re.compile(
    _NOT.pattern
    + r"|\b(?:fra|slip\w*|lad vaere|lade vaere|hold\w* op|nej|pause|frabed\w*|fravaelg\w*|deaktiver\w*|fortryd\w*"
    r"|vaek|fri|spar|nok|slet\w*|tilbage|undgaa\w*|mange|fravalg\w*|frivillig\w*)\b"
)
_TIRED = re.compile(
    r"^(?!.*\bgl(?:em|ip)).*\b(?:(?:vil|gider|oensker|behoever) (?:ikke|ik) (?:laengere |mere )?"
    r"(?:have|ha|faa|modtage|mindes|paamindes|se)|slippe for|fri for)\b.*"
    rf"\b(?:{_REMINDERS}|mails?|mailen|sms\w*|besked\w*)\b"
)
_OTHER_TIME = re.compile(r"\bmind\w*\b.*\b(?:tidligere|senere|andet tidspunkt|anden tid)\b")
_OTHER_TIME_THEN = re.compile(r"^(?:skift|aendre?)\w* tidspunkt\w*$")
_OTHER_CODE = re.compile(
    r"\b(?:(?:en )?(?:ny|anden) kode|koden? (?:igen|til)|koden? (?:kom|kommer|er) ikke(?: kommet)?"
    r"|(?:har |fik )?(?:jeg )?(?:ikke |ingen )(?:faaet |fik )?(?:nogen |en )?koden?)\b"
)
# Said of reminders when these were spoken of last, and of something else otherwise.
_LISTING_THEN = re.compile(
    r"^hvornaar (?:kommer|faar jeg)\b.*\b(?:besked|naeste|mail|sms)\b|^hvor(?:hen)? sender (?:i|du)\b"
)
_NEW_ADDRESS_THEN = re.compile(rf"\bskifte?\b (?:til )?(?:en ny |et nyt |en anden |et andet )?{_ADDRESS}\b")
_MOVING = re.compile(r"\b(?:hellere|i stedet|istedet)\b(?!.*\b(?:samtale|moede|have en tid)\w*)")
_LONG = 14


def reminder_act(text: str, intent: str, *, waiting: bool = False) -> str | None:
    """The intent of a message that speaks of one's own reminders in plain words; None when it is for the classifier.

    A question about what is on must never be taken for a wish to stop it. `waiting` = reminders are what was spoken of
    last, so "stop alt" and "send en prøve" are about them.
    """
    said = _said(text)
    if intent in _ALWAYS or not said or len(said.split()) > _LONG:
        return None
    asks = any(pattern.search(said) for pattern in _LISTING) and not _NO_LISTING.search(said)
    if asks or (waiting and _LISTING_THEN.search(said)):
        return LIST
    about = waiting or re.search(_REMINDERS, said) is not None
    return _wish(said, about=about, waiting=waiting) or (
        LIST if intent == OFF and about and (_STAYING.search(said) or not _ENDING.search(said)) else None
    )


def _wish(said: str, *, about: bool, waiting: bool) -> str | None:
    """What is to be done with the reminders that are on."""
    addressed = any(pattern.search(said) for pattern in _NEW_ADDRESS) or (waiting and _NEW_ADDRESS_THEN.search(said))
    ends = _STOPPING.search(said) is not None and (about or bool(_channels(said)))
    found = (
        (CONTACT, addressed and bool(_channels(said))),
        (OFF, ends or (about and _TIRED.search(said) is not None)),
        (AGAIN, waiting and _OTHER_CODE.search(said) is not None),
        (LEAD, not _how_early(said) and bool(_OTHER_TIME.search(said) or (waiting and _OTHER_TIME_THEN.search(said)))),
        (TEST, about and (_TESTING.search(said) or _TRYING.search(said)) is not None),
        (ON, waiting and _MOVING.search(said) is not None and len(_channels(said)) == 1),
    )
    return next((act for act, is_meant in found if is_meant), None)


def read_reminder(text: str) -> dict[str, Any]:
    """What a wish about reminders names: ``kinds``, ``channel``, how early (``minutes``, ``hours`` or ``days`` before,
    0 days = on the day), ``all``; ``keep`` = the channel that is to stay when another one is stopped, ``instead_of`` =
    the one that is to be left for ``channel`` ("all" = whatever it is).

    Only what was said is in it; an empty dict names nothing.
    """
    said = _said(text)
    found: dict[str, Any] = {"kinds": [kind for kind, pattern in _KINDS if pattern.search(said)]}
    if "book_by" in found["kinds"] and "talk" in found["kinds"]:
        found["kinds"].remove("talk")  # "mind mig om at booke min samtale"
    found |= _ways(said)
    found |= _how_early(said)
    found["all"] = bool(_ALL.search(said)) and not found["kinds"]
    return {key: value for key, value in found.items() if value is not None and value is not False and value != []}


def _said(text: str) -> str:
    return " ".join(words(text)).replace("-", " ").replace("'", " ")


def _channels(said: str) -> list[tuple[int, str]]:
    """The channels that are named, with where, in the order they are said."""
    return sorted(
        (match.start(), channel) for channel, pattern in _CHANNELS if (match := pattern.search(said)) is not None
    )


def _ways(said: str) -> dict[str, Any]:
    """The channel that is wanted, or that is to stop when one is to stop and another to stay."""
    there = _channels(said)
    if len(there) < 2:  # noqa: PLR2004 - one cannot be told from another
        return _one_way(said, *there[0]) if there else {}
    (_, first), (second_at, second) = there[:2]
    between = said[there[0][0] : second_at]
    if _INSTEAD_OF.search(between):
        return {"channel": first, "instead_of": second}
    if _INSTEAD_OF.search(said[: there[0][0]]):
        return {"channel": second, "instead_of": first}
    if _KEEP.search(between) and not _NOT.search(between):
        return {"channel": first, "keep": second}
    if _KEEP.search(said[: there[0][0]]) or _NOT.search(between):
        return {"channel": second, "keep": first} if _NOT.search(said) else {"channel": first}
    return {"channel": first}


def _one_way(said: str, at: int, channel: str) -> dict[str, Any]:
    """ "stop alt undtagen mail", "mind mig hellere på sms", "stop mailen"."""
    if _MOVING.search(said) and not _NOT.search(said):
        return {"channel": channel, "instead_of": "all"}
    only_kept = re.search(r"\b(?:behold\w*|undtagen|bortset fra)\b", said[:at])
    return {"keep" if only_kept else "channel": channel}


def _how_early(said: str) -> dict[str, Any]:
    if _HALF_HOUR.search(said):
        return {"minutes": 30}
    if found := _EARLY.search(said):
        number = _NUMBERS[found["n"]] if found["n"] in _NUMBERS else int(found["n"])
        if found["unit"].startswith("minut"):
            return {"minutes": number}
        if found["unit"].startswith("time"):
            return {"hours": number}
        return {"days": number * 7 if found["unit"].startswith("uge") else number}
    for word, early in _THE_ONE_BEFORE.items():
        if re.search(rf"\b{word} {_BEFORE}\b", said):
            return dict(early)
    return {"days": 0} if _SAME_DAY.search(said) else {}


REMINDING: Mapping[str, Callable[[str], dict[str, Any]]] = dict.fromkeys(
    (ON, OFF, "reminder_said", CONTACT, TEST), read_reminder
)
"""Intents of messages in which the kind, channel and lead of a reminder are looked for, and how they are read."""
