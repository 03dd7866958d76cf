"""What did the user ask for?

The one place that reads TOML and the environment. Each knob is one field of ``Settings``, with its unit in the name and
its default; a value given nearer to the command wins: flag > ``SCRAPER_*`` variable > the crawl's TOML > the user's
``~/.config/scraper/config.toml`` > default. Whatever is off is a SettingsError of one line naming file and key.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, get_type_hints

from scraper import setting_rules as rules
from scraper import urls
from scraper.errors import SettingsError
from scraper.model import Override, Purpose
from scraper.version import __version__


class RawPolicy(StrEnum):
    """What becomes of the bytes as served."""

    WARC = "warc"  # kept: evidence, and the ground for cleaning again
    NONE = "none"  # let go once cleaned


class ApiUse(StrEnum):
    """Whether a site's list of posts for programs is asked in place of its pages (WordPress)."""

    NEVER = "never"
    PREFER = "prefer"  # where there is one: one request brings a hundred articles


class Cookies(StrEnum):
    """What becomes of cookies that a site sets."""

    OFF = "off"
    RUN = "run"  # sent back to the same site until the run ends


class Proxies(StrEnum):
    """How the network is reached."""

    NONE = "none"
    ENVIRONMENT = "environment"  # by HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY


@dataclass(frozen=True, slots=True)
class Settings:
    """All knobs of a crawl. ``load`` checks them; made by hand they are taken as they are."""

    # who we are: every request says it
    contact: str = ""  # e-mail, mailto: or http(s) page; required for every request, so it has no default
    agent: str = "scraper"  # the product token that sites name in robots.txt (RFC 9309, 2.2.1)
    purpose: Purpose = Purpose.ARCHIVE  # the narrowest use that makes sense of a crawl
    overrides: tuple[Override, ...] = ()  # opt-outs that do not hold for us, each with a reason

    # what is crawled and where it goes
    name: str = "crawl"  # load: the stem of the crawl's TOML
    start: tuple[str, ...] = ()  # pages to begin with, such as the home page or sections
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    backfill: tuple[Path, ...] = ()  # files that name pages: a list, a WARC, a CDX listing
    api: ApiUse = ApiUse.NEVER
    archive: Path = Path("archives/crawl")  # load: archives/<name>
    raw: RawPolicy = RawPolicy.WARC
    publishers: Path | None = None  # folder of republishing terms that go before those we bring

    # how far it goes
    hosts: tuple[str, ...] = ()  # host[:port] to crawl besides those of start, feeds and sitemaps
    include: tuple[str, ...] = ()  # patterns searched for in path?query; none means everything
    exclude: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()  # of the articles wanted, such as "en" and "es"; none means all
    since: date | None = None  # articles published before are left out
    until: date | None = None  # and those published after
    allow_private: tuple[str, ...] = ()  # networks to reach though not public; never a yes/no, so no blanket pass
    max_pages: int = 0  # a run; 0 is no cap
    max_pages_per_host: int = 0  # a run; 0 is no cap
    max_depth: int = 5  # links from a start page: a section, its older pages, the article; deeper is mostly a trap
    max_links_per_page: int = 500  # a full news home page has 200 to 300
    max_sitemap_urls: int = 50_000  # what sitemaps.org allows in one file
    max_sitemaps: int = 500  # a host and run; newest first, so what is left out is old
    revisit_seconds: float = 86_400.0  # a day: corrections to a story mostly come on the first one
    min_revisit_seconds: float = 3_600.0  # of pages that change whenever they are looked at
    max_revisit_seconds: float = 2_592_000.0  # 30 days: of pages that never do

    # how gently
    hours: tuple[str, ...] = ()  # of the day (UTC) in which sites are asked, such as "22:00-06:00"; none means all
    delay_seconds: float = 1.0  # between requests to one host; the larger of this and robots.txt's holds
    max_delay_seconds: float = 120.0  # a longer Crawl-delay is cut to this, and the report says so
    hosts_at_once: int = 16  # one request each: what two cores can clean meanwhile
    tries: int = 3  # the first included
    backoff_seconds: float = 5.0  # before the second try, then longer: 5, 20, 60 s was tolerated by slow sites
    longest_wait_seconds: float = 120.0  # whatever is due later waits for the next run

    # on which way
    cookies: Cookies = Cookies.OFF
    proxies: Proxies = Proxies.NONE

    # how much, how long
    connect_seconds: float = 10.0  # two lost SYN packets are 1 + 2 s, a slow TLS handshake some more
    read_seconds: float = 20.0  # silence between two reads
    total_seconds: float = 60.0  # a whole exchange: the end of a body that drips
    max_raw_bytes: int = 16 * 1024 * 1024  # as sent; the largest real page seen compressed to 0.6 MB
    max_body_bytes: int = 52_428_800  # decoded: the 50 MiB that sitemaps.org allows
    max_page_bytes: int = 10 * 1024 * 1024  # a longer page is stored and not cleaned; the longest real one seen: 5 MB
    clean_seconds: float = 20.0  # of cleaning one page: 10 MB of paragraphs take 8, a page of today's news 0.1
    max_redirects: int = 5  # hops, as for robots.txt (RFC 9309, 2.3.1.2)

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """The hosts in scope: those of start, feeds and sitemaps, and the extra ones; each once, in that order."""
        named = (urls.host_of(url) for url in (*self.start, *self.feeds, *self.sitemaps))
        return tuple(dict.fromkeys((*named, *self.hosts)))


