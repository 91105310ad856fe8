"""The figures of the load: a leak is seen, and the section is put where it belongs without touching the others."""

import pytest

from tests.load.report_chat import TITLE, slope, write_section


def step(held, rate):
    waits = {"ack_p95": 5.0, "answer_p50": 10.0, "answer_p95": 20.0}
    return {"held": held, "sockets": 100, "perSecond": rate, "cpu": {"web": 50}, "memory": {}, **waits}


def figures(chats=3):
    steps = [step(True, 5), step(True, 10), step(False, 20)]
    memory = [{"web": 100.0}, {"web": 101.0}]
    soak = {"memory": memory, "slope": {"web": 1.0}, "per_second": 0.22, "chats": chats}
    return dict.fromkeys(("real", "sockets", "web"), steps) | {
        "soak": soak | {"answered": 36, "sent": 36, "answer_p95": 33.0}
    }


@pytest.mark.parametrize(
    ("values", "grows"), [([1, 2, 3, 4], 1.0), ([3, 3, 3], 0.0), ([4, 2], -2.0), ([5], 0.0), ([], 0.0)]
)
def test_the_slope_is_what_is_gained_from_minute_to_minute(values, grows):
    assert slope(values) == grows


@pytest.mark.parametrize("after", ["", "\n## Senere\n\nbliver\n"])
def test_the_section_replaces_itself_and_leaves_the_rest(tmp_path, after):
    path = tmp_path / "maalinger.md"
    path.write_text("# Målinger\n\n## Før\n\nbliver\n" + after, encoding="utf-8")
    write_section(figures(chats=3), path)
    write_section(figures(chats=4), path)
    written = path.read_text(encoding="utf-8")
    assert written.count(TITLE) == 1
    assert written.startswith("# Målinger\n\n## Før\n\nbliver\n")
    assert "4 samtaler blev ført" in written
    assert "3 samtaler blev ført" not in written
    assert ("## Senere\n\nbliver" in written) == bool(after)


def test_the_highest_step_held_and_the_first_not_held_are_told(tmp_path):
    path = tmp_path / "maalinger.md"
    path.write_text("# Målinger\n", encoding="utf-8")
    write_section(figures(), path)
    written = path.read_text(encoding="utf-8")
    assert "| hele linjen: holder | 100 | 10 |" in written
    assert "| hele linjen: holder ikke | 100 | 20 |" in written
    assert "| 100 | 5 |" not in written
