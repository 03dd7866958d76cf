"""Which terms have we collected of publishers?

``config/publishers/*.toml``, one file a publisher, and those of a folder of the user's own, which go before them. Each
counts only with its hosts, its source and the day on which it was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import get_type_hints

from scraper import setting_rules as rules
from scraper.errors import SettingsError
from scraper.model import Duty, Permission, Terms
from scraper.settings import nearest, read_toml

CREDIT_FIELDS = ("title", "authors", "publisher", "link", "date")  # what a credit sentence may name in braces
MOST_DAYS = 36_500  # of an embargo or a window

_PERIOD = re.compile(r"[A-Za-z0-9.-]+(?: until \d{4}-\d\d-\d\d)?")
_KINDS: Mapping[str, object] = get_type_hints(Terms) | {"note": str}


def publisher_terms(extra: Path | None = None) -> tuple[Terms, ...]:
    """Republishing terms by publisher; the first whose hosts fit counts, and those in ``extra`` stand first.

    Raises SettingsError for a file that is off or an ``extra`` that is no folder.
    """
    if extra is not None and not extra.is_dir():
        raise SettingsError(f"publishers: there is no folder {str(extra)!r}; it should hold one TOML a publisher")
    package = Path(__file__).parent
    ours = next((p for p in (package / "publishers", package.parent / "config" / "publishers") if p.is_dir()), None)
    folders = [folder for folder in (extra, ours) if folder is not None]
    return tuple(_terms(file) for folder in folders for file in sorted(folder.glob("*.toml")))


def _terms(path: Path) -> Terms:
    """One publisher's file. Its ``note`` is for people and goes no further. Raises SettingsError."""
    values: dict[str, object] = {}
    for key, value in read_toml(path).items():
        if key not in _KINDS:
            raise SettingsError(f"{path}: unknown key {key!r}; {nearest(key, _KINDS)}")
        try:
            values[key] = _value(key, value)
        except ValueError as error:
            raise SettingsError(f"{path}: {key} {error}") from None
    for key in ("publisher", "hosts", "source", "read_on"):
        if not values.get(key):
            raise SettingsError(f"{path}: {key} is missing; terms count only with their hosts, source and date")
    if Duty.SITE_LINK_AT_BOTTOM in values.get("duties", ()) and not values.get("site"):  # type: ignore[operator]
        raise SettingsError(f"{path}: site is missing; the duty site_link_at_bottom needs its address")
    values.pop("note", None)
    return Terms(**values)  # type: ignore[arg-type]  # each value has gone through its field's converter


def _value(key: str, value: object) -> object:
    """A value in its field's type and form. Raises ValueError with the end of a sentence that begins with the key."""
    kind = _KINDS[key]
    converter = _CONVERTERS.get(kind)
    return rules.each(_FORMS.get(key), converter(value) if converter else rules.converted(kind, value, False))


def _duties(value: object) -> tuple[Duty, ...]:
    return tuple(Duty(rules.as_choice(Duty, word)) for word in rules.as_texts(value, False))


def _permission(value: object) -> Permission:
    return Permission(rules.as_choice(Permission, value))


def _days(value: object) -> int:
    days = rules.as_whole(value, False)
    if not 0 <= days <= MOST_DAYS:
        raise ValueError(f"must be from 0 to {MOST_DAYS:,} days, not {days:,}")
    return days


def _yes_or_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"must be true or false, not {rules.shown(value)}")


_CONVERTERS: Mapping[object, Callable[[object], object]] = {
    tuple[Duty, ...]: _duties,
    Permission | None: _permission,
    int | None: _days,
    bool | None: _yes_or_no,
}


def _credit(text: str) -> str:
    """A sentence with the fields of CREDIT_FIELDS in braces."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        names = {""}
    if not names <= set(CREDIT_FIELDS):
        raise ValueError(f"must be a text with no other braces than {{{'}, {'.join(CREDIT_FIELDS)}}}")
    return text


def _period(text: str) -> str:
    if not _PERIOD.fullmatch(text):
        raise ValueError(f'must be licences such as "CC-BY-2.5 until 2024-12-15", not {rules.shown(text)}')
    return text


_FORMS: Mapping[str, Callable[[str], str]] = {
    "hosts": rules.as_host,
    "pixel_host": rules.as_host,
    "licence_url": rules.as_url,
    "site": rules.as_url,
    "credit": _credit,
    "licence_periods": _period,
}
