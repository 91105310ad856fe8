"""Runs the tests of the page's own modules, so that they are part of the suite."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = HERE.parents[1] / "web" / "static" / "js"
LONGEST_MODULE = 300


def test_the_modules_of_the_page_pass_their_own_tests():
    node = shutil.which("node")
    if node is None:
        pytest.fail("Node is missing. Install it: apt install nodejs")
    tests = sorted(str(file) for file in HERE.glob("*.test.js"))
    assert tests
    done = subprocess.run([node, "--test", *tests], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout


def test_no_module_turns_data_into_markup():
    forbidden = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function")
    found = {
        (module.name, word)
        for module in MODULES.rglob("*.js")
        for word in forbidden
        if word in module.read_text(encoding="utf-8")
    }
    assert found == set()


def test_no_module_is_longer_than_the_house_rule_allows():
    too_long = {
        module.name for module in MODULES.rglob("*.js") if len(module.read_text().splitlines()) > LONGEST_MODULE
    }
    assert too_long == set()
