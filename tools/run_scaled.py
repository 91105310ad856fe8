"""The product as it grows, on one machine: several web, rasa, actions and worker behind nginx, PostgreSQL and Redis.

`run_scaled.py [--copies 2]` runs until Ctrl-C or SIGTERM; `run_scaled.py stop` stops it. What has an address in the
settings already (RETPLIGT_DATABASE_URL with PostgreSQL, RETPLIGT_REDIS_URL) is used; the rest is started here, with its
data in var/scaled.
"""

import argparse
import signal
from pathlib import Path

import local_services
import proxy
from rasa_commands import rasa_environment, run_command
from run import PYTHON, Process, Supervisor, _free, end_processes, say, stop
from settings_file import read_settings
from terminal import VAR, clean_environment, main

#: Below the ports that the system hands out to callers, so that nobody takes one while its process is down.
FIRST_INNER_PORT = 15_100


class Ports:
    """Hands out free ports, each once."""

    def __init__(self, first=FIRST_INNER_PORT):
        self._next = first

    def take(self):
        """The next port nobody listens on."""
        while not _free(self._next):
            self._next += 1
        self._next += 1
        return self._next - 1


class ScaledSupervisor(Supervisor):
    """Looks after all copies; PostgreSQL and Redis start first and stop last."""

    stopped_by = "make stop-scaled"

    def __init__(self, settings, copies, programs):
        super().__init__(settings)
        self.copies = copies
        self.programs = programs
        self.data = Path(settings.get("RETPLIGT_RUN_DIR") or VAR / "scaled")
        take = Ports().take
        self.web_ports = [take() for _ in range(copies)]
        self.rasa_ports = [take() for _ in range(copies)]
        self.actions_ports = [take() for _ in range(copies)]
        self.services = []
        self._choose_services(take)
        self.settings.update(
            RETPLIGT_RASA_URL=_addresses(self.rasa_ports),
            RETPLIGT_ACTIONS_URL=_addresses(self.actions_ports),
            RETPLIGT_WORKER="separate",
        )
        self.settings["RETPLIGT_ALLOWED_ORIGINS"] = settings.get("RETPLIGT_ALLOWED_ORIGINS") or self._own_origins()

    def _own_origins(self):
        names = {self.settings["RETPLIGT_HOST"], "127.0.0.1", "localhost"}
        return ",".join(sorted("http://{}:{}".format(name, self.settings["RETPLIGT_PORT"]) for name in names))

    def _choose_services(self, take):
        """The database and the Redis of the settings, or ones of our own."""
        places = (self.run_dir, self.log_dir)
        if not self.settings.get("RETPLIGT_DATABASE_URL", "").startswith("postgresql"):
            port, folder = take(), self.data / "postgres"
            command = local_services.postgres_command(self.programs["postgres"], folder, port)
            self.services.append((port, Process("postgres", command, clean_environment(), *places, folder="/")))
            self.settings["RETPLIGT_DATABASE_URL"] = local_services.postgres_url(port)
        if not self.settings.get("RETPLIGT_REDIS_URL"):
            port = take()
            command = local_services.redis_command(self.programs["redis-server"], self.data, port)
            self.services.append((port, Process("redis", command, clean_environment(), *places)))
            self.settings["RETPLIGT_REDIS_URL"] = f"redis://127.0.0.1:{port}/0"

    def ports(self):
        """Only the door must be free; all others were chosen because they are."""
        yield "nginx", int(self.settings["RETPLIGT_PORT"])

    def prepare(self):
        """Start the services, bring the database up to date, write the proxy's configuration."""
        self.data.mkdir(parents=True, exist_ok=True)
        if any(process.name == "postgres" for _, process in self.services):
            local_services.prepare_postgres(self.programs["initdb"], self.data / "postgres")
        for _, process in self.services:
            process.start()
        for port, process in self.services:
            local_services.wait_for_port(port, process.name, process.log)
        super().prepare()
        folder = self.data / "nginx"
        folder.mkdir(exist_ok=True)
        listen = "{}:{}".format(self.settings["RETPLIGT_HOST"], self.settings["RETPLIGT_PORT"])
        (folder / "nginx.conf").write_text(proxy.configuration(listen, self.web_ports, folder), encoding="utf-8")

    def processes(self):
        """Every copy, and the proxy; not started yet."""
        found = []
        for number in range(self.copies):
            found += self._copy(number)
        command = proxy.command(self.programs["nginx"], self.data / "nginx/nginx.conf")
        found.append(Process("nginx", command, clean_environment(), self.run_dir, self.log_dir))
        return found

    def _copy(self, number):
        places = (self.run_dir, self.log_dir)
        own = {
            "RETPLIGT_HOST": "127.0.0.1",
            "RETPLIGT_PORT": str(self.web_ports[number]),
            "RETPLIGT_ACTIONS_URL": f"http://127.0.0.1:{self.actions_ports[number]}",
        }
        web = clean_environment({**self.settings, **own, "RETPLIGT_ACTIONS_URL": self.settings["RETPLIGT_ACTIONS_URL"]})
        actions = clean_environment({**self.settings, **own})
        worker = [PYTHON, "-m", "casework.cli", "worker"]
        rasa = run_command(self.rasa_ports[number])
        return [
            Process(f"rasa{number + 1}", rasa, rasa_environment(self.settings), *places),
            Process(f"actions{number + 1}", [PYTHON, "-m", "actions"], actions, *places),
            Process(f"web{number + 1}", [PYTHON, "-m", "web"], web, *places),
            Process(f"worker{number + 1}", worker, clean_environment(self.settings), *places),
        ]

    def _watch(self, processes, began):
        services = [process for _, process in self.services]
        super()._watch([*services, *processes], began)

    def _end(self, processes):
        super()._end(processes)
        # PostgreSQL takes SIGINT as "now, in good order"; at SIGTERM it would wait for everybody to leave.
        end_processes([process for _, process in self.services], signal.SIGINT)


def _addresses(ports):
    return ",".join(f"http://127.0.0.1:{port}" for port in ports)


def command():
    """`run_scaled.py` runs, `run_scaled.py stop` stops."""
    parser = argparse.ArgumentParser(description="Flere af hver proces bag en proxy, på én maskine.")
    parser.add_argument("what", nargs="?", choices=["run", "stop"], default="run")
    parser.add_argument("--copies", type=int, default=2, help="så mange web, rasa, actions og worker (2)")
    chosen = parser.parse_args()
    settings = read_settings()
    settings.setdefault("RETPLIGT_HOST", "127.0.0.1")
    settings.setdefault("RETPLIGT_PORT", "8000")
    settings.setdefault("RETPLIGT_RUN_DIR", str(VAR / "scaled"))
    if chosen.what == "stop":
        return stop(settings)
    say(f"{chosen.copies} af hver: web, rasa, actions og worker")
    return ScaledSupervisor(settings, max(1, chosen.copies), local_services.find_programs()).run()


if __name__ == "__main__":
    main(command)
