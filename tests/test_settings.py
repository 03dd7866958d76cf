"""Do settings come from the right place, and is each complaint one line that names file and key?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from scraper import setting_rules
from scraper.errors import SettingsError
from scraper.model import Override
from scraper.settings import (
    Proxies,
    Purpose,
    RawPolicy,
    Settings,
    as_crawl_names,
    load,
    proxy_variables,
    user_agent,
)

ME = "news@crawler.org"


def _file(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _crawl(tmp_path: Path, text: str, flags: Mapping[str, object] | None = None) -> Settings:
    """Settings of a crawl's TOML that has a contact and a start page besides ``text``."""
    head = f'contact = "{ME}"\nstart = ["https://n.test/"]\n'
    return load(_file(tmp_path / "site.toml", head + text), flags or {}, {})


def _complaint(path: Path | None, flags: Mapping[str, object], environ: Mapping[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        load(path, flags, environ)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_nearest_source_wins(tmp_path: Path) -> None:
    _file(
        tmp_path / "home/.config/scraper/config.toml", f'contact = "{ME}"\ntries = 2\ndelay_seconds = 2\nmax_depth = 2'
    )
    crawl = _file(tmp_path / "site.toml", 'start = ["https://n.test/"]\ntries = 3\ndelay_seconds = 3\nmax_pages = 3')
    environ = {"HOME": str(tmp_path / "home"), "SCRAPER_TRIES": "4", "SCRAPER_DELAY_SECONDS": "4.5", "OTHER": "x"}
    settings = load(crawl, {"tries": 5, "max_redirects": None}, environ)
    assert settings.tries == 5
    assert settings.delay_seconds == 4.5
    assert settings.max_pages == 3
    assert settings.max_depth == 2
    assert settings.contact == ME
    assert settings.max_redirects == Settings().max_redirects


def test_xdg_config_home_goes_before_home(tmp_path: Path) -> None:
    _file(tmp_path / "xdg/scraper/config.toml", f'contact = "{ME}"')
    environ = {"HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "xdg")}
    assert load(None, {}, environ).contact == ME
    relative = environ | {"XDG_CONFIG_HOME": "xdg"}  # to be ignored by the XDG specification
    assert "contact" in _complaint(None, {}, relative)


def test_names_follow_from_the_file(tmp_path: Path) -> None:
    settings = _crawl(tmp_path, "")
    assert (settings.name, settings.archive) == ("site", Path("archives/site"))
    settings = _crawl(tmp_path, 'name = "other"')
    assert (settings.name, settings.archive) == ("other", Path("archives/other"))
    settings = _crawl(tmp_path, 'name = "other"\narchive = "here"')
    assert settings.archive == Path("here")
    assert as_crawl_names(Path("x/My crawl!.toml")) == ("My-crawl", Path("archives/My-crawl"))
    assert as_crawl_names(Path("…")) == ("crawl", Path("archives/crawl"))


def test_environment_gives_every_type() -> None:
    environ = {
        "SCRAPER_CONTACT": ME,
        "SCRAPER_START": "https://n.test/a, https://n.test/b,",
        "SCRAPER_ARCHIVE": "x/y",
        "SCRAPER_PURPOSE": "research",
        "SCRAPER_RAW": "none",
        "SCRAPER_MAX_PAGES": " 7 ",
        "SCRAPER_SINCE": "2026-03-01",
        "SCRAPER_BACKFILL": "urls.txt, pages.warc.gz",
        "SCRAPER_AGENT": "",  # empty: not set
        "SCRAPER_SOMEBODY_ELSES": "x",
    }
    settings = load(None, {}, environ)
    assert settings.start == ("https://n.test/a", "https://n.test/b")
    assert settings.archive == Path("x/y")
    assert settings.purpose is Purpose.RESEARCH
    assert settings.raw is RawPolicy.NONE
    assert settings.max_pages == 7
    assert settings.since == date(2026, 3, 1)
    assert settings.backfill == (Path("urls.txt"), Path("pages.warc.gz"))
    assert settings.agent == "scraper"


def test_overrides_have_their_reasons(tmp_path: Path) -> None:
    line = 'overrides = [{host = "N.test:443", signal = "NoAI", reason = "the editor wrote on 1 March"}]'
    assert _crawl(tmp_path, line).overrides == (Override("n.test", "noai", "the editor wrote on 1 March"),)


def test_backfill_is_somewhere_to_begin(tmp_path: Path) -> None:
    settings = load(_file(tmp_path / "a.toml", f'contact = "{ME}"\nbackfill = ["urls.txt"]'), {}, {})
    assert settings.backfill == (Path("urls.txt"),)


def test_flags_take_python_values(tmp_path: Path) -> None:
    flags = {"start": ("https://n.test/",), "archive": tmp_path, "delay_seconds": 2, "contact": f"mailto:{ME}"}
    settings = load(None, flags, {})
    assert settings.archive == tmp_path
    assert settings.delay_seconds == 2.0
    assert user_agent(settings) == f"scraper/0.1.0 (+mailto:{ME})"


def test_hosts_in_scope(tmp_path: Path) -> None:
    settings = _crawl(
        tmp_path, 'feeds = ["http://f.n.test:80/feed"]\nhosts = ["WWW.n.test:443", "n.test", "h.test:81"]'
    )
    assert settings.all_hosts == ("n.test", "f.n.test", "www.n.test", "h.test:81")


def test_contact_is_needed_only_for_requests(tmp_path: Path) -> None:
    crawl = _file(tmp_path / "site.toml", 'start = ["https://n.test/"]')
    assert load(crawl, {}, {}, need_contact=False).contact == ""
    message = _complaint(crawl, {}, {})
    assert message.startswith(f"{crawl}: contact is missing")
    assert "SCRAPER_CONTACT" in message


def test_a_crawl_needs_somewhere_to_begin(tmp_path: Path) -> None:
    crawl = _file(tmp_path / "site.toml", f'contact = "{ME}"')
    assert _complaint(crawl, {}, {}).startswith(f"{crawl}: start is missing")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("delay = 1", "unknown key 'delay'; did you mean 'delay_seconds'?"),
        ("max_dept = 1", "unknown key 'max_dept'; did you mean 'max_depth'?"),
        ("[crawl]", "unknown table [crawl]; all keys stand at the top level"),
        ("zzzzzz = 1", "unknown key 'zzzzzz'; known are contact, agent"),
        ("delay_seconds = '1'", "delay_seconds must be a number, not '1'"),
        ("delay_seconds = true", "delay_seconds must be a number, not True"),
        ("delay_seconds = nan", "delay_seconds must be a number, not nan"),
        ("delay_seconds = inf", "delay_seconds must be a number, not inf"),
        (f"delay_seconds = 1{'0' * 400}", "delay_seconds must be a number, not 1000"),
        ("delay_seconds = -1", "delay_seconds must be from 0 to 86,400, not -1.0"),
        ("delay_seconds = 1500000", "delay_seconds must be from 0 to 86,400, not 1,500,000.0"),
        ("tries = 0", "tries must be from 1 to 20, not 0"),
        ("tries = 1.5", "tries must be a whole number, not 1.5"),
        ("max_pages = -1", "max_pages must be from 0"),
        ("feeds = 'https://n.test/feed'", "feeds must be a list of texts"),
        ("feeds = [1]", "feeds must be a list of texts"),
        ("feeds = ['n.test/feed']", "feeds must be a URL that begins with https:// or http://, not 'n.test/feed'"),
        ("sitemaps = ['ftp://n.test/']", "sitemaps must be a URL"),
        ("hosts = ['https://n.test/']", "hosts must be a host's name"),
        ("hosts = ['*.n.test']", "hosts must be a host's name"),
        ("include = ['(']", "include must be a regular expression, and '(' is none"),
        ("allow_private = true", "allow_private must be a list of texts"),
        ("allow_private = ['yes']", "allow_private must be networks"),
        ("allow_private = ['0.0.0.0/0']", "allow_private must be narrower than 0.0.0.0/0"),
        ("allow_private = ['::/0']", "allow_private must be narrower than ::/0"),
        ("purpose = 'profit'", "purpose must be one of archive, search, research, ai-input, ai-train, not 'profit'"),
        ("raw = 'none '", "raw must be one of warc, none"),
        ("overrides = ['noai']", "overrides must be a list of tables"),
        ("overrides = [{host = 'n.test', signal = 'noai'}]", "overrides must be tables with host, signal and reason"),
        (
            "overrides = [{host = 'n.test', signal = 'noai', reason = 'x'}]",
            "overrides must each have a reason in words",
        ),
        ("since = '2026-03-01'", "since must be a date without quotes"),
        ("hours = ['22-6']", "hours must be hours of the day in UTC"),
        ("cookies = true", "cookies must be one of off, run"),
        ("proxies = 'http://p.test'", "proxies must be one of none, environment"),
        ("raw = []", "raw must be one of warc, none"),
        ("name = '../x'", "name must be of letters, digits"),
        ("name = ''", "name must be a text in quotes, not ''"),
        ("archive = 5", "archive must be a text in quotes, not 5"),
        ("archive = 'a\\u0000b'".replace("'", '"'), "archive must be a path"),
        ("agent = 'Mozilla'", "agent must be a name of your own"),
        ("agent = 'a/1.0'", "agent must be of letters"),
        ("tries = x\n", "not valid TOML: Invalid value (at line 3, column 9)"),
        ("tries = 1\ntries = 2", "not valid TOML"),
        (f"tries = {'9' * 5000}", "not valid TOML"),
        (f"tries = {'[' * 100_000}", "not valid TOML"),
    ],
)
def test_complaint_names_file_and_key(tmp_path: Path, line: str, expected: str) -> None:
    with pytest.raises(SettingsError) as caught:
        _crawl(tmp_path, line)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'site.toml'}: {expected}")
    assert "\n" not in message


