"""A PostgreSQL server of one's own, of the system's package: empty, on a free port, soon gone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import psycopg

_WITHIN = 30.0  # seconds


class Server:
    """A server that can be stopped and started again; url: of its database."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._running: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://chokh@127.0.0.1:{self._port}/postgres"
        if not os.getuid():
            shutil.chown(folder, "postgres", "postgres")
        self._call("initdb", "-D", str(self._data), "-U", "chokh", "-A", "trust", "--no-sync")

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = {
            "port": self._port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._running = subprocess.Popen(
            [*_user(), str(_binary("postgres")), "-D", str(self._data), *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = monotonic() + _WITHIN
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if monotonic() > until or self._running.poll() is not None:
                    raise
            else:
                return

    def stop(self) -> None:
        """End it at once; what was committed is there after the next start."""
        if self._running is not None:
            self._running.send_signal(signal.SIGINT)
            self._running.wait()

    def empty(self) -> None:
        """Drop all tables."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")

    def _call(self, program: str, *arguments: str) -> None:
        command = [*_user(), str(_binary(program)), *arguments]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def a_server() -> Iterator[Server]:
    """A running server, with its folder deleted afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="chokh-postgres-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _binary(name: str) -> Path:
    """Of the newest version; Debian keeps them out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    on_path = shutil.which(name)
    if not found and on_path is None:
        raise FileNotFoundError("PostgreSQL is missing: scripts/setup dev installs it")
    return found[-1] if found else Path(str(on_path))


def _user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
