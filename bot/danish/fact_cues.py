"""Which fact a date belongs to, and facts stated without a date: read from set phrases around them.

``OTHER`` is a date of something else ("samtale den 2. december", "mistede mit job 1. oktober"): it is left out.
``UNSURE`` is a date whose fact must be asked: being unemployed is not being registered, so "ledig siden 1. oktober"
names no fact, while "meldte mig ledig" and "blev ledig" do, and are read back to the citizen.
"""

from __future__ import annotations

import re

from bot.danish.date_math import Tense
from bot.danish.date_tense import nearest, tense_of
from bot.danish.tag_line import TagLine, whole_words

OTHER = "-"
UNSURE = "?"
_FEW = r"(?: (?!og|men|har|jeg)\w+){0,3}"
_CV = r"cv(?:'\w+|et|er)?"
_JOB = r"(?:job|jobbet|arbejde|arbejdet|ansaettelse|stilling|fuldtidsjob|deltidsjob|fuldtidsarbejde)"
_UPLOADED = (
    r"(?:lagt|lagde|oprettet|oprettede|uploadet|uploadede|registrerede|registreret|lavet|lavede|udfyldt|udfyldte)"
)
_BENEFIT = r"(?:dagpenge|kontanthjaelp|uddannelseshjaelp|integrationsydelse|sygedagpenge|ydelse|ydelsen)"

_HOLIDAY = r"(?:ferie|ferien|sommerferie|sommerferien|juleferie|juleferien|efteraarsferie|vinterferie|feriedage)"
_LEAVE = r"(?:barsel|barslen|barselen|barselsorlov|barsels orlov|foraeldreorlov|barselsorloven)"
_OFFICE = (
    r"(?:kommunen|kommune|jobcenteret|jobcentret|jobcenter|borgerservice|ydelseskontoret|ydelsescenteret|"
    r"ydelsescentret|raadhuset|socialforvaltningen)"
)
# The first time one came to the office or asked it for help.
_FIRST_CONTACT = (
    rf"(?:var|kom|gik|moedte|henvendte|ringede|dukkede|troppede|skrev|stod)(?: jeg)?(?: mig)?(?: (?:op|ind|"
    rf"inde|ned|forbi))?"
    rf" (?:til|paa|i|hos|ved) {_OFFICE}(?: for)? O1 gang|"
    rf"O1 gang(?: jeg)? (?:var|kom|gik|moedte|henvendte|ringede|kontaktede|bad)(?: jeg)?(?: mig)?(?: (?:op|"
    rf"ind|inde|ned))?"
    rf"(?: (?:til|paa|i|hos))? {_OFFICE}(?: om \w+)?|"
    rf"bad(?: jeg)?(?: O1 gang)? {_OFFICE} (?:O1 gang )?om (?:\w+ )?\w+(?: O1 gang)?|"
    rf"(?:bad|spurgte|soegte)(?: jeg)?(?: O1 gang)? om hjaelp(?: (?:hos|paa|i|fra) {_OFFICE})?(?: O1 gang)?"
)
_BEGIN = r"(?:(?:starter|begynder|gaar|holder|skal)(?: (?!og|men|hvor)\w+){0,3} )?"