def test_complaints_about_files(tmp_path: Path) -> None:
    assert _complaint(tmp_path / "no.toml", {}, {}) == f"{tmp_path / 'no.toml'}: no such file"
    assert "cannot be read" in _complaint(tmp_path, {}, {})
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    assert _complaint(tmp_path / "latin.toml", {}, {}).endswith("not UTF-8 text (byte 8)")
    odd = _file(tmp_path / "{odd}.toml", "tries = 0")
    assert _complaint(odd, {}, {}).startswith(f"{odd}: tries must be")


def test_complaints_about_environment_and_flags() -> None:
    assert _complaint(None, {}, {"SCRAPER_TRIES": "many"}) == "SCRAPER_TRIES must be a whole number, not 'many'"
    assert "did you mean 'contact'" in _complaint(None, {}, {"SCRAPER_CONTCAT": ME})
    assert _complaint(None, {"max_pages": -1}, {}).startswith("--max-pages must be from 0")


@pytest.mark.parametrize(
    "contact",
    [
        "you@example.com",
        "mailto:you@mail.example.org",
        "https://example.net/bot",
        "https://www.example.com:8443/",
        "bot@site.test",
        "https://bot.invalid/",
        "you@your-domain",
        "https://your-site.org/bot",
    ],
)
def test_placeholder_contacts_are_refused(contact: str) -> None:
    message = _complaint(None, {"contact": contact}, {})
    assert message == f"--contact must be one that reaches you; {contact!r} is a placeholder"


