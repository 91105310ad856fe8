"""Plans, deadlines, feasts, habits and slips, in pairs: what a word does, and the same without it.

Written on Friday 20 November 2026, in the notation of ``date_phrases``. One long table on purpose.
"""

PLANS = """
tirsdag kl ni = 2026-11-24
tirsdag = 2026-11-17|2026-11-24
jeg var der tirsdag kl ni = 2026-11-17
onsdag halv et = 2026-11-25
mandag kl 15 til 16 = 2026-11-23
tirsdag mellem 9 og 11 = 2026-11-24
onsdag morgen er bedst = 2026-11-25
jeg blev væk onsdag morgen = 2026-11-18
om formiddagen torsdag = 2026-11-26
jeg blev indkaldt til møde tirsdag kl 9 = 2026-11-24
jeg blev ledig tirsdag kl 9 = 2026-11-17
god morgen, tirsdag = 2026-11-17|2026-11-24
mødet er onsdag = 2026-11-25
mødet var onsdag = 2026-11-18
den 25. er min sidste dag = 2026-11-25
den 25. = 2026-10-25|2026-11-25
den 31. er jeg på ferie = 2026-12-31
jeg er ledig onsdag = 2026-11-18|2026-11-25
jeg er på dagpenge, onsdag = 2026-11-18|2026-11-25
onsdag passer fint = 2026-11-25
mandag og onsdag passer fint = 2026-11-23 2026-11-25
torsdag har jeg et møde = 2026-11-26
torsdag har jeg meldt mig = 2026-11-19
den 15. i denne måned var jeg der = 2026-11-15
den 3. i næste måned har jeg tid = 2026-12-03
den 3. samtale i næste måned = 2026-12-01/2026-12-31
"""

FEASTS = """
mortensaften = 2027-11-10
jeg mistede jobbet mortensaften = 2026-11-10
grundlovsdag = 2027-06-05
jeg startede grundlovsdag = 2026-06-05
2. pinsedag = 2027-05-17
1. maj har jeg fri = 2027-05-01
jeg mistede jobbet 1. maj = 2026-05-01
fra 1. maj = 2026-05-01|2027-05-01
2. maj = 2026-05-02|2027-05-02
i påsken = 2027-03-25/2027-03-29
i påsken blev jeg syg = 2026-04-02/2026-04-06
i påsken 2028 = 2028-04-13/2028-04-17
i pinsen = 2027-05-16/2027-05-17
til påske = ~
i julen = 2026-12-24/2026-12-26
i julen blev jeg syg = 2025-12-24/2025-12-26
efter jul = ~
imellem jul og nytår = 2026-12-27/2026-12-30
"""

BOUNDS = """
senest den 27. november = <=2026-11-27
det gjorde jeg senest den 27. oktober = ~
inden d. 4. december = <2026-12-04
meldte mig ledig inden den 2. november = ~
meldte mig ledig inden torsdag = ~
jeg er blevet bedt om at svare inden d. 4. december = <2026-12-04
før på fredag = <2026-11-27
ikke før på fredag = >2026-11-27
efter d. 30. november = >2026-11-30
efter d. 30. oktober = ~
inden uge 50 = ~
"""

WEEKS = """
på mandag om otte dage = 2026-11-30
fredag om otte dage = 2026-11-27|2026-12-04
fredag om 14 dage = 2026-12-04|2026-12-11
i weekenden = 2026-11-21/2026-11-22
i weekenden var jeg syg = 2026-11-14/2026-11-15
i den kommende weekend = 2026-11-21/2026-11-22
i næste weekend = 2026-11-21|2026-11-28
sidste weekend = 2026-11-14/2026-11-15
forrige weekend = 2026-11-07|2026-11-14
jeg arbejder om weekenden = -
hver weekend = -
fra mandag til onsdag = 2026-11-23/2026-11-25
jeg var syg fra mandag til onsdag = 2026-11-16/2026-11-18
mandag til onsdag = -
åbent fra mandag til onsdag = -
i har altid åbent fra mandag til onsdag = -
kan i flytte mødet fra mandag til onsdag = 2026-11-23 2026-11-25
i uge 49 = 2026-11-30/2026-12-06
jeg er gravid i uge 20 = -
jeg er 36 uger henne, nu i uge 36 = -
jeg har termin i uge 12 = 2027-03-22/2027-03-28
i 36. uge af min graviditet = -
jeg er gravid. Mødet er i uge 49 = 2026-11-30/2026-12-06
sygemeldt i uge 8 nu = -
sygemeldt i uge 47 = 2026-11-16/2026-11-22
"""

