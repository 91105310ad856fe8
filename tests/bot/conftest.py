"""Tests of the Rasa process run in its own environment: ``bot/.venv/bin/python -m pytest tests/bot``."""

from __future__ import annotations

from bot.__main__ import prepare

prepare()
