"""Says the steps of a calculation in Danish."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import cache
from typing import Any

from rules_core.calculators.employer import CalcStep, StepValue
from rules_core.dates import danish_date
from rules_core.fact_files import PACKAGE_ROOT
from rules_core.texts import fill
from rules_core.values import danish_number
from rules_core.yaml_strict import read_yaml

_CENT = Decimal("0.01")


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    content: Any = read_yaml(PACKAGE_ROOT / "data" / "calculator_texts.yml", "data/calculator_texts.yml")
    return {section: dict(phrases) for section, phrases in content.items()}


def tell_step(step: CalcStep) -> str:
    """The Danish sentence of one step. Raises KeyError for a step without a sentence."""
    return fill(_texts()["steps"][step.code], {key: _shown(value) for key, value in step.data.items()})


def tell_caveat(method: str) -> str:
    """What the reader must know about a method."""
    return _texts()["caveats"][method]


def _shown(value: StepValue) -> str:
    if isinstance(value, date):
        return danish_date(value, weekday=False)
    if isinstance(value, Decimal):
        return danish_number(value.quantize(_CENT, ROUND_DOWN))
    return str(value)
