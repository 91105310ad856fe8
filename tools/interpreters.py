"""Finds or fetches what the environments stand on: uv, a Python 3.10 for Rasa, a Python 3.11 or newer for the rest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from terminal import VAR, Stop, clean_environment, run, works

UV_REQUIREMENT = "uv>=0.9,<1"
RASA_VERSIONS = ((3, 10),)  # Rasa 3.6 runs on nothing newer
MAIN_VERSIONS = ((3, 12), (3, 13), (3, 11))  # best first; the project needs at least 3.11
NEEDED_MODULES = "import sys, ssl, sqlite3, ctypes, bz2, venv"


def find_uv():
    """Path of a working uv: on the path, in the home folder, or installed into var/tools.

    Raises:
        Stop: uv is not there and cannot be installed.
    """
    own = VAR / "tools" / "bin" / "uv"
    for candidate in (shutil.which("uv"), Path.home() / ".local/bin/uv", own):
        if candidate and Path(candidate).exists() and _runs([candidate, "--version"]):
            return Path(candidate)
    _install_uv(own)
    return own


def _runs(command):
    try:
        return subprocess.call([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _install_uv(target):
    """Install uv into an environment of its own; Debian's python3 comes without venv, so pip alone is tried too."""
    folder = target.parent.parent
    env = clean_environment()
    try:
        run([sys.executable, "-m", "venv", folder], "uv-venv", env=env)
        run([folder / "bin/python", "-m", "pip", "install", "-q", UV_REQUIREMENT], "uv-pip", env=env)
    except Stop:
        shutil.rmtree(str(folder), ignore_errors=True)
        try:
            run(
                [sys.executable, "-m", "pip", "install", "-q", "--target", folder, UV_REQUIREMENT],
                "uv-pip-target",
                env=env,
            )
        except Stop as second:
            raise Stop(
                "Der mangler 'uv', og den kunne ikke hentes. Installér pakken python3-venv "
                "(fx 'apt install python3-venv') eller uv selv, og prøv igen."
            ) from second
    if not _runs([target, "--version"]):
        raise Stop("'uv' blev hentet, men kan ikke køre. Slet mappen var/tools, og prøv igen.")


def find_python(versions, uv, purpose):
    """Path of an interpreter of one of these (major, minor) versions, the first wish first.

    Looks on the path, in pyenv, among Python builds that uv knows, and last lets uv fetch one.

    Raises:
        Stop: none is there and none can be fetched.
    """
    for version in versions:
        for candidate in _candidates(version, uv):
            check = f"{NEEDED_MODULES}; assert sys.version_info[:2] == {version}"
            if works(candidate, check):
                return Path(candidate)
    wish = "{}.{}".format(*versions[0])
    try:
        run([uv, "python", "install", wish], "python-" + wish, env=clean_environment())
    except Stop as reason:
        raise Stop(
            f"Der mangler Python {wish} ({purpose}). Den findes hverken på maskinen eller i pyenv, "
            f"og den kunne ikke hentes. Installér den, fx med 'pyenv install {wish}', og prøv igen."
        ) from reason
    found = _uv_find(uv, wish)
    if found is None:
        raise Stop(f"Python {wish} blev hentet, men blev ikke fundet bagefter. Prøv igen.")
    return found


def _candidates(version, uv):
    name = "python{}.{}".format(*version)
    if sys.version_info[:2] == version:
        yield sys.executable
    yield from _pyenv(version)
    found = shutil.which(name)
    if found:
        yield found
    for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
        yield str(Path(folder) / name)
    managed = _uv_find(uv, "{}.{}".format(*version))
    if managed:
        yield str(managed)


def _pyenv(version):
    """Interpreters that pyenv has built, newest patch first, also when they are not switched on."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    prefix = "{}.{}.".format(*version)
    builds = [p for p in root.glob(prefix + "*") if p.name[len(prefix) :].isdigit()] if root.is_dir() else []
    for build in sorted(builds, key=lambda p: int(p.name[len(prefix) :]), reverse=True):
        yield str(build / "bin" / "python{}.{}".format(*version))


def _uv_find(uv, version):
    try:
        answer = subprocess.run(
            [str(uv), "python", "find", "--no-python-downloads", "--system", version],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            env=clean_environment(),
        )
    except OSError:
        return None
    path = answer.stdout.decode().strip()
    return Path(path) if answer.returncode == 0 and path else None
