"""May a setting have this value?

Types, ranges and forms, for ``scraper.settings``. Every function gives the value in order, or raises a ValueError that
ends the sentence begun with the setting's name: ``must be a number, not 'fast'``. Pure: reads no file and asks no host.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from ipaddress import ip_network
from pathlib import Path

from scraper import urls
from scraper.errors import UrlError
from scraper.model import Override

# Lowest and highest value. The upper bounds only catch slips of the unit, such as milliseconds for seconds.
RANGES: Mapping[str, tuple[float, float]] = {
    "delay_seconds": (0, 86_400),
    "max_delay_seconds": (1, 86_400),
    "backoff_seconds": (0, 86_400),
    "longest_wait_seconds": (0, 604_800),
    "revisit_seconds": (0, 31_536_000),
    "min_revisit_seconds": (0, 31_536_000),
    "max_revisit_seconds": (0, 315_360_000),
    "connect_seconds": (0.1, 3_600),
    "read_seconds": (0.1, 3_600),
    "total_seconds": (0.1, 86_400),
    "clean_seconds": (0.1, 86_400),
    "hosts_at_once": (1, 1_000),
    "tries": (1, 20),
    "max_redirects": (0, 20),  # 20 is where browsers stop (Fetch standard, 4.4)
    "max_raw_bytes": (1_024, 2**31),
    "max_body_bytes": (1_024, 2**31),
    "max_page_bytes": (1_024, 2**31),
    "max_pages": (0, 10**9),
    "max_pages_per_host": (0, 10**9),
    "max_depth": (0, 1_000),
    "max_links_per_page": (1, 1_000_000),
    "max_sitemap_urls": (1, 10**9),
    "max_sitemaps": (0, 1_000_000),
}

# Names kept for documentation (RFC 2606, RFC 6761) and those that our own examples use: nobody reads their mail.
_PLACEHOLDER = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|org|net))?|test|invalid|your-?(?:domain|site)(?:\..*)?)")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?)")
_TOKEN = re.compile(r"[A-Za-z_-]{1,64}")  # RFC 9309, 2.2.1
_BROWSERS = ("mozilla", "chrome", "safari", "firefox", "edge", "opera", "googlebot", "bingbot", "applebot", "yandex")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_WIDEST = {4: 8, 6: 7}  # prefix length: 127.0.0.0/8 and 10.0.0.0/8; fc00::/7


def converted(kind: object, value: object, is_text: bool) -> object:
    """A value in its field's type; with ``is_text`` numbers are read from a string and lists split at commas."""
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return as_choice(kind, value)
    return _CONVERTERS[kind](value, is_text)


def checked(key: str, value: object) -> object:
    """A setting's value, in range and in form."""
    if key in RANGES and isinstance(value, (int, float)):
        low, high = RANGES[key]
        if not low <= value <= high:
            raise ValueError(f"must be from {low:,} to {high:,}, not {value:,}")
    return each(_FORMS.get(key), value)


def each(form: Callable[[str], str] | None, value: object) -> object:
    """A text, or each text of a list, in the form asked for."""
    if form is None:
        return value
    return tuple(form(part) for part in value) if isinstance(value, tuple) else form(str(value))


# ---------------------------------------------------------------- types


def _text(value: object, _: bool) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError(f"must be a text in quotes, not {shown(value)}")


def as_whole(value: object, is_text: bool) -> int:
    """A whole number."""
    if is_text and isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,18}", value.strip()):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError(f"must be a whole number, not {shown(value)}")


def _number(value: object, is_text: bool) -> float:
    if is_text and isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", value.strip()):
        return float(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e18:  # no inf, no nan
        return float(value)
    raise ValueError(f"must be a number, not {shown(value)}")


def as_texts(value: object, is_text: bool) -> tuple[str, ...]:
    """A list of texts that are not empty."""
    if is_text and isinstance(value, str):
        value = [part for part in value.split(",") if part.strip()]
    if isinstance(value, (list, tuple)) and all(isinstance(part, str) and part.strip() for part in value):
        return tuple(part.strip() for part in value)
    raise ValueError(f'must be a list of texts, such as ["…", "…"], not {shown(value)}')


def _path(value: object, _: bool) -> Path:
    text = _text(str(value) if isinstance(value, Path) else value, False)
    if "\0" in text:
        raise ValueError(f"must be a path, not {shown(text)}")
    return Path.home() / text[2:] if text.startswith("~/") else Path(text)


def _paths(value: object, is_text: bool) -> tuple[Path, ...]:
    if isinstance(value, (list, tuple)):
        value = [str(part) if isinstance(part, Path) else part for part in value]
    return tuple(_path(text, False) for text in as_texts(value, is_text))


def _day(value: object, is_text: bool) -> date:
    if is_text and isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
        with contextlib.suppress(ValueError):
            return date.fromisoformat(value.strip())
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(f"must be a date without quotes, such as 2026-11-23, not {shown(value)}")


def _overrides(value: object, _: bool) -> tuple[Override, ...]:
    """Opt-outs that do not hold for us; only a file can name them, with their reasons."""
    form = '[{host = "…", signal = "…", reason = "…"}]'
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"must be a list of tables, such as {form}, not {shown(value)}")
    return tuple(_override(one, form) for one in value)