# In order: the first pattern that matches at a place wins over later ones.
_CUES: list[tuple[str, str]] = [
    (rf"{_UPLOADED}{_FEW} {_CV}", "cv_registreret"),
    (rf"{_CV}{_FEW} {_UPLOADED}", "cv_registreret"),
    (
        rf"{_CV}(?: (?:har|blev|er|var|jeg|foerst))* (?:ligget|vaeret|laa|ligger|kom|kommet|staaet|lagt|er|sat|"
        rf"oppe|var)"
        r"(?: (?:op|oppe|ud|ind|paa|online|offentligt|klar|min|side))*(?: jobnet)?",
        "cv_registreret",
    ),
    (r"(?:meldte|meldt|melder) (?:mig )?(?:selv )?syg(?:emeldt)?", "syg_fra"),
    (r"(?:meldte|meldt|melder) (?:mig )?rask", "raskmeldt"),
    (
        rf"{_HOLIDAY} (?:til og med|indtil|frem til|slutter|er slut|varer|varer til|er forbi|ender|er faerdig)|"
        rf"(?:hjem|hjemme|tilbage) (?:igen )?fra {_HOLIDAY}|sidste feriedag",
        "ferie_til",
    ),
    (r"(?:barn|barnet|barns|boern|boernene)(?: (?:er|blev|er blevet))? (?:syg|sygt|syge|sygedag)", OTHER),
    (
        r"(?:meldte|meldt|tilmeldte|tilmeldt) (?:mig )?(?:til|ind i|ind|ud) "
        r"(?!jobnet|jobcenter|kommunen|som|paa|[WS])\w+",
        OTHER,
    ),
    (r"meld(?:te|t|er) (?:jeg )?(?:mig )?(?:selv )?(?:\w+ )?(?:som )?(?:ledig|arbejdsloes)", "tilmeldt_dato"),
    (
        r"skrev (?:jeg )?mig (?:(?:op|ind|paa|som|hos|i|til) )*"
        r"(?:jobnet|jobcenteret|jobcenter|ledig|arbejdsloes|arbejdssoegende|jobsoegende)(?: (?:paa|hos) \w+)?",
        "tilmeldt_dato",
    ),
    (
        r"(?:tilmeldt|tilmeldte|registreret|registrerede|indskrevet|indmeldt|oprettet)(?: mig)?(?: (?:paa|i|"
        r"hos) \w+)? som "
        r"(?:\w+ )?(?:ledig|arbejdsloes|arbejdssoegende|jobsoegende)(?: (?:paa|hos|i) (?:jobnet|jobcenteret|"
        r"jobcenter))?",
        "tilmeldt_dato",
    ),
    (r"meldte mig|meldte jeg mig|meldt mig|har meldt|ledigmeldt|ledigmeldte|ledigmelding", "tilmeldt_dato"),
    (r"tilmeldte|tilmeldt|tilmelding|tilmeldelse|registreret|registrerede|indskrevet|indmeldt(?! i)", "tilmeldt_dato"),
    (r"blev (?:jeg )?(?:\w+ )?(?:ledig|arbejdsloes)|er (?:blevet|lige blevet) (?:ledig|arbejdsloes)", "tilmeldt_dato"),
    (_FIRST_CONTACT, "foerste_henvendelse"),
    (r"ledig|arbejdsloes|arbejdsledig|frist|fristen", UNSURE),
    (
        r"(?:mistede|mistet|opsagde|sagde|fratraadte|fratraeder|stoppede|stopper|stoppet|slutter|sluttede|fyret|opsagt|"
        r"afskediget)(?: \w+){0,3}",
        OTHER,
    ),
    (r"havde job|job til|sidste arbejdsdag|kontrakten?|opsigelse", OTHER),
    (
        r"(?:var til|holdt|havde|haft|vaeret til) (?:min |den |en )?O1 (?:samtale|moede|jobsamtale)",
        "foerste_samtale_holdt",
    ),
    (
        r"O1 (?:samtale|moede|jobsamtale) (?:(?:i a-kassen|paa jobcenteret) )?(?:var|blev holdt|foregik)",
        "foerste_samtale_holdt",
    ),
    (
        rf"{_BEGIN}(?:praktik|praktikken|virksomhedspraktik|kursus|kurset|uddannelse|uddannelsen|studie|studiet|skole|skolen|"
        r"forloeb|loentilskud|nytteindsats|behandling|operation|samtale|samtalen|moede|moedet|indkaldt|indkaldelse|"
        r"brev|brevet|flyttede|flytter|booket|bookede|laege|laegen)",
        OTHER,
    ),
    (r"sygemeldt|sygmeldt|sygemeldte|sygemelding|syg|blev syg", "syg_fra"),
    (r"raskmeldt|raskmeldte|rask", "raskmeldt"),
    (r"termin|termins? ?dato|terminsdato|foede|foeder", OTHER),  # leave begins before the child is due
    (rf"{_BEGIN}{_LEAVE}(?: (?:starter|begynder))?", "barsel_start"),
    (rf"{_BEGIN}(?:efterloen|efterloennen)", "efterloen_start"),
    (rf"{_BEGIN}(?:fleksydelse|flexydelse)", "fleksydelse_start"),
    (rf"{_BEGIN}(?:folkepension|pension|pensionen|folkepensionist|pensionist)", "folkepension_start"),
    (r"foertidspension|seniorpension", OTHER),
    (rf"{_HOLIDAY} (?:begynder|starter|fra)", "ferie_fra"),
    (rf"{_BEGIN}{_HOLIDAY}", "ferie_fra"),
    (r"foedt|foedselsdag|foedselsdato|(?:f|foed) \.", "foedselsdato"),
    (r"ledighedsydelse|ledighedsydelsen|ly", "ledighedsydelse_fra"),
    (
        r"(?:soegte|soegt|ansoegte|ansoegt|bad|bedt)(?: om)? "
        r"(?:kontanthjaelp|uddannelseshjaelp|hjaelp|ydelse|integrationsydelse)",
        "foerste_henvendelse",
    ),
    (
        r"henvendte mig|henvendt mig|(?:O1 )?henvendelse|kontaktede (?:kommunen|jobcenteret|jobcenter)|"
        r"gik (?:op )?(?:til|paa) (?:kommunen|jobcenteret|jobcenter)",
        "foerste_henvendelse",
    ),
    (rf"{_BENEFIT} (?:siden|fra)|(?:fik|faaet|modtaget|faar)(?: \w+)? {_BENEFIT}(?: siden| fra)", "ydelse_fra"),
    (
        rf"(?:starter|start|starte|startede|begynder|begynde|begyndte|tiltraeder|tiltraedte|faar|faa|fik|faaet|har|"
        rf"fundet)(?: \w+){{0,3}} {_JOB}",
        "job_start",
    ),
    (
        rf"nyt {_JOB}|nye {_JOB}|{_JOB} (?:fra|starter|begynder)|jobstart|ansat|job|O1 arbejdsdag|arbejder fra",
        "job_start",
    ),
    (r"starter|begynder|tiltraeder|startede|begyndte|starte|begynde", "job_start"),
]
# Only where a holiday is spoken of: "kommer hjem den 14. december".
_BACK = whole_words(r"(?:kommer|vender|rejser|flyver|er|koerer)(?: \w+)? (?:hjem|tilbage|hjemme)(?: igen)?")
_COMPILED = [(whole_words(pattern), fact) for pattern, fact in _CUES]

