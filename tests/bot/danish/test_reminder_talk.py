"""Words about one's own reminders: a question about them never stops them, and what is named is read as it is meant."""

import pytest

from bot.danish.reminder_talk import read_reminder, reminder_act

LIST = [
    "hvilke påmindelser har jeg?",
    "Hvornår minder I mig?",
    "er mine påmindelser slået til?",
    "hvilke påmindelser har jeg slået til",
    "hvad har jeg bedt om at blive mindet om",
    "vis mine påmindelser",
    "hvornår kommer den næste påmindelse",
    "ændr mine påmindelser",
    "hvilken mail sender I til?",
]
CONTACT = ["skift min mail", "kan du skifte min mailadresse", "jeg har fået ny mail", "ret mit nummer"]
OFF = [
    "stop mailen",
    "kan jeg slippe for påmindelserne om joblog",
    "stop sms'erne men behold mail",
    "stop påmindelser om joblog",
    "stop alt undtagen mail",
]
NOTHING = [
    "kan jeg få en sms før mødet",
    "får jeg en advarsel før min frist udløber",
    "kan jeg ændre min samtale fra fremmøde til telefon",
    "hvilken mailadresse sender jeg papirer til",
    "hvornår skal mit cv være klar",
    "ændre tidspunkt",
    "hvis jeg slår påmindelser fra får jeg så stadig brev om samtalen",
]
WISHES = [
    ("stop sms'erne men behold mail", {"channel": "sms", "keep": "email"}),
    ("stop mailen, men behold sms", {"channel": "email", "keep": "sms"}),
    ("jeg vil kun have mails og ikke sms mere", {"channel": "sms", "keep": "email"}),
    ("bare en mail er nok, sms kan slås fra", {"channel": "sms", "keep": "email"}),
    ("stop alt undtagen mail", {"keep": "email", "all": True}),
    ("påmindelser på e-mail i stedet for sms", {"channel": "email", "instead_of": "sms"}),
    ("i stedet for mail vil jeg have sms", {"channel": "sms", "instead_of": "email"}),
    ("mind mig hellere i chatten", {"channel": "chat", "instead_of": "all"}),
    ("jeg vil hellere have et møde på telefon", {"kinds": ["talk"], "channel": "sms"}),
    ("skift min mailadresse", {"channel": "email"}),
    ("mind mig om mit cv", {"kinds": ["cv"]}),
    ("mind mig om at booke min samtale", {"kinds": ["book_by"]}),
]
EARLY = [
    ("tre dage før", {"days": 3}),
    ("14 dage før", {"days": 14}),
    ("to uger før", {"days": 14}),
    ("ugen før", {"days": 7}),
    ("dagen før", {"days": 1}),
    ("to timer før", {"hours": 2}),
    ("timen før", {"hours": 1}),
    ("en halv time før", {"minutes": 30}),
    ("samme dag", {"days": 0}),
]


@pytest.mark.parametrize(
    ("said", "act"),
    [
        *((one, "reminder_list") for one in LIST),
        *((one, "reminder_contact") for one in CONTACT),
        *((one, "reminder_off") for one in OFF),
        *((one, None) for one in NOTHING),
    ],
)
def test_plain_words_about_reminders_are_told_apart(said, act):
    assert reminder_act(said, "") == act


@pytest.mark.parametrize("said", LIST)
def test_a_question_about_them_never_stops_them_whatever_the_classifier_thinks(said):
    assert reminder_act(said, "reminder_off") == "reminder_list"


def test_a_wish_to_stop_them_stays_one():
    assert reminder_act("stop ikke mine påmindelser", "reminder_off") == "reminder_list"
    assert reminder_act("slå påmindelser fra", "reminder_off") is None
    assert reminder_act("noget om mine påmindelser", "reminder_off") == "reminder_list"


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("stop alt", "reminder_off"),
        ("jeg vil ikke have mails om cv mere", "reminder_off"),
        ("send en prøve", "reminder_test"),
        ("send en ny kode", "reminder_again"),
        ("jeg har ikke fået nogen kode", "reminder_again"),
        ("mind mig hellere i chatten", "reminder_on"),
        ("jeg vil gerne skifte nummer", "reminder_contact"),
        ("hvornår får jeg den næste besked", "reminder_list"),
        ("skift tidspunkt", "reminder_lead"),
    ],
)
def test_short_words_are_about_reminders_only_when_these_were_spoken_of(said, act):
    assert reminder_act(said, "", waiting=True) == act
    assert reminder_act(said, "") is None


def test_whoever_speaks_of_death_or_wants_a_human_is_heard_first():
    assert reminder_act("vis mine påmindelser", "distress") is None
    assert reminder_act("vis mine påmindelser", "handoff_human") is None


@pytest.mark.parametrize(
    "said",
    [
        "stop ikke mine påmindelser",
        "jeg vil ikke gå glip af mine påmindelser",
        "jeg vil ikke glemme min joblog, send mig en sms",
        "kan I ikke minde mig om min joblog på mail",
        "jeg har ikke fået påmindelsen på mail",
        "hvorfor får jeg ikke mine mails",
        "sms er fint, men ikke om natten",
    ],
)
def test_a_no_in_a_sentence_is_no_wish_to_stop_by_itself(said):
    assert reminder_act(said, "", waiting=True) != "reminder_off"


@pytest.mark.parametrize(("said", "wish"), WISHES)
def test_the_channel_that_is_to_stop_is_told_from_the_one_that_is_to_stay(said, wish):
    assert read_reminder(said) == wish


@pytest.mark.parametrize(("said", "early"), EARLY)
def test_how_early_is_read(said, early):
    assert read_reminder(said) == early


def test_words_that_name_nothing_are_empty():
    assert read_reminder("tak for det") == {}
