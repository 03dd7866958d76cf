"""Are copies and translations linked over real sockets, in whatever order they come, and is nothing lost for it?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from scraper.cli import main
from scraper.model import Relation
from scraper.writer.archive import Archive
from tests.journey.runs import crawl, urls
from tests.journey.site import Answer, Site, settings_for

SAME, IDENTICAL, NEAR, TRANSLATION = Relation.SAME_STORY, Relation.IDENTICAL, Relation.NEAR, Relation.TRANSLATION

FERRY = [
    "Ferries between Port Alden and the outer islands will stop for eleven days in May while divers replace the chain "
    "that has guided them across the sound since the winter of 1961.",
    "The company that runs them said on Monday that islanders may use its cargo barge, which sails twice a day, takes "
    "no more than nine passengers and has no roof over any of them.",
    "Hanne Orrell, who teaches at the island school, said her pupils had begun to draw lots for the dry side of the "
    "barge. The pharmacy on the mainland has agreed to post medicines without charge.",
    "A spokesman for the harbour office refused to say who will pay if the work takes longer, as it did the last time, "
    "when the divers found that the old chain had been fastened to a wreck.",
]
BEES = [
    "A swarm of bees held up the opening of the new library in Vellmouth for three hours on Thursday after settling "
    "inside the brass letter box through which the first book was to be returned.",
    "Firemen, who own no equipment for bees, telephoned a retired beekeeper, Anton Reis. He came by bicycle with a "
    "cardboard carton and a bedsheet, and declined to be photographed while he worked.",
    "The mayor cut the ribbon shortly after four in front of eleven people and a dog. The swarm now lives in Mr Reis's "
    "garden, where he says it will produce honey for the reading room every autumn.",
]
ABEJAS = [
    "Un enjambre de abejas retrasó tres horas la apertura de la nueva biblioteca de Vellmouth, después de instalarse "
    "dentro del buzón de bronce por el que debía devolverse el primer libro.",
    "Los bomberos, que no tienen equipo para abejas, llamaron a un apicultor jubilado, Anton Reis. Llegó en bicicleta "
    "con una caja de cartón y una sábana, y no quiso que lo fotografiaran mientras trabajaba.",
    "La alcaldesa cortó la cinta poco después de las cuatro ante once personas y un perro. El enjambre vive ahora en "
    "el jardín del señor Reis, quien dice que dará miel a la sala de lectura cada otoño.",
]
SALT = [
    "Salt prices at the Harrowgate market doubled within a week after the last pan on the northern shore was closed by "
    "an inspector who had been sent to examine the scales of a fishmonger.",
    "Curers of herring, who buy four fifths of it, met behind locked doors and came out with a letter to the ministry, "
    "signed by sixty of them and blotted, as several pointed out, with sand.",
    "The ministry has thirty days for its answer. Until then, said Brida Colm of the guild, the fish will be smoked, "
    "which takes longer and needs an oak forest that nobody remembered to plant.",
]
BRIDGE = [
    "An old stone bridge near Lissen was taken down at night by people who numbered every block with chalk, loaded all "
    "on a train of nine wagons and left a receipt with the station master.",
    "Police are looking for a customer. A bridge of that width, an officer explained, fits only two rivers in this "
    "country, and one of them has been dry since they built the reservoir.",
    "Farmers on both banks have been offered a raft. They answered that they had one, and that it had been stolen in "
    "March, in the same careful manner, with each plank wrapped in newspaper.",
]
INTRO = "This report came by wire from our partners at the coast; the editors of this paper have shortened it slightly."


def page(
    headline: str, text: Iterable[str], *, head: str = "", language: str = "en", name: str = "The Courier"
) -> Answer:
    """A story under a headline, in a site's frame."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    return f"""<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{headline} - {name}</title>
