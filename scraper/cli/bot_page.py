"""scraper bot-page: the page about the crawler that its User-Agent points to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Annotated

import typer

from scraper.cli.exits import Exit
from scraper.cli.output import checked_target, hand_over
from scraper.cli.places import CONTACT, settings_for
from scraper.cli.words import short
from scraper.model import Purpose
from scraper.settings import RawPolicy, Settings, user_agent

CONFIG = typer.Argument(help="The crawl's TOML.", show_default=False)
FILE = typer.Option("--output", "-o", metavar="FILE", help="Write it there.", show_default=False)

FLOOR_SECONDS = 1.0  # whatever the settings say, except on one's own network

PURPOSES: Mapping[Purpose, str] = {
    Purpose.ARCHIVE: "to keep an archive of news: articles as they were published, with their sources",
    Purpose.SEARCH: "to make news findable: a search index that leads its readers to your pages",
    Purpose.RESEARCH: "for research: to study the news in their text",
    Purpose.AI_INPUT: "as input of AI systems, which quote or sum up what they read",
    Purpose.AI_TRAIN: "to train AI models",
}

# What a site can say to us, and where; each is obeyed for the purpose above.
SIGNALS = (
    (
        "robots.txt",
        "RFC 9309, asked for before anything else and again after a day at the latest; <code>Crawl-delay</code>, "
        "<code>Request-rate</code> and <code>Visit-time</code> in it count too",
    ),
    ("X-Robots-Tag and meta robots", "noindex, nofollow, noarchive, noai, noimageai"),
    ("Content-Signal and Content-Usage", "in robots.txt or as a header"),
    ("TDMRep", "<code>/.well-known/tdmrep.json</code>, the <code>tdm-reservation</code> header or meta tag"),
    ("RSL", "a <code>License:</code> line in robots.txt"),
)

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }
h1, h2 { line-height: 1.25; }
h2 { margin-top: 2rem; font-size: 1.2rem; }
pre { padding: .75rem 1rem; border: 1px solid; border-radius: .25rem; overflow-x: auto; }
code { overflow-wrap: anywhere; }
dt { font-weight: 600; }
dd { margin: 0 0 .5rem 1rem; }
"""


def bot_page(
    config: Annotated[Path, CONFIG],
    output: Annotated[Path | None, FILE] = None,
    contact: Annotated[str | None, CONTACT] = None,
) -> Exit:
    """Write the page about the crawler.

    An HTML page for the address that the User-Agent names: who asks, what for, how fast, and which lines of robots.txt
    stop it.
    """
    hand_over(page(settings_for(config, contact=contact)), checked_target(output))
    return Exit.OK


def page(settings: Settings) -> str:
    """The whole page. It needs no other file and runs no script."""
    agent = escape(settings.agent)
    parts = (
        f"<p>{agent} is a crawler that reads news sites. Each of its requests says so:</p>",
        block(f"User-Agent: {user_agent(settings)}"),
        section("What for", purpose(settings)),
        section("How it asks", items(manners(settings))),
        section("How to block it", robots(settings.agent)),
        section("How to say what is allowed", definitions(SIGNALS)),
        section("How to have something removed", removal(settings)),
        section("Whom to ask", f"<p>Write to {link(settings.contact)}.</p>"),
    )
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>About the crawler {agent}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>About the crawler {agent}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def purpose(settings: Settings) -> str:
    """What is done with the data."""
    evidence = "The pages as served are kept as evidence."
    if settings.raw is RawPolicy.NONE:
        evidence = "Nothing but the article is kept of a page."
    return (
        f"<p>Pages are collected {PURPOSES[settings.purpose]} (purpose: <code>{settings.purpose.value}</code>). "
        "Of each page the article is kept with its authors, its date, its licence and a link to the original, which "
        f"every copy carries. {evidence} Nothing that needs a login is read, and nobody is followed.</p>"
    )


def manners(settings: Settings) -> list[str]:
    """How fast, when, and what it takes for a no."""
    delay, longest = short(max(FLOOR_SECONDS, settings.delay_seconds)), short(settings.max_delay_seconds)
    share, hours = settings.max_pages_per_host, ", ".join(settings.hours)
    return [
        f"One request at a time to a site, {delay} or more apart. Sites on one address share that pace.",
        f"Longer if robots.txt asks for it (up to {longest}), and longer while the server is slow or has errors.",
        *([f"At most {share:,} pages of a site in one run."] if share else []),
        *([f"Only in these hours (UTC): {escape(hours)}."] if hours else []),
        "<code>Retry-After</code> is heeded, in seconds or as a date, across runs. After repeated 429 or 5xx answers "
        "the site is left alone for hours.",
        "Pages known already are asked for with <code>If-None-Match</code> and <code>If-Modified-Since</code>: 304 is "
        "enough of an answer.",
        "GET only. It does not pass for a browser, solves no puzzle and goes round no block, login or paywall.",
    ]


def robots(agent: str) -> str:
    """The lines of robots.txt that block us, wholly or in part, or slow us down."""
    return (
        "<p>These lines in <code>robots.txt</code> at the root of your site keep it out altogether:</p>"
        + block(f"User-agent: {agent}\nDisallow: /")
        + "<p>These keep it out of one folder, and let ten seconds pass between two requests elsewhere:</p>"
        + block(f"User-agent: {agent}\nDisallow: /private/\nCrawl-delay: 10")
        + "<p>A change is noticed within 24 hours.</p>"
    )


def removal(settings: Settings) -> str:
    """How what has been collected goes away again."""
    return (
        f"<p>Write to {link(settings.contact)} and name the pages, or your whole site. They are taken out of the "
        "collection and not asked for again. No reason is needed; an address at your own domain helps.</p>"
    )


def link(contact: str) -> str:
    """The contact as a link: a mail address or a page."""
    plain = contact.removeprefix("mailto:")
    target = contact if contact.startswith(("http://", "https://")) else f"mailto:{plain}"
    return f'<a href="{escape(target)}">{escape(plain)}</a>'


def section(title: str, body: str) -> str:
    """A part under its heading."""
    return f"<section>\n<h2>{title}</h2>\n{body}\n</section>"


def block(text: str) -> str:
    """Lines to be copied as they are."""
    return f"<pre><code>{escape(text)}</code></pre>"


def items(texts: Iterable[str]) -> str:
    """A list."""
    return "<ul>\n" + "\n".join(f"<li>{text}</li>" for text in texts) + "\n</ul>"


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Names with what they mean."""
    return "<dl>\n" + "\n".join(f"<dt>{name}</dt>\n<dd>{meaning}</dd>" for name, meaning in pairs) + "\n</dl>"
