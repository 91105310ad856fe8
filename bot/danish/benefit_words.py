"""What benefits and assessments are called: old and new names, short forms, slang, folded.

Phrases of a line are separated by commas. ``ydelse`` and ``visitation`` values are the fact registry's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.danish.edits import distance

_BENEFITS = {
    "dagpenge": """dagpenge, dagpengene, dagpengemodtager, dagpengemodtagere, dagpengemodtageren, a-dagpenge,
        arbejdsloeshedsdagpenge, arbejdsloesheds dagpenge, a-kassepenge, a-kasse penge, penge fra a-kassen,
        penge fra a-kasse, penge fra min a-kasse, dimittenddagpenge, dimittendsats, dimittend sats, understoettelse,
        arbejdsloeshedsunderstoettelse, supplerende dagpenge, a kasse penge, dag penge, dagpengeperiode,
        forsikret ledig,
        forsikrede ledige, forsikret ledige, penge af a-kassen, penge af min a-kasse, a-kasseydelse, dp-modtager,
        akassepenge, a kassepenge, a-kassen udbetaler, a-kasse udbetaler, a-kassen betaler mig,
        a-kassen betaler til mig,
        faar a-kasse, faar akasse, lever af a-kassen, lever af a-kasse, udbetaling fra a-kassen,
        penge udbetalt af a-kassen, penge udbetalt fra a-kassen, udbetalt af a-kassen, udbetalt fra a-kassen,
        arbejdsloeshedspenge""",
    "kontanthjaelp": """kontanthjaelp, kontanthjaelpen, kontanthjaelpsmodtager, kontanthjaelpsmodtagere,
        kontanthjaelpmodtager, kontanthjaelpsmodtageren, kontant hjaelp, kontakthjaelp, kontanten, bistand, bistanden,
        bistandshjaelp, bistandsydelse, kontanthjaelps modtager, kontanthjaelp modtager, kontanthj,
        kth-modtager, kontanthj .,
        kontant hj,
        kontanthjaelpssystemet""",
    "uddannelseshjaelp": """uddannelseshjaelp, uddannelseshjaelpen, uddannelseshjaelpsmodtager, uddannelses hjaelp,
        uddannelseshjaelpsmodtagere, uddannelse hjaelp, udd . hjaelp, udd . hj ., udd . hj, udd hjaelp,
        udd-hjaelp, u-hjaelp,
        uddannelseshj, uddannelseshj ., uddannelsesydelse,
        uddhj""",
    "integrationsydelse": """integrationsydelse, integrationsydelsen, integrations ydelse, sho, sho-ydelse, sho ydelse,
        selvforsoergelses- og hjemrejseydelse, selvforsoergelses - og hjemrejseydelse, hjemrejseydelse,
        selvforsoergelses og hjemrejseydelse, selvforsoergelsesydelse, hjemsendelsesydelse, overgangsydelse,
        overgangsydelsen, overgangs ydelse, selvforsoergelses hjemrejseydelse,
        selvforsoergelses- og hjemrejse ydelse, hjemrejseydelsen""",
    "sygedagpenge": """sygedagpenge, sygedagpengene, sygedagpengemodtager, sygedagpengemodtagere, syge dagpenge,
        syge penge, sygdomsdagpenge, sygdoms dagpenge, syg dagpenge, syge-dagpenge, sygedp,
        sygedag penge, syge dp""",
    "jobafklaring": """jobafklaring, jobafklaringsforloeb, jobafklaringsforloebet, jobafklarings forloeb,
        job afklaring, job afklaringsforloeb, jobafklaringsydelse, jaf, jaf-forloeb, jobafklaringen""",
    "ressourceforloeb": """ressourceforloeb, ressourceforloebet, ressourceforloebsydelse, ressource forloeb,
        resourceforloeb, resurseforloeb, ressurceforloeb, ressourceforloebs ydelse, rf, rsf,
        ressourceforloebsydelsen, r-forloeb""",
    "revalidering": """revalidering, revalideringen, revalideringsydelse, revaliderings ydelse, revalidend,
        forrevalidering, revalideringsforloeb, reva, revalideringsydelsen""",
    "ledighedsydelse": """ledighedsydelse, ledighedsydelsen, ledigheds ydelse, ledighedsydelsesmodtager, ly,
        ledighedsydelsesmodtageren, led . ydelse, led ydelse""",
    "fleksjob": """fleksjob, flexjob, fleksjobbet, flexjobbet, fleks job, flex job, fleksjobber, flexjobber,
        fleksjobbere""",
    "foertidspension": """foertidspension, foertidspensionen, foertidspensionist, foertidspensionister,
        foertids pension, foertids pensionist, fortidspension, fortidspensionist, foep, foertids, foe-pension,
        foep-modtager, foertidspensionisten, ftp""",
    "ingen": """ingen ydelse, ingen ydelser, uden ydelse, uden ydelser, ikke nogen ydelse, ikke ydelse,
        ikke nogen ydelser, ikke nogen penge fra det offentlige, ikke penge fra det offentlige,
        ikke penge fra kommunen, ingen penge, ingen offentlig ydelse, ingen offentlige ydelser, selvforsoergende,
        selv forsoergende, selvforsoerget, selvforsoerger, forsoerger mig selv, ingen penge fra kommunen""",
}
_ASSESSMENTS = {
    "jobparat": "jobparat, jobparate, job parat, jobparrat, jobklar, job-parat, parat til job",
    "aktivitetsparat": """aktivitetsparat, aktivitetsparate, aktivitets parat, aktivitet parat, aktivitetsparrat,
        aktivitetparat, aktivitets-parat, aktiv . parat, akt . parat, akt parat, aktivitetspar, aktparat,
        aktiv parat""",
    "aabenlyst_uddannelsesparat": """aabenlyst uddannelsesparat, aabenlyst uddannelsesparate, aaup,
        aabent uddannelsesparat,
        aabenlyst uddannelses parat, aabenlys uddannelsesparat, aabenlyst udd parat, aabenlyst uddannelseparat,
        aabenlyst uddannelsesklar, aabenlyst udd . parat, aab . udd . parat, aabenlys udd parat, aabenlyst parat""",
    "uddannelsesparat": """uddannelsesparat, uddannelsesparate, uddannelses parat, uddannelse parat, uddparat,
        udd parat, uddannelseparat, uddannelses-parat, udd . parat, uddp, udd-parat, uddannelsesklar""",
}


@dataclass(frozen=True, eq=False)
class Names:
    """The names of one kind: each phrase with its value, and each word of the phrases with what it stands for.

    A word that is a name by itself stands for its value, any other only for itself.
    """

    phrases: dict[tuple[str, ...], str]
    words: dict[str, str]


def _names(table: dict[str, str]) -> Names:
    phrases = {
        tuple(phrase.split()): value for value, line in table.items() for phrase in line.replace("\n", " ").split(",")
    }
    parts = {word: word for phrase in phrases for word in phrase}
    return Names(phrases, parts | {phrase[0]: value for phrase, value in phrases.items() if len(phrase) == 1})


BENEFITS = _names(_BENEFITS)
ASSESSMENTS = _names(_ASSESSMENTS)
LONGEST_PHRASE = max(len(phrase) for names in (BENEFITS, ASSESSMENTS) for phrase in names.phrases)

# Words that lie near a name and are not one: they must never be taken for a slip of the finger.
_NOT_NAMES = frozenset(
    ("bestand", "bistået", "jobpart", "feriepenge", "dagpengeret", "ledighedsydelser", "fleksibel", "jobparatvurdering")
)
_ONE_SLIP, _TWO_SLIPS = 7, 12
_SHORT_FORM = "-modtager"  # "dp-modtager" and "kth-modtager" differ by little more than a slip


@lru_cache(maxsize=8192)
def misspelt(word: str, names: Names) -> str:
    """The word of a name that ``word`` is a slip of, or ``word`` itself.

    One slip in words of 7 letters or more, two in words of 12 or more; the first letter must be right, and names of
    two values that are equally near count for nothing.
    """
    limit = 2 if len(word) >= _TWO_SLIPS else 1
    if len(word) < _ONE_SLIP or word in _NOT_NAMES or word in names.words:
        return word
    near: dict[int, dict[str, str]] = {}
    for candidate, value in names.words.items():
        if candidate[0] == word[0] and len(candidate) >= _ONE_SLIP and not candidate.endswith(_SHORT_FORM):
            near.setdefault(distance(word, candidate, limit), {})[value] = candidate
    edits = min(near, default=limit + 1)
    return next(iter(near[edits].values())) if edits <= limit and len(near[edits]) == 1 else word
