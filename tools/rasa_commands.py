"""How Rasa is started, trained and checked here: one place for its command lines and its environment."""

from terminal import ROOT, VAR, clean_environment

PYTHON = ROOT / "bot/.venv/bin/python"
RASA = [PYTHON, "-m", "bot"]  # Rasa's own command line, with what it needs prepared (bot/__main__.py)
DATA = ["data/nlu", "data/rules", "data/stories"]
TRAINING_INPUTS = ["config.yml", "bot/domain", "bot/components", "bot/danish", "bot/requirements.lock", *DATA]


def rasa_environment(extra=None):
    """Environment for every Rasa command; what must be set before the interpreter starts."""
    env = {
        "MALLOC_ARENA_MAX": "2",  # fewer heaps: some 40 MB less memory
        "MPLCONFIGDIR": str(VAR / "matplotlib"),
    }
    env.update(extra or {})
    return clean_environment(env)


def train_command(out="models"):
    """Train language understanding and dialogue rules into a folder."""
    inputs = ["--domain", "bot/domain", "--config", "config.yml", "--data", *DATA]
    return [*RASA, "train", *inputs, "--out", out, "--fixed-model-name", "ret-og-pligt"]


def validate_command():
    """Let Rasa check domain, training data and rules against each other; warnings count as errors."""
    inputs = ["--domain", "bot/domain", "--config", "config.yml", "--data", *DATA]
    return [*RASA, "data", "validate", "--fail-on-warnings", *inputs]


def run_command(port):
    """Serve the trained model on loopback only; the API of Rasa stays off, and our channel asks for the token."""
    files = ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    model = "models/ret-og-pligt.tar.gz"
    return [*RASA, "run", "-i", "127.0.0.1", "-p", str(port), "--model", model, *files]
