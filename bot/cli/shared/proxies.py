"""Proxies of the environment (HTTPS_PROXY, ALL_PROXY): refused where they can't be used, and never
between programs of this machine."""

from __future__ import annotations

from collections.abc import MutableMapping

from bot.errors import Complaint
from bot.settings import PROXIES
from models.settings import whole

_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def prepare_proxies(environment: MutableMapping[str, str]) -> None:
    """Leave this machine's own addresses out of the proxies: the trial's, /health, Ollama's.

    Raises `Complaint` for a proxy that httpx could not use, which else rises anywhere as a
    ValueError with the password in it.
    """
    found = {name for name in environment if name.upper() in _NAMES and environment[name]}
    for name in sorted(found):
        url = environment[name]
        try:
            # httpx takes an address without a scheme as http's.
            whole(url if "://" in url else f"http://{url}", "http://127.0.0.1:3128", PROXIES)
        except ValueError as error:
            raise Complaint(f"The proxy in {name} can't be used: {error}.") from None
    if found:
        # Programs read either; the lower one comes first.
        before = environment.get("no_proxy") or environment.get("NO_PROXY", "")
        without = ",".join(filter(None, (before, *_LOOPBACK)))
        environment["no_proxy"] = environment["NO_PROXY"] = without
