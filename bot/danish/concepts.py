"""Words that mean much the same in this field, gathered under one sign.

A few thousand sentences cannot teach that "blev væk", "udeblev" and "sov over mig" are one thing. The signs, and which
of them stand together in a message, are features beside the words themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

# sign: folded words; a star stands for any ending.
_TABLE = """
moede: samtale* moede moedet moeder moederne aftale aftalen aftaler opfoelgning* indkald* kontaktforloeb*
tid: tid tiden tider tidspunkt* klokken dato datoen kalender*
udeblev: udeblev* udebliv* udeblivelse* glemt glemte glemmer sov overs* vaek fravaer* pjaek* droppe* droppede skippe*
 forsov* noshow forsinket moedte ude
syg: syg syge sygdom* sygemeld* sygmeld* influenza feber braekket ondt migraene smerter stress* depression angst
 kraeft operation operer* indlagt hospital* sygehus* hovedpine forkoelet* corona helbred* kraem* daarlig sengen kaster
rask: rask raske raskmeld* delvis
laege: laege* doktor* attest* mulighedserklaering* friattest* psykolog* diagnose* speciallaege* psykiat*
barn: barn barnet boern boernene datter* soen unge* dreng* pige* boernehave* vuggestue* dagpleje* skolestart
 institution* pasning*
familie: kone* mand manden aegtefaelle* kaereste* mor* far faren bror* soester* svoger* nabo* veninde* ven vennen
 foraeld* samlever* kusine* onkel
ferie: ferie* feriedage* sommerhus* charter* juleferie* efteraarsferie* vinterferie* sommerferie*
rejse: rejse* udland* udenlands* spanien tyskland sverige norge polen tyrkiet thailand eu eoes fly flyve flybillet*
 graensen bopael* syden hjemland* pd u2
barsel: barsel* gravid* termin* foede* foedsel* oerlov orlov* adoption* foraeldreorlov*
penge: penge pengene ydelse* udbetal* udbetaling* sats* beloeb* kroner kr betaling* faar tjener indtaegt* indkomst*
 konto*
udgift: udgift* betale betaler regning* tand* taender* medicin* briller husleje* depositum* flytteudgift* enkeltydelse*
 hoereapparat* vaskemaskine*
befordring: befordring* koersel* koerekort* transport* bus bussen bil bilen tog toget km kilometer rejsekort* pendle*
 cykel* afstand* rejsetid* langt
dagpenge: dagpenge* a-kasse* akasse* dimittend* forsikret fagforening* referenceperiode*
kontanthjaelp: kontanthjaelp* bistand* sho integrationsydelse* overgangsydelse* hjemrejseydelse*
uddhjaelp: uddannelseshjaelp* udd
sygedagpenge: sygedagpenge*
langsigtet: jobafklaring* ressourceforloeb* rehabilitering* revalidering* forrevalidering*
sanktion: sanktion* traekke* traek trukket straf* mister miste mistet frata* fratrukket bortfald* konsekvens* skaerpet
 rammer
karantaene: karantaene* opsagt opsagde sagde opsig* fyret fyre* bortvist* selvforskyldt* opsigelse*
klage: klage klager klagede klagen klagefrist* anke anker ankestyrelsen uenig uretfaerdig* afgoerelse* afslag*
 remonstration genvurder*
