"""The commands for accounts, as a person at the terminal meets them."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.booking.models import SlotRow
from casework.cli import main
from casework.clock import COPENHAGEN
from casework.db import session_scope, use_database
from casework.db.migrate import upgrade
from casework.identity import accounts, service
from tests.support.staff import NOW, PASSWORD, make_staff

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A database of the settings, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    url = f"sqlite:///{tmp_path}/retpligt.db"
    monkeypatch.setenv("RETPLIGT_DATABASE_URL", url)
    database = use_database(url)
    upgrade(database)
    yield database
    database.dispose()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """What comes in on standard input."""

    def _type(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return _type


def add(username: str = "mette", *more: str) -> int:
    return main(["staff", "add", username, "--name", "Mette Hansen", "--password-stdin", *more])


def test_an_account_is_made_and_can_log_in(capsys, typed):
    typed(f"{PASSWORD}\n")
    assert add("Mette", "--role", "caseworker") == 0
    assert "Kontoen mette er lavet. Borgeren ser navnet Mette." in capsys.readouterr().out
    member = service.log_in("mette", PASSWORD, client=None, now=NOW)[1]
    assert (member.name, member.role, member.team_name) == ("Mette Hansen", "caseworker", None)


def test_role_and_team_can_be_said_in_danish(typed):
    accounts.save_team(None, name="Team Nord", kind="team", contact=None)
    typed(f"{PASSWORD}\n")
    assert add("mette", "--role", "Sagsbehandler", "--team", "team nord", "--shown-name", "Mette H.") == 0
    [member] = service.list_staff()
    assert (member.role, member.team_name, member.shown_name) == ("caseworker", "Team Nord", "Mette H.")


@pytest.mark.parametrize(
    ("arguments", "password", "told"),
    [
        (["--role", "caseworker"], "kort", "mindst 12 tegn"),
        (["--role", "caseworker"], "a" * 20, "nem at gætte"),
        (["--role", "chef"], PASSWORD, "Rollen findes ikke"),
        (["--role", "caseworker", "--team", "Syd"], PASSWORD, "Teamet findes ikke"),
        ([], PASSWORD, "retpligt --help"),
    ],
)
def test_what_cannot_be_used_is_told_plainly(capsys, typed, arguments: list[str], password: str, told: str):
    typed(f"{password}\n")
    assert add("mette", *arguments) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.err.count("\n") == 1
    assert service.list_staff() == []


def test_a_user_name_is_used_once(capsys, typed):
    make_staff(username="mette")
    typed(f"{PASSWORD}\n")
    assert add("METTE", "--role", "support") == 2
    assert "optaget" in capsys.readouterr().err


def test_without_a_terminal_the_password_is_not_asked_for(capsys, typed):
    typed("")
    assert main(["staff", "add", "mette", "--name", "Mette", "--role", "support"]) == 2
    assert "--password-stdin" in capsys.readouterr().err


def test_the_list_shows_everybody_and_who_is_switched_off(capsys):
    assert main(["staff", "list"]) == 0
    assert "ingen konti" in capsys.readouterr().out
    make_staff(username="aisha", name="Aisha Nielsen")
    make_staff("support", username="jonas", name="Jonas Holm")
    assert main(["staff", "off", "Jonas"]) == 0
    capsys.readouterr()
    assert main(["staff", "list"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["aisha", "Sagsbehandler", "-", "Aisha", "Nielsen"]
    assert second.split() == ["jonas", "Support", "-", "Jonas", "Holm", "(lukket)"]


def test_a_new_password_works_and_the_old_one_does_not(typed):
    member = make_staff()
    typed("gule gardiner i stuen\n")
    assert main(["staff", "password", member.username, "--password-stdin"]) == 0
    assert service.log_in(member.username, "gule gardiner i stuen", client=None, now=NOW)


def test_the_last_administrator_is_not_switched_off(capsys):
    member = make_staff("administrator")
    assert main(["staff", "off", member.username]) == 2
    assert "eneste administrator" in capsys.readouterr().err
    assert service.list_staff()[0].active


@pytest.mark.parametrize("command", ["password", "off"])
def test_an_account_that_does_not_exist_is_told(capsys, typed, command: str):
    typed(f"{PASSWORD}\n")
    assert main(["staff", command, "ingen", *(["--password-stdin"] if command == "password" else [])]) == 2
    assert "findes ikke" in capsys.readouterr().err


def test_a_newcomer_gets_one_account_of_each_role_once(capsys):
    assert main(["staff", "demo"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert [service.log_in(name, word, client=None, now=NOW)[1].role for name, word in lines] == [
        "caseworker",
        "support",
        "administrator",
    ]
    assert main(["staff", "demo"]) == 2
    assert "allerede konti" in capsys.readouterr().err


def test_a_newcomer_finds_times_to_book(capsys, monkeypatch):
    # Two weeks over Christmas and New Year have six days that are open, and each has five talks.
    monkeypatch.setenv("RETPLIGT_TODAY", "2026-12-18")
    assert main(["staff", "demo"]) == 0
    assert "har 30 ledige tider" in capsys.readouterr().out
    with session_scope(read_only=True) as session:
        days = {row.starts_at.astimezone(COPENHAGEN).date() for row in session.scalars(select(SlotRow))}
    assert days == {date(2026, 12, day) for day in (21, 22, 23, 28, 29, 30)}


def test_before_the_database_is_made_the_way_to_it_is_told(capsys, tmp_path: Path):
    use_database(f"sqlite:///{tmp_path}/empty.db")
    assert main(["staff", "list"]) == 2
    assert "make run" in capsys.readouterr().err
    assert not (tmp_path / "empty.db").exists()


def test_the_settings_file_of_the_folder_counts_where_the_environment_is_silent(tmp_path: Path):
    (tmp_path / ".env").write_text(f"RETPLIGT_DATABASE_URL=sqlite:///{tmp_path}/other.db\n", encoding="utf-8")
    upgrade(use_database(f"sqlite:///{tmp_path}/other.db"))
    make_staff(username="fra.filen")
    ran = subprocess.run(
        [sys.executable, "-m", "casework.cli", "staff", "list"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "fra.filen" in ran.stdout


def test_help_lists_the_commands_of_all_parts(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert all(f"    {name} " in printed for name in ("evaluate", "lookup", "plan", "staff", "review"))


def test_every_other_command_is_the_rule_books(capsys):
    assert main(["lookup", "cv.registrering", "--group", "dagpenge", "--as-of", "2026-11-03"]) == 0
    assert "2 uger" in capsys.readouterr().out
    assert main(["ukendt"]) == 2


def test_the_rule_book_starts_without_the_databases_library():
    code = "import sys; from casework.cli import main; main(['rules']); sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0
