"""Bring the console's foreign files again: htmx, from npm, checked against the digest written here.

Run it after changing a version: ``python scripts/vendor_console.py``. It needs npm and the network; the program and its
tests do not.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "src/moratorium/web/console/static"

PACKAGES = {
    "htmx.org": (
        "2.0.6",
        "sha512-7ythjYneGSk3yCHgtCnQeaoF+D+o7U2LF37WU3O0JYv3gTZSicdEFiI/Ai/NJyC5ZpYJWMpUb11OC5Lr6AfAqA==",
        {"package/dist/htmx.min.js": "vendor/htmx.min.js", "package/LICENSE": "vendor/htmx.LICENSE.txt"},
    ),
}
"""Version, digest of the archive as the registry states it, and which of its files go where."""


def main() -> None:
    """Fetch each package, check it, and put its files in place."""
    for name, (version, digest, taken) in PACKAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            made = subprocess.run(
                ["npm", "pack", f"{name}@{version}", "--json"], cwd=folder, check=True, capture_output=True, text=True
            )
            archive = Path(folder) / json.loads(made.stdout)[0]["filename"]
            found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
            if found != digest:
                raise SystemExit(f"{name} {version}: digest is {found}, not {digest}")
            with tarfile.open(archive) as files:
                for inside, place in taken.items():
                    member = files.extractfile(inside)
                    assert member is not None, inside
                    target = STATIC / place
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(member.read())
                    print(place, hashlib.sha256(target.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
