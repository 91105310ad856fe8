"""Is a benefit or an assessment the writer's own today, or is it imagined, hoped for, over, or a group talked about?

Names alone are no claim: "hvis jeg kommer på ...", "venter på ...", "fik ... i 2014" and "forskel på ... og ..." name a
group without saying that the writer belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.danish.sentence import clause
from bot.danish.word_lists import listed

_CUTS = frozenset(listed("men fordi mens imens samt dog"))
_AGAIN = frozenset(listed("jeg vi nu er faar har modtager lever gaar saa bor"))
_IF = r"(?:hvis|saafremt|ifald|medmindre|om(?= (?:jeg|vi|man|du|det|min|de|kommunen)(?!\S)))"
_COMES = (
    r"(?:kommer|komme|kom|ryger|ryge|roeg|ender|ende|endte|overgaar|skifter|gaar over|gik over|faar|fik|"
    r"faa|bliver|blive|blev|"
    r"starter|begynder|flytter|flyttes|vurderes|visiteres|skal|havner|havnede|falder|goer|erklaerer|"
    r"vurderer|saetter|laver|tilkendes|bevilges)"
)
_BECOMES = _COMES.replace("faar|", "").replace("skal|", "")  # "når jeg får ..." is said of the benefit one has
_IMAGINED = re.compile(
    rf"(?<!\S)(?:{_IF}(?: \S+)*? {_COMES}|naar(?: \S+){{1,3}}? {_BECOMES}|"
    r"naar(?: \S+){1,2}? (?:en dag|engang|en gang)|"
    r"^(?:(?:og|saa|men) )?(?:kommer|ryger|ender|havner) (?:jeg|man|vi))(?!\S)"
)
_IF_DAY = re.compile(
    rf"(?<!\S)(?:{_IF}(?: \S+)*? {_COMES}|naar(?: \S+){{1,3}}? (?:kommer|ryger|ender|bliver|blev|havner))(?!\S)"
)

_FILL = (
    r"(?: (?:gerne|helst|rigtig|rigtigt|godt|hellere|snart|ogsaa|bare|selv|egentlig|meget|have|faa|blive|"
    r"vaere|komme|kommer|over|ind|"
    r"hen|tilbage|paa|til|i|at|et|en|om|igen|faktisk|stadig|nok|endelig|svar|besked|afgoerelse|indstilling|behandling|min|"
    r"mit|den|det|proeve|visiteret|vurderet|godkendt|erklaeret|indstillet|kommunen|jeg|mig|ansoegning|sag|tilkendt|"
    r"bevilling|bevilget|af|fra))*"
)
_WANTS = (
    r"vil|ville|oensker|haaber|droemmer|venter|ventede|afventer|soeger|ansoeger|stiler|kaemper|overvejer|"
    r"paa vej|i gang med at|"
    r"indstillet|ansoegning|afslag|udsigt|ansoegt|ansoegte|taenker|taenke mig|foretraekker|gad"
)
_WISHED = re.compile(rf"(?<!\S)(?:{_WANTS}){_FILL}$")
# An application for help is a beginning; one for a job, a pension or a course of measures is a hope.
_APPLIED = re.compile(rf"(?<!\S)(?:soegt|soegte|bad|bedt){_FILL}$")
# "regner med at komme på ...", "jeg skal snart på ...": it lies ahead.
_AHEAD = re.compile(
    rf"(?<!\S)(?:(?:regner med|forventer|frygter|risikerer|bange for|naervoes for|nervoes for)(?: at)?"
    rf"(?: (?:komme|ryge|ende|overgaa|havne|falde|skulle))?{_FILL}|(?:at|kan|skal) (?:ryge|ende|overgaa|havne){_FILL}|"
    r"skal(?: (?:snart|nok|over|ind|tilbage))+(?: paa| i)?|jeg skal (?:paa|i))$"
)
_AT_ONCE = frozenset(("kontanthjaelp", "uddannelseshjaelp", "integrationsydelse", "sygedagpenge", "dagpenge"))
_MAYBE = frozenset(("maaske", "muligvis", "mon", "eventuelt", "formentlig"))

_WAS = frozenset(listed("fik modtog havde var levede haft modtaget gik"))
_GRANTED = frozenset(listed("bevilget tilkendt tildelt godkendt visiteret vurderet"))
_THEN = re.compile(
    r"(?<!\S)(?:(?:i|tilbage i|omkring|fra) Y\d{4}|i fjor|sidste Ua|for (?:\S+ ){0,2}(?:Ua|laenge|aarevis|"
    r"mange Um) siden|"
    r"for laenge siden|dengang|engang|tidligere|foerhen|foerhed|(?:indtil|frem til|til) (?!nu|dato|Udag)\S+|som ung|"
    r"foer$|foer i tiden|en gang|ophoerte|i sin tid)(?!\S)"
)
_OVER = re.compile(
    r"^(?:\S+ ){0,2}?(?:stoppede|sluttede|udloeb|ophoerte|udloebet|opbrugt|opbrugte|stoppet|ophoert|slut|"
    r"forbi|taget fra)(?!\S)"
)

_PEOPLE = (
    r"(?:folk|dem|personer|borgere|borger|ledige|mennesker|alle|andre|nogen|nogle|unge|mange|de|en|medlemmer|man|hvem|klient|"
    r"klienter|kollegaer|venner)"
)
_RULES = (
    r"(?:regler|reglerne|krav|kravene|kravet|sats|satsen|satserne|satser|pligter|pligterne|betingelserne|betingelser|"
    r"rettigheder|rettighederne|loven|lovgivningen|fristen|frister|fristerne|hjaelp)"
)
_PREP = r"(?:for|om|ved|til|i|paa|hos|omkring)"
_LINK = r"(?: (?:at|vaere|faa|alle|de|dem|en|et|unge|der|er|paa|som|ogsaa|baade|den|nye|os|bare|kun|faar))*"
_GENERAL = re.compile(
    rf"(?<!\S)(?:"
    rf"(?:forskel|forskelle|forskellen|forskellene)(?: \S+)? (?:paa|mellem|imellem)(?: \S+)*|"
    rf"(?<!mine )(?<!min )(?<!mit ){_RULES}(?: \S+)? {_PREP}{_LINK}|"
    rf"(?:gaelder|gaelde|galdt)(?: (?!jeg|mig)\S+)* for{_LINK}|"
    rf"(?<! er )(?<! som ){_PEOPLE} (?:(?:der|som) (?:\w+ )?)?(?:med |paa |i )?|"
    r"(?:hvad|hvor \S+|hvorfor|hvordan) (?:er|betyder|varer|daekker|virker|vil det sige)(?: (?:en|et|det|"
    r"at|vaere|der|ved|faa))*|"
    r"(?:er|bliver|faar|skal|maa|kan) (?:man|de|alle|dem)(?: (?:er|bliver|faar|ogsaa|saa))*|"
    r"man (?:\S+ )?(?:vaere|blive|gaa|faa|komme|kommer|modtage)(?: paa| i)?|"
    r"ord(?:et)?|begrebet"
    rf") ?$"
)
_PLURAL = re.compile(r"\S+(?:modtagere|ionister|jobbere|parate)")
_FEW = 2
_CHANGED = re.compile(r"^(?:\S+ ){0,2}?til (?:\S+ )?$")
_TO = ("til", "over")


def is_so_now(tags: Sequence[str], first: int, last: int, value: str) -> bool:
    """Whether the name at the tokens ``first`` to ``last`` (exclusive) holds for its writer today."""
    if is_imagined(tags, first):
        return False
    before = _own_part(tags, first)
    line = " ".join(before)
    if _MAYBE & set(before) or _WISHED.search(line) or _AHEAD.search(line):
        return False
    if _APPLIED.search(line) and value not in _AT_ONCE:
        return False
    return not (_is_past(before, tags, last) or _is_left(tags, first, last) or _is_general(tags, first, last, line))


def is_imagined(tags: Sequence[str], first: int) -> bool:
    """ "hvis jeg bliver ...", "når jeg kommer på ...": it has not happened."""
    return _IMAGINED.search(" ".join(_since_cut(clause(tags, first, first)[0]))) is not None


def is_uncertain_day(tags: Sequence[str], first: int) -> bool:
    """ "hvis jeg bliver syg den 30."; "når jeg starter den 1." names a day that is known."""
    return _IF_DAY.search(" ".join(_since_cut(clause(tags, first, first)[0]))) is not None


def _since_cut(before: list[str]) -> list[str]:
    for index in range(len(before) - 1, -1, -1):
        if before[index] in _CUTS:
            return before[index + 1 :]
    return before


def _own_part(tags: Sequence[str], first: int) -> list[str]:
    """The words before a name in its own sentence: "venter på et job og får ..." waits for the job alone."""
    before = _since_cut(clause(tags, first, first)[0])
    for index in range(len(before) - 2, -1, -1):
        if before[index] in ("og", "saa") and before[index + 1] in _AGAIN:
            return before[index + 1 :]
    return before


def _is_past(before: list[str], tags: Sequence[str], last: int) -> bool:
    """ "fik ... i 2014", "modtog ... indtil marts"; what was granted then may still be so."""
    after: list[str] = []
    rest = clause(tags, last, last)[1]
    for place, tag in enumerate(rest):
        if tag in _CUTS or (tag == "og" and rest[place + 1 : place + 2] != ["med"]):
            break
        after.append(tag)
    if _OVER.search(" ".join(after)):
        return True
    said = [*before, *after]
    if not _WAS & set(before) or _GRANTED & set(said):
        return False
    return _THEN.search(" ".join(said)) is not None


def _is_left(tags: Sequence[str], first: int, last: int) -> bool:
    """ "fra jobparat til aktivitetsparat": the first is left behind."""
    return "fra" in tags[max(0, first - 2) : first] and any(tag in _TO for tag in tags[last : last + 2])


def _is_general(tags: Sequence[str], first: int, last: int, line: str) -> bool:
    """A group is talked about, and nobody is said to be in it."""
    if _GENERAL.search(f" {line} "):
        return True
    if " ".join(tags[last:]).find("det samme") >= 0:
        return True  # "er bistand og kontanthjælp det samme"
    words = {word for part in clause(tags, first, last) for word in part}
    one_self = words & {"jeg", "vi", "mig", "os", "mit", "mine", "min"}
    return bool(_PLURAL.fullmatch(tags[last - 1])) and not one_self and len(words) > _FEW
