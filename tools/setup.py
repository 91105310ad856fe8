"""Sets everything up: two Python environments, the page's files, secrets, the language model. Quick the second time.

Run by `make run` and `make test`; each step is skipped when what it stands on has not changed.
"""

import hashlib
import os
import re
import secrets
import shutil
import sys
from pathlib import Path

from interpreters import MAIN_VERSIONS, RASA_VERSIONS, find_python, find_uv
from rasa_commands import TRAINING_INPUTS, rasa_environment, train_command
from settings_file import ENV_FILE
from terminal import ROOT, VAR, Steps, Stop, clean_environment, main, run, works

SECRETS = ("RETPLIGT_INTERNAL_TOKEN", "RETPLIGT_SECRET_KEY")


def fingerprint(*parts):
    """Hash of files, folders and words: the same when nothing that matters has changed."""
    total = hashlib.sha256()
    for part in parts:
        if not isinstance(part, Path):
            total.update(str(part).encode())
            continue
        files = (
            sorted(p for p in part.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
            if part.is_dir()
            else [part]
        )
        for file in files:
            total.update(str(file.relative_to(ROOT)).encode())
            total.update(file.read_bytes())
    return total.hexdigest()


class Stamp:
    """Remembers what a finished step stood on."""

    def __init__(self, path, value):
        self.path = path
        self.value = value

    def fresh(self):
        """True when the step was finished with exactly this value."""
        return self.path.exists() and self.path.read_text() == self.value

    def set(self):
        """Remember that the step is done."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def environment(uv, python, folder, lock, *, install_project):
    """Make one virtual environment hold exactly what its lock file names. Returns False when it already did."""
    stamp = Stamp(folder / ".stamp", fingerprint(lock, str(python), ROOT / "pyproject.toml", str(folder)))
    if stamp.fresh() and (folder / "bin/python").exists():
        return False
    env = clean_environment()
    name = folder.parent.name + "-env"
    if not same_interpreter(folder, python):
        shutil.rmtree(str(folder), ignore_errors=True)
        run([uv, "venv", "--python", python, folder], name, env=env)
    target = ["-p", folder / "bin/python"]
    run([uv, "pip", "sync", "--require-hashes", "--compile-bytecode", lock, *target], name, env=env)
    if install_project:
        run([uv, "pip", "install", "--no-deps", "--no-build-isolation", "-e", ROOT, *target], name, env=env)
    stamp.set()
    return True


def same_interpreter(folder, python):
    """True when the environment works and stands on this interpreter, so that it can be brought up to date in place."""
    made_of = folder / "bin/python"
    return made_of.exists() and made_of.resolve() == python.resolve() and works(made_of, "import sys")


def page_files():
    """Fetch the design system and the socket client with npm and lay out what the page serves."""
    lock = ROOT / "package-lock.json"
    stamp = Stamp(ROOT / "node_modules/.stamp", fingerprint(lock, ROOT / "tools/assets.py"))
    if stamp.fresh() and (ROOT / "web/static/vendor").is_dir():
        return False
    if not shutil.which("npm"):
        raise Stop("Der mangler Node.js med npm. Installér Node.js 20 eller nyere, og prøv igen.")
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "npm", env=clean_environment())
    run([sys.executable, ROOT / "tools/assets.py"], "assets", env=clean_environment())
    stamp.set()
    return True


def widget_file():
    """Make the script that puts the chat on other sites, when the page's own modules have changed."""
    script = ROOT / "web/static/widget/widget.js"
    before = script.stat().st_mtime if script.is_file() else None
    run([sys.executable, ROOT / "tools/widget.py"], "widget", env=clean_environment())
    return script.stat().st_mtime != before


def write_secrets():
    """Give the installation its own secrets once, readable by its owner only. What stands there stays as it is."""
    there = ENV_FILE.read_text(encoding="utf-8") if ENV_FILE.exists() else ""
    missing = [name for name in SECRETS if not re.search(rf"^{name}=", there, re.MULTILINE)]
    if not missing:
        return False
    descriptor = os.open(str(ENV_FILE), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        if there and not there.endswith("\n"):
            file.write("\n")
        file.write("# Hemmeligheder for denne installation. Andre indstillinger: se .env.example.\n")
        for name in missing:
            file.write(f"{name}={secrets.token_urlsafe(32)}\n")
    return True


def train(force=False):
    """Train the language model when training data, domain, configuration or components have changed."""
    stamp = Stamp(ROOT / "models/.stamp", fingerprint(*[ROOT / part for part in TRAINING_INPUTS]))
    if not force and stamp.fresh() and any((ROOT / "models").glob("*.tar.gz")):
        return False
    for old in (ROOT / "models").glob("*.tar.gz"):
        old.unlink()
    run(train_command(), "train", env=rasa_environment())
    stamp.set()
    return True


def set_up(only_environments=False):
    """Everything, in order. Raises Stop in plain words when something is missing."""
    VAR.mkdir(exist_ok=True)
    steps = Steps(4 if only_environments else 6)
    with steps.step("Finder uv og to udgaver af Python") as note:
        uv = find_uv()
        main_python = find_python(MAIN_VERSIONS, uv, "til serveren; 3.11 eller nyere")
        rasa_python = find_python(RASA_VERSIONS, uv, "til sprogforståelsen")
        note(f"uv, {main_python.name} og {rasa_python.name}")
    with steps.step("Pakker til serveren") as note:
        note(
            "hentet"
            if environment(uv, main_python, ROOT / ".venv", ROOT / "requirements.lock", install_project=True)
            else "uændret"
        )
    with steps.step("Pakker til sprogforståelsen") as note:
        note(
            "hentet"
            if environment(uv, rasa_python, ROOT / "bot/.venv", ROOT / "bot/requirements.lock", install_project=False)
            else "uændret"
        )
    with steps.step("Sidens filer (Det Fælles Designsystem)") as note:
        # The script for other sites is made of the page's own modules, also of those that nothing was fetched for.
        fetched, made = page_files(), widget_file()
        note("hentet" if fetched else "bygget" if made else "uændret")
    if only_environments:
        return
    with steps.step("Hemmeligheder i .env") as note:
        note("skrevet" if write_secrets() else "uændret")
    with steps.step("Sprogmodellen") as note:
        note("trænet" if train() else "uændret")


def command():
    """`setup.py` sets up, `setup.py train` trains again, `setup.py environments` stops before model and database."""
    what = sys.argv[1] if len(sys.argv) > 1 else "all"
    if what == "train":
        steps = Steps(1)
        with steps.step("Træner sprogmodellen"):
            train(force=True)
    else:
        set_up(only_environments=what == "environments")


if __name__ == "__main__":
    main(command)
