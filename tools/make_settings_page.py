"""Writes docs/indstillinger.md from .env.example, which a test holds to the settings class: `make settings-page`."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE, PAGE = ROOT / ".env.example", ROOT / "docs" / "indstillinger.md"
_SETTING = re.compile(r"(RETPLIGT_[A-Z_]+)=(.*)")
_TOP = """# Alle indstillinger

Skrevet af `make settings-page` ud fra `.env.example`; ret ikke her. En indstilling sættes i miljøet eller i `.env`.
Miljøet vinder, og en tom værdi betyder standarden. Kommunens navn, tekster og kanaler kan også rettes, mens alt
kører: se [drift](drift.md).

| indstilling | standard | hvad den gør |
|---|---|---|
"""
_BOTTOM = """
Kun `make run` og `make stop` læser de to sidste, og kun fra miljøet:

| indstilling | standard | hvad den gør |
|---|---|---|
| `RETPLIGT_RUN_DIR` | `var/run` | hvor procesnumrene ligger |
| `RETPLIGT_LOG_DIR` | `var/log` | hvor logfilerne ligger |
"""


def page() -> str:
    """The page as it should stand."""
    return _TOP + "".join(f"| `{name}` | {_code(value)} | {told} |\n" for name, value, told in _settings()) + _BOTTOM


def _settings() -> list[tuple[str, str, str]]:
    """Name, default and words of each setting; several under one comment share it."""
    found, comment, fresh = [], "", False
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comment = f"{comment} {line.lstrip('# ')}".strip() if fresh else line.lstrip("# ")
            fresh = True
        elif match := _SETTING.fullmatch(line):
            found.append((match[1], match[2], comment.replace("|", "\\|")))
            fresh = False
        else:
            comment, fresh = "", False
    return found


def _code(value: str) -> str:
    return f"`{value}`" if value else "tom"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
