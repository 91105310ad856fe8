"""PostgreSQL, Redis and nginx of the installed Debian packages, run by us with data and ports of their own."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

from terminal import Stop

PACKAGES = {"nginx": "nginx", "redis-server": "redis-server", "initdb": "postgresql"}
STARTED_WITHIN_SECONDS = 30
#: PostgreSQL refuses to run as root; Debian's package brings this account.
ACCOUNT = "postgres"
USER = "retpligt"


def find_programs(which=shutil.which):
    """Where the three are, by name; `which` looks for a program on a path.

    Raises:
        Stop: one of them is not installed; the message says how to get it.
    """
    found = {name: which(name, path=os.environ.get("PATH", "") + ":/usr/sbin") for name in PACKAGES}
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if installed:
        found["initdb"] = str(installed[-1])
    missing = [PACKAGES[name] for name, place in found.items() if place is None]
    if missing:
        raise Stop("Der mangler {0}. Installér med: apt-get install {0}".format(" ".join(sorted(missing))))
    found["postgres"] = str(Path(found["initdb"]).with_name("postgres"))
    return found


def prepare_postgres(initdb, folder):
    """Make an empty PostgreSQL in `folder` the first time; only this machine's own processes reach it.

    Raises:
        Stop: it could not be made.
    """
    data = folder / "data"
    if (data / "PG_VERSION").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(str(folder), pwd.getpwnam(ACCOUNT).pw_uid, -1)
    command = as_account([initdb, "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8"])
    made = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if made.returncode != 0:
        raise Stop(f"PostgreSQL kunne ikke laves i {folder}: {made.stderr.strip()[-400:]}")


def postgres_command(program, folder, port):
    """How the server is started in the foreground."""
    options = ["-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    return as_account([program, "-D", str(folder / "data"), *options])


def postgres_url(port):
    """Where the product finds it."""
    return f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"


def redis_command(program, folder, port):
    """How a Redis without files is started: it only carries what is new between processes."""
    options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    return [program, "--port", str(port), *options]


def as_account(command):
    """The same command as PostgreSQL's own account where we are root; the process we get is the server itself."""
    if os.geteuid() != 0:
        return list(command)
    return ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups", *command]


def wait_for_port(port, name, log):
    """Wait until somebody listens.

    Raises:
        Stop: nobody did in time.
    """
    until = time.monotonic() + STARTED_WITHIN_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Stop(f"{name} kom ikke i gang. Se {log}")