DENIED = """
jeg kom ikke i går = 2026-11-19
jeg kom ikke i går, men i mandags = 2026-11-16
jeg kan ikke i morgen = -
var der ikke i mandags = 2026-11-16
det var ikke i mandags = -
ikke i morgen, men på fredag = 2026-11-27
ikke den 2. = -
jeg mødte ikke den 2. november = 2026-11-02
jeg meldte mig ikke i går = -
"""

SLIPS = """
om ei uge = 2026-11-27
omm to uger = 2026-12-04
om tre uer = 2026-12-11
u 51 = 2026-12-14/2026-12-20
u51 = 2026-12-14/2026-12-20
u 54 = -
uge51 = 2026-12-14/2026-12-20
d3/12 = 2026-12-03
overmorn = 2026-11-22
imorn = 2026-11-21
i mårn = 2026-11-21
på manda = 2026-11-23
tirsda = 2026-11-17|2026-11-24
fredags blev jeg fyret = 2026-11-13
fredags = -
"""

LATER = """
min læge har givet mig en tid torsdag kl. 8.20 = 2026-11-26
jeg sad i kø hos jer onsdag formiddag = 2026-11-18
kunne det være den 2. om eftermiddagen = 2026-12-02
torsdag kl. kvart over ti ville være godt = 2026-11-26
jobmessen er lørdag = 2026-11-21
konferencen er den 8. = 2026-12-08
den 18. har jeg tandlæge = 2026-12-18
den 7. er helt umuligt for mig = 2026-12-07
søndag er min mor på besøg = 2026-11-22
opgaven afleverede jeg onsdag = 2026-11-18
jeg besøgte virksomheden tirsdag = 2026-11-17
jeg ventede forgæves på opkaldet torsdag kl 14 = 2026-11-19
er det muligt at komme tirsdag eller onsdag = 2026-11-24|2026-11-25
mandag passer dårligt, tirsdag bedre = 2026-11-23 2026-11-24
hvad så med den 9. = 2026-12-09
lørdag den 5. skal jeg til bryllup = 2026-12-05
onsdag var der ingen hjemme = 2026-11-18
de ringede fra jobcentret tirsdag = 2026-11-17
skærtorsdag har jeg fri = 2027-03-25
vi holder lukket palmesøndag = 2027-03-21
jeg arbejdede både juleaften og juledag = 2025-12-24 2025-12-25
langfredag blev jeg indlagt = 2026-04-03
st. hans skal vi til bål = 2027-06-23
fars dag = 2027-06-05
er kontoret åbent nytårsaftensdag = 2026-12-31
kan jeg rejse i påsken = 2027-03-25/2027-03-29
hvad med pinsemandag = 2027-05-17
jeg har vagter mellem jul og nytår = 2026-12-27/2026-12-30
i julen er jeg hos min søster = 2026-12-24/2026-12-26
fastelavn skal jeg passe børn = 2027-02-07
hellig tre konger 2027 = 2027-01-06
1. maj demonstrerer jeg = 2027-05-01
til sankt hans = 2027-06-23
2. juledag = 2026-12-26
svaret skal ligge senest onsdag d. 25. = <=2026-11-25
kan jeg nå det inden d. 11/12 = <2026-12-11
jeg vil gerne have svar før på torsdag = <2026-11-26
jeg kan tidligst møde efter d. 6. december = >2026-12-06
papirerne skal være inde senest om en uge = <=2026-11-27
send det inden på mandag = <2026-11-23
jeg skal have fundet noget inden 1. januar = <2027-01-01
vi har brug for dokumentet før den 3. = <2026-12-03
jeg sendte det før den 3. november = ~
jeg havde afleveret inden d. 10. november = ~
den 19. i næste måned flytter jeg = 2026-12-19
den 6. i denne måned mistede jeg jobbet = 2026-11-06
den 22. i sidste måned talte jeg med jer = 2026-10-22
d. 17. næste måned rejser jeg = 2026-12-17
i weekenden sov jeg = 2026-11-14/2026-11-15
jeg vil søge job i weekenden = 2026-11-21/2026-11-22
kan man logge på i den kommende weekend = 2026-11-21/2026-11-22
næste weekend er jeg væk = 2026-11-21|2026-11-28
i sidste weekend skrev jeg to ansøgninger = 2026-11-14/2026-11-15
jeg arbejder hver anden weekend = -
vikar i weekenderne = -
lørdag om otte dage = 2026-11-28
torsdag om fjorten dage = 2026-12-03|2026-12-10
onsdag om en uge = 2026-12-02
fredag otte dage = 2026-11-27|2026-12-04
jeg er på kursus fra tirsdag til torsdag = 2026-11-24/2026-11-26
jeg var indlagt fra lørdag til tirsdag = 2026-11-14/2026-11-17
butikken er åben fra mandag til lørdag = -
jeg plejer at træne fra mandag til onsdag = -
jeg passer børnebørn fra torsdag til søndag = 2026-11-26/2026-11-29
telefonen passes mandag til torsdag = -
jeg nåede det ikke i går = 2026-11-19
jeg svarede ikke i onsdags = 2026-11-18
vi talte ikke i tirsdags men i torsdags = 2026-11-19
ikke på onsdag men på torsdag = 2026-11-26
bare ikke den 30. = -
jeg deltog ikke i fredags = 2026-11-13
om ei måned = 2026-12-20
omm 14 dage = 2026-12-04
for to uer siden = 2026-11-06
u 49 = 2026-11-30/2026-12-06
u2 = 2027-01-11/2027-01-17
u. 50 = 2026-12-07/2026-12-13
uge50 = 2026-12-07/2026-12-13
d9/12 = 2026-12-09
i overmorn = 2026-11-22
imårn formiddag = 2026-11-21
på tirsda = 2026-11-24
på lørda morgen = 2026-11-21
mandags mistede jeg jobbet = 2026-11-16
torsdags var jeg til samtale = 2026-11-19
er gravid i uge 31 = -
jeg er nu i uge 24 af graviditeten = -
jeg har født i uge 45 = 2026-11-02/2026-11-08
min kone er højgravid, uge 39 = -
barnet er ventet i uge 5 = 2027-02-01/2027-02-07
jeg går på barsel i uge 6 = 2027-02-08/2027-02-14
jeg har fri uge 7 = 2027-02-15/2027-02-21
praktik hos bager fra d. 30/11 = 2026-11-30
samtalen hos jer er rykket til d. 14. = 2026-12-14
mit møde blev flyttet til torsdag = 2026-11-26
jeg bliver opereret d. 4. = 2026-12-04
i min kontrakt står den 1.2.2027 = 2027-02-01
jeg har ikke hørt fra jer siden d. 3. = 2026-11-03
de sidste penge kom d. 30. = 2026-10-30
sidste udbetaling var ultimo oktober = ~
jeg fik afslag for 9 dage siden = 2026-11-11
for tre måneder siden var jeg i praktik = 2026-08-20
om halvanden time = -
jeg fik at vide i mandags at jeg stopper den 31. december = 2026-11-16 2026-12-31
ferien er fra den 18. december til den 3. januar = 2026-12-18/2027-01-03
kan jeg holde fri 23/12 = 2026-12-23
mit barn starter i vuggestue 4. januar = 2027-01-04
samtale nr. 2 = -
jeg bor i nr. 12 = -
jeg søgte 3 job i sidste uge = 2026-11-09/2026-11-15
jeg når det på tirsdag inden kl 10 = 2026-11-24
i går kl 9 ringede jeg = 2026-11-19
i eftermiddag = 2026-11-20
onsdag i uge 51 = 2026-12-16
den sidste onsdag i november = 2026-11-25
næste tirsdag kl. 12 = 2026-11-24
på søndag aften = 2026-11-22
natten til lørdag = 2026-11-21
jeg tror mødet er d. 26. = 2026-11-26
fra d. 1. til d. 3. december = 2026-12-01/2026-12-03
"""

ALL = [
    tuple(part.strip() for part in line.rsplit(" = ", 1))
    for block in (PLANS, FEASTS, BOUNDS, WEEKS, DENIED, SLIPS, LATER)
    for line in block.strip().splitlines()
]
