"""Trades and exams, folded, and the level of education that each stands for.

Only what names one level: "ingeniør" alone may be a diplom or a kandidat, and "chauffør" needs no education at all.
"""

from __future__ import annotations

LEVELS = ("ingen", "grundskole", "gymnasial", "erhvervsfaglig", "kvu", "mvu", "lvu")
"""From the lowest to the highest; who tells of two is at the higher."""

# Trades that people are: "jeg er ...", "uddannet ...". A star at the end stands for svend, mester and endings.
TRADES = {
    "lvu": """jurist laege tandlaege dyrlaege arkitekt psykolog civilingenioer farmaceut gymnasielaerer magister
        sociolog antropolog historiker biolog kemiker fysiker praest teolog akademiker candmag candmerc candjur
        candscient candpolit candpsych advokat geolog statistiker aktuar landinspektoer oekonom lingvist
        agronom""",
    "mvu": """paedagog laerer folkeskolelaerer skolelaerer sygeplejerske socialraadgiver ergoterapeut fysioterapeut
        jordemoder bioanalytiker diplomingenioer bygningskonstruktoer radiograf journalist bibliotekar tandplejer
        maskinmester professionsbachelor afspaendingspaedagog socialpaedagog boernehavepaedagog psykomotoriker
        laererinde sygeplejer audiologopaed plejehjemssygeplejerske hjemmesygeplejerske
        tegnsprogstolk socialformidler""",
    "kvu": """datamatiker finansoekonom markedsfoeringsoekonom laborant serviceoekonom multimediedesigner
        designteknolog autoteknolog byggetekniker handelsoekonom logistikoekonom jordbrugsteknolog miljoeteknolog
        produktionsteknolog it-teknolog elinstallatoer vvs-installatoer administrationsoekonom proceskoordinator
        procesteknolog energiteknolog foedevareteknolog
        markedsoekonom""",
    "erhvervsfaglig": """murer* toemrer* snedker* elektriker* vvs'er vvser vvs-montoer blikkenslager* maler* mekaniker*
        automekaniker* lastvognsmekaniker* smed* klejnsmed* kok kokke tjener bager* slagter* konditor* frisoer*
        sosu-assistent sosuassistent sosu-hjaelper sosuhjaelper sosu social-og-sundhedsassistent sundhedsassistent
        sundhedshjaelper pau kontorassistent butiksassistent salgsassistent ernaeringsassistent tandklinikassistent
        laegesekretaer veterinaersygeplejerske gartner* anlaegsgartner* landmand lageroperatoer lagerlogistikoperatoer
        logistikoperatoer industritekniker vaerktoejsmager datatekniker it-supporter mediegrafiker fotograf struktoer
        glarmester tagdaekker* redder ambulanceredder finansassistent gastronom receptionist urmager* guldsmed*
        skraedder* tekniske-designer teknisk-designer plastmager elevatormontoer industrioperatoer procesoperatoer
        bygningsmaler* skovtekniker dyrepasser beslagsmed* kosmetolog automatiktekniker cykelmekaniker*
        skibsmontoer* zinkstoeber skiltetekniker grafiker boghandler eventkoordinator
        togklargoerer serviceassistent ejendomsservicetekniker fitnessinstruktoer kontorfaglig
        tandtekniker industrilaborant bogbinder* moebelpolstrer* moebelsnedker* maskinsnedker* karrosseritekniker
        dataassistent bygningssnedker*""",
}
# Exams and schools that people have: "har hf", "9. klasse", "kandidat i ...".
EXAMS = {
    "lvu": r"kandidat(?:en|grad|graden|uddannelse|eksamen)?|kand|lang videregaaende|universitetsuddannelse|"
    r"universitetsuddannet|universitetsgrad|ph ?\.? ?d|phd|cand \.? ?\w+|ma-grad|master(?:grad|uddannelse)?|specialet|"
    r"lvu",
    "mvu": r"professionsbachelor(?:en|grad|uddannelse)?|"
    r"bachelor i (?:sygepleje|ergoterapi|fysioterapi|socialt arbejde|socialraadgivning|paedagogik)|"
    r"mellemlang videregaaende|mvu|diplomuddannelse",
    "kvu": r"akademiuddannelse(?:n)?|erhvervsakademi(?:uddannelse)?|kort videregaaende|ap-grad|ap-uddannelse|kvu",
    "erhvervsfaglig": r"svendebrev(?:et)?|erhvervsuddannelse(?:n)?|erhvervsfaglig(?: uddannelse)?|faglaert|"
    r"faguddannelse|fagbrev|kontoruddannet|kontoruddannelse|handelsuddannet|butiksuddannet|eux|eud|"
    r"paedagogisk assistent|sosu(?:-| )?(?:assistent|hjaelper)(?:uddannelse)?|sosu(?! uddannelse)|"
    r"social ?-? ?og sundheds ?-? ?(?:assistent|hjaelper)|(?:\w+(?:svend|mester)uddannelse)|mesterbrev",
    "gymnasial": r"hf|stx|hhx|htx|studentereksamen|student|gymnasi\w+|handelsgymnasi\w+|hf-eksamen|hfeksamen|"
    r"handelsstudent|(?:studenter)?hue(?:n)?|hoejere handelseksamen|3 ?\.? ?g|gymnasial uddannelse|studenterkursus",
    "grundskole": r"folkeskole(?:n|eksamen)?|folkeskolens afgangseksamen|grundskole(?:n)?|"
    r"(?:9|10|O9|O10|9\.|10\.) ?\.? ?(?:kl|klasse|klasses)(?: \.)?|afgangseksamen|afgangsproeve|"
    r"skolen efter (?:9|10|O9|O10|9\.|10\.)",
}
NO_EDUCATION = (
    r"(?:ingen|ikke|ikk|uden)"
    r"(?: (?:en|nogen|form|slags|for|som|helst|naaen|somhelst|faaet|har|gennemfoert|taget|faerdig|"
    r"afsluttet|faerdiggjort|bestaaet))* "
    r"uddannelse(?! (?:ud over|udover|andet|efter))|"
    r"ufaglaert(?! (?:arbejde|job|arbejdskraft|stilling|loen|vikar|arbejdsmand))"
)
