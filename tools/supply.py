"""`supply.py sbom` lists every locked package as CycloneDX; `supply.py audit` asks for known weaknesses in them.

Both read the lock files alone, so that what is listed is what `make setup` installs. The tools are fetched by uv in
an environment of their own and touch none of ours.
"""

import json
import subprocess
import sys

from interpreters import find_uv
from terminal import ROOT, VAR, Stop, clean_environment, main

LOCKS = {"server": ROOT / "requirements.lock", "sprog": ROOT / "bot/requirements.lock"}
FOLDER = VAR / "sbom"
BILL, AUDIT = "cyclonedx-bom==7.5.0", "pip-audit==2.10.1"
NO_DATA = "kunne ikke hentes: der er ikke adgang til data om kendte svagheder herfra"


def tool(package, *command):
    """Run a published tool in an environment of its own. Returns what came of it."""
    return called([find_uv(), "tool", "run", "--from", package, *command])


def called(command):
    """Run a command in the project's root and keep what it said."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=str(ROOT), env=clean_environment(), capture_output=True, text=True, check=False)


def bill():
    """Write a list for each environment to var/sbom and count what is in it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, lock in LOCKS.items():
        file = FOLDER / (name + ".cdx.json")
        options = ["--of", "JSON", "--output-reproducible", "--no-validate", "-o", file]
        done = tool(BILL, "cyclonedx-py", "requirements", *options, lock)
        if done.returncode:
            raise Stop(f"Listen over {lock.name} kunne ikke laves:\n{done.stderr[-2000:]}")
        tell(file)
    page = FOLDER / "side.cdx.json"
    done = called(["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"])
    if done.returncode:
        raise Stop(f"Listen over package-lock.json kunne ikke laves:\n{done.stderr[-2000:]}")
    page.write_text(done.stdout, encoding="utf-8")
    tell(page)
    return 0


def tell(file):
    """Say what was written."""
    found = json.loads(file.read_text(encoding="utf-8"))
    print("  {}: {} pakker".format(file.relative_to(ROOT), len(found["components"])))


def audit():
    """Ask for known weaknesses. Returns 1 when there are some, 2 when they could not be asked for."""
    codes = [audit_python(name, lock) for name, lock in LOCKS.items()]
    codes.append(audit_page())
    return 1 if 1 in codes else max(codes)


def audit_python(name, lock):
    """0 = none, 1 = some, 2 = not known."""
    done = tool(AUDIT, "pip-audit", "-r", str(lock), "--disable-pip", "--format", "json", "--progress-spinner", "off")
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(f"  {name}: {NO_DATA}")
        return 2
    asked = [one for one in packages if "vulns" in one]
    for one in asked:
        for weakness in one["vulns"]:
            ids = ", ".join([weakness["id"], *weakness.get("aliases", ())])
            print("  {}: {} {}: {}".format(name, one["name"], one["version"], ids))
    if len(asked) < len(packages):
        print(f"  {name}: {len(packages) - len(asked)} af {len(packages)} pakker {NO_DATA}")
    if any(one["vulns"] for one in asked):
        return 1
    return 2 if len(asked) < len(packages) else 0


def audit_page():
    """0 = none, 1 = some, 2 = not known."""
    done = called(["npm", "audit", "--package-lock-only", "--json"])
    try:
        counted = json.loads(done.stdout)["metadata"]["vulnerabilities"]["total"]
    except (ValueError, KeyError):
        print(f"  side: {NO_DATA}")
        return 2
    print(f"  side: {counted} kendte svagheder (se 'npm audit')")
    return 1 if counted else 0


def command():
    """Choose what to do."""
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what not in {"sbom", "audit"}:
        raise Stop("Vælg mellem 'sbom' og 'audit'.")
    return bill() if what == "sbom" else audit()


if __name__ == "__main__":
    main(command)