frist: frist* senest hvornaar inden deadline* foerst snart
antal: antal mange tit ofte hyppig* gange maks mindst minimum
varighed: laenge varighed* varer vare maaneder periode* forlaeng* udloeb* tilbage slut
booking: book booke booker booket bestil* reserv*
selvbooking: selvbook* selvbooking*
flytte: flyt* rykke* aendre ombook* udskyd* skubbe anden andet bytte
afbud: afbud* aflys* afmeld* annuller* forhindret afly*
paamindelse: paamind* sms* mail* besked* remind* notifikation* husk huske minde
stop: slaa sluk* framelding frameld* stoppe stop slip slippe forstyr*
joblog: joblog* log logge loggen
jobsoegning: soege soeger soegt ansoeg* jobansoeg* jobsoeg* opslag*
stilling: stilling* jobopslag* jobforslag* henvist* henvisning* anvist* paalagt
cv: cv* cv'et cv'er
pligt: pligt* krav* kraev* tvunget tvinge* obligatorisk* forpligt* noedt
lov: lovligt tilladt maa ret rettighed*
fritagelse: fritag* slippe slipper undtag* undta* dispens*
naegte: nej naegte* takke afvis* afslaa modsaette
praktik: praktik* virksomhedspraktik* praktikant* praktikplads*
loentilskud: loentilskud* tilskud*
nytte: nytteindsats* nyttejob* nytte* arbejdspligt*
tilbud: tilbud* aktiver* aktivering* forloeb* indsats*
kursus: kurs* kursus* opkvalific* truck* certifikat* amu* jobrettet* positivliste* moms*
uddannelse: uddann* studie* skole* su gymnasi* erhvervsudd* universitet* laese*
laerling: laerling* voksenlaerling* elev* mester*
mentor: mentor* stoetteperson* kontaktperson* stoette
bisidder: bisidder* ledsag* medbring* partsrepraesentant* fuldmagt* alene
arbejdsgiver: arbejdsgiver* virksomhed* firma* ansaette* ansat* ansatte medarbejdere* chef* butik*
arbejde: job jobbet jobs arbejde arbejder arbejdet deltid* fuldtid* vikar* timer timerne loen loennen
fleks: fleks* flex* ledighedsydelse* skaane*
pension: pension* foertidspension* efterloen* seniorpension* folkepension* tilbagetraek*
sagsbehandler: sagsbehandler* raadgiver* konsulent* medarbejder vejleder* jobkonsulent*
kontakt: kontakt* telefon* ring ringe ringer nummer* telefonnummer* aabningstid* adresse* aabent
menneske: menneske* person rigtig levende snakke tale chatte
digital: nemid mitid digital* hjemmeside* login app* computer* net nettet internet* jobnet* e-boks* eboks* virker fejl*
 skaermen knap* kode* post*
video: video* teams* telefonisk* fysisk* fremmoede* skype* webcam* kamera* zoom
plan: plan* minplan* min_plan
oplys: oplys* fortael* underret* indberet* aendring* sige
sag: sag sagen journal* aktindsigt* dokumenter* papirer* indsigt* notat* gdpr databeskyt*
kilde: paragraf* bekendtgoer* lovgivning* kilde* loven link* dokumenter henvisning*
aendret: ny nye nyt aendret aendringer reform* 0000 aar
forklar: hvorfor grund begrund* forklar* forklaring* derfor
sprog: sprog* dansk* engelsk* arabisk* tolk* ukrain* oversaet* english
bolig: bolig* hus huset lejlighed* boligstoette* flytter flytte
formue: formue* opsparing* arv* gaeld* lottogevinst* friv*
bot: robot* bot* maskine* chatbot* ai computer*
noed: trist* orker overskue* magter selvmord* doe doeden livet haabloes* grader* graeder bange ked
visitation: jobparat* aktivitetsparat* uddannelsesparat* match* visiter* kategori* maalgruppe* parat*
selvstaendig: selvstaendig* cvr* freelance* bibesk* honorar* fritidsjob* frivillig* bijob*
tilmelding: tilmeld* ledig* arbejdsloes* registrer*
kort: dagpengekort* ydelseskort* kort kortet udfyld* benefit*
"""


def _read(table: str) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    whole: dict[str, set[str]] = {}
    starts: list[tuple[str, str]] = []
    sign = ""
    for word in table.split():
        if word.endswith(":"):
            sign = word.removesuffix(":")
        elif word.endswith("*"):
            starts.append((word.removesuffix("*"), sign))
        else:
            whole.setdefault(word, set()).add(sign)
    return {word: tuple(sorted(signs)) for word, signs in whole.items()}, tuple(starts)


_WHOLE, _STARTS = _read(_TABLE)


@lru_cache(maxsize=8192)
def signs_of(word: str) -> tuple[str, ...]:
    """Return the signs of one folded word, in alphabetical order."""
    found = {sign for start, sign in _STARTS if word.startswith(start)}
    return tuple(sorted(found | set(_WHOLE.get(word, ()))))


def concept_pieces(words: Sequence[str]) -> list[str]:
    """Return the signs in a text and every pair of them that stands in it."""
    signs = sorted({sign for word in words for sign in signs_of(word)})
    return [f"#{sign}" for sign in signs] + [f"#{one}+{other}" for one, other in combinations(signs, 2)]
