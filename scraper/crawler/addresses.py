"""Which addresses may a connection go to?

A public URL must not lead the crawler into the network it runs in: neither by its host, nor by what the name resolves
to, nor by a redirect. So the address of every single connection is checked, and it must be globally reachable or lie
in a network that the configuration allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IANA's registries of special-purpose addresses (RFC 6890 and its updates), the most telling names first.
_SPECIAL: tuple[tuple[str, str], ...] = (
    ("cloud metadata", "169.254.169.254/32"),
    ("unspecified", "0.0.0.0/8"),
    ("private", "10.0.0.0/8"),
    ("carrier-grade NAT", "100.64.0.0/10"),
    ("loopback", "127.0.0.0/8"),
    ("link-local", "169.254.0.0/16"),
    ("private", "172.16.0.0/12"),
    ("protocol assignment", "192.0.0.0/24"),
    ("documentation", "192.0.2.0/24"),
    ("6to4 relay", "192.88.99.0/24"),
    ("private", "192.168.0.0/16"),
    ("benchmark", "198.18.0.0/15"),
    ("documentation", "198.51.100.0/24"),
    ("documentation", "203.0.113.0/24"),
    ("multicast", "224.0.0.0/4"),
    ("reserved", "240.0.0.0/4"),
    ("unspecified", "::/128"),
    ("loopback", "::1/128"),
    ("local NAT64", "64:ff9b:1::/48"),
    ("protocol assignment", "2001::/23"),
    ("documentation", "2001:db8::/32"),
    ("documentation", "3fff::/20"),
    ("unique local", "fc00::/7"),
    ("link-local", "fe80::/10"),
    ("site-local", "fec0::/10"),
    ("multicast", "ff00::/8"),
)
SPECIAL: tuple[tuple[str, Network], ...] = tuple((name, ip_network(text)) for name, text in _SPECIAL)
GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that is given out so far (RFC 4291, 2.4)

# Where an IPv6 address carries the IPv4 address that the packet ends at: (network, how far right its lowest bit is).
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (IPv6Network("2002::/16"), 80),  # 6to4 (RFC 3056)
)

# Names for use within a network (RFC 6761, 6762, 8375; .internal is reserved for it by ICANN).
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa")


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """The networks of an ``allow_private`` setting, such as "127.1.0.0/16". Raises ValueError for what is none."""
    return tuple(ip_network(text) for text in texts)


def refusal(address: str, allowed: Iterable[Network] = ()) -> str | None:
    """Why no connection may go to ``address`` (IPv4 or IPv6, as text), or None if one may.

    The reason names the address, what it is and what to write into the configuration.
    """
    try:
        ip = _carried(ip_address(address.partition("%")[0]))  # a scope such as %eth0 does not change what it is
    except ValueError:
        return f"{address} is not an IP address"
    if any(ip.version == network.version and ip in network for network in allowed):
        return None
    kind = _kind(ip)
    if kind is None:
        return None
    return f"{address} is a {kind} address; to fetch from it add its range to allow_private in the configuration"


def is_local_name(host: str) -> bool:
    """Whether a name can only mean something within the network that it is asked in: ``intranet``, ``nas.local``."""
    labels = f".{host.lower().rstrip('.')}"
    return labels.count(".") == 1 or labels.endswith(tuple(f".{name}" for name in _LOCAL_NAMES))


def _carried(ip: Address) -> Address:
    if isinstance(ip, IPv6Address):
        for network, shift in _CARRIERS:
            if ip in network:
                return IPv4Address(int(ip) >> shift & 0xFFFFFFFF)
    return ip


def _kind(ip: Address) -> str | None:
    """What makes an address special, None for a public one."""
    for name, network in SPECIAL:
        if ip.version == network.version and ip in network:
            return name
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST:
        return "special-purpose"
    return None
