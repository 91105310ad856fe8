"""How Rasa is started, trained and checked here: one place for its command lines and its environment."""

from terminal import ROOT, VAR, clean_environment

RASA = ROOT / "bot/.venv/bin/rasa"
DATA = ["data/nlu", "data/rules", "data/stories"]
TRAINING_INPUTS = [
    "config.yml",
    "bot/domain",
    "bot/components",
    "bot/danish",
    "bot/requirements.lock",
    "tools/rasa_commands.py",
    *DATA,
]


def rasa_environment(extra=None):
    """Environment for every Rasa command: our stand-in for TensorFlow first on the path, no telemetry."""
    env = {
        "PYTHONPATH": "{}:{}".format(ROOT / "bot/stand_in", ROOT),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "SANIC_WORKERS": "1",
        "MPLCONFIGDIR": str(VAR / "matplotlib"),
        # one thread each: the classifier is small, and two cores are shared with the web process
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
    env.update(extra or {})
    return clean_environment(env)


def train_command():
    """Train language understanding and dialogue rules into models/."""
    return [
        RASA,
        "train",
        "--domain",
        "bot/domain",
        "--config",
        "config.yml",
        "--data",
        *DATA,
        "--out",
        "models",
        "--fixed-model-name",
        "ret-og-pligt",
    ]


def validate_command():
    """Let Rasa check domain, training data and rules against each other; warnings count as errors."""
    return [
        RASA,
        "data",
        "validate",
        "--domain",
        "bot/domain",
        "--config",
        "config.yml",
        "--fail-on-warnings",
        "--data",
        *DATA,
    ]


def run_command(port, token):
    """Serve the trained model on the loopback address only."""
    return [
        RASA,
        "run",
        "-i",
        "127.0.0.1",
        "-p",
        str(port),
        "--auth-token",
        token,
        "--model",
        "models/ret-og-pligt.tar.gz",
        "--endpoints",
        "endpoints.yml",
        "--credentials",
        "credentials.yml",
    ]
