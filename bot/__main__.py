"""Start Rasa as this project runs it: ``bot/.venv/bin/python -m bot <rasa's own arguments>``, from the project's root.

Puts the TensorFlow stand-in on the path, keeps Rasa offline and quiet, and asks numpy for one thread (more make a
single short sentence slower on a shared machine). Everything else is Rasa's own command line.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path

STAND_IN = Path(__file__).resolve().parent / "stand_in"
_SETTINGS = {
    "RASA_TELEMETRY_ENABLED": "false",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TQDM_DISABLE": "1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}


def prepare() -> None:
    """Set this process's environment and path, before Rasa or numpy is imported. Calling it twice changes nothing."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    # sanic turns deprecation warnings on when it is imported; those of Rasa's old pins tell nobody anything here.
    import sanic  # noqa: F401, PLC0415  # imported now for what it does to the warnings, not for a name

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    logging.getLogger("bot").setLevel(logging.INFO)
    if str(STAND_IN) not in sys.path:
        sys.path.insert(0, str(STAND_IN))


def main() -> None:
    """Hand over to Rasa's command line."""
    prepare()
    from rasa.__main__ import main as rasa_main  # noqa: PLC0415  (must come after the path is set)

    sys.argv[0] = "rasa"
    rasa_main()


if __name__ == "__main__":
    main()
