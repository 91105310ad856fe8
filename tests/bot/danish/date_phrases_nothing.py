"""What looks like a date and is none: telephone numbers, hours, habits, names; ``TYPED`` on a phone.

The notation is that of ``date_phrases``; what else stands in a line does mean a day.
"""

from phrase_pairs import pairs

NOTHING = """
011190-1234 = -
0111901234 = -
01-11-90-1234 = -
01.11.90-1234 = -
011190-xxxx = -
mit nummer er 12 34 56 78 = -
12345678 = -
12.34.56.78 = -
20-11-20-26 = -
+45 20 11 20 26 = -
kl. 9.30 = -
kl 14.10 = -
kl. 10-12 = -
9-15 = -
14.30 = -
hver mandag = -
mandag til fredag = -
mandag-fredag kl. 9-15 = -
om mandagen = -
hver 14. dag = -
hver uge = -
den 1. i hver måned = -
to gange om ugen = -
jeg er 27 år = -
jeg har 2 børn = -
1/2 år = -
3-4 timer = -
24/7 = -
§ 31 = -
7.500 kr = -
den anden samtale = -
den 2. samtale = -
den første samtale = -
Jan og Maj kommer ikke = -
ikke i dag = -
hvor mange samtaler skal jeg til = -
mit cv = -
"""

TYPED = """
tlf 20 12 12 12 = -
ring på 2012 1212 = -
ring 20121212 = -
+45 3112 2026 = -
mit cpr er 031285-1234 = -
031285 1234 = -
0312851234 = -
cpr: 03 12 85 1234 = -
03.12.85.1234 = -
kl. 3.12 = -
kl 10.10 = -
klokken 8.05 = -
klk 10.10 = -
mødes 10:10 = -
3.12 kr = -
12.500 kr = -
lokale 3.12 = -
rum 2.11 = -
side 3-12 = -
kapitel 3.12 = -
bekendtgørelse nr 2/2026 = -
sag 12-3456 = -
konto 1234 0123456789 = -
3. sal = -
den 3. gang = -
for 3. gang = -
min 2. ansøgning = -
hver anden tirsdag = -
den 2. tirsdag i hver måned = -
fra kl 9 til 11 = -
mellem 9 og 11 = -
klokken to = -
kvart over tre = -
halv ti = -
ti minutter i ti = -
2 ud af 3 = -
1-2 gange = -
3-12 måneder = -
37 timer = -
om en time = -
for to timer siden = -
i to uger = -
i 3 måneder = -
3 måneders løn = -
6 ugers ferie = -
5 ugers selvvalgt uddannelse = -
min datter Maja = -
jeg hedder Jan = -
jeg søger ind på marketing = -
jeg bor på 2. sal til højre = -
"""

ALL = pairs(NOTHING, TYPED)
