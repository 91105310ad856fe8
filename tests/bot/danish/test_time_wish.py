"""A wish for a time is read as people mean it, and what cannot be read is left out."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import FRIDAY

from bot.danish.date_words import WEEKDAYS
from bot.danish.normalise import fold
from bot.danish.time_wish import CLOSES, OPENS, TimeWish, read_wish, speaks_of_times

MON, TUE, WED, THU, FRI = range(5)
NEXT_WEEK = {"from_day": "2026-11-23", "to_day": "2026-11-29"}
FORENOON = {"begin": 540, "until": 720, "part": "formiddag"}
AFTERNOON = {"begin": 720, "until": 1080, "part": "eftermiddag"}

WISHES = [
    ("helst torsdag formiddag, telefon", {"days": [THU], **FORENOON, "form": "telefon"}),
    ("en dag i næste uge efter kl. 13", {**NEXT_WEEK, "begin": 780, "until": CLOSES}),
    ("så tidligt som muligt", {"order": "soonest"}),
    ("hurtigst muligt tak", {"order": "soonest"}),
    ("ikke om fredagen", {"days": [MON, TUE, WED, THU], "not_days": [FRI]}),
    ("jeg kan ikke torsdag", {"days": [MON, TUE, WED, FRI], "not_days": [THU]}),
    ("torsdag kan jeg ikke", {"days": [MON, TUE, WED, FRI], "not_days": [THU]}),
    ("fredag dur ikke", {"days": [MON, TUE, WED, THU], "not_days": [FRI]}),
    ("ikke mandag, men onsdag", {"days": [WED], "not_days": [MON]}),
    ("ikke mandag, onsdag er fint", {"days": [WED], "not_days": [MON]}),
    ("ikke mandag og tirsdag", {"days": [WED, THU, FRI], "not_days": [MON, TUE]}),
    ("alle dage undtagen mandag", {"days": [TUE, WED, THU, FRI], "not_days": [MON]}),
    ("torsdage", {"days": [THU]}),
    ("om torsdagen", {"days": [THU]}),
    ("torsdg", {"days": [THU]}),
    ("på torsdag", {"days": [THU]}),
    ("mandag eller onsdag", {"days": [MON, WED]}),
    ("mandag til onsdag", {"days": [MON, TUE, WED]}),
    ("fra mandag til onsdag", {"days": [MON, TUE, WED]}),
    ("mandag eller onsdag i næste uge", {"days": [MON, WED], "from_day": "2026-11-23", "to_day": "2026-11-25"}),
    ("torsdag i næste uge", {"from_day": "2026-11-26", "to_day": "2026-11-26"}),
    ("i næste uge", NEXT_WEEK),
    ("ikke i næste uge", {"from_day": "2026-11-30"}),
    ("om 2 uger", {"from_day": "2026-11-30", "to_day": "2026-12-06"}),
    ("uge 49", {"from_day": "2026-11-30", "to_day": "2026-12-06"}),
    ("den 3. december kl. 14", {"from_day": "2026-12-03", "to_day": "2026-12-03", "begin": 840, "until": 900}),
    ("efter den 1. december", {"from_day": "2026-12-02"}),
    ("fra den 3. december", {"from_day": "2026-12-03"}),
    ("senest den 4. december", {"to_day": "2026-12-04"}),
    ("inden fredag", {"to_day": "2026-11-26"}),
    ("inden jul", {"to_day": "2026-12-23"}),
    ("efter nytår", {"from_day": "2027-01-02"}),
    ("sidst på ugen", {"days": [THU, FRI]}),
    ("kl. 10", {"begin": 600, "until": 660}),
    ("efter 13", {"begin": 780, "until": CLOSES}),
    ("ikke før kl. 10", {"begin": 600, "until": CLOSES}),
    ("før kl 12", {"begin": OPENS, "until": 720}),
    ("mellem 9 og 11", {"begin": 540, "until": 660}),
    ("ikke om formiddagen", {"begin": 720, "until": CLOSES}),
    ("onsdagseftermiddag", {"days": [WED], **AFTERNOON}),
    ("tors formidag", {"days": [THU], **FORENOON}),
    ("har I noget torsdag eftermiddag?", {"days": [THU], **AFTERNOON}),
    ("på video", {"form": "video"}),
    ("kan det være over teams", {"form": "video"}),
    ("jeg vil helst møde op personligt", {"form": "fremmoede"}),
    ("ikke telefon", {"not_forms": ["telefon"]}),
    ("når som helst", {"order": "any"}),
    ("flere tider", {"order": "more"}),
    ("de passer mig ikke", {"order": "more"}),
    ("den første", {"pick": 1}),
    ("jeg tager den anden tid", {"pick": 2}),
    ("3", {"pick": 3}),
]
NO_WISH = ["hvornår skal mit cv være klar?", "ja tak", "nej", "hej", "", "jeg skal hente børn kl 15 så før det"]


@pytest.mark.parametrize(("said", "meant"), WISHES)
def test_a_wish_means_what_people_mean_by_it(said, meant):
    wish = read_wish(said, FRIDAY)
    assert wish is not None
    assert wish.value() == meant


@pytest.mark.parametrize(("said", "meant"), [pair for pair in WISHES if set("æøå") & set(pair[0])])
def test_a_wish_means_the_same_without_danish_letters(said, meant):
    assert read_wish(fold(said), FRIDAY) == read_wish(said, FRIDAY)


@pytest.mark.parametrize("said", [said for said, _ in WISHES])
def test_a_wish_said_while_times_are_shown_is_about_the_times(said):
    assert speaks_of_times(said, FRIDAY)


@pytest.mark.parametrize("said", NO_WISH)
def test_what_wishes_nothing_gives_nothing(said):
    assert read_wish(said, FRIDAY) is None
    assert not speaks_of_times(said, FRIDAY)


@pytest.mark.parametrize(
    "said",
    [
        "jeg har fået job fra den 1. december",
        "hvad sker der hvis jeg ikke møder op på torsdag?",
        "hvornår er min frist i december",
        "jeg blev sygemeldt i mandags",
    ],
)
def test_a_day_in_a_question_or_a_fact_is_no_wish_for_a_time(said):
    assert not speaks_of_times(said, FRIDAY)


@given(
    st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    st.sampled_from(WEEKDAYS[:5]),
    st.sampled_from(["formiddag", "eftermiddag"]),
)
def test_a_weekday_is_the_same_wish_on_every_day_it_is_said(today, weekday, part):
    wish = read_wish(f"helst {weekday} {part}", today)
    assert wish is not None
    assert (wish.days, wish.part) == ({WEEKDAYS.index(weekday)}, part)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sets(st.sampled_from(range(5)), min_size=1, max_size=4))
def test_days_that_will_not_do_leave_the_others(today, days):
    said = "ikke " + " og ".join(WEEKDAYS[day] for day in sorted(days))
    wish = read_wish(said, today)
    assert wish is not None
    assert (wish.days, wish.not_days) == (set(range(5)) - days, days)


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_next_week_is_the_seven_days_from_its_monday(today):
    wish = read_wish("i næste uge", today)
    assert wish is not None
    assert wish.from_day is not None
    assert wish.from_day.weekday() == MON
    assert timedelta(0) < wish.from_day - today <= timedelta(days=7)
    assert wish.to_day == wish.from_day + timedelta(days=6)


@given(st.text(max_size=80), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_no_text_breaks_the_reader_and_what_it_gives_is_plain_and_whole(text, today):
    wish = read_wish(text, today)
    if wish is None:
        return
    assert wish != TimeWish()
    assert json.loads(json.dumps(wish.value())) == wish.value()
    assert not wish.days & wish.not_days
    assert wish.form not in wish.not_forms


@given(st.integers(8, 17), st.sampled_from(["efter kl. {}", "fra kl. {}", "ikke før kl. {}"]))
def test_hours_stay_within_the_day_of_an_office(hour, saying):
    wish = read_wish(saying.format(hour), FRIDAY)
    assert wish is not None
    assert wish.begin is not None
    assert wish.until is not None
    assert OPENS <= wish.begin < wish.until <= CLOSES
