"""The service behind nginx, as ``deploy/nginx.conf`` sets it up: TLS ends there, and one that ended is passed over."""

from __future__ import annotations

import datetime
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import ROOT
from tests.web.office import form
from tests.web.running import WAIT, free_port, running

CONF = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


def certificate(folder: Path) -> None:
    """A certificate for 127.0.0.1 that nobody but the test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "tls.crt").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    (folder / "tls.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))


@contextmanager
def proxied(folder: Path, *ports: int) -> Iterator[int]:
    """The proxy before services on these ports; the port on which it speaks TLS."""
    program = shutil.which("nginx")
    if program is None:
        pytest.skip("needs nginx")
    certificate(folder)
    port = free_port()
    services = "\n".join(f"server 127.0.0.1:{one} max_fails=2 fail_timeout=5s;" for one in ports)
    text = re.sub(r"server service-1:8080[^;]*;", services, CONF)
    text = text.replace("listen 8443", f"listen 127.0.0.1:{port}").replace("/run/secrets", str(folder))
    text = text.replace("/run/nginx", f"{folder}/nginx").replace("/dev/stderr", f"{folder}/nginx.log")
    (folder / "nginx.conf").write_text(f"daemon off;\n{text}", encoding="utf-8")
    process = subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")])
    try:
        yield port
    finally:
        process.terminate()
        process.wait(WAIT)


def test_tls_ends_at_the_proxy_and_a_service_that_ended_is_passed_over(
    template: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    home = Path(copytree(template[0], tmp_path / "home"))
    headers = {"authorization": f"Bearer {template[1]['machine']}"}
    with running(home, "--behind", "127.0.0.1") as server, proxied(tmp_path, free_port(), server.port) as port:
        trusted = ssl.create_default_context(cafile=str(tmp_path / "tls.crt"))
        url = f"https://localhost:{port}"
        transport = httpx.HTTPTransport(verify=trusted, retries=20)
        with httpx.Client(transport=transport, headers=headers, timeout=WAIT) as client:
            answers = [client.get(f"{url}/v1/health").status_code for _ in range(4)]  # one of the two is not there
            decided = client.post(f"{url}/v1/decisions", json=form("RU"))
            large = client.post(f"{url}/v1/decisions", content=b"[" + b" " * 9_000_000 + b"]")
        plain = httpx.get(f"http://localhost:{port}/v1/health", timeout=WAIT)
    assert answers == [200] * 4
    assert (decided.status_code, decided.json()["effect"]) == (200, "deny")
    assert (large.status_code, plain.status_code) == (413, 400)
