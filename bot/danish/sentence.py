"""Whose situation a phrase speaks of, and whether it is said to be so: negation, wishes, the past and other people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.danish.word_lists import listed

_STOPS = frozenset((".", ",", ";", "?", "!", ":", "(", ")"))
_JOINS = frozenset(("og", "men", "fordi", "saa", "hvis", "naar"))
_NOT = frozenset(("ikke", "aldrig", "hverken", "ej", "uden", "ingen"))
_FORMER = frozenset(("var", "tidligere", "mistede", "mistet", "stoppede", "stoppet", "foerhen", "engang"))
_WISHED = frozenset(
    ("soege", "soeger", "ansoege", "ansoeger", "ret", "berettiget", "overgaa", "skifte", "faa", "ansoegning", "undgaa")
)
_PEOPLE = frozenset(
    listed(
        "kone mand soen datter mor far kaereste ven veninde bror soester barn nabo samlever kollega ekskone eksmand ",
        "aegtefaelle moster faster onkel kusine faetter svigersoen svigerdatter svigermor svigerfar roommate boern ",
        "foraeldre sambo partner bekendt niece nevoe barnebarn stedsoen steddatter",
    )
)
# People one meets in a case or at work: what is said of them is theirs, unless the writer acts in the same clause.
_OFFICIALS = frozenset(
    listed(
        "chef leder sagsbehandler raadgiver konsulent jobkonsulent mentor borger klient medarbejder ansat ",
        "virksomhedskonsulent vejleder laege tillidsmand elev laerling",
    )
)
_OFFICIALS_KNOWN = frozenset(
    listed(
        "chefen lederen sagsbehandleren raadgiveren konsulenten mentoren borgeren klienten medarbejderen ",
        "vejlederen borgerens laerlingen eleven",
    )
)
_ACTS = frozenset(listed("og men at er har faar naar hvis om fordi hej maa kan skal hvad nu"))
_OWNERS = frozenset(listed("min mit mine hans hendes en vores deres"))
_CHILDREN = frozenset(("dreng", "pige", "knaegt", "teenager", "unge"))
_DOING = frozenset(listed("der som er faar har gaar modtager lever fik blev bliver skal"))
_THEY = frozenset(("hun", "han"))
_WE = frozenset(("jeg", "vi"))
_PAUSES = frozenset((",", "(", ")", ":"))
_BESIDE = frozenset(("hos", "med", "ved"))
_REACH = 4
_ASKED = (["er", "jeg"], ["faar", "jeg"], ["bliver", "jeg"], ["er", "man"], ["bliver", "man"])
_UNSURE = frozenset(("hvis", "om", "naar", "hvorfor", "hvad", "kan", "maaske", "bange"))
_MODALS = (["kan"], ["skal"], ["vil"], ["maa"], ["kunne"], ["skulle"], ["burde"], ["boer"], ["ville"])
_HAVING = frozenset(("faar", "har", "er"))


def clause(tags: Sequence[str], first: int, last: int) -> tuple[list[str], list[str]]:
    """The tags before and after the tokens ``first`` to ``last`` (exclusive) within their clause."""
    begin, end = first, last
    while begin > 0 and tags[begin - 1] not in _STOPS:
        begin -= 1
    while end < len(tags) and tags[end] not in _STOPS:
        end += 1
    return list(tags[begin:first]), list(tags[last:end])


def _since_join(before: list[str]) -> list[str]:
    """The tags after the last conjunction."""
    for index in range(len(before) - 1, -1, -1):
        if before[index] in _JOINS:
            return before[index + 1 :]
    return before


def is_own(tags: Sequence[str], first: int, last: int, *, officials: bool = True) -> bool:
    """False when the clause is about somebody else ("min kone får ...", "hun meldte sig ...").

    Without ``officials`` those of the case and the work count as the writer: who advises citizens speaks of them.
    """
    before = clause(tags, first, last)[0]
    begin = first - len(before)
    nearest = _subject(tags, begin, first, officials=officials)
    while nearest is None and begin > 0 and tags[begin - 1] in _PAUSES:
        earlier = clause(tags, begin - 1, begin - 1)[0]
        begin, end = begin - 1 - len(earlier), begin - 1
        nearest = _subject(tags, begin, end, officials=officials)
    return nearest is not False


def _subject(tags: Sequence[str], begin: int, end: int, *, officials: bool) -> bool | None:
    """Who a stretch is about: True = the writer, False = somebody else, None = nobody is named."""
    for place in range(end - 1, begin - 1, -1):
        if tags[place] in _WE:
            return True
        if tags[place] in _THEY or (
            (_is_person(tags, place) or _is_child(tags, place)) and not _is_beside(tags, place)
        ):
            return False
        if officials and _is_official(tags, begin, place) and "mig" not in tags[place:end]:
            return False
    return None


def _is_official(tags: Sequence[str], begin: int, place: int) -> bool:
    """Is the word somebody of the case or the work, and the one who acts ("min chef er ..."; not "af min chef")?"""
    if tags[place] in _OFFICIALS_KNOWN:
        owner = place
    elif tags[place] in _OFFICIALS and tags[max(0, place - 1) : place] in (["min"], ["mit"], ["vores"]):
        owner = place - 1
    else:
        return False
    return owner == begin or tags[owner - 1] in _ACTS


def _is_beside(tags: Sequence[str], place: int) -> bool:
    """ "jeg bor hos mine forældre": the parents are not who it is about; "hos min mor, som ..." is about her."""
    begin = place
    while begin > 0 and (tags[begin - 1] in _OWNERS or begin == place):
        begin -= 1
    if tags[max(0, begin - 2) : begin] == ["alene", "om"] or tags[max(0, begin - 1) : begin + 1] == ["alene", "om"]:
        return True
    return bool({tags[begin], *tags[max(0, begin - 1) : begin]} & _BESIDE) and tags[place + 1 : place + 2] not in (
        ["som"],
        ["der"],
    )


def _is_person(tags: Sequence[str], place: int) -> bool:
    """Is the word a person who belongs to somebody: "min kone", "en ven" (but not "en borger")?"""
    tag = tags[place]
    if tag.removesuffix("s") in _PEOPLE or tag in _PEOPLE:
        owned = bool((_OWNERS - {"en"}) & set(tags[max(0, place - 3) : place]))
        if tags[max(0, place - 1) : place] == ["en"] and tag != "mand":  # "jeg er en mand på 56"
            owned = True
        return owned or _of_kin(tags[max(0, place - 1) : place])
    return False


def _is_child(tags: Sequence[str], place: int) -> bool:
    """ "min dreng får ...": a child who does something; "min dreng på 5" only tells that there is one."""
    owned = tags[max(0, place - 1) : place] in (["min"], ["vores"], ["mit"])
    after = [tag for tag in tags[place + 1 : place + 3] if tag != ","]
    return tags[place] in _CHILDREN and owned and bool(_DOING & set(after[:1]))


def _of_kin(before: Sequence[str]) -> bool:
    """ "min nabos datter": somebody else's somebody."""
    return any(tag.endswith("s") and tag.removesuffix("s") in _PEOPLE for tag in before)


