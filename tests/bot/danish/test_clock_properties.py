"""What holds of clock times for any minute of the day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from readings import FRIDAY

from bot.danish.clock import find_times, within_hours

MINUTES = st.integers(0, 1439)
HOURS = ("tolv", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve")


def _readings(text: str) -> set[int]:
    found = find_times(text, FRIDAY)[0]
    return {window.begin for window in found.alternatives} if found.error else {found.begin}


@given(MINUTES)
def test_a_time_in_digits_reads_back_as_itself(minutes):
    hour, minute = divmod(minutes, 60)
    for said in (f"kl. {hour:02}.{minute:02}", f"kl {hour:02}:{minute:02}", f"klokken {hour:02}{minute:02}"):
        assert minutes in _readings(said)
        assert all((reading - minutes) % 720 == 0 for reading in _readings(said))
    assert minutes in _readings(f"kl. {hour}.{minute:02}")


@given(st.integers(0, 11), st.sampled_from([("halv {}", -30), ("kvart over {}", 15), ("kvart i {}", -15)]))
def test_a_time_in_words_is_one_in_the_morning_and_one_in_the_evening(hour, words):
    phrase, shift = words
    early = (hour * 60 + shift) % 720
    assert _readings(phrase.format(HOURS[hour])) == {early, early + 720}


@given(st.integers(0, 1380), st.integers(1, 59))
def test_a_span_of_two_times_begins_before_it_ends(begin, length):
    until = begin + length
    found = find_times(f"mellem kl. {begin // 60:02}.{begin % 60:02} og {until // 60:02}.{until % 60:02}", FRIDAY)[0]
    windows = found.alternatives or [found]
    assert all(window.begin < window.until for window in windows)
    assert any((window.begin, window.until) == (begin, until) for window in windows)


@given(MINUTES, st.integers(0, 719), st.integers(721, 1440))
def test_a_settled_time_lies_within_the_opening_hours(minutes, opens, closes):
    settled = within_hours(find_times(f"kl. {minutes // 60}.{minutes % 60:02}", FRIDAY)[0], opens, closes)
    assert settled.begin is None or opens <= settled.begin <= settled.until <= closes


@given(
    st.text(alphabet="0123456789.:- klhavotieørmdagnf,", max_size=40), st.dates(date(2000, 1, 1), date(2039, 12, 31))
)
def test_no_text_breaks_the_clock(text, today):
    for found in find_times(text, today):
        assert text[slice(*found.span)] == found.text
        assert found.error or 0 <= found.begin <= found.until <= 1440


@given(st.from_regex(r"[0-3]\d[01]\d\d\d[- ]?\d{4}|[2-9]\d( \d\d){3}|[2-9]\d{3} \d{4}|[2-9]\d{7}", fullmatch=True))
def test_no_phone_or_cpr_number_is_a_time(number):
    assert find_times(f"mit nummer er {number}", FRIDAY) == []
