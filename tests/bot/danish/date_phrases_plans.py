"""Plans, deadlines, feasts, habits and slips, in pairs: what a word does, and the same without it.

Written on Friday 20 November 2026, in the notation of ``date_phrases``.
"""

from phrase_pairs import pairs

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
min tilmelding er fra den 2. = 2026-11-02|2026-12-02
jeg er på ferie fra den 2. = 2026-12-02
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

ALL = pairs(PLANS, FEASTS, BOUNDS, WEEKS, DENIED, SLIPS)
