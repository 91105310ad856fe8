"""A missing program is said with the command that installs it."""

import local_services
import pytest
from terminal import Stop


def everything(name, path):
    return f"/bin/{name}"


def all_but_nginx(name, path):
    return None if name == "nginx" else everything(name, path)


def test_what_is_missing_is_said_with_the_command_that_installs_it():
    with pytest.raises(Stop, match=r"Der mangler nginx\. Installér med: apt-get install nginx$"):
        local_services.find_programs(all_but_nginx)


def test_where_all_is_installed_every_program_has_a_place():
    assert set(local_services.find_programs(everything)) == {"nginx", "redis-server", "initdb", "postgres"}
