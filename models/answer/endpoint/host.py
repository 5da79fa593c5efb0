"""Host of an endpoint: in the house, or somebody else's."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit


def host_outside(url: str) -> str:
    """The URL's host where it is outside the house, "" where it is within.

    Within are this machine and the private networks; a name is looked up, and counts as outside
    where it can't be, or where any of its addresses is. Blocking: asks the resolver.
    """
    host = urlsplit(url).hostname or ""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return host or url
    return "" if found and all(map(_is_within, found)) else host


def _is_within(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    return parsed.is_private or parsed.is_loopback or parsed.is_link_local
