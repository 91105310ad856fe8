"""Where the charts put things."""

import pytest

from web.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, lines, round_up, stacked_bars


@pytest.mark.parametrize(
    ("value", "top"), [(0, 0), (0.4, 4), (4, 4), (4.1, 8), (8, 8), (9, 20), (21, 40), (80, 80), (81, 200), (201, 400)]
)
def test_a_scale_ends_on_a_round_number(value, top):
    assert round_up(value) == top


def test_bars_of_a_heap_stand_on_each_other_and_end_at_the_top():
    chart = stacked_bars(["a"], [("x", [12]), ("y", [8])], gap="-")
    low, high = chart.bars
    assert low.y + low.height == HEIGHT - BOTTOM
    assert (high.y + high.height, high.y) == (low.y, TOP)
    assert low.height * 8 == pytest.approx(high.height * 12, abs=1)


def test_a_hidden_value_leaves_a_mark_and_no_bar():
    chart = stacked_bars(["a", "b"], [("x", [6, None]), ("y", [None, 7])], gap="-")
    assert [(bar.series, bar.x < WIDTH / 2) for bar in chart.bars] == [(0, True), (1, False)]
    assert [gap.text for gap in chart.gaps] == ["-", "-"]


def test_what_is_hidden_of_a_told_total_is_drawn_as_one_rest():
    series = [("x", [6, 9]), ("y", [None, None]), ("z", [None, 1])]
    chart = stacked_bars(["a", "b"], series, gap="-", totals=[20, None], rest="hidden")
    assert [bar.series for bar in chart.bars] == [0, 3]
    assert chart.bars[1].height == pytest.approx(chart.bars[0].height * 14 / 6, abs=0.2)
    assert (chart.series[-1], len(chart.gaps)) == ("hidden", 1)


def test_a_chart_in_which_nothing_is_hidden_has_no_rest():
    chart = stacked_bars(["a"], [("x", [6])], gap="-", totals=[6], rest="hidden")
    assert (chart.series, len(chart.bars), chart.gaps) == (("x",), 1, ())


def test_a_line_is_broken_where_a_value_is_hidden():
    chart = lines(list("abcd"), [("x", [1, 2, None, 4])], gap="-")
    assert [len(stroke.dots) for stroke in chart.strokes] == [2, 1]
    assert len(chart.gaps) == 1


def test_without_values_there_is_no_chart():
    assert stacked_bars(["a"], [("x", [None])], gap="-") is None
    assert stacked_bars([], [], gap="-") is None
    assert lines(["a"], [("x", [None])], gap="-") is None


@pytest.mark.parametrize("number", [1, 8, 9, 28, 92, 160])
def test_everything_lies_inside_the_drawing_and_labels_are_few(number):
    values = [float(n % 7 + 1) for n in range(number)]
    chart = stacked_bars([str(n) for n in range(number)], [("x", values)], gap="-")
    assert len(chart.labels) <= 8
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH - RIGHT + 0.1 for bar in chart.bars)
    assert all(bar.y >= TOP and bar.height > 0 for bar in chart.bars)
