"""Proxies of the environment (HTTPS_PROXY, ALL_PROXY): refused where they can't be used, and never
between programs of this machine."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from ipaddress import IPv6Address

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
        if url.startswith("socks://"):  # as GNOME writes it
            url = environment[name] = f"socks5://{url.removeprefix('socks://')}"
        try:
            # httpx takes an address without a scheme as http's.
            whole(url if "://" in url else f"http://{url}", "http://127.0.0.1:3128", PROXIES)
        except ValueError as error:
            raise Complaint(f"The proxy in {name} can't be used: {error}.") from None
    # Programs read either; the lower one comes first.
    before = environment.get("no_proxy") or environment.get("NO_PROXY", "")
    if found or before:
        without = ",".join([*_understood(before), *_LOOPBACK])
        environment["no_proxy"] = environment["NO_PROXY"] = without


def _understood(entries: str) -> Iterator[str]:
    """The hosts that need no proxy, as httpx reads them: "[::1]", "*.lan" or "fe80::/10" ended it.

    A network of IPv6 is left out, for httpx knows none.
    """
    for entry in filter(None, (each.strip() for each in entries.split(","))):
        host, _, port = entry.removeprefix("[").partition("]")
        if "://" in entry or entry == "*":
            yield entry
        elif _is_ipv6(host):
            yield f"all://[{host}]{port}" if port[1:].isdecimal() else host
        elif entry.count(":") < 2 and (":" not in entry or entry.partition(":")[2].isdecimal()):
            yield entry.removeprefix("*") if "[" not in entry else host


def _is_ipv6(host: str) -> bool:
    """Whether it is an address of IPv6, without the interface that it is reached by."""
    try:
        IPv6Address(host)
    except ValueError:
        return False
    return "%" not in host