# What an open date of a fact points to when the sentence does not show it.
TENSE_OF_FACT: dict[str, Tense] = {
    **dict.fromkeys(
        (
            "tilmeldt_dato",
            "foerste_henvendelse",
            "ledighedsydelse_fra",
            "cv_registreret",
            "seneste_joblog",
            "syg_fra",
            "seneste_jobforslag_tjek",
            "raskmeldt",
            "foerste_samtale_holdt",
            "foedselsdato",
            "ydelse_fra",
        ),
        "past",
    ),
    **dict.fromkeys(
        (
            "job_start",
            "barsel_start",
            "efterloen_start",
            "fleksydelse_start",
            "folkepension_start",
            "ferie_fra",
            "ferie_til",
        ),
        "future",
    ),
}  # type: ignore[dict-item]  # fromkeys forgets that "past" and "future" are the two names of a tense


_BEGAN = frozenset(("startede", "begyndte", "tiltraadte"))


def tense_of_fact(line: TagLine, fact: str | None, asked_fact: str | None, first: int, last: int) -> Tense | None:
    """The tense of a date: what its sentence shows, else what its fact, or the fact asked about, points to.

    "Jeg har fået job fra 1. december" speaks of the past, and the job lies ahead: unless the job began, the nearest
    date is meant.
    """
    shown = tense_of(line.tags, first, last)
    expected = TENSE_OF_FACT.get(fact or asked_fact or "")
    if shown == "past" and fact and expected == "future" and not _BEGAN & set(line.tags):
        return None
    return shown or expected


def mark_cues(line: TagLine) -> list[str]:
    """For each token the fact that a cue there names, ``OTHER`` for the date of something else, or ``""``."""
    marks = [""] * len(line.tags)
    if any("ferie" in tag for tag in line.tags):
        for _match, first, last in line.find(_BACK):
            marks[first:last] = ["ferie_til"] * (last - first)
    for pattern, fact in _COMPILED:
        for _match, first, last in line.find(pattern):
            if not any(marks[first:last]):
                marks[first:last] = [fact] * (last - first)
    return marks


def fact_of(line: TagLine, marks: list[str], first: int, last: int) -> str | None:
    """The fact that the date at the tokens ``first`` to ``last`` (exclusive) belongs to, None, or ``OTHER``."""
    masked = [mark or tag for mark, tag in zip(marks, line.tags, strict=True)]
    wanted = {mark: mark for mark in marks if mark}
    found = nearest(masked, first, last, wanted)
    return None if found == UNSURE else found


