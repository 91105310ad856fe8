"""Without Docker: do the files an image takes in suffice? They are laid out as the image would be, and run."""

import os
import re
import shutil
import subprocess
import sys
import time
from fnmatch import fnmatch
from pathlib import Path

import httpx
import pytest

from tests.support.ports import free_ports
from tests.support.stack import ROOT

APP, RASA = (ROOT / f"deploy/images/{name}.Dockerfile" for name in ("app", "rasa"))


def ignored(path: str) -> bool:
    """As Docker reads .dockerignore: the last line that fits decides, and a folder stands for all that is in it."""
    found = False
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        wanted = pattern.lstrip("!")
        parents = [path, *(str(parent) for parent in Path(path).parents)]
        if any(fnmatch(each, wanted) or fnmatch(each, wanted.replace("**/", "*")) for each in parents):
            found = not pattern.startswith("!")
    return found


def stage_of(dockerfile: Path, name: str) -> str:
    """The lines of one stage; "" = the last one."""
    stages = dockerfile.read_text(encoding="utf-8").split("\nFROM ")
    return next(one for one in stages if f" AS {name}\n" in one) if name else stages[-1]


def copied(dockerfile: Path, stage: str = "") -> list[tuple[str, str]]:
    """What a stage takes from the project: (from, to)."""
    pairs = []
    for line in re.findall(r"^COPY (?!--from)(.+)$", stage_of(dockerfile, stage), re.M):
        *sources, target = line.split()
        into = target.endswith("/")
        pairs += [(source, str(Path(target) / Path(source).name) if into else target) for source in sources]
    return pairs


def lay_out(dockerfile: Path, folder: Path, stage: str = "") -> None:
    for source, target in copied(dockerfile, stage):
        assert not ignored(source), f".dockerignore keeps {source} out"
        if (ROOT / source).is_file():
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, folder / target)
            continue
        for file in (ROOT / source).rglob("*"):
            inside = file.relative_to(ROOT / source)
            if file.is_file() and not ignored(f"{source}/{inside}"):
                place = folder / target / inside
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, place)


@pytest.mark.parametrize(
    "name", [".env", "var/retpligt.db", "bot/.venv/bin/python", "tests/conftest.py", ".git/config"]
)
def test_neither_secrets_nor_data_nor_tests_are_taken_in(name: str):
    assert ignored(name)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("image")
    lay_out(APP, folder)
    # An earlier stage makes them.
    for made in re.findall(r"^COPY --from=packages /app/(web/\S+) ", stage_of(APP, ""), re.M):
        shutil.copytree(ROOT / made, folder / made)
    return folder


def run_in(image: Path, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("RETPLIGT_")}
    env |= {f"RETPLIGT_{name}": value for name, value in settings.items()} | {"PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen([sys.executable, "-m", *arguments], cwd=image, env=env, stdout=subprocess.PIPE)


def test_the_files_of_the_image_suffice_to_migrate_and_to_serve_the_page(image: Path, tmp_path: Path):
    port = str(free_ports(1)[0])
    own = {"INTERNAL_TOKEN": "x" * 32, "PORT": port, "DATABASE_URL": f"sqlite:///{tmp_path}/retpligt.db"}
    assert run_in(image, "casework.db", "upgrade", **own).wait(120) == 0
    web = run_in(image, "web", **own)
    try:
        page = first_answer(f"http://127.0.0.1:{port}/", 60)
        assert "/static/vendor/" in page.text
        for file in ("static/vendor/socket.io.esm.min.js", "widget.js"):
            assert httpx.get(f"http://127.0.0.1:{port}/{file}").status_code == 200
    finally:
        web.terminate()
        web.wait(20)


def test_the_stage_before_makes_the_script_for_other_sites_itself(tmp_path: Path):
    lay_out(APP, tmp_path, "packages")
    assert "python tools/assets.py && python tools/widget.py" in stage_of(APP, "packages")
    shutil.copytree(ROOT / "web/static/vendor", tmp_path / "web/static/vendor")
    (tmp_path / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    subprocess.run([sys.executable, "tools/widget.py"], cwd=tmp_path, check=True)
    assert (tmp_path / "web/static/widget/widget.js").stat().st_size > 10_000


def test_the_files_of_the_image_suffice_for_the_actions(image: Path, tmp_path: Path):
    address = f"http://127.0.0.1:{free_ports(1)[0]}"
    own = {"INTERNAL_TOKEN": "x" * 32, "ACTIONS_URL": address, "DATABASE_URL": f"sqlite:///{tmp_path}/retpligt.db"}
    actions = run_in(image, "actions", **own)
    try:
        assert first_answer(f"{address}/health", 60).json()["actions"] > 10
    finally:
        actions.terminate()
        actions.wait(20)


def first_answer(url: str, seconds: float) -> httpx.Response:
    end = time.monotonic() + seconds
    while True:
        try:
            return httpx.get(url)
        except httpx.HTTPError:
            assert time.monotonic() < end, f"{url} never answered"
            time.sleep(0.2)


def test_what_rasa_is_trained_on_and_run_with_is_taken_in(tmp_path: Path):
    lay_out(RASA, tmp_path)
    text = RASA.read_text(encoding="utf-8")
    named = re.findall(r"(?:bot/domain|config\.yml|data/\w+|endpoints\.yml|credentials\.yml)", text)
    assert len(set(named)) == 7
    assert all((tmp_path / name).exists() for name in named)
    assert (tmp_path / "bot/__main__.py").is_file()
    assert not (tmp_path / "bot/.venv").exists()
