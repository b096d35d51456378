"""The program started warm: a process that has loaded it forks for each command, so that none waits for loading.

A command is a process of its own, with the working folder, environment and open files of whoever called it, as always;
only that it need not read and link some hundred modules first. Run as a program, ``warm.py SOCKET`` is the process that
forks, and ``warm.py SOCKET COMMAND ...`` calls it.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from typing import NoReturn

_MOST = 1_000_000
"""Bytes of a call: arguments and environment."""


def call(address: str, arguments: list[str]) -> int:
    """Hand a command over, with our open files; returns its exit code."""
    told = ["\0".join(arguments), os.getcwd(), "\0".join(f"{name}={value}" for name, value in os.environ.items())]
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as to:
        to.connect(address)
        socket.send_fds(to, ["\n\0".join(told).encode()], [0, 1, 2])
        return int(to.recv(16) or b"70")


def serve(address: str) -> NoReturn:
    """Load the program, say so by making the socket, and fork for each call."""
    _load()
    gc.freeze()  # what is loaded stays as it is, in memory that all share
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(address)
        door.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who waits for a command is a process of its own
        while True:
            caller, _ = door.accept()
            if os.fork() == 0:
                break
            caller.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    told, files, _, _ = socket.recv_fds(caller, _MOST, 3)
    if command := os.fork():
        for file in files:
            os.close(file)
        _, status = os.waitpid(command, 0)
        caller.send(str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    caller.close()
    _run(told.decode(), files)


def _load() -> None:
    import runpy
    from importlib import import_module
    from pathlib import Path
    from pkgutil import walk_packages

    import moratorium

    for module in walk_packages(moratorium.__path__, "moratorium."):
        if not module.name.startswith(("moratorium.web", "moratorium.history.spark")):
            import_module(module.name)
    import_module("moratorium.cli.app").commands()
    runpy.run_path(str(Path(__file__).resolve().parent.parent / "scripts" / "prepare_kernel.py"))


def _run(told: str, files: list[int]) -> NoReturn:
    import tempfile

    from moratorium.cli.app import run

    arguments, folder, environment = told.split("\n\0")
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    for one in environment.split("\0"):
        name, _, value = one.partition("=")
        os.environ[name] = value
    tempfile.tempdir = None
    code = run(arguments.split("\0"))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # to take down all that was loaded would last longer than the command


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(call(sys.argv[1], sys.argv[2:]))
    serve(sys.argv[1])
