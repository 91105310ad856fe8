"""Rules as generated Python code: for nightly runs over many people, where nobody reads an explanation.

The reference is `rules_core.evaluate`; this path must give the same status, date and number, and a test compares them
on thousands of made-up people.
"""

from rules_core.compile.compiled import CompiledRuleset, compile_ruleset
from rules_core.compile.shapes import FastAnswer, Shape

__all__ = ["CompiledRuleset", "FastAnswer", "Shape", "compile_ruleset"]
