"""Under which terms may a story be used, and what do they ask for?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Duty(StrEnum):
    """What a publisher asks of who republishes."""

    NAME_IN_BYLINE = "name_in_byline"
    LINK_AT_TOP = "link_at_top"
    LICENCE_AT_TOP = "licence_at_top"  # named and linked there
    CREDIT_AT_BOTTOM = "credit_at_bottom"  # the sentence asked for stands there too
    LINK_AT_BOTTOM = "link_at_bottom"
    SITE_LINK_AT_BOTTOM = "site_link_at_bottom"
    KEEP_LINKS = "keep_links"
    WHOLE = "whole"  # no excerpt
    NON_COMMERCIAL = "non_commercial"
    NO_DERIVATIVES = "no_derivatives"
    SHARE_ALIKE = "share_alike"
    STATE_CHANGES = "state_changes"
    NOTIFY = "notify"
    NO_PAYWALL = "no_paywall"
    NO_AUTOMATION = "no_automation"
    NO_IMAGES = "no_images"
    TRACKING_PIXEL = "tracking_pixel"


class Permission(StrEnum):
    """Whether a story may be republished at all, by what is known of its terms."""

    GRANTED = "granted"  # by a licence or a grant of the publisher's own; the duties apply
    ON_REQUEST = "on_request"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"  # never taken for a yes


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the text may be used, and the words that say so.

    ``id`` is SPDX-style (``CC-BY-NC-3.0``); a part that the evidence does not give stays away (``CC-BY-NC``), and
    None means that a notice was found but no licence could be named.
    """

    id: str | None
    url: str | None = None
    text: str = ""  # the notice, word for word
    source: str = ""  # where it was found: rel=license, json-ld, notice, publisher terms


@dataclass(frozen=True, slots=True)
class Terms:
    """A publisher's republishing terms as collected in config/publishers/*.toml. None is unknown.

    ``licence_periods`` are for a licence that changed: ``"CC-BY-2.5 until 2024-12-15"``, the last one without an end.
    """

    publisher: str
    hosts: tuple[str, ...]
    licence_id: str | None = None
    licence_url: str | None = None
    licence_periods: tuple[str, ...] = ()
    republish: Permission | None = None  # None: as the licence says
    credit: str | None = None  # a sentence that is asked for, with {title}, {authors}, {publisher}, {link}, {date}
    site: str | None = None  # the address for SITE_LINK_AT_BOTTOM
    pixel_host: str | None = None  # whence the counter comes that the page brings along
    duties: tuple[Duty, ...] = ()
    embargo_days: int | None = None  # after publication, before which nobody else may publish
    window_days: int | None = None  # after publication, after which nobody may any more
    images: bool | None = None  # whether they come with the text
    conditions: tuple[str, ...] = ()  # all else, in words, for who republishes
    source: str = ""
    read_on: date | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """The way back to the publisher. Cannot be built without a link.

    Raises ValueError when ``link`` is not an http(s) address.
    """

    link: str
    publisher: str
    authors: tuple[str, ...] = ()
    licence: Licence | None = None
    credit: str = ""  # the credit line, plain text
    duties: tuple[Duty, ...] = ()
    permission: Permission = Permission.UNKNOWN
    site: str | None = None  # the publisher's front page, where a link to it is a duty
    pixel: str | None = None  # the address of the publisher's counter for copies
    embargo_days: int | None = None
    window_days: int | None = None
    images: bool | None = None
    conditions: tuple[str, ...] = ()
    terms_source: str = ""  # where the publisher's terms were read, and when

    def __post_init__(self) -> None:
        if not self.link.startswith(("http://", "https://")):
            raise ValueError(f"attribution needs the http(s) link of the original, not {self.link!r}")
