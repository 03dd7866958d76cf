"""What does ``host[:port]`` tell by itself?"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

_DEFAULT_PORTS = frozenset({"", "80", "443"})

Network = IPv4Network | IPv6Network


def split(host: str) -> tuple[str, str]:
    """Name and port; the port is empty where it is the scheme's own.

    >>> split("news.test"), split("[::1]:8080")
    (('news.test', ''), ('::1', '8080'))
    """
    if host.startswith("["):
        name, _, port = host[1:].partition("]")
        return name, port.removeprefix(":")
    name, _, port = host.partition(":")
    return name, port


def server_key(host: str, ip: str) -> str:
    """The server that a host is on, being at this address. http and https (80 and 443) are one, other ports others.

    >>> server_key("news.test", "192.0.2.1"), server_key("news.test:8080", "192.0.2.1")
    ('192.0.2.1', '192.0.2.1:8080')
    """
    port = split(host)[1]
    if port in _DEFAULT_PORTS:
        return ip
    return f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"


def is_inside(host: str, networks: Sequence[Network]) -> bool:
    """Whether the host is a literal address in one of the networks; a name never is, wherever it leads."""
    try:
        address = ip_address(split(host)[0])
    except ValueError:
        return False
    return any(address in network for network in networks)
