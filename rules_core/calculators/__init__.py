"""Calculators: pure functions from numbers or rows to a result with every step of the calculation."""
