"""Is a message an answer to what was asked, a plain yes, no or "don't know", or nothing but facts?

Pure decisions over text and entities; the Rasa component only carries them out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from bot.danish.asked_values import benefit_still_to_come
from bot.danish.entities import Entity
from bot.danish.fact_cues import SIX_WEEKS
from bot.danish.normalise import words
from bot.danish.word_lists import listed

Act = Literal["affirm", "deny", "dont_know"]

_YES = """ja|jo|jep|jeps|jeb|yes|yep|jo da|ja da|ja tak|ja gerne|ja det er|ja det er jeg|ja det har jeg|
ja det er rigtigt|
det er rigtigt|det passer|det stemmer|det er korrekt|korrekt|rigtigt|nemlig|praecis|ja praecis|lige praecis|det er jeg|
det har jeg|det goer jeg|det skal jeg|ja det goer jeg|ja det skal jeg|ja det vil jeg|jo det er jeg|jo det har jeg|
selvfoelgelig|ja selvfoelgelig|ja ja|ok|okay|oki|ja jeg er|ja jeg har|ja det passer|ja det stemmer|jov|ja ok|
ja lige praecis|ja korrekt|ja rigtigt|ja det tror jeg|bestemt|helt sikkert|klart|ja klart|gerne|ja meget gerne|yeah|
sandt|det er sandt|
det lyder rigtigt|enig"""
_NO = """nej|nix|naeh|nae|naeh nej|naeppe|nej tak|nope|niks|nej det er jeg ikke|det er jeg ikke|nej det har jeg ikke|
det har jeg ikke|nej det er det ikke|det er det ikke|nej det goer jeg ikke|det goer jeg ikke|nej det skal jeg ikke|
det skal jeg ikke|det passer ikke|det er forkert|det er ikke rigtigt|nej det er forkert|nej det passer ikke|forkert|
nej overhovedet ikke|overhovedet ikke|slet ikke|bestemt ikke|nej slet ikke|nej ikke|ingen af delene|intet af det|
nej intet af det|nej ingen af delene|nej ingen af dem|ingen af dem|ikke nogen af delene|nej jeg er ikke|
nej jeg har ikke|
nej det passer ikke|nej det stemmer ikke|det stemmer ikke|nej nej|no|intet af det her|ingen|ingenting|intet|aldrig|
nej aldrig|ikke endnu|nej ikke endnu|nej ingen|
nej ingenting|nej da|naeae|naeaeh|nejtak|nej for soeren|det har jeg aldrig|nej det har jeg aldrig|ikke noget af det|
nej det tror jeg ikke|det tror jeg ikke|nej desvaerre|desvaerre ikke"""
_UNKNOWN = """det ved jeg ikke|ved ikke|ved det ikke|jeg ved det ikke|jeg ved ikke|aner det ikke|det aner jeg ikke|
aner ikke|ingen anelse|jeg har ingen anelse|har ingen anelse|ikke sikker|jeg er ikke sikker|det er jeg ikke sikker paa|
er ikke sikker|usikker|jeg er usikker|er usikker|i tvivl|jeg er i tvivl|er i tvivl|det kan jeg ikke huske|
kan ikke huske|
kan ikke huske det|husker det ikke|husker ikke|det husker jeg ikke|jeg kan ikke huske det|jeg husker det ikke|maaske|
det ved jeg faktisk ikke|jeg ved det faktisk ikke|ved jeg ikke|det har jeg glemt|har glemt det|jeg har glemt det|pas|
spring over|det ved jeg ikke noget om|ved det ikke helt|det ved jeg ikke helt|jeg ved det ikke helt|
aner det faktisk ikke|
ingen ide|har ingen ide|det har jeg ingen anelse om|svaert at sige|det kan jeg ikke sige|ved sgu ikke|
det ved jeg desvaerre ikke|ved det desvaerre ikke|det er jeg i tvivl om|kan jeg ikke huske"""


def _sayings(table: str, act: Act) -> dict[tuple[str, ...], Act]:
    return {tuple(words(saying)): act for saying in table.split("|")}


_ACTS: dict[tuple[str, ...], Act] = {
    **_sayings(_YES, "affirm"),
    **_sayings(_NO, "deny"),
    **_sayings(_UNKNOWN, "dont_know"),
}
_OPENINGS: dict[str, Act] = {
    "ja": "affirm",
    "jo": "affirm",
    "jep": "affirm",
    "nej": "deny",
    "naeh": "deny",
    "nix": "deny",
}
_LONGEST_UNKNOWN = 12
_LONGEST_YES_NO = 8
_FILLERS = frozenset(listed("oeh oehm hmm hm aeh tja altsaa jamen men desvaerre hej sorry undskyld lige faktisk bare"))

_QUESTION_WORDS = frozenset(listed("hvad hvornaar hvordan hvor hvilke hvilken hvilket hvem hvorfor gaelder betyder"))
# "skal jeg", "kan man": the verb before its subject makes a question, and "er jeg", "har jeg" at the very beginning.
_MODALS = frozenset(listed("skal kan ku kunne maa boer behoever mister slipper kraeves gaelder"))
_LEADING_VERBS = frozenset(listed("er har faar bliver vil ryger traekker dropper"))
_SUBJECTS = frozenset(listed("jeg man han hun de der det en alle folk unge"))
# What questions about duties are about; an answer to a question does not speak of it.
_SUBJECT_MATTER = tuple(
    listed(
        "cv joblog logge jobsoeg soege samtal moede moeder book frist krav kraev pligt raadighed plan form antal",
        "tvung slipp fri regler minplan selvbook praktik sanktion ferie betingelse stopp traek",
        "mentor loentilskud nytteindsats arbejdspligt voksenlaer befordring",
    )
)

# Words that only carry facts ("jeg får ... og meldte mig ledig ..."); a message of these and facts says nothing else.
_CARRIERS = frozenset(
    listed(
        "jeg er paa faar har faaet fik og meldte meldt mig selv ledig ledigmeldt tilmeldte tilmeldt siden fra",
        "den d det var",
        "blev blevet bliver min mit i som at til nu lige modtager lever af gaar gik kom men ogsaa samt fordi da",
        "nok vist",
        "vurderet erklaeret kommunen jobcenteret jobcenter jobnet registreret registrerede starter begynder nyt",
        "ny job arbejde",
        "nej ja jo hov ups undskyld sorry mente mener forkert faktisk hej tak ok okay mht altsaa bare stadig igen tror",
        "syg sygemeldt barsel arbejdsloes helt dag en et noget hos ved om ikke skal paabegynder cirka omkring",
        "vi a vaeret mine min mand kvinde ung borger person alder aar gammel aarig fyldt fyldte foedt nyuddannet",
        "uddannelse uddannet hjemme haft bor endnu indtil",
        "henvendte henvendelse soegte efterloen termin kontant visiteret gruppe parat so foerst",
    )
)
_LINKS = frozenset(("og", "hvad", "med", "saa", "men", "end"))
# What happens if it is missed: asked after an answer, it is about that answer.
_WHAT_IF = re.compile(
    r"(?:og |men )?(?:hvad (?:sker der|saa|nu)?|hvordan gaar det|hvad er (?:straffen|konsekvensen|konsekvenserne)) ?"
    r"(?:,? ?(?:hvis|naar) jeg (?:saa )?(?:ikke |glemmer |kommer )\w*(?: \w+){0,3})?"
)
# The question itself was not understood: it is put again, with its help.
_ASKS_BACK = re.compile(
    r"hvorfor(?: det)?|hvorfor (?:spoerger du(?: om)?|vil du vide)(?: det)?|hvad mener du(?: med det)?|hvad|hva|"
    r"hvad betyder det|(?:det )?forstaar (?:jeg )?ikke(?: \w+)?|jeg (?:forstaar|forstaa) (?:det )?ikke(?: \w+)?|"
    r"jeg ikke forstaar?"
)
_FEW_WORDS = 2
_TOPIC_OF_DAY = {
    "ferie_fra": "holiday_",
    "syg_fra": "sick_report",
    "barsel_start": "maternity",
    "afgoerelse_modtaget": "complaint_how",
}
_CLEAREST_OF_THE_REST = 0.5
_ACT_INTENTS = frozenset(("inform", "affirm", "deny", "dont_know", "nlu_fallback", "nlu_unsure"))
# Facts that one question asks about together.
_ASKED_TOGETHER = SIX_WEEKS | {"tilbage_til_eget_job"}


# A date without its fact is an answer only when little else is said: "det var vist i mandags, tror jeg nok".
_FEW_STRANGE, _SOME_STRANGE = 1, 3


@dataclass(frozen=True)
class Limits:
    """``topic_from``: from this confidence on, a question about a topic wins over an answer in the same message.

    ``protected``: intents that are never changed when the classifier puts them first.
    """

    topic_from: float
    protected: frozenset[str]


def dialogue_act(text: str) -> Act | None:
    """Yes, no or "don't know" when the whole message is a known way to say so, else None."""
    said = [word for word in words(text) if word not in _FILLERS]
    return _ACTS.get(tuple(said)) or _ACTS.get(tuple(words(text)))


def opening_act(text: str) -> Act | None:
    """The act of a short message that begins with yes or no, or that holds a "don't know", for when we did ask."""
    said = [word for word in words(text) if word not in _FILLERS]
    if not said and text.strip(" .!") == "?":
        return "dont_know"
    if asks_something(text, []):
        return None
    for length in range(len(said), 1, -1) if len(said) <= _LONGEST_UNKNOWN else ():
        for begin in range(len(said) - length + 1):
            if _ACTS.get(tuple(said[begin : begin + length])) == "dont_know":
                return "dont_know"
    return _OPENINGS.get(said[0]) if said and len(said) <= _LONGEST_YES_NO else None


def rest_of(text: str, entities: Sequence[Entity]) -> list[str]:
    """The words of a text outside its entities."""
    kept, position = [], 0
    for entity in sorted(entities, key=lambda entity: entity.start):
        kept.append(text[position : max(position, entity.start)])
        position = max(position, entity.end)
    return words(" ".join([*kept, text[position:]]))


def asks_something(text: str, entities: Sequence[Entity]) -> bool:
    """Does the message ask something beyond its facts (question words, or the verb before its subject)?"""
    said, rest = words(text), rest_of(text, entities)
    if any(word in _QUESTION_WORDS for word in rest):
        return True
    turned = [verb for verb, subject in pairwise(said) if subject in _SUBJECTS]
    if any(verb in _MODALS for verb in turned) or (said[:1] == turned[:1] and said[:1] and said[0] in _LEADING_VERBS):
        return True
    strange = [word for word in rest if word not in _CARRIERS]
    return "?" in text and (len(strange) > 1 or any(word in _MODALS for word in rest))


_NO_FACTS = frozenset(("aar", "form"))
_BORN = frozenset(("alder", "foedselsdato"))  # either answers the question about the other


def only_facts(text: str, entities: Sequence[Entity]) -> bool:
    """Is the message nothing but facts about the writer (a year asked about is no such fact)?"""
    facts = [entity for entity in entities if entity.name not in _NO_FACTS]
    if not facts or "?" in text or asks_something(text, facts):
        return False
    return all(word in _CARRIERS for word in rest_of(text, facts))


def goes_on(text: str, entities: Sequence[Entity]) -> bool:
    """Does the message only make sense after the answer before it ("og nu?", "hvad hvis jeg ikke når det")?"""
    said = words(text)
    if any(entity.name == "aar" for entity in entities) and set(rest_of(text, entities)) <= _LINKS:
        return True
    about_duties = any(word.startswith(stem) for word in said for stem in _SUBJECT_MATTER)
    return not about_duties and _WHAT_IF.fullmatch(" ".join(said)) is not None


def _says_little(text: str, entities: Sequence[Entity]) -> bool:
    """One or two words that ask nothing: more likely an answer that we cannot read than a new topic."""
    said = words(text)
    return 0 < len(said) <= _FEW_WORDS and not asks_something(text, entities) and "?" not in text


def answers_question(entities: Sequence[Entity], asked: Mapping[str, Any]) -> bool:
    """Does one of the entities answer what was asked?"""
    fact, kind = asked.get("fact"), asked.get("kind")
    return any(_answers(entity, fact, kind) for entity in entities)


def _answers(entity: Entity, fact: Any, kind: Any) -> bool:
    if entity.name in {"ydelse", "visitation"}:
        return bool(entity.name == fact)
    if entity.name not in {"dato", "fakta"}:
        return False
    about = entity.value.get("fact")
    together = about in _ASKED_TOGETHER and fact in _ASKED_TOGETHER
    return about == fact or {about, fact} <= _BORN or together or (about is None and kind == "date")


def intent_in_context(
    text: str,
    entities: Sequence[Entity],
    asked: Mapping[str, Any] | None,
    ranking: Sequence[Mapping[str, Any]],
    limits: Limits,
    topic: str | None = None,
) -> str | None:
    """The intent that the context gives a message, or None to keep the classifier's.

    Args:
        text: the message.
        entities: what was found in it.
        asked: the question still open (``{"fact", "kind"}``), or None.
        ranking: the classifier's intents, best first (``name``, ``confidence``).
        limits: how far the context may go.
        topic: what the conversation is about, or None.

    """
    best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
    name, confidence = best["name"], float(best["confidence"] or 0.0)
    other_topic = name is not None and name not in _ACT_INTENTS and confidence >= limits.topic_from
    answered = asked is not None and answers_question(entities, asked)
    no_benefit_yet = asked and asked.get("fact") == "ydelse" and benefit_still_to_come(text)
    act = "dont_know" if no_benefit_yet else dialogue_act(text)
    if act:
        # "ingen" is a benefit when the benefit was asked, and "ikke endnu" a fact when one date was.
        return "inform" if answered and asked and asked.get("fact") not in _ASKED_TOGETHER else act
    if name in limits.protected:
        return None
    question = _question_among_facts(text, entities, ranking) if name == "inform" else None
    if answered and not question and _is_the_answer(text, entities, other_topic=other_topic):
        return "inform"
    follows = topic and ((not asked and goes_on(text, entities)) or _tells_a_day_of(topic, text, entities))
    if only_facts(text, entities) or follows:
        return "inform"
    little = _says_little(text, entities)
    again = _ASKS_BACK.fullmatch(" ".join(words(text))) is not None or (little and name == "out_of_scope")
    if asked and not question and (again or not other_topic):
        return opening_act(text) or ("nlu_fallback" if again or little else None)
    return question


def _tells_a_day_of(topic: str, text: str, entities: Sequence[Entity]) -> bool:
    """Is the message a statement that gives the day the topic is about ("min ferie begynder den 4. januar")?"""
    facts = {entity.value.get("fact") for entity in entities if entity.name == "dato"}
    told = any(fact in facts and topic.startswith(start) for fact, start in _TOPIC_OF_DAY.items())
    return told and not asks_something(text, entities)


def _question_among_facts(text: str, entities: Sequence[Entity], ranking: Sequence[Mapping[str, Any]]) -> str | None:
    """The topic of a question that the facts before it drown out: "jeg får ..., hvornår skal mit cv ..."."""
    others = [guess for guess in ranking if guess["name"] not in _ACT_INTENTS]
    left = 1.0 - float(ranking[0]["confidence"] or 0.0)
    if not others or float(others[0]["confidence"] or 0.0) < _CLEAREST_OF_THE_REST * left:
        return None
    about_duties = any(word.startswith(stem) for word in words(text) for stem in _SUBJECT_MATTER)
    return str(others[0]["name"]) if about_duties and asks_something(text, entities) else None


def _is_the_answer(text: str, entities: Sequence[Entity], *, other_topic: bool) -> bool:
    """Is the message meant as the answer, or does it only name a date or benefit on its way to something else?"""
    if other_topic and asks_something(text, entities):
        return False
    strange = [word for word in rest_of(text, entities) if word not in _CARRIERS]
    if not other_topic:
        return len(strange) <= _SOME_STRANGE or _names_its_fact(entities)
    about_duties = any(word.startswith(stem) for word in strange for stem in _SUBJECT_MATTER)
    return not strange or (_names_its_fact(entities) and len(strange) <= _FEW_STRANGE and not about_duties)


def _names_its_fact(entities: Sequence[Entity]) -> bool:
    return any(not isinstance(entity.value, Mapping) or entity.value.get("fact") for entity in entities)
