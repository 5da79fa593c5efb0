"""`chokh serve`: the abilities for bots on this machine or on others, until it is told to stop."""

from __future__ import annotations

import signal
import socket
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.app import models_settings
from bot.cli.shared.report import explained
from bot.errors import Complaint
from bot.monitoring import logs
from bot.settings import host_and_port, secrets
from bot.terminal import say
from models.remote.calls import METHODS
from models.remote.ray_app import served

if TYPE_CHECKING:
    from bot.settings import Settings


def serve_abilities(settings: Settings, address: str | None, listen: str) -> None:
    """Run until SIGINT or SIGTERM.

    address: of a Ray cluster that runs already; listen: "host:port" of the door for bots.
    """
    if find_spec("ray") is None:
        raise Complaint("Ray is not installed: .venv/bin/pip install -c constraints.txt '.[scale]'")
    try:
        host, port = host_and_port(listen)
    except ValueError as error:
        raise Complaint(f"--listen: {error}.") from None
    _check_free(host, port)
    logs.start(secrets(settings))
    try:
        with explained("en"), served(models_settings(settings), address, host, port):
            _wait(f"http://{_reached(host)}:{port}")
    except ConnectionError as error:
        raise Complaint(f"No Ray cluster answers at {address}: see docs/scale.md.") from error


def _wait(url: str) -> None:
    """Say where bots ask, and wait for SIGINT or SIGTERM."""
    stop = threading.Event()
    # Ray brings handlers of its own, which end the process in the middle of things.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    say(f"Ready: {', '.join(METHODS)}. In the settings of each bot:")
    say(f'[models]\nengine = "ray"\n[models.ray]\nurl = "{url}"', flush=True)
    stop.wait()


def _check_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        message = (
            f"Nothing can listen on {host}:{port} ({error.strerror}): choose another --listen."
        )
        raise Complaint(message) from None


def _reached(host: str) -> str:
    """Where others find who listens on `host`."""
    return socket.gethostname() if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only compared