_KINDS: Mapping[str, object] = get_type_hints(Settings)  # field name -> type


def load(
    path: Path | None, flags: Mapping[str, object], environ: Mapping[str, str], need_contact: bool = True
) -> Settings:
    """Settings from all sources, checked. Raises SettingsError.

    ``path`` is the crawl's TOML, ``flags`` the values of the command line by field name (None: not given), ``environ``
    the environment. ``need_contact=False`` is for what asks nothing of a site; otherwise a contact has to be there, and
    with a ``path`` somewhere to begin as well. Relative paths are relative to the current directory.
    """
    user_file = _user_file(environ)
    sources = [
        _from_file(user_file) if user_file and user_file.is_file() else None,
        _from_file(path) if path else None,
        _from_environment(environ),
        _Source("the command line", {key: value for key, value in flags.items() if value is not None}, "--{flag}"),
    ]
    values: dict[str, object] = {}
    for source in filter(None, sources):
        values |= source.checked()
    if path:
        name, archive = as_crawl_names(path)
        values.setdefault("name", name)
        values.setdefault("archive", archive.with_name(str(values["name"])))
    elif "name" in values:
        values.setdefault("archive", Path("archives") / str(values["name"]))
    if need_contact:
        _demand(values, path, user_file)
    return Settings(**values)  # type: ignore[arg-type]  # each value has gone through its field's converter


def as_crawl_names(path: Path) -> tuple[str, Path]:
    """The name of a crawl and its archive directory, as they follow from the path of its TOML."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip(".-") or Settings().name
    return name, Path("archives") / name


def user_agent(settings: Settings) -> str:
    """The User-Agent header: ``scraper/0.1.0 (+mailto:news@your-site.org)``."""
    return f"{settings.agent}/{__version__} (+{settings.contact})"


def proxy_variables(settings: Settings, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the environment says of proxies, where the settings go by it; else nothing."""
    return dict(environ) if settings.proxies is Proxies.ENVIRONMENT else {}


# ---------------------------------------------------------------- sources


class _Source(NamedTuple):
    """Values from one place. ``where`` begins a complaint; {key}, {flag} and {variable} stand for the key."""

    name: str
    values: Mapping[str, object]
    where: str
    is_text: bool = False  # everything is a string, as in the environment

    def checked(self) -> dict[str, object]:
        """The values as their fields want them. Raises SettingsError."""
        return {key: self._value(key, value) for key, value in self.values.items()}

    def _value(self, key: str, value: object) -> object:
        if isinstance(value, dict):
            raise SettingsError(f"{self.name}: unknown table [{key}]; all keys stand at the top level")
        if key not in _KINDS:
            raise SettingsError(f"{self.name}: unknown key {key!r}; {nearest(key, _KINDS)}")
        try:
            return rules.checked(key, rules.converted(_KINDS[key], value, self.is_text))
        except ValueError as error:
            where = self.where.format(key=key, flag=key.replace("_", "-"), variable=f"SCRAPER_{key.upper()}")
            raise SettingsError(f"{where} {error}") from None


def _from_file(path: Path) -> _Source:
    name = str(path)
    return _Source(name, read_toml(path), name.replace("{", "{{").replace("}", "}}") + ": {key}")


def _from_environment(environ: Mapping[str, str]) -> _Source:
    """SCRAPER_<KEY>; an empty one counts as not set. A name like none of ours is somebody else's."""
    given = {name[8:].lower(): text for name, text in environ.items() if name.startswith("SCRAPER_") and text}
    values = {key: text for key, text in given.items() if difflib.get_close_matches(key, _KINDS, cutoff=0.8)}
    return _Source("the environment (SCRAPER_*)", values, "{variable}", is_text=True)


def _user_file(environ: Mapping[str, str]) -> Path | None:
    """config.toml in $XDG_CONFIG_HOME/scraper, which is ~/.config/scraper unless it is an absolute path."""
    base = Path(environ.get("XDG_CONFIG_HOME", ""))
    if not base.is_absolute():
        if not environ.get("HOME"):
            return None
        base = Path(environ["HOME"]) / ".config"
    return base / "scraper" / "config.toml"


def read_toml(path: Path) -> dict[str, object]:
    """The values of a TOML file. Raises SettingsError, which names it, for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such file") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 text (byte {error.start})") from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError; so is a number of 5000 digits
        raise SettingsError(f"{path}: not valid TOML: {error}") from None


def _demand(values: Mapping[str, object], path: Path | None, user_file: Path | None) -> None:
    """What every crawl needs. Raises SettingsError."""
    if not values.get("contact"):
        where = path or user_file or "settings"
        raise SettingsError(
            f"{where}: contact is missing: site owners must be able to reach you; "
            'add contact = "you@your-domain" (or set SCRAPER_CONTACT, or give --contact)'
        )
    if path and not any(values.get(key) for key in ("start", "feeds", "sitemaps", "backfill")):
        raise SettingsError(f'{path}: start is missing: name a page to begin with, such as start = ["https://…/"]')


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is not among the known ones."""
    near = [key for key in known if key.startswith(word + "_")] or difflib.get_close_matches(word, known, 1)
    return f"did you mean {near[0]!r}?" if near else "known are " + ", ".join(known)
