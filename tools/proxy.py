"""nginx before several web processes on this machine: its configuration, made of deploy/nginx and our ports."""

import os
import pwd

from terminal import ROOT

SHARED = ROOT / "deploy/nginx"
#: Where nginx on Debian works when it is started by root.
ACCOUNT = "www-data"


def configuration(listen, web_ports, folder):
    """The text of an nginx.conf that serves `listen` ("127.0.0.1:8000") from the web processes on these ports.

    nginx keeps what it must write in `folder`.
    """
    servers = "".join(f"        server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;\n" for port in web_ports)
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"""daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
# At "error" nginx would write the citizen's address and call with each line.
error_log stderr crit;
{_user()}events {{ worker_connections 8192; }}
http {{
{temporary}    include {SHARED}/http.conf;
    upstream retpligt_lines {{
        hash $retpligt_line consistent;
{servers}    }}
    upstream retpligt_web {{
        least_conn;
{servers}        keepalive 32;
        # Web closes after 5 seconds; nginx must be the first.
        keepalive_timeout 3s;
    }}
    server {{
        listen {listen};
        include {SHARED}/server.conf;
    }}
}}
"""


def command(program, config):
    """How nginx is started in the foreground with this file."""
    return [program, "-c", str(config), "-e", "stderr"]


def _user():
    """Only root may name the account of the workers, and without it they would be a stranger to our folders."""
    if os.geteuid() != 0:
        return ""
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        return "user root;\n"
    return f"user {ACCOUNT};\n"