def is_stated(tags: Sequence[str], first: int, last: int) -> bool:
    """False when the phrase is denied, wished for, or over ("ikke på ...", "søge om ...", "var på ...")."""
    before, after = clause(tags, first, last)
    near = _since_join(before)[-_REACH:]
    if before[:2] in _ASKED and len(before) <= _REACH:
        return False  # "er jeg jobparat?"
    if any(tag in _NOT or tag in _FORMER for tag in near):
        return False
    wished = [tag for tag in near if tag in _WISHED] if near[-1:] != ["som"] else []  # "søge job som jobparat"
    if wished and not (wished == ["faa"] and ("naar" in before or _uninflected(before))):
        return False
    return not _denied_after(after)


def is_denied(tags: Sequence[str], first: int, last: int) -> bool:
    """True when the phrase is said not to be so ("jeg får ikke ...", "... får jeg ikke"), outside ifs and questions."""
    before, after = clause(tags, first, last)
    near = _since_join(before)[-_REACH:]
    if _UNSURE & set(before) or "?" in tags or "uden" in near:
        return False
    return any(tag in _NOT for tag in near) or _denied_after(after)


def _denied_after(after: list[str]) -> bool:
    """ "dagpenge får jeg ikke": the verb comes first after the phrase."""
    return bool(after[:1]) and after[0] in _HAVING and "ikke" in after[1:3]


def _uninflected(before: list[str]) -> bool:
    """ "jeg få kontanthjælp", as people write who are new to Danish; not "kan jeg få ..."."""
    place = before.index("faa")
    return before[max(0, place - 1) : place] == ["jeg"] and before[max(0, place - 2) : place - 1] not in _MODALS