@pytest.mark.parametrize(
    "contact", ["me", "@x.org", "ftp://x.org/", "a b@x.org", "me@x.org\r\nX-Evil: 1", "javascript:1"]
)
def test_what_is_no_contact(contact: str) -> None:
    assert _complaint(None, {"contact": contact}, {}).startswith("--contact must be an e-mail address or the https://")


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (ME, ME),
        (f"mailto:{ME}", f"mailto:{ME}"),
        ("demo@localhost", "demo@localhost"),
        ("https://crawler.org/bot", "https://crawler.org/bot"),
        ("https://crawler.org/bot (1)", "https://crawler.org/bot%20%281%29"),
        ("http://127.0.0.1:8000/bot", "http://127.0.0.1:8000/bot"),
        ("https://myexample.com/", "https://myexample.com/"),
    ],
)
def test_contacts(contact: str, expected: str) -> None:
    assert load(None, {"contact": contact}, {}).contact == expected


def test_networks_are_put_in_order(tmp_path: Path) -> None:
    settings = _crawl(tmp_path, 'allow_private = ["127.0.0.1/8", "10.1.2.3", "fd00::/8"]')
    assert settings.allow_private == ("127.0.0.0/8", "10.1.2.3/32", "fd00::/8")


def test_every_number_has_a_range_that_holds_its_default() -> None:
    numbers = {field.name: field.default for field in fields(Settings) if isinstance(field.default, (int, float))}
    assert numbers.keys() == setting_rules.RANGES.keys()
    for name, default in numbers.items():
        assert setting_rules.checked(name, default) == default
    assert [name for name in numbers if not name.endswith(("_seconds", "_bytes"))] == [
        "max_pages",
        "max_pages_per_host",
        "max_depth",
        "max_links_per_page",
        "max_sitemap_urls",
        "max_sitemaps",
        "hosts_at_once",
        "tries",
        "max_redirects",
    ]


def test_the_example_names_every_knob_and_what_is_commented_out_is_the_default() -> None:
    text = (Path(__file__).resolve().parents[1] / "config/insightcrime.toml").read_text(encoding="utf-8")
    names = {field.name for field in fields(Settings)}
    assert set(re.findall(r"(?m)^(?:# )?([a-z_]+) = ", text)) >= names
    commented = dict(re.findall(r"(?m)^# ([a-z_]+) = (.+?)(?: +#.*)?$", text))
    no_default = {"contact", "name", "archive", "publishers", "since", "until", "languages"}  # there: examples
    given = "\n".join(f"{name} = {value}" for name, value in commented.items() if name in names - no_default)
    for name, value in tomllib.loads(given).items():
        default = getattr(Settings(), name)
        assert (tuple(value) if isinstance(value, list) else value) == default, name


def test_the_environment_says_nothing_of_proxies_unless_it_is_asked() -> None:
    environ = {"HTTPS_PROXY": "http://proxy.news.org:3128", "no_proxy": "localhost"}
    assert proxy_variables(Settings(), environ) == {}
    assert proxy_variables(Settings(proxies=Proxies.ENVIRONMENT), environ) == environ