_NO = r"(?:ikke|aldrig)"
# "når jeg får job", "hvis jeg går på barsel": not yet so.
_SAID = r"(?<!naar )(?<!hvis )(?<!om )(?<!foer )(?<!inden )(?<!indtil )(?<!at )"
_STARTS = r"(?:starter|begynder|tiltraeder|skal starte|skal begynde)"
_GOES = r"jeg (?:gaar|skal|skal snart|gaar snart) paa"
_STATEMENTS: list[tuple[re.Pattern[str], str, str | bool]] = [
    (whole_words(pattern), fact, value)
    for pattern, fact, value in [
        (
            rf"(?:har|faar|starter|begynder|fundet|skal)(?: jeg)? {_NO}(?: (?!haft)\w+){{0,4}} {_JOB}",
            "job_start",
            "ingen",
        ),
        (rf"(?:ingen|intet|ikke noget|ikke et|ikke nyt)(?: nyt| andet)? {_JOB}", "job_start", "ingen"),
        (
            rf"{_NO} (?:skal )?(?:paa )?(?:\w+ )?(?:barsel|barselsorlov)|ingen barsel|ikke gravid",
            "barsel_start",
            "ingen",
        ),
        (rf"(?:{_NO}|ingen)(?: \w+){{0,2}} efterloen", "efterloen_start", "ingen"),
        (rf"(?:{_NO}|ingen)(?: \w+){{0,2}} fleksydelse", "fleksydelse_start", "ingen"),
        (rf"(?:{_NO}|ingen)(?: \w+){{0,2}} (?:folkepension|pension)", "folkepension_start", "ingen"),
        (
            rf"har(?: jeg)? {_NO}(?: \w+){{0,2}} (?:meldt|tilmeldt) mig(?: ledig| til)?|"
            rf"{_NO} (?:tilmeldt|registreret)(?: \w+)?",
            "tilmeldt_dato",
            "ingen",
        ),
        (rf"{_NO}(?: \w+){{0,2}} {_UPLOADED}(?: \w+){{0,3}} {_CV}", "cv_registreret", "ingen"),
        (rf"har {_NO} (?:noget |et )?{_CV}|intet {_CV}", "cv_registreret", "ingen"),
        (rf"{_SAID}jeg har (?:\w+ )?(?:faaet|fundet) (?:(?!ikke)\w+ ){{0,2}}{_JOB}", "job_start", True),
        (
            rf"{_SAID}jeg (?:fik|{_STARTS}(?: snart)?(?: i| paa)?) (?:et |nyt |mit |et nyt |mit nye )?{_JOB}",
            "job_start",
            True,
        ),
        (rf"{_SAID}{_GOES} (?:barsel|barselsorlov)|jeg er (?:hoej)?gravid|termin(?:sdato)?", "barsel_start", True),
        (rf"{_SAID}{_GOES} efterloen", "efterloen_start", True),
        (rf"{_SAID}{_GOES} fleksydelse", "fleksydelse_start", True),
        (rf"{_SAID}{_GOES} (?:folkepension|pension)", "folkepension_start", True),
    ]
]


def statements(line: TagLine) -> list[tuple[str, str | bool, int, int]]:
    """Facts stated without a date: fact, value ("ingen" = known not to exist), first token, one after the last."""
    found: list[tuple[str, str | bool, int, int]] = []
    for pattern, fact, value in _STATEMENTS:
        found += [(fact, value, first, last) for _match, first, last in line.find(pattern)]
    kept: dict[str, tuple[str, str | bool, int, int]] = {}
    for item in found:
        kept.setdefault(item[0], item)
    return sorted(kept.values(), key=lambda item: item[2])


_EVENTS = {
    "job_start": _JOB,
    "barsel_start": r"(?:barsel|barselsorlov)",
    "efterloen_start": "efterloen",
    "fleksydelse_start": "fleksydelse",
    "folkepension_start": r"(?:folkepension|pension)",
}
SIX_WEEKS = frozenset((*_EVENTS, "seks_uger"))
"""The events that one question asks about together, and the question itself."""
_NAMED = [
    (
        re.compile(
            rf"(?:(?:ja|jo|jeg|et|nyt|i|paa|,|starter|begynder|gaar|skal|faar|snart|har) )*{event}(?: til)?(?: [.!])*"
        ),
        fact,
    )
    for fact, event in _EVENTS.items()
]


def event_named(line: TagLine) -> str | None:
    """The event that a short answer names ("ja, nyt job", "på barsel"), for when we asked which one it is."""
    return next((fact for pattern, fact in _NAMED if pattern.fullmatch(line.line)), None)
