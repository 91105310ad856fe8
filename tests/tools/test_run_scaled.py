"""What `make run-scaled` would start: the copies, their addresses, and what comes from the settings."""

from pathlib import Path

from run_scaled import Ports, ScaledSupervisor

OURS = {"RETPLIGT_HOST": "127.0.0.1", "RETPLIGT_PORT": "8000", "RETPLIGT_INTERNAL_TOKEN": "a-token-of-the-test"}
POSTGRES, REDIS = "postgresql://x@db/retpligt", "redis://cache:6379/0"


PROGRAMS = {name: f"/bin/{name}" for name in ("nginx", "redis-server", "initdb", "postgres")}


def supervisor(folder: Path, copies: int = 2, **more: str) -> ScaledSupervisor:
    places = {"RETPLIGT_RUN_DIR": str(folder / "run"), "RETPLIGT_LOG_DIR": str(folder / "log")}
    return ScaledSupervisor({**OURS, **places, **more}, copies, PROGRAMS)


def test_there_are_so_many_of_each_and_one_proxy(tmp_path):
    names = [process.name for process in supervisor(tmp_path, 3).processes()]
    each = [f"{kind}{number}" for number in (1, 2, 3) for kind in ("rasa", "actions", "web", "worker")]
    assert sorted(names) == sorted([*each, "nginx"])


def test_every_web_knows_all_the_others_and_has_a_port_of_its_own(tmp_path):
    started = supervisor(tmp_path)
    webs = [process.env for process in started.processes() if process.name.startswith("web")]
    assert len({env["RETPLIGT_PORT"] for env in webs}) == 2
    for env in webs:
        assert len(env["RETPLIGT_RASA_URL"].split(",")) == len(env["RETPLIGT_ACTIONS_URL"].split(",")) == 2
        assert env["RETPLIGT_WORKER"] == "separate"
        assert "http://127.0.0.1:8000" in env["RETPLIGT_ALLOWED_ORIGINS"].split(",")


def test_an_action_server_has_only_its_own_address(tmp_path):
    own = [p.env["RETPLIGT_ACTIONS_URL"] for p in supervisor(tmp_path).processes() if p.name.startswith("actions")]
    assert len(set(own)) == 2
    assert not any("," in address for address in own)


def test_database_and_redis_are_started_where_the_settings_name_none(tmp_path):
    started = supervisor(tmp_path, RETPLIGT_DATABASE_URL="sqlite:///var/retpligt.db")
    assert [process.name for _, process in started.services] == ["postgres", "redis"]
    assert started.settings["RETPLIGT_DATABASE_URL"].startswith("postgresql+psycopg://retpligt@127.0.0.1:")


def test_a_database_and_a_redis_of_the_settings_are_used(tmp_path):
    started = supervisor(tmp_path, RETPLIGT_DATABASE_URL=POSTGRES, RETPLIGT_REDIS_URL=REDIS)
    assert started.services == []
    assert started.settings["RETPLIGT_DATABASE_URL"] == POSTGRES
    assert started.settings["RETPLIGT_REDIS_URL"] == REDIS


def test_no_port_is_handed_out_twice():
    take = Ports().take
    ports = [take() for _ in range(8)]
    assert len(set(ports)) == len(ports)
