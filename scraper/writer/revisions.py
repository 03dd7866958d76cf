"""What has changed between two states of an article?

Pure: two documents in, a ``Diff`` out. The text is compared by paragraph first, so that what moved is told from what
was rewritten, then by sentence, so that a paragraph cut in two has not changed. What only its typesetting changes
(white space, kinds of quotes and dashes, links, emphasis) is no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from scraper.writer.document import ChangeKind, Document
from scraper.writer.notes import Note, note_at
from scraper.writer.sentences import folded, paragraphs
from scraper.writer.text_edits import Edit, EditKind, is_small, text_edits

Value = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs, and what it said before and after. Lists (authors, tags) are tuples."""

    field: str
    kind: ChangeKind
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs: which kinds of change it amounts to, the fields, and the sentences in the text's order."""

    kinds: tuple[ChangeKind, ...] = ()
    fields: tuple[Change, ...] = ()
    text: tuple[Edit, ...] = ()


def compare(before: Document, after: Document) -> Diff:
    """The difference between two documents of one article. A tombstone has nothing but that it is one."""
    if before.get("gone") or after.get("gone"):
        kind = ChangeKind.GONE if after.get("gone") else ChangeKind.RESTORED
        return Diff((kind,) if bool(before.get("gone")) != bool(after.get("gone")) else ())
    fields = tuple(_fields(before, after))
    edits = tuple(text_edits(before["text"], after["text"]))
    found = {*(change.kind for change in fields), *_text_kinds(edits, after)} - {ChangeKind.MODIFIED}
    kinds = tuple(kind for kind in ChangeKind if kind in found)
    return Diff(kinds, fields, edits)


# ---------------------------------------------------------------- fields


def _plain(field: str) -> Callable[[Document], Value]:
    return lambda document: document.get(field)


def _authors(document: Document) -> Value:
    return tuple(author["name"] for author in document["authors"])


def _licence(document: Document) -> Value:
    licence = document.get("license") or {}
    return " ".join(part for part in (licence.get("id"), licence.get("url")) if part) or None


def _tags(document: Document) -> Value:
    return tuple(sorted(document.get("tags") or ()))  # their order says nothing


_FIELDS = MappingProxyType(
    {
        "title": (ChangeKind.TITLE, _plain("title")),
        "authors": (ChangeKind.AUTHORS, _authors),
        "date_published": (ChangeKind.DATES, _plain("date_published")),
        "date_modified": (ChangeKind.MODIFIED, _plain("date_modified")),
        "summary": (ChangeKind.SUMMARY, _plain("summary")),
        "section": (ChangeKind.SECTION, _plain("section")),
        "tags": (ChangeKind.TAGS, _tags),
        "license": (ChangeKind.LICENCE, _licence),
    }
)


def _fields(before: Document, after: Document) -> Iterator[Change]:
    for field, (kind, value) in _FIELDS.items():
        old, new = value(before), value(after)
        if _same_by(old) != _same_by(new):
            yield Change(field, kind, old, new)


def _same_by(value: Value) -> Value:
    """A value without its typesetting; nothing said is said in one way."""
    if isinstance(value, str):
        return folded(value) or None
    return tuple(map(folded, value)) if value else None


# ---------------------------------------------------------------- text


def _text_kinds(edits: tuple[Edit, ...], after: Document) -> Iterator[ChangeKind]:
    """What the edits of the text amount to. Those in notes of the editors are told apart from those in the story."""
    told = paragraphs(after["text"]) if edits else []
    known = set(map(folded, after.get("notes") or ()))
    written = (EditKind.ADDED, EditKind.REPLACED)
    touched = {edit.paragraph for edit in edits if edit.kind in written}
    notes = {number: note_at(told, number - 1, known) for number in touched}
    takes = any(edit.kind is EditKind.REMOVED for edit in edits)
    for edit in edits:
        note = notes[edit.paragraph] if edit.kind in written else None
        if note is not None:
            yield ChangeKind.CORRECTION if note is Note.CORRECTION else ChangeKind.NOTE
        elif edit.kind is EditKind.MOVED:
            yield ChangeKind.ORDER
        elif edit.kind is EditKind.ADDED and edit.whole and not takes:
            yield ChangeKind.UPDATE
        elif edit.kind is EditKind.REPLACED and is_small(edit.before, edit.after):
            yield ChangeKind.SMALL_EDIT
        else:
            yield ChangeKind.TEXT
