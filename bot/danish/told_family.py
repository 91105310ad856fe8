"""What people tell of their family: children at home, alone with children, married."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bot.danish.claims import is_claimed
from bot.danish.counts import NUMBER, number_of
from bot.danish.tag_line import TagLine, whole_words

Told = tuple[str, bool | int, int, int]

_CHILD = (
    r"(?:boern|boernene|barn|barnet|soen|soenner|datter|doetre|dreng|drenge|pige|piger|unger|ungerne|teenager|"
    r"teenagere|teenageboern|tvillinger|boenene|bornene|born|smaaboern|skoleboern|knaegt|knaegte|poder)"
)
_CHILDREN = r"(?:boern|boernene|drengene|pigerne|soenner|doetre|ungerne)"
_HOME = r"(?:hjemme|derhjemme|hjem)"
_AGES = rf"(?: (?:paa|og|under|over|mellem|mit|Ua|,|-|stk|der|som|i|alderen|X|R|{NUMBER}))" + "{0,7}"
_STILL = r"(?: (?:er|der|som|de|stadig|stadigvaek|begge|alle|endnu|ogsaa|to|tre|jo|fortsat|paa|Ua|,|\d+))" + "{0,5}"
_NO = r"(?:ingen|ikke|ikk|ik|uden|aldrig|ej)(?: (?:nogen|naaen|nogle|noget|har|faaet|laengere|mine|mere))*"
_LIVES = r"(?:bor|boende|boer|bo)(?: (?:stadig|stadigvaek|begge|alle|fast|ogsaa|her|jo|halvdelen|af|tiden))*"
_WITH_ME = r"(?:hos|med|sammen med|ved) (?:mig|os)"
_PARENT = r"(?:mor|far|moder|fader|forsoerger|forsoergere|foraelder|mama|mamma)"
_YES = [
    rf"{_CHILD}{_AGES} {_HOME}(?: hos mig| hos os)?(?! (?:fra|i Udag|med feber|syg|og syg))",
    rf"{_CHILD}{_STILL} {_LIVES} (?:{_HOME}|{_WITH_ME})",
    rf"hjemmeboende(?: \w+)? {_CHILD}",
    rf"(?:(?:har|med|og) |(?<=, )|^){NUMBER} (?:smaa|store|mindre|unge)(?: der(?: stadig)? (?:bor|"
    rf"er))? {_HOME}(?! fra)",
    rf"{_CHILD}{_STILL} (?:hjemmeboende|boende(?! hos (?:deres|sin)))",
    rf"{_PARENT} til (?:\w+ )?(?:der|som) {_LIVES} (?:{_HOME}|{_WITH_ME})",
    rf"{_CHILD}(?: \w+){{0,5}}(?: ,)? (?:og|der|som|,) {_LIVES} (?:{_HOME}|{_WITH_ME})",
    r"(?:har|med) (?:\w+ )?hjemmeboende(?= [.,]|$)",
]
_NONE = [
    rf"{_NO} (?:hjemmeboende )?{_CHILD}(?: (?:boende|der bor|som bor))?(?: {_HOME}| boende)?(?: mere| laengere)?",
    rf"{_NO} hjemmeboende(?: {_CHILD})?",
    rf"hverken(?: \w+){{0,5}} {_CHILD}",
    r"barnloes",
    rf"{_CHILDREN}(?: \w+){{0,4}} (?:flyttet|flyttede|fraflyttet)(?! (?:ind|hjem|tilbage)(?!\S))",
    rf"{_CHILD}{_STILL} (?:bor|boer) (?:ikke|ik)(?: \w+)? (?:{_HOME}|{_WITH_ME})",
    rf"{_CHILD}{_STILL} (?:bor|boer) (?:hos deres|hos sin|for sig selv|ude)(?: \w+)?",
]
_ALONE = [
    rf"(?:enlig|alene|single|ene|eneste) ?-? ?{_PARENT}",
    rf"(?:enlig|alene|ene|single){_PARENT}",
    rf"(?:alene|enlig|single) (?:med|om)(?: (?!mand|kone|min mand)\w+){{0,4}} {_CHILD}",
    rf"(?:enlig|alene|single) (?:og har|med) (?:\w+ ){{0,2}}{_CHILD}",
]
_NOT_ALONE = [
    rf"ikke(?: \w+)? (?:enlig|alene) ?-? ?{_PARENT}",
    rf"ikke(?: \w+)? (?:alene|enlig) med(?: \w+){{0,3}} {_CHILD}",
    rf"ikke(?: \w+)? (?:enlig|alene|ene){_PARENT}",
]
_MARRIED = [r"(?<!blive )(?<!bliver )(?<!bliv )(?<!var )gift", r"gifte (?=med)|har giftet mig|blev gift|blevet gift"]
_UNMARRIED = [
    r"(?:ikke|hverken)(?: \w+)? gift",
    r"ugift",
    r"(?:fra)?skilt",
    r"enke|enkemand",
    r"aldrig (?:\w+ )?(?:gift|giftet)",
]

_TABLE: list[tuple[str, bool, list[str]]] = [
    ("hjemmeboende_boern", False, _NONE),
    ("hjemmeboende_boern", True, _YES),
    ("enlig_forsoerger", False, _NOT_ALONE),
    ("enlig_forsoerger", True, _ALONE),
    ("gift", False, _UNMARRIED),
    ("gift", True, _MARRIED),
]
_COMPILED = [(fact, value, whole_words(pattern)) for fact, value, patterns in _TABLE for pattern in patterns]
_HAVING = r"(?:har|har jeg|med|mine|far til|mor til|forsoerger til|forsoerger|vores|alene om|alene med)"
_COUNT = (
    rf"(?:(?:kun|ogsaa|mine|de|hjemmeboende) )?(?P<number>{NUMBER})(?: (?:smaa|store|mindre|dejlige|"
    rf"hjemmeboende|voksne))?"
)
_ALL_CHILDREN = whole_words(
    rf"{_HAVING} {_COUNT} (?:boern|barn|unger|poder|born|boenene|smaaboern|skoleboern)|"
    rf"(?:{_HAVING} |(?<=, )|^)(?P<few>{NUMBER}) (?:smaa|store|mindre) {_HOME}|"
    rf"{_COUNT.replace('number', 'own')} (?:boern|barn|unger)(?=(?: der| som)? (?:bor|boende|hjemme))|"
    rf"(?<=, ){_COUNT.replace('number', 'listed')} (?:boern|barn)(?= [.,]|$)"
)
_SONS_OR_DAUGHTERS = whole_words(rf"{_HAVING} {_COUNT} (?:drenge|piger|soenner|doetre|soen|datter|dreng|pige)")
_ADULT = 18
_OWN = frozenset(("min", "mine", "mit", "vores", "alle", "begge"))


def family_facts(line: TagLine) -> Iterator[Told]:
    """Facts about the family, the denied ones first: fact, value, first token, one after the last."""
    for fact, value, pattern in _COMPILED:
        for _match, first, last in line.find(pattern):
            if value and _is_grown(line.tags[first:last]):
                continue
            if line.anyone and fact == "hjemmeboende_boern" and _OWN & set(line.tags[max(0, first - 3) : first]):
                continue  # "min søn bor hjemme" says nothing of the son's own children
            if is_claimed(line, _owner(line, first), last, when=True):
                yield fact, value, first, last
    if not line.anyone:
        yield from _number_of_children(line)


def _number_of_children(line: TagLine) -> Iterator[Told]:
    """How many children the writer has, when one number tells it."""
    for pattern in (_ALL_CHILDREN, _SONS_OR_DAUGHTERS):
        found = [
            (number_of(next(number for number in match.groups() if number)), first, last)
            for match, first, last in line.find(pattern)
            if is_claimed(line, first, last, when=True) and not _is_grown(line.tags[first:last])
        ]
        if found:
            number, first, last = found[0]
            yield from [("antal_boern", number, first, last)] if len(found) == 1 else []
            return


def _is_grown(tags: list[str]) -> bool:
    """Only children below 18 count."""
    return any(
        number.isdecimal() and int(number) >= _ADULT and before != "under" for before, number in pairwise(["", *tags])
    )


def _owner(line: TagLine, first: int) -> int:
    """Where "min søn" begins: the son is the writer's, so that what is told is the writer's too."""
    begin = first
    while begin > max(0, first - 2) and (line.tags[begin - 1] in _OWN or line.tags[begin - 1].isdigit()):
        begin -= 1
    return begin
