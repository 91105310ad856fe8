"""The format's own documentation must not lie."""

import re
import shutil
from pathlib import Path

from rules_core import Status, evaluate, load_ruleset
from rules_core.conditions import OPERATORS
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.texts import VARIABLES

GUIDE = (Path(__file__).parents[2] / "docs" / "regelformat.md").read_text(encoding="utf-8")


def test_the_example_in_the_guide_is_a_rule_that_works(tmp_path):
    shutil.copytree(PACKAGE_ROOT / "data", tmp_path / "data")
    (tmp_path / "rules").mkdir()
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL).group(1)
    (tmp_path / "rules" / "eksempel.yml").write_text(example, encoding="utf-8")
    book = load_ruleset("gaeldende", tmp_path)
    facts = {"ydelse": "dagpenge", "tilmeldt_dato": "2026-11-02"}
    found = evaluate(facts, book.rules["eksempel.cv"].versions[0].from_, ruleset=book).answers[0]
    assert (found.status, str(found.deadline.date)) == (Status.APPLIES, "2026-11-16")


def test_the_guide_names_every_operator_and_every_template_name():
    # These four are for the engine's own phrases.
    own = {"calculation", "source", "count", "one_per"}
    missing = {name for name in VARIABLES - own if f"{{{name}}}" not in GUIDE}
    missing |= {operator for operator in OPERATORS if f"{operator}:" not in GUIDE}
    assert missing == set()
