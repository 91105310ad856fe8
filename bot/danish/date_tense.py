"""Does the sentence speak of what was or of what comes? Read from the words nearest to a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.danish.date_math import Tense
from bot.danish.past_verbs import is_past_verb
from bot.danish.word_lists import listed

_PAST = listed(
    "meldte tilmeldte blev var startede begyndte fik havde registrerede henvendte soegte sagde oprettede lagde",
    "gik kom ",
    "siden modtog stoppede sluttede mistede indsendte sendte afleverede gjorde kontaktede ringede underskrev",
    "godkendte ",
    "bookede udeblev uploadede udfyldte flyttede oplyste skrev opsagde deltog ophoerte",
)
# Past only together with "har", "er", "blev" or nothing; after "skal" or "vil" they belong to the future.
_PARTICIPLES = listed(
    "meldt tilmeldt registreret vaeret faaet startet begyndt blevet fyret opsagt henvendt lagt oprettet afleveret ",
    "sygemeldt sygmeldt raskmeldt afskediget haft mistet soegt gaaet stoppet sluttet godkendt oploest udfyldt ansat",
)
_FUTURE = listed(
    "skal vil starter begynder faar kommer tiltraeder bliver rejser fremover planlagt naeste kommende gaar",
    "paabegynder ",
    "tager flytter maa forventer regner fremtiden overgaar kan stopper slutter ophoerer fratraeder udloeber",
)
_NOTICES = frozenset(listed("fyret opsagt opsagde afskediget ansat"))
_WITH_EFFECT = frozenset(listed("per pr til fra virkning start opstart"))
_NEWS = frozenset(listed("faaet fik meldt tilmeldt booket bookede modtog lagt"))
_PLANS = frozenset(
    listed(
        "tid time tider job jobbet arbejde stilling kontrakt praktik praktikplads plads samtale samtalen moede moedet ",
        "aftale timer vikariat ferie orlov barsel kursus indkaldelse elevplads laereplads fleksjob loentilskud",
    )
)
# "blev indkaldt til møde tirsdag": the call is past, the meeting need not be.
_CALLED = frozenset(listed("indkaldt inviteret bedt indkaldelse booket flyttet rykket udskudt"))
# "vi aftalte at ses mandag": what was agreed lies ahead.
_AGREED = frozenset(listed("aftalte foreslog planlagde lovede"))
_REACH_OF_NEWS = 8
_MODALS = frozenset(("skal", "vil", "kan", "maa", "forventer"))

TENSES: Mapping[str, Tense] = {
    **dict.fromkeys(_PAST, "past"),
    **dict.fromkeys(_PARTICIPLES, "past"),
    **dict.fromkeys(_FUTURE, "future"),
}
_BOUNDARY = frozenset(listed(", . ; : ? ! ( )"))
_SOFT_BOUNDARY = frozenset(listed("og men fordi naar hvis saa da hvornaar hvad hvor hvordan eller"))
_SENTENCE_COST, _CLAUSE_COST, _REACH = 8, 4, 14


def nearest(tags: Sequence[str], first: int, last: int, wanted: Mapping[str, str]) -> str | None:
    """What the nearest of some words says about the tokens ``first`` to ``last`` (exclusive).

    Every token between costs 1, a conjunction 4, a mark of punctuation 8; beyond 14 nothing counts. Words before the
    date win over words equally far behind it.
    """
    ahead = _walk(tags, range(first - 1, -1, -1), wanted)
    behind = _walk(tags, range(last, len(tags)), wanted)
    found = min((hit for hit in (ahead, behind) if hit), key=lambda hit: hit[0], default=None)
    return found[1] if found else None


def _walk(tags: Sequence[str], indices: range, wanted: Mapping[str, str]) -> tuple[int, str] | None:
    cost = 0
    for index in indices:
        tag = tags[index]
        cost += _SENTENCE_COST if tag in _BOUNDARY else _CLAUSE_COST if tag in _SOFT_BOUNDARY else 1
        if cost > _REACH:
            return None
        if tag in wanted:
            return cost, wanted[tag]
    return None


def tense_of(tags: Sequence[str], first: int, last: int) -> Tense | None:
    """The tense around the tokens ``first`` to ``last`` (exclusive), or None when no word shows it."""
    found = nearest(tags, first, last, {tag: tag for tag in tags if tag in TENSES or is_past_verb(tag)})
    if found is None or _may_lie_ahead(tags, first, found):
        return None
    if found in _PARTICIPLES and _modal_before(tags, first):
        return "future"
    return TENSES.get(found, "past")


def _may_lie_ahead(tags: Sequence[str], first: int, found: str) -> bool:
    """What was said is past, the day need not be: "fyret pr. 1. januar", "har fået tid den 3. december"."""
    near = set(tags[max(0, first - _REACH_OF_NEWS) : first + 1])
    if found in _NOTICES:
        return bool(_WITH_EFFECT & set(tags[max(0, first - 3) : first + 1]))
    if found in _AGREED:
        return True
    if found in {"blev", "blevet"} and _CALLED & near:
        return True
    return found in _NEWS and bool(_PLANS & near)


def _modal_before(tags: Sequence[str], first: int) -> bool:
    """Is there "skal" or "vil" earlier in the same clause ("jeg skal være tilmeldt mandag")?"""
    for tag in reversed(tags[:first]):
        if tag in _BOUNDARY or tag in _SOFT_BOUNDARY:
            return False
        if tag in _MODALS:
            return True
    return False