<meta property="og:type" content="article"><meta property="og:site_name" content="{name}">
<meta property="article:published_time" content="2026-03-04T08:00:00+00:00">{head}</head>
<body><header><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<main><article><h1>{headline}</h1><div class="entry-content">{body}</div></article></main>
<footer><p>{name}, 3 Fore Street</p></footer></body></html>"""


def link(relation: str, target: str, language: str = "") -> str:
    """A link of the head."""
    return f'<link rel="{relation}" href="{target}"' + (f' hreflang="{language}">' if language else ">")


FIRST: dict[str, Answer] = {
    "/ferry": page("Islanders Face Eleven Days Without a Ferry", FERRY),
    "/bees": page(
        "Bees Delay a Library",
        BEES,
        head="".join(link("alternate", *one) for one in (("/bees", "en"), ("/abejas", "es"), ("/", "x-default"))),
    ),
    "/abejas": page("Abejas retrasan una biblioteca", ABEJAS, head=link("alternate", "/bees", "en"), language="es"),
    "/salt": page("Salt Doubles in a Week", SALT, head=link("canonical", "/salt")),
    "/print/salt": page("Salt Doubles in a Week", SALT, head=link("canonical", "/salt")),
    "/salt?from=letter": page("Salt Doubles in a Week", SALT, head=link("canonical", "/salt")),
    "/salt/mobile": page("Salt Doubles in a Week", SALT[:2], head=link("canonical", "/salt")),
    "/bridge": page("A Bridge Is Gone", BRIDGE, head=link("canonical", "/")),
}
SECOND: dict[str, Answer] = {  # another site, whose pages all say that they are its front page
    "/wire/chain": page("Divers To Mend a Chain", [INTRO, *FERRY[:3]], head=link("canonical", "/"), name="The Post"),
    "/bridge": page("Who Stole the Bridge?", BRIDGE, head=link("canonical", "/"), name="The Post"),
}


def front(paths: Iterable[str]) -> str:
    """What leads to all others, in their order."""
    items = "".join(f'<li><a href="{path}">Read: {path}</a></li>' for path in paths)
    return f"<!doctype html><title>News</title><body><h1>News</h1><ul>{items}</ul></body>"


def crawled(site: Site, archive: Path, *, backwards: bool = False) -> None:
    """Both sites, one after the other, as their front pages list them: in order, or backwards."""
    for server in (1, 0) if backwards else (0, 1):
        pages = [path for path in site.pages[server] if path != "/"]
        site.pages[server]["/"] = front(reversed(pages) if backwards else pages)
        crawl(settings_for(site, archive, (server,)), everything_due=True)


def links_of(site: Site, archive: Path) -> dict[str, dict[str, Relation]]:
    """What every article is to which others."""
    names = {site.url("/", server): f"{server}:" for server in (0, 1)}

    def short(url: str) -> str:
        root = next(root for root in names if url.startswith(root))
        return names[root] + url.removeprefix(root)

    with Archive.open(archive) as opened:
        found = {short(one.document["url"]): opened.relatives(one.id) for one in opened.articles()}
        for relatives in found.values():
            for one in relatives:
                assert (one.similarity == 0.0) == (one.relation is TRANSLATION)
                assert one.found_at >= one.first_seen
        return {name: {short(one.url): one.relation for one in relatives} for name, relatives in found.items()}


SALTS = ("0:salt", "0:print/salt", "0:salt?from=letter", "0:salt/mobile")
EXPECTED = {
    "0:ferry": {"1:wire/chain": NEAR},
    "0:bees": {"0:abejas": TRANSLATION},
    "0:abejas": {"0:bees": TRANSLATION},
    **{one: dict.fromkeys(set(SALTS) - {one}, SAME) for one in SALTS},
    "0:bridge": {"1:bridge": IDENTICAL},
    "1:wire/chain": {"0:ferry": NEAR},
    "1:bridge": {"0:bridge": IDENTICAL},
}


@pytest.mark.parametrize("backwards", [False, True], ids=("forwards", "backwards"))
def test_copies_and_translations_are_linked_and_none_is_lost(tmp_path: Path, backwards: bool) -> None:
    archive = tmp_path / "a"
    with Site({**FIRST}, {**SECOND}) as site:
        crawled(site, archive, backwards=backwards)
        assert links_of(site, archive) == EXPECTED
        everything = [site.url(path) for path in FIRST] + [site.url(path, 1) for path in SECOND]
        assert urls(archive) == sorted(everything)

        with Archive.open(archive) as opened:
            before = {one.id: one.cursor for one in opened.articles()}
            groups = [[member.url for member in group] for group in opened.groups()]
            told = {one.document["url"]: one.document for one in opened.articles()}
        assert sorted(map(len, groups)) == [2, 2, 4]
        assert site.url(*(("/wire/chain", 1) if backwards else ("/ferry", 0))) in {group[0] for group in groups}
        for group in groups:
            dates = [told[url]["date_first_seen"] for url in group]
            assert dates == sorted(dates)
            for one, two in combinations(group, 2):
                known = [two in named(told[one]), one in named(told[two])]
                assert sorted(known) == [False, True], "who was stored later tells of the other"

        crawled(site, archive, backwards=not backwards)
        with Archive.open(archive) as opened:
            assert {one.id: one.cursor for one in opened.articles()} == before, "a copy elsewhere is no change"
        assert links_of(site, archive) == EXPECTED


def named(document: dict[str, Any]) -> set[str]:
    """The addresses of the copies and translations that a document tells of."""
    return {one["url"] for one in document["duplicates"]}


def test_what_becomes_another_story_is_linked_anew(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with Site({**FIRST}, {**SECOND}) as site:
        crawled(site, archive)
        site.pages[0]["/ferry"] = page("Bees and No Ferry", BEES)
        crawl(settings_for(site, archive), everything_due=True)
        found = links_of(site, archive)
        assert found["1:wire/chain"] == {}
        assert found["0:ferry"] == {"0:bees": IDENTICAL}
        assert found["0:bees"] == {"0:ferry": IDENTICAL, "0:abejas": TRANSLATION}


def test_one_of_each_is_written_and_the_others_are_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "a"
    with Site({**FIRST}, {**SECOND}) as site:
        crawled(site, archive)
        assert main(["export", str(archive)]) == 0
        assert len(written(capsys.readouterr().out)) == len(FIRST) + len(SECOND)
        assert main(["export", str(archive), "--one-of-each"]) == 0
        said = capsys.readouterr()
        assert "5 copies left out" in said.err
        with Archive.open(archive) as opened:
            copies = {member.url for group in opened.groups() for member in group[1:]}
        assert sorted(written(said.out)) == sorted(set(urls(archive)) - copies)
        assert main(["duplicates", str(archive)]) == 0
        assert "5 copies in 3 groups" in capsys.readouterr().err


def written(lines: str) -> list[str]:
    """The addresses of exported articles."""
    return [json.loads(line)["url"] for line in lines.splitlines()]
