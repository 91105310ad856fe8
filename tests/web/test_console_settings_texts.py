"""The texts of the settings: each one that is used exists, and each one that exists is used."""

from __future__ import annotations

import re
from pathlib import Path

from web.texts import load_texts

TEXTS = load_texts("console_settings")
NOTICES = TEXTS["settings_notices"]


def test_every_text_that_the_settings_use_exists_and_back():
    folder = Path(__file__).parents[2] / "web/templates/console/settings"
    pages = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.html"))
    used = set(re.findall(r"\bt\.(\w+)", pages))
    own = load_texts("console_own")
    assert used - set(TEXTS) <= set(load_texts("console")) | set(own)
    in_code = {"branding_now", "branding_none", "branding_fields", "branding_help", "logo_none"}
    in_code |= {"own_default", "own_none", "text_lix_easy", "text_lix_hard", "own_notices", "wrong_own"}
    assert set(own) - used == in_code
    assert set(TEXTS) - used == {"settings_notices", "wrong", "test_wrong"}
    code = (Path(__file__).parents[2] / "web/routes/console_settings.py").read_text(encoding="utf-8")
    code += (Path(__file__).parents[2] / "web/routes/console_accounts.py").read_text(encoding="utf-8")
    assert {name for name in NOTICES if f'"{name}"' in code} == set(NOTICES)


def test_every_refusal_of_an_own_setting_has_its_text_and_back():
    folder = Path(__file__).parents[2]
    routes = [folder / f"web/routes/console_{name}.py" for name in ("own_settings", "notice")]
    files = [*(folder / "casework/municipality").glob("*.py"), *routes]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    assert set(re.findall(r'OwnSettingError\("(\w+)"', code)) == set(load_texts("console_own")["wrong_own"])


def test_every_refusal_of_a_field_has_its_text_and_back():
    folder = Path(__file__).parents[2]
    code = "".join(
        (folder / path).read_text(encoding="utf-8")
        for path in ("casework/handoff/canned.py", "casework/handoff/closing_days.py", "web/routes/console_settings.py")
    )
    assert set(re.findall(r'SetupError\("(\w+)"', code)) == set(TEXTS["wrong"])
