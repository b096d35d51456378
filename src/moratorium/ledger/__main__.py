"""Verify a receipt on the command line, offline, with nothing but this room.

``python -m moratorium.ledger.verify FILE --key VKEY`` (or ``python -m moratorium.ledger``) exits with 0 if the receipt
is proved, 2 if the file or key cannot be read, 7 if a step of the proof failed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TextIO

from moratorium.errors import InputError, MoratoriumError, ProofError
from moratorium.ledger.base64text import to_base64
from moratorium.ledger.note import Verifier
from moratorium.ledger.receipt import decode_receipt
from moratorium.ledger.verify import Verified, verify_receipt

EXIT_INPUT = 2
EXIT_PROOF = 7


def main(arguments: Sequence[str]) -> int:
    """Verify one receipt and say in plain words what it proves."""
    wanted = _parser().parse_args(arguments)
    try:
        verifiers = [Verifier.parse(vkey) for vkey in wanted.key]
        verified = verify_receipt(decode_receipt(_read(wanted.file)), verifiers)
    except MoratoriumError as error:
        _say(sys.stderr, "\n".join(f"error: {fault}" for fault in error.faults))
        return EXIT_PROOF if isinstance(error, ProofError) else EXIT_INPUT
    _say(sys.stdout, _words(verified))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="moratorium.ledger.verify", description="Verify a receipt, offline.")
    parser.add_argument("file", metavar="FILE", help="the receipt, a JSON file")
    parser.add_argument(
        "--key", metavar="VKEY", action="append", required=True, help="public key of the log; may be repeated"
    )
    return parser


def _read(name: str) -> bytes:
    try:
        with open(name, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read `{name}`", help=f"{error}") from error


def _words(verified: Verified) -> str:
    signer = "nobody" if verified.actor_key is None else f"the holder of key {to_base64(verified.actor_key)}"
    return "\n".join(
        (
            f"proved: this act is leaf {verified.index} of the log {verified.origin}, not changed since",
            f"  size of the log  {verified.size}",
            f"  root             {to_base64(verified.root)}",
            f"  act signed by    {signer}",
            f"  act              {verified.payload.decode(errors='backslashreplace')}",
            "not proved: that the act was right, and whose key the signer's is (an earlier act of the log says that)",
        )
    )


def _say(stream: TextIO, text: str) -> None:
    """Write lines; what a terminal could take for a command, or cannot show, is written as its code."""
    shown = "\n".join("".join(map(_visible, line)) for line in text.split("\n"))
    encoding = stream.encoding or "utf-8"
    stream.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _visible(letter: str) -> str:
    return letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
