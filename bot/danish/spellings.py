"""Spellings that people use when they type fast, mapped to the folded standard spelling.

Everything here is folded already (lower case, ``ae``/``oe``/``aa``). No value holds a key, so that replacing twice
changes nothing; a test guards it.
"""

from __future__ import annotations


def _table(lines: str) -> dict[str, str]:
    """Read lines of ``standard: variant variant`` into variant -> standard."""
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        standard, variants = line.split(":")
        table.update(dict.fromkeys(variants.split(), standard.strip()))
    return table


# One word typed in another way. Only variants that are not themselves other common Danish words.
WORDS: dict[str, str] = _table("""
kan: ka
kunne: ku
skulle: sku
skal: ska sk
ikke: ik ikk ikek ikje ike
ogsaa: ogs osse oz oss
jeg: jek jge jej
mig: mej
dig: dej
sig: sej
noget: nogt ngt nget
hvad: hva hvd vad
hvor: hvo vor
hvordan: vordan hvrdan hvordn hvodan hvordanb
hvornaar: vornaar hvornr hvonaar hvornaa hvornnaar hvorner hvorenaar hvonar vornar
hvorfor: hvorfr hvofor
have: ha
give: gi
tage: ta
blive: bli
bliver: blir
tager: tar
giver: gir
meget: mgt mget
mange: mng
ja: jaa jaja jada
nej: nejj
hej: hejj hejsa hejhej davs
lige: lgie
venligst: plz pls
i dag: idag
i gaar: igaar igar
i aar: iaar
i morgen: imorgen imorgn
i overmorgen: iovermorgen
i forgaars: iforgaars iforgars
i mandags: imandags
i tirsdags: itirsdags
i onsdags: ionsdags
i torsdags: itorsdags
i fredags: ifredags
i loerdags: iloerdags
i soendags: isoendags
mandags: mandas
tirsdags: tirsdas
onsdags: onsdas
torsdags: torsdas
fredags: fredas
loerdags: loerdas lordas
soendags: soendas sondas
i forbindelse med: ifm
angaaende: ang
maks: max maximalt
jobcenteret: jobcentret jobcenterert jobsenteret
jobcenter: jobsenter jobcentr jc
jobcenterets: jobcentrets
a-kasse: akasse akase a-kase akkasse
a-kassen: akassen
arbejdsloes: arbejsloes arbejdloes arbejdslos arbejslos
dagpenge: dp dagpeng dapenge dagepenge dagpegne dagpene dagpng dagpnge dgpenge
kontanthjaelp: kth kontanhjaelp kontanthaelp kontanhjelp konthjaelp kontantjaelp kontanthjaelb kontathjaelp
uddannelseshjaelp: uddhjaelp udannelseshjaelp uddannelsehjaelp uddanelseshjaelp
uddannelse: udannelse uddanelse
sygedagpenge: sygepenge sdp sygdagpenge sygedagpeng
cv: ccv
cv'et: cvet cv-et
joblog: joblok jobblog joblogg jobolog jobllog
jobnet: jobnett job-net
samtale: smtale samtle smatale
samtaler: samtaller samtalr
telefon: tlf telf
nummer: nr
kommune: komune
kommunen: komunen
sagsbehandler: sagsbehanler sagbehandler sagsbeh
virksomhedspraktik: virkommhedspraktik virksomhedspratik
praktik: pratik praktikk
booking: bookning boking
selvbooking: selvboking
tilmeldt: tilmelt
meldte: meltde melte medlte mldte
starter: startr
fremmoede: fremmode
paagaeldende: pgl
""")

# Folded words whose spelling with plain letters ("pa", "hvornar") is no other common word; those are derived below.
# Left out on purpose: foer (for), moede (mode), boer (bor), faar (far), vaere (vare), haar (har), laan (lan).
_PLAIN_SAFE = """
paa naar saa aar aars maaned maaneder maaneden gaa gaar faa staa staar maa ogsaa hvornaar forgaars maade
naeste foerst foerste soendag soendags loerdag loerdags goere moedet soege soeger soegt soegte soegning jobsoegning
jobsoegende jobsoeger loen loennen loentilskud hjaelp hjaelpe hjaelper raadighedspligt spoerge spoerger svaert vaelge
maalgruppe boern foedt foedsel foedselsdato koebenhavn aalborg oensker laenge laengere laengst naermere faerdig
paabegynde paabegynder efterloen aabent aabenlyst aabningstid aabningstider traekker taenker saerlig forstaa forstaar
udloeber oekonomi behoever noedt noedvendig proeve proever doegn aendre aendrer aendring vaek foeler laegen
laegeerklaering vaeret goer toer maatte paakraevet fravaer hoejst hoejskole raad
"""


def _plain(word: str) -> str:
    return word.replace("aa", "a").replace("oe", "o").replace("ae", "a")


WORDS.update({_plain(word): word for word in _PLAIN_SAFE.split()})

# Pieces so distinctive that they are mended wherever they stand in a word.
PIECES: dict[str, str] = {
    "hjalp": "hjaelp",
    "hjelp": "hjaelp",
    "hjaelb": "hjaelp",
    "radighed": "raadighed",
    "sporgsmal": "spoergsmaal",
    "forlob": "forloeb",
    "arbejslo": "arbejdslo",
}

# Endings cut off for word features, longest first; a stem keeps at least four letters.
ENDINGS: tuple[str, ...] = (
    "ernes",
    "erne",
    "enes",
    "ende",
    "erens",
    "eren",
    "ene",
    "ens",
    "ets",
    "ers",
    "ede",
    "ere",
    "er",
    "en",
    "et",
    "es",
    "e",
    "s",
)
