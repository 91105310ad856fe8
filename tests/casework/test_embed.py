"""`retpligt widget`: the lines for a site owner."""

import pytest

from casework.cli import main
from casework.embed.snippet import read_manifest, snippet
from casework.errors import SettingsError

ADDRESS = "https://ret.example"


def test_the_lines_name_our_origin_and_nothing_else():
    lines = snippet(f"{ADDRESS}/noget?x=1")
    assert lines.script == '<script src="https://ret.example/widget.js" defer></script>'
    assert lines.policy == (
        "script-src https://ret.example; connect-src https://ret.example wss://ret.example; font-src https://ret.example"
    )
    assert 'href="https://ret.example/"' in lines.without_script


def test_a_locked_line_carries_version_and_seal():
    lines = snippet(ADDRESS, {"file": "widget.abc.js", "integrity": "sha384-x"})
    assert 'src="https://ret.example/static/widget/widget.abc.js"' in lines.script
    assert 'integrity="sha384-x" crossorigin="anonymous"' in lines.script


@pytest.mark.parametrize("wrong", ["ret.example", "ftp://ret.example", ""])
def test_what_is_no_web_address_is_refused_with_what_to_do(wrong):
    with pytest.raises(SettingsError, match="RETPLIGT_PUBLIC_URL"):
        snippet(wrong)


def test_a_script_that_was_never_built_is_told_with_what_to_do(tmp_path):
    with pytest.raises(SettingsError, match="make setup"):
        read_manifest(tmp_path / "manifest.json")


def test_the_command_prints_the_lines(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETPLIGT_INTERNAL_TOKEN", "x" * 16)
    assert main(["widget", "--url", ADDRESS]) == 0
    assert "connect-src https://ret.example wss://ret.example" in capsys.readouterr().out
    assert main(["widget", "--url", "nonsense"]) == 2
    assert "RETPLIGT_PUBLIC_URL" in capsys.readouterr().err
