"""A server with a certificate that a test chooses, and the authority that signed it."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"


@contextmanager
def tls_server(folder: Path, ends: timedelta, *, host: str = HERE) -> Iterator[tuple[str, Path]]:
    """A server whose certificate for `host` ends so long from now: its address, and the file of whom to trust."""
    file = _certificate(folder, datetime.now(UTC) + ends, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with socket.create_server((HERE, 0)) as server:
        threading.Thread(target=_serve, args=(server, context), daemon=True).start()
        yield f"https://{HERE}:{server.getsockname()[1]}", file


def _serve(server: socket.socket, context: ssl.SSLContext) -> None:
    # Whoever does not trust it breaks off, and the test ends by closing the door.
    with suppress(OSError):
        while True:
            plain, _ = server.accept()
            with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as secured:
                secured.recv(1)


def _certificate(folder: Path, ends: datetime, host: str) -> Path:
    """A certificate that signs itself, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ends - timedelta(days=365))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "certificate.pem"
    file.write_bytes(made.public_bytes(encoding) + secret)
    return file
