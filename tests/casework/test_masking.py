"""CPR numbers are hidden, and nothing else is."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.privacy.masking import CPR_MASK, mask, without_masks

SEPARATORS = ["", "-", " ", " - ", "–", "—", ".", "/", "\u00a0", "- ", " -"]


@pytest.mark.parametrize(
    "number",
    [
        "010170-1234", "0101701234", "010170 1234", "010170–1234", "010170 - 1234", "010170.1234", "010170/1234",
        "01 01 70 1234", "01.01.70-1234", "01-01-70-1234", "01/01/70-1234", "610170-1234", "911299-1234",
        "290200-1234", "290296-1234", "311299-0000", "010170--1234", "010170_1234", "010170\n1234", "01 01 70 12 34",
        "01-01-1970-1234", "01.01.70.1234", "0101-70-1234", "19700101-1234", "1970-01-01-1234", "0 1 0 1 7 0 1 2 3 4",
    ],
)  # fmt: skip
def test_a_cpr_number_is_hidden(number: str):
    assert mask(f"mit cpr er {number}.").text == f"mit cpr er {CPR_MASK}."
    assert mask(number).found == ("cpr",)


@pytest.mark.parametrize(
    "number",
    [
        "010170\u200b-1234", "010170\u200d-1234", "0101\u00ad70-1234", "010170\ufe0f1234", "01017\u034f0-1234",
        "0\u03361\u03360170-1234", "010170\u2009-\u20091234", "010170\u30001234", "０１０１７０－１２３４",
        "⁰¹⁰¹⁷⁰-1234", "⓪①⓪①⑦⓪-1234", "0101\u316470-1234", "010170\U000e0020-1234", "0\ufe0f\u20e310170-1234",
    ],
)  # fmt: skip
def test_a_cpr_number_cannot_be_hidden_from_the_mask(number: str):
    masked = mask(f"jeg bor på Ærø \U0001f468\u200d\U0001f469: {number}, tak ²")
    assert masked.text == f"jeg bor på Ærø \U0001f468\u200d\U0001f469: {CPR_MASK}, tak ²"
    assert masked.found == ("cpr",)


@pytest.mark.parametrize("text", ["010170 \U0001f468\u200d\U0001f469 1234", "½010170-1234½", "m² 01.01 og å\u030a"])
def test_signs_around_and_between_stay_as_they_are(text: str):
    assert mask(text).text == text.replace("010170-1234", CPR_MASK)


@pytest.mark.parametrize(
    "text",
    [
        "320170-1234", "000170-1234", "011370-1234", "290201-1234", "300270-1234", "600170-1234", "920170-1234",
        "sagsnr. 2026-12345", "cvr 12345678", "ring 70 10 20 30", "ring 21 12 70 12", "2026-11-02", "02.11.2026",
        "den 02.11.26 1500 kr.", "02/11", "1.234.567,89 kr.", "12345678901", "00101701234", "+45 61 01 70 12",
        "kl. 10.30-12.00", "02.11.2026 1500", "0 1 2 3 4 5 6 7 8 9", "01 13 70 12 34", "1970-13-01-1234",
        "19701301-1234", "+45 10 12 70 12", "fra 01.11.2026 - 02.11.2026",
    ],
)  # fmt: skip
def test_what_is_no_cpr_number_stays(text: str):
    assert mask(text).text == text
    assert mask(text).found == ()


def test_every_number_is_found_and_the_text_around_it_stays():
    masked = mask("0101701234 og 020270-1234!")
    assert masked.text == f"{CPR_MASK} og {CPR_MASK}!"
    assert masked.found == ("cpr", "cpr")
    assert without_masks(masked.text) == "og !"


@given(
    day=st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    serial=st.integers(0, 9999),
    separator=st.sampled_from(SEPARATORS),
    before=st.text(st.characters(exclude_categories=["N", "Cs"]), max_size=20),
    after=st.text(st.characters(exclude_categories=["N", "Cs"]), max_size=20),
)
def test_any_birth_date_with_any_serial_is_hidden_in_any_text(day, serial, separator, before, after):
    number = f"{day:%d%m%y}{separator}{serial:04}"
    assert number not in mask(before + number + after).text
    assert mask(before + number + after).text == before + CPR_MASK + after


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text: str):
    once = mask(text).text
    assert mask(once).text == once


@pytest.mark.parametrize("sign", ["0", "1", " ", "-", "01 ", "0101", "01-", "010170 ", "010170- ", "a", "31.12.", "٣"])
def test_hostile_text_costs_in_step_with_its_length(sign: str):
    """Eight times the text, some eight times the work; a pattern that backtracks would need sixty times as much.

    The two are timed in turn and compared, for how fast the machine is says nothing.
    """
    short, long = ((sign * length)[:length] for length in (6_250, 50_000))
    rounds = [(_seconds(short), _seconds(long)) for _ in range(7)]
    assert min(second for _, second in rounds) <= 30 * min(first for first, _ in rounds)


def _seconds(text: str) -> float:
    start = time.process_time()
    mask(text)
    return time.process_time() - start
