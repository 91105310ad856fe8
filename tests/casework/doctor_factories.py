"""An installation for the doctor to look at."""

from __future__ import annotations

from pathlib import Path

from casework.db import use_database
from casework.db.migrate import upgrade
from casework.doctor import checks
from casework.doctor.findings import Finding
from casework.settings import Settings
from tests.support.ports import free_ports

SECRET = "x" * 32
#: Where nobody answers.
NOBODY = f"http://127.0.0.1:{free_ports(1)[0]}"


def settings(tmp_path: Path, **more: object) -> Settings:
    """Settings with a database of their own and nobody behind."""
    values = {
        "internal_token": SECRET,
        "database_url": f"sqlite:///{tmp_path / 'doctor.db'}",
        "rasa_url": NOBODY,
        "actions_url": NOBODY,
        **more,
    }
    return Settings(**values)  # type: ignore[arg-type]  # each value fits its field


def seen(chosen: Settings) -> dict[str, Finding]:
    """Every finding by what it is about."""
    return {finding.check: finding for finding in checks.run(chosen)}


def migrated(chosen: Settings, revision: str = "head") -> Settings:
    """The same settings, with the database made."""
    upgrade(use_database(chosen.database_url), revision)
    return chosen
