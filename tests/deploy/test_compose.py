"""deploy/compose.yml without Docker: its form, its promises of safety, and that all it names exists."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.stack import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
SETTING = re.compile(r"RETPLIGT_[A-Z_]+")
OURS = {"ret-og-pligt/app": "app", "ret-og-pligt/rasa": "rasa"}
#: Images of others that run as an own account by themselves.
UNPRIVILEGED = {"nginxinc/nginx-unprivileged:1.28"}
IMAGES = DEPLOY / "images"


def known_settings() -> set[str]:
    return set(SETTING.findall((ROOT / ".env.example").read_text(encoding="utf-8")))


def test_the_file_follows_the_compose_specification():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(DEPLOY / "compose.yml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", ["compose.yml", "env.example"])
def test_every_setting_it_names_is_a_setting_of_ours(file: str):
    named = set(SETTING.findall((DEPLOY / file).read_text(encoding="utf-8")))
    assert named
    assert named <= known_settings()


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_service_is_locked_down(service: str):
    chosen = SERVICES[service]
    assert chosen["read_only"] is True
    assert chosen["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in chosen["security_opt"]
    assert chosen["image"] in OURS or chosen["image"] in UNPRIVILEGED or chosen["user"] not in {"root", "0"}


def test_only_the_proxy_has_ports_to_the_world():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_only_web_reaches_rasa_and_actions_and_neither_reaches_the_world():
    assert {name for name, service in SERVICES.items() if "engine" in service["networks"]} == {"web", "actions", "rasa"}
    assert COMPOSE["networks"]["engine"]["internal"]
    assert COMPOSE["networks"]["data"]["internal"]
    assert SERVICES["rasa"]["networks"] == ["engine"]
    assert set(SERVICES["actions"]["networks"]) == {"engine", "data"}


def test_rasa_is_told_no_more_than_it_needs():
    assert set(SERVICES["rasa"]["environment"]) == {"RETPLIGT_INTERNAL_TOKEN", "RETPLIGT_ACTIONS_URL"}
    assert "env_file" not in SERVICES["rasa"]


def test_no_secret_has_a_default():
    text = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    assert re.findall(r"\$\{(\w+)(?::\?[^}]+)\}", text).count("POSTGRES_PASSWORD") == 2
    assert not re.findall(r"\$\{\w+\}|\$\{\w+:?-", text), "a value without :? may be empty or known to everybody"
    filled = re.findall(
        r"^(RETPLIGT_INTERNAL_TOKEN|RETPLIGT_SECRET_KEY|POSTGRES_PASSWORD)=(.*)$",
        (DEPLOY / "env.example").read_text(),
        re.M,
    )
    assert [value for _name, value in filled] == ["", "", ""]


def test_what_is_filed_lies_on_a_disk_that_web_may_write_on():
    folder = SERVICES["web"]["environment"]["RETPLIGT_JOURNAL_DIR"]
    assert SERVICES["web"]["volumes"] == [f"journal:{folder}"]
    assert "journal" in COMPOSE["volumes"]
    dockerfile = (IMAGES / "app.Dockerfile").read_text(encoding="utf-8")
    before_user = dockerfile.rpartition("\nUSER ")[0]
    assert f"WORKDIR {folder.removesuffix('/var/journal')}" in before_user
    assert "RUN install -d -o retpligt -m 0700 var/journal" in before_user


@pytest.mark.parametrize("service", ["web", "worker", "actions", "migrate"])
def test_the_command_of_a_service_is_a_module_that_exists(service: str):
    python, flag, module, *_ = SERVICES[service]["command"]
    assert (python, flag) == ("python", "-m")
    assert importlib.util.find_spec(module) is not None


def test_those_that_grow_have_more_than_one_copy_and_those_that_must_not_have_one():
    copies = {name: service.get("deploy", {}).get("replicas", 1) for name, service in SERVICES.items()}
    assert all(copies[name] >= 2 for name in ("web", "worker", "actions", "rasa"))
    assert copies["migrate"] == copies["db"] == 1


def test_nobody_uses_the_database_before_it_is_migrated():
    for name in ("web", "worker", "actions"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_an_image_of_ours_has_a_file_that_builds_it():
    for service in SERVICES.values():
        if service["image"] in OURS and "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize("file", sorted(IMAGES.glob("*.Dockerfile")), ids=lambda file: file.stem)
def test_an_image_is_built_as_it_should_be(file: Path):
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    users = re.findall(r"^USER (\S+)", file.read_text(encoding="utf-8"), re.M)
    assert users == ["10001"]


def versions(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][\w.-]*)(?:\[[^]]*\])?==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.M))


def test_the_image_has_the_versions_that_are_tested_and_no_tools_for_tests():
    image, tested = versions(IMAGES / "app.lock"), versions(ROOT / "requirements.lock")
    assert {"fastapi", "psycopg", "redis"} <= set(image)
    assert not {"pytest", "playwright", "mypy"} & set(image)
    assert {name: version for name, version in image.items() if name in tested} == {
        name: tested[name] for name in image if name in tested
    }
