"""deploy/kubernetes without a cluster: its form, its promises of safety, and that all it names exists."""

import importlib.util
import re
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.support.stack import ROOT

DEPLOY = ROOT / "deploy"
KUSTOMIZATION: dict[str, Any] = yaml.safe_load((DEPLOY / "kustomization.yaml").read_text(encoding="utf-8"))
FILES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
OBJECTS: list[dict[str, Any]] = [
    each for file in FILES for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))
]
NAMES = [f"{each['kind']}/{each['metadata']['name']}" for each in OBJECTS]
GROWING = {"web", "rasa", "actions"}
SETTING = re.compile(r"RETPLIGT_[A-Z_]+")


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {each["metadata"]["name"]: each for each in OBJECTS if each["kind"] == kind}


def pods() -> dict[str, dict[str, Any]]:
    return {
        name: each["spec"]["template"]["spec"] for kind in ("Deployment", "Job") for name, each in of_kind(kind).items()
    }


@pytest.mark.parametrize("thing", OBJECTS, ids=NAMES)
def test_every_object_follows_the_schema_of_kubernetes(thing: dict[str, Any]):
    kubernetes_validate.validate(thing, "1.37", strict=True)


def test_a_wrong_object_would_be_seen():
    wrong = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}, "spec": {"replicas": "to"}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.37", strict=True)


def test_all_files_are_applied():
    applied = {DEPLOY / name for name in KUSTOMIZATION["resources"]}
    assert applied == set(FILES)
    taken_in = [DEPLOY / name for made in KUSTOMIZATION["configMapGenerator"] for name in made["files"]]
    assert all(file.is_file() for file in taken_in)
    assert {file.name for file in taken_in} >= {"nginx.conf", "http.conf", "server.conf"}


def test_every_setting_it_names_is_a_setting_of_ours():
    known = set(SETTING.findall((ROOT / ".env.example").read_text(encoding="utf-8")))
    named = {name for file in FILES for name in SETTING.findall(file.read_text(encoding="utf-8"))}
    assert named
    assert named <= known


def test_no_secret_stands_in_the_files():
    assert not of_kind("Secret")
    assert not {"RETPLIGT_INTERNAL_TOKEN", "RETPLIGT_DATABASE_URL"} & set(of_kind("ConfigMap")["settings"]["data"])


@pytest.mark.parametrize("name", sorted(pods()))
def test_every_pod_is_locked_down(name: str):
    pod = pods()[name]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", ["web", "worker", "actions", "migrate"])
def test_the_command_is_a_module_that_exists(name: str):
    python, flag, module, *_ = pods()[name]["containers"][0]["command"]
    assert (python, flag) == ("python", "-m")
    assert importlib.util.find_spec(module) is not None


def callers(name: str) -> set[str]:
    """Which pods a policy lets in."""
    rules = of_kind("NetworkPolicy")[name]["spec"]["ingress"]
    return {source["podSelector"]["matchLabels"]["app"] for rule in rules for source in rule["from"]}


def test_only_web_reaches_rasa_and_only_rasa_and_web_reach_the_actions():
    assert callers("rasa") == {"web"}
    assert callers("actions") == {"rasa", "web"}
    assert callers("web") == {"proxy"}
    closed = of_kind("NetworkPolicy")["closed"]["spec"]
    assert closed == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_rasa_reaches_neither_the_database_nor_the_world():
    rules = of_kind("NetworkPolicy")["rasa"]["spec"]["egress"]
    assert [rule["to"] for rule in rules] == [[{"podSelector": {"matchLabels": {"app": "actions"}}}]]


def test_rasa_is_told_no_more_than_it_needs():
    container = pods()["rasa"]["containers"][0]
    assert {each["name"] for each in container["env"]} == {"RETPLIGT_INTERNAL_TOKEN", "RETPLIGT_ACTIONS_URL"}
    assert "envFrom" not in container


@pytest.mark.parametrize("name", sorted(GROWING))
def test_what_grows_has_two_copies_at_least_and_never_loses_the_last(name: str):
    scaler = of_kind("HorizontalPodAutoscaler")[name]["spec"]
    assert scaler["scaleTargetRef"]["name"] == name
    assert scaler["minReplicas"] >= 2
    assert of_kind("Deployment")[name]["spec"]["replicas"] >= 2
    assert of_kind("PodDisruptionBudget")[name]["spec"]["minAvailable"] == 1
    probes = pods()[name]["containers"][0]
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(probes)


def test_every_service_and_policy_chooses_pods_that_exist():
    labels = {
        name: each["spec"]["template"]["metadata"]["labels"]
        for kind in ("Deployment", "Job")
        for name, each in of_kind(kind).items()
    }
    for name, service in of_kind("Service").items():
        assert service["spec"]["selector"] == labels[name]
    for policy in of_kind("NetworkPolicy").values():
        chosen = policy["spec"]["podSelector"].get("matchLabels")
        assert chosen is None or chosen in labels.values()
    for name, each in of_kind("Deployment").items():
        assert each["spec"]["selector"]["matchLabels"] == labels[name]


def test_the_names_in_the_settings_are_services():
    data = of_kind("ConfigMap")["settings"]["data"]
    named = {
        re.sub(r"^\w+://([\w-]+):\d+.*$", r"\1", data[f"RETPLIGT_{name}_URL"]) for name in ("RASA", "ACTIONS", "REDIS")
    }
    assert named <= set(of_kind("Service"))