def _override(one: Mapping[str, object], form: str) -> Override:
    texts = {key: part.strip() for key, part in one.items() if isinstance(part, str)}
    if set(one) != {"host", "signal", "reason"} or len(texts) < 3:
        raise ValueError(f"must be tables with host, signal and reason, such as {form}, not {shown(one)}")
    if len(texts["reason"].split()) < 2:
        raise ValueError(f"must each have a reason in words, not {shown(texts['reason'])}")
    return Override(as_host(texts["host"]), texts["signal"].lower(), texts["reason"])


def as_choice(kind: type[StrEnum], value: object) -> StrEnum:
    """A member of an enum, by its value."""
    if isinstance(value, str) and value in list(kind):
        return kind(value)
    raise ValueError(f"must be one of {', '.join(kind)}, not {shown(value)}")


_CONVERTERS: Mapping[object, Callable[[object, bool], object]] = {
    str: _text,
    str | None: _text,
    int: as_whole,
    float: _number,
    tuple[str, ...]: as_texts,
    tuple[Path, ...]: _paths,
    tuple[Override, ...]: _overrides,
    Path: _path,
    Path | None: _path,
    date | None: _day,
}


# ---------------------------------------------------------------- forms


def _contact(text: str) -> str:
    """An e-mail address, as it is or with mailto:, or the address of a page about the crawler."""
    mail = _EMAIL.fullmatch(text.removeprefix("mailto:"))
    if mail:
        host = mail[1].lower()
    else:
        text = as_url(text, "must be an e-mail address or the https:// address of a page").replace("(", "%28")
        text = text.replace(")", "%29")  # it stands in the parentheses of the User-Agent header
        host = urls.host_of(text).partition(":")[0]
    if _PLACEHOLDER.fullmatch(host):
        raise ValueError(f"must be one that reaches you; {shown(text)} is a placeholder")
    return text


def _agent(text: str) -> str:
    """The product token; sites have to find it in robots.txt, and it may not pass for a browser or another crawler."""
    if not _TOKEN.fullmatch(text):
        raise ValueError(f"must be of letters, - and _ only (RFC 9309), not {shown(text)}")
    if any(name in text.lower() for name in _BROWSERS):
        raise ValueError(f"must be a name of your own, not {shown(text)}")
    return text


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise ValueError(f"must be of letters, digits, '.', '_' and '-', not {shown(text)}")
    return text


def as_url(text: str, must: str = "must be a URL that begins with https:// or http://") -> str:
    """A URL as it is asked for."""
    try:
        return urls.request_url(text)
    except UrlError:
        raise ValueError(f"{must}, not {shown(text)}") from None


def as_host(text: str) -> str:
    """A host's name, with its port unless that is the scheme's own."""
    scheme = "http" if text.endswith(":80") else "https"  # so that the default port goes
    try:
        host = urls.host_of(f"{scheme}://{text}/")
    except UrlError:
        host = ""
    if not host or re.search(r"[/?#@\\\s*]", text):
        raise ValueError(f"must be a host's name, such as es.news-site.org or localhost:8000, not {shown(text)}")
    return host


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"must be a regular expression, and {shown(text)} is none: {error}") from None
    return text


def _network(text: str) -> str:
    """A network in CIDR form, or a single address."""
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise ValueError(f'must be networks, such as "127.0.0.0/8", not {shown(text)}') from None
    if network.prefixlen < _WIDEST[network.version]:
        raise ValueError(f"must be narrower than {text}: /{_WIDEST[network.version]} at the widest")
    return str(network)


def _language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}", text):
        raise ValueError(f"must be languages' codes of two or three letters (ISO 639), such as en, not {shown(text)}")
    return text.lower()


def shown(value: object) -> str:
    """A value as a complaint shows it."""
    told = repr(value)
    return told if len(told) <= 80 else told[:77] + "..."


def _hours(text: str) -> str:
    """A stretch of the day, ``22:00-06:00``; it may go past midnight."""
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)", text):
        raise ValueError(f'must be hours of the day in UTC, such as "22:00-06:00", not {shown(text)}')
    return text


_FORMS: Mapping[str, Callable[[str], str]] = {
    "contact": _contact,
    "agent": _agent,
    "name": _name,
    "start": as_url,
    "feeds": as_url,
    "sitemaps": as_url,
    "hosts": as_host,
    "include": _pattern,
    "exclude": _pattern,
    "languages": _language,
    "allow_private": _network,
    "hours": _hours,
}
