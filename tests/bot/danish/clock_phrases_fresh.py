"""A later set of times in other words, written when the grammar knew the first ones (Friday 20 November 2026).

The notation is that of ``clock_phrases``.
"""

from phrase_pairs import pairs

TIMES = """
må jeg få en tid onsdag kl 13.15 = 2026-11-25 13:15
på onsdag kl. 13.15 = 2026-11-25 13:15
har i en tid efter kl 15 = 15:00-24:00
helst efter klokken femten = 15:00-24:00
jeg kan først efter kl. halv tre = 02:30-24:00|14:30-24:00
jeg kan kun før kl 10 = 00:00-10:00|00:00-22:00
jeg henter børn kl 16 = 16:00
kan det blive kl kvart i et = 00:45|12:45
klokken fem minutter i tolv = 11:55|23:55
ved elleve tiden = ?11:00|23:00
omkring klokken ti = ?10:00|22:00
cirka kl 10:00 = ?10:00|22:00
mellem klokken ti og tolv = 10:00-12:00|22:00-24:00
mellem kl 12.30 og 14 = 12:30-14:00
fra kl. 9.00 til 11.30 = 09:00-11:30|21:00-23:30
kl. 10-11.30 = 10:00-11:30|22:00-23:30
mandag den 30. november kl 10.00-10.45 = 2026-11-30 10:00-10:45|22:00-22:45
d. 24/11 om eftermiddagen = 2026-11-24 12:00-18:00
i overmorgen om formiddagen = 2026-11-22 09:00-12:00
tirsdag sidst på eftermiddagen = 2026-11-24 ?15:00-18:00
torsdag aften = 2026-11-26 18:00-24:00
på torsdag ved frokosttid = 2026-11-26 11:00-13:00
på fredag inden kl. 12 = 2026-11-27 00:00-12:00|00:00-24:00
i morgen efter frokost = 2026-11-21 ?12:00-24:00
formidag = 09:00-12:00
eftermidagen = 12:00-18:00
på mandag fm. = 2026-11-23 09:00-12:00
på mandag e.m. = 2026-11-23 12:00-18:00
jeg kan hele dagen på tirsdag = 2026-11-24 00:00-24:00
alle dage undtagen om aftenen = not 18:00-24:00
jeg arbejder om natten = 00:00-06:00
møde kl. 8.15 i morgen tidlig = 2026-11-21 08:15
i går kl 16.45 = 2026-11-19 16:45
vi ses kl 9 i morgen = 2026-11-21 09:00|21:00
ringer du kl 14 eller kl 15 = 14:00; 15:00
jeg er på arbejde fra 7 til 15 = 07:00-15:00
lønnen er 135.50 i timen = -
ring på 70 12 30 45 = -
hav en dejlig aften = -
kan i ringe mellem 10 og 12 på mandag = 2026-11-23 10:00-12:00|22:00-24:00
jeg kan fra kl 11 = 11:00-24:00|23:00-24:00
jeg har tid indtil kl. 13 = 00:00-13:00
efter middag på onsdag = 2026-11-25 ?12:00-24:00
onsdag eftermiddag efter kl 13 = 2026-11-25 13:00-18:00
på torsdag kl. halv elleve = 2026-11-26 10:30|22:30
kl 08.30 på tirsdag = 2026-11-24 08:30
tirsdag 24/11 kl. 8:45 = 2026-11-24 08:45|20:45
kl. 14.15 den 1. december = 2026-12-01 14:15
kvart i otte = 07:45|19:45
fem minutter over halv tre = 02:35|14:35
5 min i 10 = 09:55|21:55
klokken tolv = 00:00|12:00
kl. 12 middag = 12:00
jeg kan ikke før kl 9 = 09:00-24:00|21:00-24:00
jeg kan tidligst kl 13 = 13:00-24:00
jeg kan ikke efter kl 14 = 00:00-14:00
ikke efter klokken 15.00 = 00:00-15:00
om morgenen er bedst = 06:00-09:00
helst formiddag = 09:00-12:00
eftermiddag passer bedst = 12:00-18:00
bare ikke om fredagen kl 12 = not 00:00|12:00
vi siger på mandag kl 10 = 2026-11-23 10:00|22:00
i dag kl 15 = 2026-11-20 15:00
i dag efter kl 15 = 2026-11-20 15:00-24:00
imorgen ved 9 tiden = 2026-11-21 ?09:00|21:00
omkring frokost = 11:00-13:00
hele eftermiddagen på torsdag = 2026-11-26 12:00-18:00
for ti minutter siden = 09:50
om tre timer = 13:00
"""

ALL = pairs(TIMES)
