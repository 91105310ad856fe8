"""A stock Rasa on the same data: `rasa init`'s pipeline and policies, `rasa run` as it comes, trivial actions.

Its environment (TensorFlow included) is made only for `make bench`, in bot/bench/.venv.
"""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.load.measures import ROOT, MeasureError, timed

FOLDER = ROOT / "var/bench"
VENV = ROOT / "bot/bench/.venv"
LOCK = ROOT / "bot/bench/requirements.lock"
MODEL = FOLDER / "stock.tar.gz"
TRAINED = FOLDER / "stock.json"
RASA_PORT, ACTIONS_PORT = 5115, 5165
DATA = ("data/nlu", "data/rules", "data/stories")


def environment() -> dict[str, str]:
    """Environment of the stock commands: nothing of ours on the path but the project itself."""
    left_out = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE"}
    env = {key: value for key, value in os.environ.items() if key not in left_out}
    ours = {"RETPLIGT_ACTIONS_URL": f"http://127.0.0.1:{ACTIONS_PORT}", "RETPLIGT_INTERNAL_TOKEN": "not-checked"}
    return env | ours | {"RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": str(ROOT), "TF_CPP_MIN_LOG_LEVEL": "2"}


def install() -> None:
    """Make the stock environment hold what its lock file names. Raises MeasureError."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    uv = shutil.which("uv") or str(ROOT / "var/tools/bin/uv")
    python = subprocess.check_output(
        [str(ROOT / "bot/.venv/bin/python"), "-c", "import sys; print(sys._base_executable)"]
    )
    if not (VENV / "bin/python").exists():
        timed([uv, "venv", "--python", python.decode().strip(), VENV], environment(), FOLDER / "stock-venv.log")
    sync = [uv, "pip", "sync", "--require-hashes", "--compile-bytecode", LOCK, "-p", VENV / "bin/python"]
    timed(sync, environment(), FOLDER / "stock-install.log")


def train() -> float:
    """Train the stock model on our data; returns seconds. Raises MeasureError.

    That takes some ten minutes, so a model of the very same data is used again with the seconds it took then.
    """
    inputs = fingerprint(*(ROOT / part for part in ("bot/domain", "bot/bench/config.yml", *DATA)))
    if MODEL.exists() and TRAINED.exists():
        earlier = json.loads(TRAINED.read_text(encoding="utf-8"))
        if earlier["inputs"] == inputs:
            return float(earlier["seconds"])
    out = ["--out", FOLDER, "--fixed-model-name", "stock"]
    command = ["--domain", "bot/domain", "--config", "bot/bench/config.yml", "--data", *DATA, *out]
    seconds = timed([VENV / "bin/rasa", "train", *command], environment(), FOLDER / "stock-train.log")
    TRAINED.write_text(json.dumps({"inputs": inputs, "seconds": seconds}), encoding="utf-8")
    return seconds


def train_on(nlu: Path, name: str) -> tuple[Path, float]:
    """Train the stock pipeline's language understanding on a folder of sentences; returns the model and the seconds.

    A model of the very same sentences and settings is used again with the seconds it took then. Raises MeasureError.
    """
    model, trained = FOLDER / f"{name}.tar.gz", FOLDER / f"{name}.json"
    inputs = fingerprint(ROOT / "bot/bench/config.yml", nlu)
    if model.exists() and trained.exists():
        earlier = json.loads(trained.read_text(encoding="utf-8"))
        if earlier["inputs"] == inputs:
            return model, float(earlier["seconds"])
    command = ["--config", "bot/bench/config.yml", "--nlu", nlu, "--out", FOLDER, "--fixed-model-name", name]
    log = FOLDER / f"{name}-train.log"
    seconds = timed([VENV / "bin/rasa", "train", "nlu", *command], environment(), log)
    trained.write_text(json.dumps({"inputs": inputs, "seconds": seconds}), encoding="utf-8")
    return model, seconds


def fingerprint(*places: Path) -> str:
    """Hash of files and folders."""
    files = [file for place in places for file in (sorted(place.rglob("*.yml")) if place.is_dir() else [place])]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def server_command() -> list[str | Path]:
    """`rasa run` as it comes, with a REST channel and an action server."""
    files = ["--endpoints", "bot/bench/endpoints.yml", "--credentials", "bot/bench/credentials.yml"]
    return [VENV / "bin/rasa", "run", "-p", str(RASA_PORT), "--model", MODEL, *files]


def actions_command() -> list[str | Path]:
    """An action server whose actions do nothing but speak."""
    module = "tests.load.trivial_actions"
    return [ROOT / ".venv/bin/python", "-m", "rasa_sdk", "--actions", module, "-p", str(ACTIONS_PORT)]


def webhook() -> str:
    """Where the stock server takes messages."""
    return f"http://127.0.0.1:{RASA_PORT}/webhooks/rest/webhook"


def require() -> None:
    """Raises MeasureError when the files that describe the stock set-up are not there."""
    for name in ("config.yml", "endpoints.yml", "credentials.yml", "requirements.lock"):
        if not (ROOT / "bot/bench" / name).exists():
            raise MeasureError(f"bot/bench/{name} is missing.")
