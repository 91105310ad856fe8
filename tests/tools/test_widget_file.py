"""The one file that puts the chat on other sites."""

import base64
import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

from widget import KEPT_VERSIONS, in_own_unit, make_widget, rewrite, stylesheet


def test_lengths_of_the_root_become_lengths_of_the_readers_own_size():
    css = ".a{margin:-1.6rem .4rem;top:0}"
    assert in_own_unit(css) == ".a{margin:calc(var(--rp-rem) * -1.6) calc(var(--rp-rem) * .4);top:0}"


def test_a_word_that_only_looks_like_a_length_is_left_alone():
    assert in_own_unit(".h-2rem-x{--a2rem:1}") == ".h-2rem-x{--a2rem:1}"


def test_the_root_becomes_the_wrapper_and_the_window_becomes_the_panel():
    css = "/* x */:root{--a:1}@media (max-width: 48em){.a{top:0}}@media print{.b{top:0}}"
    assert rewrite(css) == ".rp{--a:1}@container rp (max-width: 48em){.a{top:0}}@media print{.b{top:0}}"


def test_nothing_of_the_pages_root_is_left_in_the_widgets_sheet():
    css = stylesheet()
    assert ":root" not in css
    assert "url(" not in css


def test_the_file_is_made_once_and_its_seal_is_that_of_its_bytes(tmp_path):
    assert make_widget(tmp_path) is True
    assert make_widget(tmp_path) is False
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    script = (tmp_path / manifest["file"]).read_bytes()
    assert (tmp_path / "widget.js").read_bytes() == script
    assert manifest["integrity"] == "sha384-" + base64.b64encode(hashlib.sha384(script).digest()).decode()
    # A phone on a slow line: 150 kB take three seconds, packed it is a third of it.
    assert len(script) < 150_000


def test_the_last_versions_are_kept_for_pages_that_name_them(tmp_path):
    for number in range(KEPT_VERSIONS + 2):
        (tmp_path / f"widget.{number:012}.js").write_text("old", encoding="utf-8")
    make_widget(tmp_path)
    assert len(list(tmp_path.glob("widget.*.js"))) == KEPT_VERSIONS


def test_the_file_asks_for_no_code_at_run_time(tmp_path):
    make_widget(tmp_path)
    script = (tmp_path / "widget.js").read_text("utf-8")
    for word in ("innerHTML", "eval(", "new Function", "document.write", "import(", "document.cookie"):
        assert word not in script, word
