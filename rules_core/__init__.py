"""The rules of the Danish employment system as dated data, and an engine that answers from them.

A pure library: it reads no clock, no network and no database.
"""

from rules_core.absences import AbsenceReason, absence_reasons
from rules_core.assessment import Assessment, DeadlineAnswer, NextQuestion, Option, RuleAnswer, Status, Step
from rules_core.compare import Comparison, compare
from rules_core.compile import CompiledRuleset, compile_ruleset
from rules_core.errors import (
    FactError,
    InputError,
    PeriodError,
    RuleFileError,
    RulesCoreError,
    RulesetError,
    UnknownGroupError,
    UnknownRuleError,
    UnknownTrackError,
)
from rules_core.evaluator import evaluate
from rules_core.facts import fact_registry
from rules_core.loader import Ruleset, load_ruleset
from rules_core.lookup import Lookup, lookup
from rules_core.plan import Reminder, plan_reminders
from rules_core.questions import next_question

__all__ = [
    "AbsenceReason",
    "Assessment",
    "Comparison",
    "CompiledRuleset",
    "DeadlineAnswer",
    "FactError",
    "InputError",
    "Lookup",
    "NextQuestion",
    "Option",
    "PeriodError",
    "Reminder",
    "RuleAnswer",
    "RuleFileError",
    "RulesCoreError",
    "Ruleset",
    "RulesetError",
    "Status",
    "Step",
    "UnknownGroupError",
    "UnknownRuleError",
    "UnknownTrackError",
    "absence_reasons",
    "compare",
    "compile_ruleset",
    "evaluate",
    "fact_registry",
    "load_ruleset",
    "lookup",
    "next_question",
    "plan_reminders",
]
