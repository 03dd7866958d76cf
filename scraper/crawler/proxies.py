"""Which way does a request go: straight, or through a proxy?

Pure: reads the variables that all programs know (``http_proxy``, ``https_proxy``, ``all_proxy``, ``no_proxy``, in lower
case before upper case) and words what is said to a proxy. Only plain HTTP proxies are spoken to.

Behind a proxy it is the proxy that looks a name up, last and out of our sight. The addresses that we find are checked
before it is asked, so what stays open is a name that tells the proxy something else than us (DNS rebinding); whoever
fears that has to forbid private addresses in the proxy.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import unquote, urlsplit

from scraper.errors import SettingsError

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
DEFAULT_PORT = 80
_AGAIN = frozenset({502, 503, 504})  # the proxy's word for a host that does not answer it
_ANSWER = re.compile(rb"HTTP/1\.[01] ([0-9]{3})(?: |\r?\n)")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy. ``credentials`` is the value of Proxy-Authorization, for nobody but the proxy."""

    host: str
    port: int
    credentials: str = field(default="", repr=False)

    @property
    def header(self) -> bytes:
        """The line that goes into the head of a request to the proxy; b"" without credentials."""
        return f"Proxy-Authorization: {self.credentials}\r\n".encode() if self.credentials else b""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies by scheme, and the hosts that are reached without one."""

    by_scheme: tuple[tuple[str, Proxy], ...] = ()
    without: tuple[str, ...] = ()  # as in no_proxy, in lower case

    def proxy_for(self, scheme: str, host: str, port: int) -> Proxy | None:
        """The proxy on the way to a host (ASCII, without brackets); None goes straight."""
        proxy = next((proxy for name, proxy in self.by_scheme if name == scheme), None)
        if proxy is None or any(_fits(entry, host.lower(), port) for entry in self.without):
            return None
        return proxy


def proxies_of(variables: Mapping[str, str]) -> Proxies:
    """The proxies that an environment names. Raises SettingsError for one that we cannot speak to.

    An upper-case HTTP_PROXY does not count where a web server runs us (CGI): there it is a header of the visitor's.
    """
    found: list[tuple[str, Proxy]] = []
    for scheme in ("http", "https"):
        named = _value(variables, f"{scheme}_proxy") or _value(variables, "all_proxy")
        if named:
            found.append((scheme, _proxy(*named)))
    without = _value(variables, "no_proxy")
    return Proxies(tuple(found), tuple(re.split(r"[\s,]+", without[1].lower())) if without else ())


def connect_request(proxy: Proxy, authority: str) -> bytes:
    """The head that asks for a tunnel to ``host:port`` (RFC 9110, 9.3.6)."""
    return f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n".encode() + proxy.header + b"\r\n"


def refusal_of(head: bytes) -> tuple[str, bool] | None:
    """Why a proxy's answer means that there is no tunnel, and whether another time may do; None if there is one."""
    answer = _ANSWER.match(head)
    if answer is None:
        return "it does not speak HTTP", False
    status = int(answer[1])
    if 200 <= status < 300:
        return None
    return refusal_by(status), status in _AGAIN


def refusal_by(status: int) -> str:
    """A proxy's refusal in words."""
    if status == 407:
        return "it wants a user's name and password, or others than it was given (407)"
    return f"it answered {status}"


# ---------------------------------------------------------------- reading the variables


def _value(variables: Mapping[str, str], name: str) -> tuple[str, str] | None:
    """A variable's own name and its value; an empty one is not set."""
    forged = name == "http_proxy" and "REQUEST_METHOD" in variables
    for variant in (name,) if forged else (name, name.upper()):
        if value := variables.get(variant, "").strip():
            return variant, value
    return None


def _proxy(variable: str, value: str) -> Proxy:
    """The proxy of a variable. No message shows the value: there may be a password in it."""
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not host.isascii():
        raise SettingsError(f"{variable} is not the address of a proxy; it should be like http://proxy.news.org:3128")
    if parts.scheme != "http":
        raise SettingsError(f"{variable}: only http:// proxies are spoken to, not {parts.scheme}:// ones")
    credentials = ""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        credentials = "Basic " + base64.b64encode(pair.encode()).decode()
    return Proxy(host, port or DEFAULT_PORT, credentials)


def _fits(entry: str, host: str, port: int) -> bool:
    """Whether an entry of no_proxy speaks of a host: ``*``, a domain with all below it, host:port, address, network."""
    name, _, its_port = entry.partition(":") if entry.count(":") == 1 else (entry, "", "")
    if its_port and its_port != str(port):
        return False
    name = name.strip("[]")
    if name == "*":
        return True
    network = _network(name)
    if network is not None:
        try:
            return ip_address(host) in network
        except ValueError:
            return False
    name = name.removeprefix("*").removeprefix(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
